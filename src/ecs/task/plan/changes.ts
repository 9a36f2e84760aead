import { commandChange } from '../../../diff/change-lines.ts'
import { environmentChanges } from '../../../diff/environment-changes.ts'
import type { Change } from '../../../rollout/contract/plan.ts'
import type { ServiceMembers } from '../../model/service.ts'
import { revisionName, type TaskDefinitionContent } from '../../model/task-definition.ts'
import { type Desired, isRegistered } from '../../plan/desired/desired-revision.ts'
import { memberChanges, wordsOf } from '../../plan/diff/member-changes.ts'
import type { Observed } from '../../plan/steps.ts'
import type { ContainerOverride } from '../task-run.ts'
import type { TaskRequest } from './members.ts'

/** The lines of the plan about the task. */
export function taskChanges(
  { taskRun, service: name }: TaskRequest,
  { revision }: Desired,
  { observed, members }: { observed: Observed; members: ServiceMembers },
): Change[] {
  const { content } = revision
  const what =
    revision.kind === 'new' || isRegistered(revision, observed)
      ? `a new revision of ${content?.family ?? ''}`
      : revisionName(revision.kind === 'existing' ? revision.arn : (observed.service?.taskDefinition ?? ''))
  const where = taskRun.capacityProviderStrategy
    ? ` on ${taskRun.capacityProviderStrategy.map(({ capacityProvider }) => capacityProvider).join(', ')}`
    : ` on ${taskRun.launchType}`
  const waiting = taskRun.waits
    ? name === undefined
      ? ', until it has ended'
      : `, before ${name} is touched`
    : ', without waiting for its end'
  return [
    { sign: '+', subject: 'run-task', detail: `${what}${where}${waiting}` },
    ...taskRun.overrides.flatMap((override) => overrideChanges(override, content)),
    ...memberChanges('run-task network', undefined, members['networkConfiguration']),
    ...memberChanges('run-task volume', undefined, taskRun.volume?.managedEBSVolume),
    ...taskRun.tags.map(
      ({ key, value }) => ({ sign: '+', subject: `run-task tag ${key}`, detail: value }) as const,
    ),
  ]
}

/** Of an environment only the names are shown. */
function overrideChanges(
  { name, command, environment = [], ...others }: ContainerOverride,
  content: TaskDefinitionContent | undefined,
): Change[] {
  const subject = `run-task ${name}`
  const container = content?.containerDefinitions.find((one) => one.name === name)
  const variables = Object.fromEntries(environment.map((variable) => [variable.name, variable.value]))
  return [
    ...(command ? commandChange(`${subject} command`, container?.command ?? [], command) : []),
    ...environmentChanges(`${subject} environment`, {}, variables),
    ...Object.entries(others).flatMap(([key, value]) =>
      memberChanges(`${subject} ${wordsOf(key)}`, undefined, value),
    ),
  ]
}
