import type { InputTexts } from '../../inputs/read-inputs.ts'
import { reportUnused, unusedInputs } from '../../options/unused-inputs.ts'
import type { ServicePatch, TaskDefinitionPatch } from '../model/patch.ts'
import { changesDefinition } from '../model/task-definition-patch.ts'
import type { TaskRun } from '../task/task-run.ts'
import type { LoadedServiceDefinition } from './files/service-definition-input.ts'
import { foreignInputs, type InputName, type InputSource, inputNames, type Mode } from './names.ts'

/** Of use in every mode that writes. */
const ofEveryWrite: readonly InputName[] = [
  'mode',
  'region',
  'cluster',
  'service',
  'max-retries',
  'github-deployment',
  'github-deployment-environment',
  'comment-on-pr',
  'job-summary',
  'github-token',
  ...foreignInputs,
]

const ofWaiting: readonly InputName[] = [
  'if-in-progress',
  'wait-for-service-stability',
  'wait-for-minutes',
  'wait-max-delay-seconds',
  'poll-interval-seconds',
  'give-up-after-failed-tasks',
  'on-timeout',
  'on-cancel',
  'on-pause',
]

/** What a rollback can use; everything else would have no effect. */
const rollbackInputs: readonly InputName[] = [
  ...ofEveryWrite,
  ...ofWaiting,
  'rollback-to',
  'rollback-on-failure',
  'allow-fork',
  'url',
  'verify-url',
  'verify-status-codes',
  'verify-minutes',
  'verify-body',
  'track-commit',
]

/** What is about the service, and not about what it runs. */
const serviceInputs: readonly InputName[] = [
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
  'force-new-deployment',
  'keep-task-definitions',
  'url',
  'verify-url',
  'rollback-on-failure',
]

/** A run without a service is for one of these. */
const unclear: readonly string[] = ['run-task', 'task-definition']

export interface Written {
  readonly mode: Mode
  readonly given: InputTexts<InputName>
  readonly issues: InputSource['issues']
  readonly service: string | undefined
  readonly taskDefinition: TaskDefinitionPatch | undefined
  readonly settings: ServicePatch
  readonly taskRun: TaskRun | undefined
}

/** Inputs that would have no effect beside the others are errors. */
export function checkConflicts(written: Written): void {
  const { mode, given, issues, service, taskDefinition, settings, taskRun } = written
  const unused = unusedInputs(given, issues)
  const known = mode === 'rollback' ? rollbackInputs : [...inputNames, ...foreignInputs]
  const useful = mode === 'register' ? known.filter((input) => !serviceInputs.includes(input)) : known
  reportUnused(unused, { mode, names: inputNames, useful })
  if (mode !== 'rollback') unused('rollback-to', 'has no effect without mode: rollback')
  if (mode === 'delete' || mode === 'status')
    unused('force-new-deployment', `has no effect with mode: ${mode}; remove it`)
  const deploys = mode === 'deploy' || mode === 'plan'
  if (!deploys && mode !== 'rollback') unused('run-task', `has no effect with mode: ${mode}; remove it`)
  if (service === undefined && mode !== 'register') {
    const about = serviceInputs.filter((input) => given[input] !== undefined)
    // A task needs no service, and runs a revision as it is.
    const isUsed = isDefinition(taskDefinition) || (taskRun && taskDefinition?.named !== undefined)
    const isOnlyRegistered = deploys && isUsed && settings.file === undefined
    // Whether a task is to be run, or a definition registered, may be what is written wrongly.
    const isUnclear = issues.all.some(({ input }) => input !== undefined && unclear.includes(input))
    if (!isOnlyRegistered && !isUnclear)
      issues.add({ input: 'service', message: 'is required, but it is blank or missing' })
    else if (about.length > 0 && !isUnclear)
      issues.add({
        input: 'service',
        message: `is required, but it is blank or missing; ${about.slice(0, 3).join(', ')} ${about.length === 1 ? 'is' : 'are'} about a service`,
      })
  }
  const { file, ...inputs } = settings
  const isForced = given['force-new-deployment']?.trim() === 'true'
  const isNothing = !taskDefinition && !taskRun && !isForced && !file && Object.keys(inputs).length === 0
  if (deploys && isNothing && issues.all.length === 0)
    issues.add({ input: 'image', message: 'is blank or missing, and no other input says what to deploy' })
  const isRegistered = isDefinition(taskDefinition) || (service !== undefined && taskDefinition)
  if (mode === 'register' && !isRegistered && issues.all.length === 0)
    issues.add({
      input: 'task-definition',
      message: 'is blank or missing, and no other input says what to register',
    })
}

/** An ARN of another Region: nothing of it can be reached, and a name alone would mean something else. */
export function checkRegions(
  { texts, issues }: InputSource,
  region: string,
  {
    file,
    cluster,
    named,
  }: {
    file: LoadedServiceDefinition | undefined
    /** Those that are meant, of an input or of the file. */
    cluster: string
    named: string | undefined
  },
): void {
  const inputs = ['service', 'cluster', 'task-definition-arn', 'target-group-arn', 'rollback-to'] as const
  for (const input of inputs) {
    const message = regionFault(texts[input], region)
    if (message !== undefined) issues.add({ input, message })
  }
  const ofFile: readonly [string | undefined, string | undefined, string][] = [
    [file?.cluster, cluster, 'cluster'],
    [file?.taskDefinition, named, 'taskDefinition'],
  ]
  for (const [written, meant, key] of ofFile) {
    const fault = written === meant ? regionFault(written, region) : undefined
    if (fault === undefined || file === undefined) continue
    const message = `"${key}" ${fault}`
    issues.add({ input: 'service-definition', file: file.path, message, ...file.position([key]) })
  }
}

function regionFault(arn: string | undefined, region: string): string | undefined {
  const of = /^arn:aws[\w-]*:[\w-]+:([\w-]+):/.exec(arn?.trim() ?? '')?.[1]
  return of === undefined || region === '' || of === region
    ? undefined
    : `is in ${of}, but this run's Region is ${region}`
}

/** Something that can be registered without a service: a file, or a revision that the inputs change. */
function isDefinition(patch: TaskDefinitionPatch | undefined): boolean {
  return patch?.file !== undefined || (patch?.named !== undefined && changesDefinition(patch))
}
