import type { CauseRow } from './cause-row.ts'

/** What comes between a rollout and its end from elsewhere. */
export const otherCauses: readonly CauseRow[] = [
  {
    code: 'dependency',
    task: [[/failed to resolve container ordering dependency/i]],
    reason: ({ text }) => {
      const [, failed, waiting] = /dependency\s+\[([\w-]+).*? for target\s+\[([\w-]+)/i.exec(text) ?? []
      return failed && waiting
        ? `the container ${waiting} depends on ${failed}, which failed`
        : 'a container depends on another one, which failed'
    },
    fix: () => 'fix the container that it depends on (dependsOn), or the condition',
  },
  {
    code: 'spot-interrupted',
    stopCodes: ['SpotInterruption', 'TerminationNotice'],
    reason: () => 'Spot reclaimed the task',
    fix: () => 'the image is fine: run again, and add FARGATE next to FARGATE_SPOT for some of the tasks',
  },
  {
    code: 'protected-tasks',
    event: [[/unable to scale in due to \(reason \d+ tasks? under protection/i]],
    reason: ({ text }) =>
      `${/reason (\d+ tasks?)/i.exec(text)?.[1] ?? 'tasks'} under protection block the rollout`,
    fix: () =>
      'end their protection, or let it expire: aws ecs update-task-protection --no-protection-enabled',
  },
  {
    code: 'host-failed',
    stopCodes: ['InfrastructureHealth'],
    task: [[/Host EC2 .*terminated/i]],
    reason: () => 'AWS replaced the machine that the task was running on',
    fix: () => 'the image is fine: run again',
  },
  {
    code: 'blue-green-listeners',
    event: [[/Both targetGroup and alternateTargetGroup must be associated/i]],
    rollout: [[/Both targetGroup and alternateTargetGroup must be associated/i]],
    reason: () => 'the two target groups are not both on the listener rules',
    fix: () => "fix productionListenerRule and testListenerRule in the load balancer's advancedConfiguration",
  },
  {
    code: 'zone-not-enabled',
    event: [[/Target is in an Availability Zone that is not enabled for the load balancer/i]],
    reason: () => 'a task is in a zone where the load balancer has no subnet',
    fix: () => "add a subnet in that zone to the load balancer, or remove that zone's subnet from subnets",
  },
  {
    code: 'unable-to-start-consistently',
    event: [[/unable to consistently start tasks/i]],
    isLastResort: true,
    reason: () => 'tasks keep failing, ECS pauses between attempts, and the cause is unknown',
    fix: ({ evidence: { unavailable } }) =>
      unavailable.length > 0
        ? `allow the reads that failed, then run again: ${unavailable.join('; ')}`
        : 'check the stopped tasks in the console',
  },
]

/** Nothing failed: it is only not over yet. Told after a timeout alone. */
export const slowDrain: CauseRow = {
  code: 'slow-drain',
  reason: () => 'the new tasks are running, and the old ones are still draining',
  fix: () =>
    "lower the target group's deregistration_delay (300 s by default) or the containers' stopTimeout, or raise wait-for-minutes",
}
