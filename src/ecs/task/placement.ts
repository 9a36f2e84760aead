import { ServiceError, type ServiceErrorCode } from '../../runtime/service-error.ts'
import type { PlacementFailure } from '../api/ecs-api.ts'

interface Meaning {
  readonly reasonCode: ServiceErrorCode
  readonly message: string
  readonly fix: string
}

const addInstances = 'add instances or larger ones, stop unused tasks, or set run-task-launch-type: FARGATE'

/** Reasons of RunTask (docs/ecs-facts.md §11), the first that fits. */
const meanings: readonly (readonly [reason: RegExp, meaning: Meaning])[] = [
  [
    /Capacity is unavailable/i,
    {
      reasonCode: 'no-capacity',
      message: 'AWS currently has no capacity for the task in these zones',
      fix: 'add subnets in more zones to run-task-subnets, use another cpu and memory, or run again later',
    },
  ],
  [
    /limit on the number of|vCPUs you can run/i,
    {
      reasonCode: 'quota-tasks',
      message: "the account's quota for Fargate is used up",
      fix: 'stop unused tasks, or request a higher quota in Service Quotas: AWS Fargate, on-demand or Spot vCPU resource count',
    },
  ],
  [
    /^RESOURCE:ENI/i,
    {
      reasonCode: 'network-interface',
      message: 'the instances of the cluster have no network interface left',
      fix: 'add instances, turn on awsvpcTrunking, or set run-task-launch-type: FARGATE',
    },
  ],
  [
    /^RESOURCE:|insufficient/i,
    {
      reasonCode: 'instance-resources',
      message: 'the instances of the cluster lack what the task needs',
      fix: addInstances,
    },
  ],
  [
    /^AGENT/i,
    {
      reasonCode: 'instance-resources',
      message: 'the ECS agent of the instance is not connected',
      fix: 'look at the instance: does its agent run, and has it a way to ECS?',
    },
  ],
  [
    /^(?:ATTRIBUTE|LOCATION|MISSING|INACTIVE)|No Container Instances/i,
    {
      reasonCode: 'no-instances',
      message: 'no instance of the cluster can run the task',
      fix: 'check cluster, and what the task definition requires of an instance; or set run-task-launch-type: FARGATE',
    },
  ],
]

/** Why RunTask started nothing: certainly no task runs. `clean` sanitizes and redacts untrusted text. */
export function notPlaced(
  failures: readonly PlacementFailure[],
  clean: (text: string) => string,
): ServiceError {
  const [{ arn, reason, detail }] = [...failures, { arn: '', reason: 'no reason was told', detail: '' }]
  const meaning = meanings.find(([pattern]) => pattern.test(reason))?.[1] ?? {
    reasonCode: 'rejected',
    message: 'ECS did not place the task',
    fix: 'fix what ECS names, then run the job again',
  }
  const instance = arn === '' ? '' : ` on ${arn.slice(arn.lastIndexOf(':') + 1)}`
  const words = [`${reason}${instance}`, detail].filter((text) => text !== '').join(', ')
  return new ServiceError({
    kind: 'rejected',
    operation: 'RunTask',
    message: `${meaning.message} (${clean(words)})`,
    reasonCode: meaning.reasonCode,
    fix: meaning.fix,
    cause: undefined,
  })
}
