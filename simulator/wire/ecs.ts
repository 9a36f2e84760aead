import type { Account } from '../ecs/account.ts'
import { EcsError } from '../ecs/errors.ts'
import { clusterArn, ecsArn, nameOf, nextUuid, serviceArn } from '../ecs/identifiers.ts'
import { logSourceOf } from '../ecs/log-source.ts'
import { isOperationName, type OperationName } from '../ecs/operations/index.ts'
import { obstacleTo } from '../ecs/permissions.ts'
import { getLogEvents } from '../logs/get-log-events.ts'
import { ApiError } from './api-error.ts'
import type { Effect, Fault, TimedEvent } from './faults.ts'
import { accessDenied, type BoundService, bindService, type Service, unknownOperation } from './service.ts'

/** ECS and CloudWatch Logs share no operation name, so their faults share a list. */
export type EcsOperationName = OperationName | 'GetLogEvents'
export type EcsFault = Fault<EcsOperationName, Account>
export type EcsEffect = Effect<Account>
export type EcsTimedEvent = TimedEvent<Account>

interface EcsSide {
  readonly account: Account
  readonly faults?: readonly EcsFault[]
  readonly events?: readonly EcsTimedEvent[]
}

/** ECS and CloudWatch Logs of one account, for the protocol. */
export function ecsServices(side: EcsSide): readonly BoundService[] {
  return [bindService(createEcsService(side)), bindService(createLogsService(side))]
}

/** ECS on the wire (docs/ecs-facts.md §3). */
function createEcsService({
  account,
  faults = [],
  events = [],
}: EcsSide): Service<EcsOperationName, Account> {
  return {
    name: 'ecs',
    targetPrefix: 'AmazonEC2ContainerServiceV20141113.',
    hasErrorHeader: true,
    account,
    faults,
    events,
    isOperation: isOperationName,
    perform: (operation, input, at) => {
      const obstacle = obstacleTo(operation, account.switches)
      if (!isOperationName(operation) || obstacle === 'unknown-operation') throw unknownOperation()
      if (obstacle === 'access-denied')
        throw accessDenied(`ecs:${operation}`, deniedOn(operation, input, account))
      return account.call(operation, input, { at })
    },
    errorFor: (kind) => (kind === 'not-found' ? gone() : broken()),
    deniedOn: (operation, input) => deniedOn(operation, input, account),
    nextRequestId: () => nextUuid(account.records, 'request'),
  }
}

/** CloudWatch Logs on the wire, with the lines of ECS tasks. */
function createLogsService({ account, faults = [] }: EcsSide): Service<EcsOperationName, Account> {
  const { records } = account
  return {
    name: 'logs',
    targetPrefix: 'Logs_20140328.',
    hasErrorHeader: false,
    account,
    faults,
    events: [],
    isOperation: (name) => name === 'GetLogEvents',
    perform: (_, input, at) => getLogEvents(input, logSourceOf(account, at)),
    errorFor: (kind) =>
      kind === 'not-found'
        ? new ApiError({
            type: 'ResourceNotFoundException',
            message: 'The specified log stream does not exist.',
          })
        : new ApiError({
            type: 'ServiceUnavailableException',
            message: 'The service cannot complete the request.',
            status: 500,
          }),
    deniedOn: (_, input) => {
      const { logGroupName = '*', logStreamName = '*' } = Object(input) as Record<string, unknown>
      const resource = `arn:${records.partition}:logs:${records.region}:${records.id}:log-group:${logGroupName}:log-stream:${logStreamName}`
      return { accountId: records.id, resource }
    },
    nextRequestId: () => nextUuid(records, 'request'),
  }
}

function deniedOn(
  operation: string,
  input: unknown,
  account: Account,
): { accountId: string; resource: string } {
  const { taskDefinition } = Object(input) as { taskDefinition?: unknown }
  const isRun = operation === 'RunTask' && typeof taskDefinition === 'string'
  return { accountId: account.records.id, resource: isRun ? taskDefinition : resourceIn(input, account) }
}

function gone(): EcsError {
  return new EcsError({ type: 'ServiceNotFoundException', message: 'Service not found.' })
}

function broken(): EcsError {
  return new EcsError({
    type: 'ServerException',
    message: 'Service Unavailable. Please try again later.',
    status: 500,
  })
}

/** The ARN that IAM checks: what the request names; `*` for operations on task definitions. */
function resourceIn(input: unknown, { records }: Account): string {
  const named = new Map(Object.entries(Object(input) as object))
  const first = (...members: string[]): string | undefined => {
    const values = members.flatMap((member) => named.get(member) ?? [])
    return values.find((value) => typeof value === 'string')
  }
  const cluster = nameOf(first('cluster') ?? 'default')
  const service = first('service', 'serviceName', 'services')
  const other = first('resourceArn', 'serviceDeploymentArn', 'serviceDeploymentArns', 'serviceRevisionArns')
  const task = first('tasks', 'task')
  const someCluster = first('clusters', 'clusterName')
  if (other !== undefined) return other
  if (service !== undefined) return serviceArn(records, cluster, nameOf(service))
  if (task !== undefined) return ecsArn(records, `task/${cluster}/${nameOf(task)}`)
  return someCluster === undefined ? '*' : clusterArn(records, nameOf(someCluster))
}
