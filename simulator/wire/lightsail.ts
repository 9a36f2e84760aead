import type { Account } from '../lightsail/account.ts'
import { LightsailError } from '../lightsail/errors.ts'
import { nextUuid } from '../lightsail/identifiers.ts'
import { isOperationName, type OperationName } from '../lightsail/operations/index.ts'
import { serviceRecordAt } from '../lightsail/views.ts'
import type { Fault, TimedEvent } from './faults.ts'
import type { Service } from './service.ts'

/** Lightsail on the wire (docs/lightsail-facts.md §1.1, §1.2). */
export function createLightsailService({
  account,
  faults,
  events,
}: {
  account: Account
  faults: readonly Fault[]
  events: readonly TimedEvent[]
}): Service<OperationName, Account> {
  const { records } = account
  return {
    name: 'lightsail',
    targetPrefix: 'Lightsail_20161128.',
    hasErrorHeader: false,
    account,
    faults,
    events,
    isOperation: isOperationName,
    perform: (operation, input, at) => account.call(operation, input, { at }),
    errorFor: (kind) => (kind === 'not-found' ? gone() : broken()),
    deniedOn: (_, input) => {
      const resource =
        serviceRecordAt(records, serviceNamedIn(input), account.now())?.arn ??
        `arn:aws:lightsail:${records.region}:${records.id}:ContainerService/*`
      return { accountId: records.id, resource }
    },
    nextRequestId: () => nextUuid(records, 'request'),
  }
}

function gone(): LightsailError {
  return new LightsailError({ type: 'NotFoundException', message: 'Sorry, the resource does not exist.' })
}

function broken(): LightsailError {
  return new LightsailError({
    type: 'ServiceException',
    message: 'An error occurred while processing the request.',
    status: 500,
  })
}

function serviceNamedIn(input: unknown): string {
  return typeof input === 'object' && input !== null && 'serviceName' in input
    ? String(input.serviceName)
    : ''
}
