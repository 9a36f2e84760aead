import type { InputTexts } from '../../inputs/read-inputs.ts'
import { parseBoolean, parseEnum } from '../../inputs/scalars.ts'
import { scalarInput } from '../../inputs/source.ts'
import { validateTag } from '../../options/tags.ts'
import { type InputName, type InputSource, runTaskInputs } from '../inputs/names.ts'
import { halfVolumeNotices, parseIds } from '../inputs/service-inputs.ts'
import { defined } from '../inputs/task-definition-inputs.ts'
import type { CapacityProvider } from '../model/patch.ts'
import type { ServiceMembers } from '../model/service.ts'
import type { ContainerOverride, TaskRun } from './task-run.ts'

/** Characters of the overrides as JSON (docs/ecs-facts.md §11). */
const MAX_OVERRIDES = 8192

/** What `run-task` and the inputs beside it say; absent without `run-task: true`, which the notice tells of the others. */
export interface ParsedTaskRun {
  readonly taskRun?: TaskRun
  readonly notices: readonly string[]
}

export async function parseTaskRun(
  source: InputSource,
  given: InputTexts<InputName>,
): Promise<ParsedTaskRun> {
  const of = (input: InputName) => scalarInput(input, source)
  if (parseBoolean(of('run-task')) !== true) return { notices: unusedNotices(given) }
  const { texts } = source
  const waits = parseBoolean(of('wait-for-task-stopped')) ?? false
  const assignPublicIp = parseEnum({ ...of('run-task-assign-public-IP'), choices: ['ENABLED', 'DISABLED'] })
  const launchType = parseEnum({ ...of('run-task-launch-type'), choices: ['FARGATE', 'EC2', 'EXTERNAL'] })
  const optional: Partial<TaskRun> = defined({
    capacityProviderStrategy: await part<readonly CapacityProvider[]>(
      'run-task-capacity-provider-strategy',
      ['capacityProviderStrategy'],
      source,
    ),
    subnets: parseIds('run-task-subnets', 'subnet-', source),
    securityGroups: parseIds('run-task-security-groups', 'sg-', source),
    volume: await parseVolume(source),
  })
  return {
    notices: halfVolumeNotices('run-task', texts),
    taskRun: {
      waits,
      startedBy: parseStartedBy(source),
      launchType: launchType ?? 'FARGATE',
      assignPublicIp: assignPublicIp ?? 'DISABLED',
      overrides: await parseOverrides(source),
      tags: await parseTaskTags(source),
      ...optional,
    },
  }
}

function unusedNotices(given: InputTexts<InputName>): string[] {
  const written = runTaskInputs.filter((input) => input !== 'run-task' && given[input] !== undefined)
  if (written.length === 0) return []
  return [`${written.join(', ')} ${written.length === 1 ? 'has' : 'have'} no effect without run-task: true`]
}

/** The schema is loaded only by runs that have such an input. */
async function part<Part>(
  input: InputName,
  path: readonly (string | number)[],
  source: InputSource,
): Promise<Part | undefined> {
  if (source.texts[input] === undefined) return undefined
  const { parsePart } = await import('../inputs/schema/request-part.ts')
  return await parsePart<Part>(input, path, source, 'runTask')
}

function parseStartedBy({ texts, issues }: InputSource): string {
  const input = 'run-task-started-by'
  const name = texts[input]?.trim() ?? ''
  if (!/^[\w/-]{1,128}$/.test(name))
    issues.add({ input, message: `"${name}" must have 1 to 128 letters, digits, "_", "-" and "/"` })
  return name
}

async function parseOverrides(source: InputSource): Promise<readonly ContainerOverride[]> {
  const input = 'run-task-container-overrides'
  const overrides =
    (await part<readonly ContainerOverride[]>(input, ['overrides', 'containerOverrides'], source)) ?? []
  const unnamed = overrides.findIndex(({ name }) => name === undefined || name === '')
  if (unnamed >= 0)
    source.issues.add({ input, message: `entry ${unnamed + 1} needs the name of its container` })
  const { length } = JSON.stringify({ containerOverrides: overrides })
  if (length > MAX_OVERRIDES) {
    const message = `has ${length} characters as JSON, but ECS allows ${MAX_OVERRIDES}; put the rest into the task definition`
    source.issues.add({ input, message })
  }
  return overrides
}

async function parseTaskTags(source: InputSource): Promise<TaskRun['tags']> {
  const input = 'run-task-tags'
  const tags = (await part<TaskRun['tags']>(input, ['tags'], source)) ?? []
  const fault = validateTag(Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])))
  if (fault !== undefined) source.issues.add({ input, message: fault })
  return tags
}

/** One of the two inputs alone has no effect. */
async function parseVolume(source: InputSource): Promise<TaskRun['volume']> {
  const name = source.texts['run-task-managed-ebs-volume-name']?.trim()
  const path = ['volumeConfigurations', 0, 'managedEBSVolume']
  const managedEBSVolume = await part<ServiceMembers>('run-task-managed-ebs-volume', path, source)
  return name === undefined || managedEBSVolume === undefined ? undefined : { name, managedEBSVolume }
}
