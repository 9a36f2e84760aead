import { type CodeEntry, type CodeText, failed } from '../code-entry.ts'

/** How a rollout of Amazon ECS ends, and what ECS refuses. */
export const ecsCodes = {
  'count-reached': { results: ['success'] },
  registered: { results: ['success'] },
  'task-succeeded': { results: ['success'] },
  'task-failed': { results: failed, cause: 'replaces' },
  'rolled-back-on-request': { results: ['success'] },
  paused: { results: ['started'] },
  'circuit-breaker': { results: ['rolled-back', ...failed], cause: 'replaces' },
  alarm: { results: ['rolled-back', ...failed], cause: 'beside' },
  'lifecycle-hook': { results: ['rolled-back', ...failed], cause: 'beside' },
  'stopped-by-somebody': { results: ['rolled-back', ...failed], cause: 'beside' },
  'timed-out-and-rolled-back': { results: ['rolled-back'], cause: 'replaces' },
  'no-rollback-candidate': { results: failed, cause: 'replaces' },
  'too-many-failed-tasks': { results: ['timed-out'], cause: 'replaces' },
  'deployment-not-listed': { results: ['unknown'] },
  'cluster-missing': { results: ['refused', 'unknown'] },
  'task-definition-missing': { results: ['refused', 'unknown'] },
  'service-draining': { results: ['refused'] },
  'cannot-change': { results: ['refused'] },
  'deployment-controller': { results: ['refused'] },
  'express-service': { results: ['refused'] },
  'pass-role': { results: ['refused'] },
  'role-not-ready': { results: ['refused'] },
  'service-linked-role': { results: ['refused'] },
  'target-group-without-listener': { results: ['refused'] },
  'network-missing': { results: ['refused'] },
  'fargate-size': { results: ['refused'] },
  'not-idempotent': { results: ['refused'] },
  'unknown-status': { results: ['refused'] },
  'unknown-volume': { results: ['refused'] },
  'container-port-needed': { results: ['refused'] },
  quota: { results: ['refused'] },
} as const satisfies Readonly<Record<string, CodeEntry>>

export const ecsTexts: Readonly<Record<keyof typeof ecsCodes, CodeText>> = {
  'count-reached': { meaning: 'Only the count was changed, and the desired number of tasks is running.' },
  registered: { meaning: 'The task definition was registered; no service was named.' },
  'task-succeeded': {
    meaning: 'The task of `run-task` ended with exit code 0, and there was nothing to deploy.',
  },
  'task-failed': {
    meaning: 'The task of `run-task` did not end with exit code 0, so the service was not touched.',
    fix: 'Correct what the task and its log say.',
  },
  'rolled-back-on-request': { meaning: '`mode: rollback` restored the earlier revision, and it serves.' },
  paused: { meaning: 'A hook waits for a person, and `on-pause` is `leave`.' },
  'circuit-breaker': {
    meaning: 'So many tasks failed that the circuit breaker ended the rollout.',
    fix: 'Fix what the stopped tasks and their logs show.',
  },
  alarm: {
    meaning: 'A CloudWatch alarm went off and ended the rollout.',
    fix: 'Check the alarm that the error names.',
  },
  'lifecycle-hook': {
    meaning: 'A lifecycle hook ended the rollout.',
    fix: 'Check the log of the function that the error names.',
  },
  'stopped-by-somebody': {
    meaning: 'Somebody stopped the rollout.',
    fix: 'Find out who did, then run again.',
  },
  'timed-out-and-rolled-back': {
    meaning:
      'The rollout did not finish within `wait-for-minutes`, and `on-timeout: rollback` restored the earlier revision.',
    fix: 'Raise `wait-for-minutes`, or fix what held the rollout up.',
  },
  'no-rollback-candidate': {
    meaning: 'The rollout failed, and there is no earlier revision to roll back to.',
    fix: 'Fix what the stopped tasks and their logs show, then deploy again.',
  },
  'too-many-failed-tasks': {
    meaning: 'So many tasks failed that waiting is pointless; ECS keeps trying.',
    fix: 'Fix what the stopped tasks show, or turn on the circuit breaker.',
  },
  'deployment-not-listed': {
    meaning: 'ECS accepted the deployment, or the task, and has not shown it since.',
    fix: 'Check in the console, then run again.',
  },
  'cluster-missing': {
    meaning: 'The cluster does not exist in the Region.',
    fix: 'Check `cluster` and the Region: clusters are per Region.',
  },
  'task-definition-missing': {
    meaning: 'The task definition does not exist, or was deregistered.',
    fix: 'Check its name and revision, and the Region.',
  },
  'service-draining': {
    meaning: 'The service of that name is still being deleted.',
    fix: 'Run again once it is gone, or raise `wait-for-minutes`.',
  },
  'cannot-change': {
    meaning: 'A setting differs that ECS cannot change on an existing service.',
    fix: 'Leave it as it is, or create a new service.',
  },
  'deployment-controller': {
    meaning: 'CodeDeploy or another controller deploys this service.',
    fix: 'Deploy with it, or move the service to the deployment controller ECS.',
  },
  'express-service': {
    meaning: 'It is an ECS Express Mode service, whose resources AWS manages.',
    fix: "Deploy it with AWS's own tools.",
  },
  'pass-role': {
    meaning: "This job's role is not allowed to pass the tasks' role to ECS.",
    fix: 'Allow `iam:PassRole` on the role that the error names.',
  },
  'role-not-ready': {
    meaning: 'ECS cannot assume a role of the task definition.',
    fix: 'Let the role trust `ecs-tasks.amazonaws.com`; a new role takes a minute to become usable.',
  },
  'service-linked-role': {
    meaning: "ECS's service-linked role is missing.",
    fix: 'Create it with `aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com`.',
  },
  'target-group-without-listener': {
    meaning: 'The target group belongs to no load balancer.',
    fix: 'Give it a listener or a rule first.',
  },
  'network-missing': {
    meaning: 'The network mode awsvpc needs subnets.',
    fix: 'Set `subnets` and `security-groups`.',
  },
  'fargate-size': {
    meaning: 'Fargate does not offer this combination of `cpu` and `memory`.',
    fix: "Choose a combination from AWS's table.",
  },
  'not-idempotent': {
    meaning: 'A service with that name has just been created.',
    fix: 'Run again to update it.',
  },
  'unknown-status': {
    meaning: 'The service is in a state that this version does not know.',
    fix: 'Check in the console what it is waiting for, then run again.',
  },
  'unknown-volume': {
    meaning: "The service's volumes differ from the task definition's volumes that are configured at launch.",
    fix: 'Use the same volume names in both.',
  },
  'container-port-needed': {
    meaning: 'It is not clear which port `target-group-arn` is for.',
    fix: 'Set `container-port`.',
  },
  quota: {
    meaning: 'A quota of the account is used up.',
    fix: 'Ask AWS for a higher quota, or delete what is no longer needed.',
  },
}
