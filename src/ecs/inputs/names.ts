import type { InputSource as SourceOf } from '../../inputs/source.ts'
import type { InputTable } from '../../options/open-inputs.ts'
import { inputAliases } from './aliases.ts'

export const modes = ['deploy', 'plan', 'rollback', 'register', 'status', 'delete'] as const
export type Mode = (typeof modes)[number]

/** Every input that works, as declared in ecs/action.yml; a test compares the two. */
export const inputNames = [
  'mode',
  'region',
  'cluster',
  'service',
  'image',
  'container-name',
  'images',
  'command',
  'environment-variables',
  'environment-variables-strategy',
  'env-file',
  'env-files',
  'secrets',
  'docker-labels',
  'log-configuration-log-driver',
  'log-configuration-options',
  'task-role-arn',
  'execution-role-arn',
  'task-definition',
  'task-definition-arn',
  'task-definition-family',
  'task-definition-revision',
  'keep-null-value-keys',
  'keep-task-definitions',
  'create-service',
  'service-definition',
  'desired-count',
  'launch-type',
  'capacity-provider-strategy',
  'subnets',
  'security-groups',
  'assign-public-ip',
  'target-group-arn',
  'container-port',
  'circuit-breaker',
  'enable-ecs-managed-tags',
  'propagate-tags',
  'service-managed-ebs-volume-name',
  'service-managed-ebs-volume',
  'tags',
  'run-task',
  'wait-for-task-stopped',
  'run-task-container-overrides',
  'run-task-launch-type',
  'run-task-capacity-provider-strategy',
  'run-task-subnets',
  'run-task-security-groups',
  'run-task-assign-public-IP',
  'run-task-started-by',
  'run-task-tags',
  'run-task-managed-ebs-volume-name',
  'run-task-managed-ebs-volume',
  'force-new-deployment',
  'if-in-progress',
  'wait-for-service-stability',
  'wait-for-minutes',
  'wait-max-delay-seconds',
  'poll-interval-seconds',
  'max-retries',
  'give-up-after-failed-tasks',
  'on-timeout',
  'on-cancel',
  'on-pause',
  'url',
  'verify-url',
  'verify-status-codes',
  'verify-minutes',
  'verify-body',
  'rollback-on-failure',
  'rollback-to',
  'check-image',
  'allow-older-commit',
  'allow-fork',
  'track-commit',
  'comment-on-pr',
  'github-deployment',
  'github-deployment-environment',
  'job-summary',
  'github-token',
] as const

/** Inputs of AWS's own action that are recognized to explain them: their features do not exist here. They are not in ecs/action.yml. */
export const foreignInputs = [
  'codedeploy-appspec',
  'codedeploy-application',
  'codedeploy-deployment-group',
  'codedeploy-deployment-description',
  'codedeploy-deployment-config',
] as const

/** What is about the task that runs before the deployment. */
export const runTaskInputs = inputNames.filter(
  (name) => name.startsWith('run-task') || name === 'wait-for-task-stopped',
)

export type InputName = (typeof inputNames)[number] | (typeof foreignInputs)[number]

/** What the parsers of this target's inputs read from. */
export type InputSource = SourceOf<InputName>

/** The contract's defaults; ecs/action.yml repeats them and a test compares the two. `github-token` is GitHub's to fill in. */
export const inputDefaults = {
  mode: 'deploy',
  'environment-variables-strategy': 'merge',
  'create-service': 'true',
  'run-task': 'false',
  'wait-for-task-stopped': 'false',
  'run-task-launch-type': 'FARGATE',
  'run-task-assign-public-IP': 'DISABLED',
  'run-task-started-by': 'GitHub-Actions',
  'force-new-deployment': 'false',
  'if-in-progress': 'replace',
  'wait-for-service-stability': 'true',
  'wait-for-minutes': '30',
  'max-retries': '3',
  'give-up-after-failed-tasks': 'auto',
  'on-timeout': 'leave',
  'on-cancel': 'leave',
  'on-pause': 'wait',
  'verify-url': 'false',
  'verify-status-codes': '200-399',
  'verify-minutes': '5',
  'rollback-on-failure': 'false',
  'rollback-to': 'last-good',
  'check-image': 'true',
  'allow-older-commit': 'false',
  'allow-fork': 'false',
  'track-commit': 'true',
  'comment-on-pr': 'true',
  'github-deployment': 'false',
  'job-summary': 'true',
} as const satisfies Partial<Record<InputName, string>>

export const inputTable: InputTable<InputName> = {
  names: [...inputNames, ...foreignInputs],
  aliases: inputAliases,
  defaults: inputDefaults,
  modes,
  freeTexts: [
    'environment-variables',
    'secrets',
    'docker-labels',
    'run-task-container-overrides',
    'verify-body',
    'github-token',
  ],
}
