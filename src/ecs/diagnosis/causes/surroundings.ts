import type { CauseRow } from './cause-row.ts'

/** What comes between a rollout and its end from elsewhere. */
export const otherCauses: readonly CauseRow[] = [
  {
    code: 'dependency',
    task: [[/dependen(?:cy|t)/i, /container/i]],
    reason: ({ text }) => `a container waits for another one, which failed: "${brief(text)}"`,
    fix: () => 'correct what is wrong with the container that is waited for (dependsOn), or the condition',
  },
  {
    code: 'spot-interrupted',
    stopCodes: ['SpotInterruption', 'TerminationNotice'],
    reason: () => 'Spot took the task back',
    fix: () =>
      'nothing is wrong with the image: run again, and let FARGATE take some of the tasks beside FARGATE_SPOT',
  },
  {
    code: 'protected-tasks',
    event: [[/unable to scale in due to \(reason \d+ tasks? under protection/i]],
    reason: ({ text }) =>
      `${/reason (\d+ tasks?)/i.exec(text)?.[1] ?? 'tasks'} under protection hold the rollout`,
    fix: () =>
      'end their protection, or let it expire: aws ecs update-task-protection --no-protection-enabled',
  },
  {
    code: 'host-failed',
    stopCodes: ['InfrastructureHealth'],
    task: [[/Host EC2 .*terminated/i]],
    reason: () => 'AWS replaced the machine under the task',
    fix: () => 'nothing is wrong with the image: run again',
  },
  {
    code: 'blue-green-listeners',
    event: [[/Both targetGroup and alternateTargetGroup must be associated/i]],
    rollout: [[/Both targetGroup and alternateTargetGroup must be associated/i]],
    reason: () => 'the two target groups are not both on the listener rules',
    fix: () =>
      'correct productionListenerRule and testListenerRule in advancedConfiguration of the load balancer',
  },
  {
    code: 'zone-not-enabled',
    event: [[/Target is in an Availability Zone that is not enabled for the load balancer/i]],
    reason: () => 'a task is in a zone that the load balancer has no subnet in',
    fix: () => 'add a subnet of that zone to the load balancer, or leave it out of subnets',
  },
  {
    code: 'unable-to-start-consistently',
    event: [[/unable to consistently start tasks/i]],
    isLastResort: true,
    reason: () => 'tasks fail again and again, ECS pauses between its attempts, and it is not known why',
    fix: ({ evidence: { unavailable } }) =>
      unavailable.length > 0
        ? `allow what could not be read, and run again: ${unavailable.join('; ')}`
        : 'look at the stopped tasks in the console',
  },
]

const MAX_QUOTED = 160

function brief(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)} …` : text
}

/** Nothing failed: it is only not over yet. Told after a timeout alone. */
export const slowDrain: CauseRow = {
  code: 'slow-drain',
  reason: () => 'the new tasks run, and the old ones still drain',
  fix: () =>
    'lower deregistration_delay of the target group (300 s unless it was set), or stopTimeout of the containers; or raise wait-for-minutes',
}
