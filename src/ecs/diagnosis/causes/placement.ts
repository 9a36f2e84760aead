import type { CauseRow } from './cause-row.ts'
import { role } from './names.ts'

/** Why no task is placed, or none may be stopped or started. */
export const placementCauses: readonly CauseRow[] = [
  {
    code: 'target-group-missing',
    event: [[/TARGET GROUP IS NOT FOUND/i]],
    reason: () => 'the target group of the service is gone',
    fix: () => 'correct loadBalancers in the service definition, or make the target group again',
  },
  {
    code: 'no-capacity',
    task: [[/Capacity is unavailable at this time/i]],
    event: [[/Capacity is unavailable at this time/i]],
    reason: () => 'AWS has no capacity for the task in these zones now',
    fix: () =>
      'name subnets of more zones, or another cpu and memory; beside FARGATE_SPOT let FARGATE take some; or run again later',
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
      'stop what nobody needs, or ask Service Quotas for more: AWS Fargate, on-demand or Spot vCPU resource count',
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
        ? 'leave hostPort to ECS (0), or let minimumHealthyPercent be below 100, so that the old task makes room'
        : 'add instances, or larger ones, or let minimumHealthyPercent be below 100, so that old tasks make room',
  },
  {
    code: 'no-instances',
    event: [[/no container instance met all of its requirements/i], [/No Container Instances were found/i]],
    reason: () => 'no instance of the cluster can take the task',
    fix: () =>
      'have instances joined the cluster, and is it the right one? Without any, launch-type: FARGATE',
  },
  {
    code: 'rollout-cannot-move',
    event: [
      [/unable to stop or start tasks during a deployment because of the service deployment configuration/i],
    ],
    reason: () =>
      'minimumHealthyPercent and maximumPercent leave no room for a single task to be stopped or started',
    fix: () => 'a maximumPercent of 200, or a minimumHealthyPercent below 100, in deploymentConfiguration',
  },
  {
    code: 'role-not-assumable',
    task: [[/was unable to assume the role|misconfigured trust/i]],
    event: [[/was unable to assume the role/i]],
    reason: (found) => `ECS cannot assume ${role(found)}`,
    fix: () => 'check that it exists, and that its trust policy names ecs-tasks.amazonaws.com',
  },
  {
    code: 'volume-key',
    task: [[/\bEBS\b|volume/i, /\bKMS\b|encrypt/i]],
    event: [[/\bEBS\b|volume/i, /\bKMS\b|encrypt/i]],
    reason: () => 'the key of the EBS volume may not be used',
    fix: () =>
      'allow kms:CreateGrant, Decrypt and GenerateDataKeyWithoutPlaintext on it to the infrastructure role of the volume',
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
