import type { ContainerOverride, RevisionContent, Tag } from '../api-types.ts'
import { EcsError, inferred, invalidParameter, quoted } from '../errors.ts'
import { ecsArn, hexDigitsOf, nameOf, nextTaskId } from '../identifiers.ts'
import type { TaskRecord } from '../records.ts'
import { type Context, currentView, existingCluster } from '../requests/context.ts'
import { activeTaskDefinition, checkRevision, mergedRevision } from '../requests/revision.ts'
import type { RevisionRequest } from '../requests/services.ts'
import { withTags } from '../requests/tags.ts'
import { standaloneTask } from '../views/lookup.ts'
import { ownerOfRecord, taskView } from '../views/tasks.ts'

/** A token is remembered for so long (docs/ecs-facts.md §11). */
const TOKEN_MS = 24 * 3600 * 1000
const MAX_OVERRIDES = 8192

interface RunTaskRequest extends RevisionRequest {
  readonly cluster?: string
  readonly taskDefinition: string
  readonly count?: number
  readonly launchType?: string
  readonly clientToken?: string
  readonly startedBy?: string
  readonly group?: string
  readonly enableExecuteCommand?: boolean
  readonly overrides?: { readonly containerOverrides?: readonly ContainerOverride[] }
  readonly tags?: readonly Tag[]
}

/** Starts a task that belongs to no service. What cannot be placed is a failure in the reply, not an error. */
export function runTask(request: RunTaskRequest, context: Context): object {
  const { records, now } = context
  const cluster = existingCluster(currentView(context), request.cluster)
  const before = records.tasks.filter(
    ({ clientToken, clusterArn, createdAt }) =>
      clientToken !== undefined &&
      clientToken === request.clientToken &&
      clusterArn === cluster.arn &&
      now - createdAt < TOKEN_MS,
  )
  if (before.length > 0) return repeated(request, before, context)
  const definition = activeTaskDefinition(request.taskDefinition, context)
  const content = checkedContent(request, context)
  const { outcome, culprit } = context.takeOutcome(definition.content.containerDefinitions)
  const first = outcome.task(0)
  if (first.kind === 'not-placed') return notPlaced(first.answer, cluster.name, context)
  const started = Array.from({ length: request.count ?? 1 }, () => {
    const record: TaskRecord = {
      id: nextTaskId(records),
      clusterArn: cluster.arn,
      createdAt: now,
      request: requestText(request),
      ...(request.clientToken !== undefined && { clientToken: request.clientToken }),
      ...(request.startedBy !== undefined && { startedBy: request.startedBy }),
      group: request.group ?? `family:${definition.family}`,
      content,
      overrides: request.overrides?.containerOverrides ?? [],
      enableExecuteCommand: request.enableExecuteCommand ?? false,
      tags: withTags([], request.tags ?? []),
      outcome,
      culprit,
    }
    return record
  })
  records.tasks.push(...started)
  return { tasks: viewsOf(started, context), failures: [] }
}

function requestText({ clientToken, ...request }: RunTaskRequest): string {
  return JSON.stringify(request)
}

function viewsOf(tasks: readonly TaskRecord[], context: Context): readonly object[] {
  const view = { ...currentView(context), withTags: true }
  return tasks.flatMap((record) => {
    const task = standaloneTask(record, view)
    return task ? [taskView(ownerOfRecord(record), task, view)] : []
  })
}

/** The same token again (docs/ecs-facts.md §11). */
function repeated(request: RunTaskRequest, before: readonly TaskRecord[], context: Context): object {
  if (before.some((task) => task.request !== requestText(request)))
    throw new EcsError({ type: 'ConflictException', message: inferred.tokenInUse })
  const isTold = context.switches.repeatedRunTask === 'same-task'
  return { tasks: isTold ? viewsOf(before, context) : [], failures: [] }
}

function checkedContent(request: RunTaskRequest, context: Context): RevisionContent {
  const definition = activeTaskDefinition(request.taskDefinition, context)
  const { launchType, capacityProviderStrategy, startedBy, overrides } = request
  if (launchType !== undefined && capacityProviderStrategy?.length)
    throw invalidParameter(quoted.launchTypeAndStrategy)
  if (startedBy !== undefined && !/^[\w/-]{1,128}$/.test(startedBy))
    throw invalidParameter(inferred.badStartedBy)
  const taken = launchType ?? (capacityProviderStrategy?.length ? undefined : 'EC2')
  const empty: RevisionContent = {
    ...(taken !== undefined && { launchType: taken }),
    ...(taken === 'FARGATE' && { platformVersion: 'LATEST' }),
    loadBalancers: [],
    serviceRegistries: [],
    volumeConfigurations: [],
    vpcLatticeConfigurations: [],
  }
  const content = mergedRevision(empty, request, definition)
  checkRevision(content, definition)
  const names = definition.content.containerDefinitions.map(({ name }) => name)
  const strange = overrides?.containerOverrides?.find(({ name = '' }) => !names.includes(name))
  if (strange !== undefined) throw invalidParameter(quoted.overrideOfNoContainer(strange.name ?? ''))
  if (JSON.stringify(overrides ?? {}).length > MAX_OVERRIDES)
    throw invalidParameter(inferred.tooManyOverrides)
  return content
}

function notPlaced(
  { kind, reason }: { readonly kind: 'failure' | 'failure-of-instance' | 'error'; readonly reason: string },
  cluster: string,
  { records }: Context,
): object {
  if (kind === 'error') throw invalidParameter(reason)
  const id = hexDigitsOf(`${records.id}/${cluster}/instance`).slice(0, 32)
  const arn = ecsArn(records, `container-instance/${cluster}/${id}`)
  return { tasks: [], failures: [{ ...(kind === 'failure-of-instance' && { arn }), reason }] }
}

/** Stops a task that belongs to no service; one that has stopped is shown as it is. */
export function stopTask(
  request: { readonly cluster?: string; readonly task: string; readonly reason?: string },
  context: Context,
): object {
  const { records, now } = context
  const view = currentView(context)
  const cluster = existingCluster(view, request.cluster)
  const record = records.tasks.find(
    ({ id, clusterArn }) => clusterArn === cluster.arn && id === nameOf(request.task),
  )
  if (record === undefined || standaloneTask(record, view) === undefined)
    throw invalidParameter(quoted.noTask)
  record.stopRequest ??= { at: now, reason: request.reason ?? 'Task stopped by user' }
  const task = standaloneTask(record, view)
  return { task: task ? taskView(ownerOfRecord(record), task, view) : {} }
}
