import type { Account } from '../../../simulator/ecs/account.ts'
import { nameOf } from '../../../simulator/ecs/identifiers.ts'
import type { DeploymentRecord, ServiceRecord, TaskDefinitionRecord } from '../../../simulator/ecs/records.ts'
import { isRead } from '../machinery/around/network.ts'

/** One write of this run that took effect in ECS, whatever the reply was. */
export interface Done {
  readonly operation: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly input: Readonly<Record<string, unknown>>
  /** The service that was written to or made. */
  readonly service: ServiceRecord | undefined
  /** The rollout that it started. */
  readonly deployment: DeploymentRecord | undefined
  readonly registered: TaskDefinitionRecord | undefined
}

/** The account as the run's own calls reach it: each write that is done is noted. */
export function noting(account: Account, ledger: Done[]): Account {
  const { records } = account
  return {
    ...account,
    call: (operation, input = {}, options = {}) => {
      const known = records.services.reduce((sum, { changes }) => sum + changes.length, 0)
      const definitions = records.taskDefinitions.length
      const reply = account.call(operation, input, options)
      if (isRead(operation)) return reply
      const service = serviceIn(account, input)
      const now = records.services.reduce((sum, { changes }) => sum + changes.length, 0)
      const change = now > known ? service?.changes.at(-1) : undefined
      ledger.push({
        operation,
        at: options.at ?? account.now(),
        input: input as Done['input'],
        service,
        deployment: change?.kind === 'update' ? change.deployment : undefined,
        registered: records.taskDefinitions[definitions],
      })
      return reply
    },
  }
}

function serviceIn({ records }: Account, input: unknown): ServiceRecord | undefined {
  const { service, serviceName, resourceArn, serviceDeploymentArn } = input as Record<string, unknown>
  const path = String(serviceDeploymentArn ?? '').split('/')
  const named = service ?? serviceName ?? resourceArn ?? path[2]
  return records.services.findLast(({ name }) => name === nameOf(String(named)))
}
