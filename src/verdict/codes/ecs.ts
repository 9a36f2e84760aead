import { type CodeEntry, type CodeText, failed } from '../code-entry.ts'

/** How a rollout of Amazon ECS ends, and what ECS refuses. */
export const ecsCodes = {
  'count-reached': { results: ['success'] },
  registered: { results: ['success'] },
  'task-succeeded': { results: ['success'] },
  'task-failed': { results: failed, hasLog: true },
  'rolled-back-on-request': { results: ['success'] },
  paused: { results: ['started'] },
  'circuit-breaker': { results: ['rolled-back', ...failed], hasLog: true },
  alarm: { results: ['rolled-back', ...failed], hasLog: true },
  'lifecycle-hook': { results: ['rolled-back', ...failed], hasLog: true },
  'stopped-by-somebody': { results: ['rolled-back', ...failed], hasLog: true },
  'timed-out-and-rolled-back': { results: ['rolled-back'], hasLog: true },
  'no-rollback-candidate': { results: failed, hasLog: true },
  'too-many-failed-tasks': { results: ['timed-out'], hasLog: true },
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
  'count-reached': { meaning: 'Only the count was changed, and as many tasks run as were wanted.' },
  registered: { meaning: 'The task definition was registered; no service was named.' },
  'task-succeeded': {
    meaning: 'The task of `run-task` ended with exit code 0, and there was nothing to deploy.',
  },
  'task-failed': {
    meaning: 'The task of `run-task` did not end with exit code 0, so the service was not touched.',
    fix: 'Correct what the task and its log say.',
  },
  'rolled-back-on-request': { meaning: '`mode: rollback` put the earlier revision back, and it serves.' },
  paused: { meaning: 'A hook waits for a person, and `on-pause` is `leave`.' },
  'circuit-breaker': {
    meaning: 'So many tasks failed that the circuit breaker ended the rollout.',
    fix: 'Correct what the stopped tasks and their logs say.',
  },
  alarm: {
    meaning: 'An alarm of CloudWatch went off and ended the rollout.',
    fix: 'Look at the alarm that the error names.',
  },
  'lifecycle-hook': {
    meaning: 'A lifecycle hook ended the rollout.',
    fix: 'Look at the log of the function that the error names.',
  },
  'stopped-by-somebody': {
    meaning: 'Somebody stopped the rollout.',
    fix: 'Find out who did, and run again.',
  },
  'timed-out-and-rolled-back': {
    meaning:
      'The rollout did not end within `wait-for-minutes`, and `on-timeout: rollback` put the earlier revision back.',
    fix: 'Raise `wait-for-minutes`, or correct what held the rollout up.',
  },
  'no-rollback-candidate': {
    meaning: 'The rollout failed, and there is no earlier revision to go back to.',
    fix: 'Correct what the stopped tasks and their logs say, and deploy again.',
  },
  'too-many-failed-tasks': {
    meaning: 'So many tasks failed that waiting has no point any more; ECS goes on trying.',
    fix: 'Correct what the stopped tasks say, or switch the circuit breaker on.',
  },
  'deployment-not-listed': {
    meaning: 'ECS accepted the deployment, or the task, and has not shown it since.',
    fix: 'Look at the console, then run again.',
  },
  'cluster-missing': {
    meaning: 'There is no such cluster in the Region.',
    fix: 'Check `cluster` and the Region: clusters are per Region.',
  },
  'task-definition-missing': {
    meaning: 'There is no such task definition, or it was deregistered.',
    fix: 'Check its name and revision, and the Region.',
  },
  'service-draining': {
    meaning: 'The service of that name is still being deleted.',
    fix: 'Run again when it is gone, or raise `wait-for-minutes`.',
  },
  'cannot-change': {
    meaning: 'A member differs that ECS cannot change on a service that exists.',
    fix: 'Leave it as it is, or make a new service.',
  },
  'deployment-controller': {
    meaning: 'CodeDeploy or another controller deploys this service.',
    fix: 'Deploy with it, or move the service to the deployment controller ECS.',
  },
  'express-service': {
    meaning: 'It is a service of ECS Express Mode, whose parts AWS manages.',
    fix: "Deploy it with AWS's own tools.",
  },
  'pass-role': {
    meaning: 'The role of this job may not hand the role of the tasks to ECS.',
    fix: 'Allow `iam:PassRole` on the role that the error names.',
  },
  'role-not-ready': {
    meaning: 'ECS cannot assume a role of the task definition.',
    fix: 'Have the role trust `ecs-tasks.amazonaws.com`; a new role takes a minute.',
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
    fix: 'Give `subnets`, and `security-groups`.',
  },
  'fargate-size': {
    meaning: 'Fargate has no such pair of `cpu` and `memory`.',
    fix: "Choose a pair of AWS's table.",
  },
  'not-idempotent': {
    meaning: 'A service of that name came into being meanwhile.',
    fix: 'Run again: it is updated then.',
  },
  'unknown-status': {
    meaning: 'The service is in a state that this version does not know.',
    fix: 'Look at the console for what it waits for, and run again.',
  },
  'unknown-volume': {
    meaning:
      'The volumes of the service and those of the task definition that are configured at launch differ.',
    fix: 'Name the same volumes in both.',
  },
  'container-port-needed': {
    meaning: 'It is not clear which port `target-group-arn` is for.',
    fix: 'Set `container-port`.',
  },
  quota: {
    meaning: 'A quota of the account is used up.',
    fix: 'Ask AWS for more, or delete what nobody needs.',
  },
}
