import type { Account } from '../../../simulator/lightsail/account.ts'
import type { DeploymentRecord, ServiceRecord } from '../../../simulator/lightsail/records.ts'
import type { Fault, TimedEvent } from '../../../simulator/wire/faults.ts'

/** One write of this run that took effect in Lightsail, whatever the reply was. */
export interface Done {
  readonly operation: string
  /** Epoch milliseconds. */
  readonly at: number
  /** The service that was written to or made. */
  readonly service: ServiceRecord | undefined
  /** The deployment that it made. */
  readonly deployment: DeploymentRecord | undefined
}

/** The account as the run's own calls reach it: each write that is done is noted. */
export function noting(account: Account, ledger: Done[]): Account {
  return {
    ...account,
    call: (operation, input, options) => {
      const reply = account.call(operation, input, options)
      if (!operation.startsWith('Get')) {
        const name = namedIn(input)
        const service = account.records.services.findLast((one) => one.name === name)
        const deploys =
          operation === 'CreateContainerServiceDeployment' ||
          (operation === 'CreateContainerService' && service?.deployments.length === 1)
        const deployment = deploys ? service?.deployments.at(-1) : undefined
        ledger.push({ operation, at: options?.at ?? account.now(), service, deployment })
      }
      return reply
    },
  }
}

function namedIn(input: unknown): unknown {
  const { serviceName, resourceName } = input as { serviceName?: unknown; resourceName?: unknown }
  return serviceName ?? resourceName
}

/** What somebody else does reaches the account itself, past the ledger. */
export function byOthers(account: Account, faults: readonly Fault[], events: readonly TimedEvent[]) {
  return {
    faults: faults.map((fault): Fault => {
      const { effect } = fault
      return effect.kind === 'event'
        ? { ...fault, effect: { kind: 'event', happens: () => effect.happens(account) } }
        : fault
    }),
    events: events.map(
      ({ dueAt, happens }): TimedEvent => ({
        dueAt: () => dueAt(account),
        happens: (_, at) => happens(account, at),
      }),
    ),
  }
}
