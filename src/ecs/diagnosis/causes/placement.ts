import type { CauseRow } from './cause-row.ts'
import { role } from './names.ts'

/** Why no task is placed, or none may be stopped or started. */
export const placementCauses: readonly CauseRow[] = [
  {
    code: 'target-group-missing',
    event: [[/TARGET GROUP IS NOT FOUND/i]],
    reason: () => "the service's target group no longer exists",
    fix: () => 'fix loadBalancers in the service definition, or recreate the target group',
  },
  {
    code: 'no-capacity',
    task: [[/Capacity is unavailable at this time/i]],
    event: [[/Capacity is unavailable at this time/i]],
    reason: () => 'AWS currently has no capacity for the task in these zones',
    fix: () =>
      'add subnets in more zones, use another cpu and memory, add FARGATE to FARGATE_SPOT, or run again later',
  },
  {
    code: 'quota-tasks',
    task: [[/limit on the number of (?:tasks|vCPUs)/i]],
    event: [
      [/limit on the number of (?:tasks|vCPUs)/i],
      [/vCPUs you can run concurrently/i],
      [/requested (?:CPU|MEMORY)\b.*\babove\b/i],
    ],
    reason: ({ text }) =>
      `the account's quota for Fargate is used up (${/vCPU|CPU/i.test(text) ? 'vCPUs' : 'tasks'})`,
    fix: () =>
      'stop unused tasks, or request a higher quota in Service Quotas: AWS Fargate, on-demand or Spot vCPU resource count',
  },
  {
    code: 'instance-resources',
    event: [
      [/has insufficient (?:CPU|memory)/i],
      [/RESOURCE:(?:CPU|MEMORY|PORTS|GPU)/i],
      [/is already using a port/i],
      [/unable to place a task/i, /\bAGENT\b/],
    ],
    reason: ({ text }) => `the instances of the cluster lack ${lacking(text)}`,
    fix: ({ text }) =>
      /using a port|RESOURCE:PORTS/i.test(text)
        ? 'let ECS choose hostPort (0), or set minimumHealthyPercent below 100 so that the old task makes room'
        : 'add instances or larger ones, or set minimumHealthyPercent below 100 so that old tasks make room',
  },
  {
    code: 'no-instances',
    event: [[/no container instance met all of its requirements/i], [/No Container Instances were found/i]],
    reason: () => 'no instance of the cluster can run the task',
    fix: () =>
      'check that instances have joined the cluster, and that it is the right one; to run without instances: launch-type: FARGATE',
  },
  {
    code: 'rollout-cannot-move',
    event: [
      [/unable to stop or start tasks during a deployment because of the service deployment configuration/i],
    ],
    reason: () => 'minimumHealthyPercent and maximumPercent leave no room to stop or start a single task',
    fix: () => 'set maximumPercent to 200, or minimumHealthyPercent below 100, in deploymentConfiguration',
  },
  {
    code: 'role-not-assumable',
    task: [[/was unable to assume the (?:configured |role)/i], [/misconfigured trust/i]],
    event: [[/was unable to assume the (?:configured |role)/i]],
    reason: (found) => `ECS cannot assume ${role(found)}`,
    fix: ({ text }) =>
      /Infrastructure Role/i.test(text)
        ? 'check that it exists, that its trust policy names ecs.amazonaws.com, and that it has AmazonECSInfrastructureRolePolicyForVolumes'
        : 'check that it exists, and that its trust policy names ecs-tasks.amazonaws.com',
  },
  {
    code: 'volume-key',
    // The answer to a request whose volume was deleted at once, as its key could not be used.
    task: [[/\bEBS volume\b/i, /IdempotentParameterMismatch|\bKMS\b/i]],
    event: [[/\bEBS volume\b/i, /IdempotentParameterMismatch|\bKMS\b/i]],
    reason: () => "the EBS volume's key does not exist, or cannot be used",
    fix: () =>
      "allow the volume's infrastructure role kms:CreateGrant, Decrypt and GenerateDataKeyWithoutPlaintext on it",
  },
]

function lacking(text: string): string {
  const pairs = [
    [/insufficient CPU|RESOURCE:CPU/i, 'CPU'],
    [/insufficient memory|RESOURCE:MEMORY/i, 'memory'],
    [/using a port|RESOURCE:PORTS/i, 'a free port'],
    [/RESOURCE:GPU/i, 'a GPU'],
  ] as const
  return pairs.find(([pattern]) => pattern.test(text))?.[1] ?? 'a connected agent'
}
