import { inferred, invalidParameter } from '../errors.ts'
import { nameOf } from '../identifiers.ts'
import type { TaskLife } from '../lifecycle/state.ts'
import { type Context, existingCluster, laggingView, type View } from '../requests/context.ts'
import { pageOf } from '../requests/page.ts'
import { standaloneTask, stateOf, taskArn } from '../views/lookup.ts'
import { desiredStatus, ownerOfRecord, ownerOfService, type TaskOwner, taskView } from '../views/tasks.ts'

const MAX_TASKS = 100

interface ListRequest {
  readonly cluster?: string
  readonly serviceName?: string
  readonly family?: string
  readonly startedBy?: string
  readonly launchType?: string
  readonly desiredStatus?: 'RUNNING' | 'PENDING' | 'STOPPED'
  readonly nextToken?: string
  readonly maxResults?: number
}

/** By what the tasks shall be: RUNNING unless asked otherwise. Stopped ones are listed for about an hour. */
export function listTasks(request: ListRequest, context: Context): object {
  const view = laggingView(context)
  const found = tasksIn(view, request.cluster)
    .filter(({ owner }) => request.serviceName === undefined || isNamed(owner, request.serviceName))
    .filter(({ task }) => desiredStatus(task) === (request.desiredStatus ?? 'RUNNING'))
    .filter(({ task }) => request.startedBy === undefined || task.startedBy === request.startedBy)
    .filter(({ task }) => request.launchType === undefined || task.revision.launchType === request.launchType)
    .filter(({ task }) => request.family === undefined || familyOf(task) === request.family)
    .map(({ owner, task }) => taskArn(context.records, owner.clusterArn, task.id))
  const { items, nextToken } = pageOf(found, request, { size: MAX_TASKS, most: MAX_TASKS })
  return { taskArns: items, ...(nextToken !== undefined && { nextToken }) }
}

export function describeTasks(
  {
    cluster,
    tasks,
    include = [],
  }: {
    readonly cluster?: string
    readonly tasks: readonly string[]
    readonly include?: readonly string[]
  },
  context: Context,
): object {
  if (tasks.length > MAX_TASKS) throw invalidParameter(inferred.tooMany('tasks', MAX_TASKS))
  const view = { ...laggingView(context), withTags: include.includes('TAGS') }
  const there = tasksIn(view, cluster)
  const { arn: clusterArn } = existingCluster({ ...view, at: context.now }, cluster)
  const found = tasks.map((asked) => {
    const id = asked.slice(asked.lastIndexOf('/') + 1)
    return { arn: taskArn(context.records, clusterArn, id), hit: there.find(({ task }) => task.id === id) }
  })
  return {
    tasks: found.flatMap(({ hit }) => (hit ? [taskView(hit.owner, hit.task, view)] : [])),
    failures: found.filter(({ hit }) => !hit).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}

interface OwnedTask {
  readonly owner: TaskOwner
  readonly task: TaskLife
}

/** Those of services, and those of RunTask. */
function tasksIn(view: View, cluster: string | undefined): readonly OwnedTask[] {
  const { arn } = existingCluster(view, cluster)
  const { services, tasks } = view.records
  const ofServices = services
    .filter(({ clusterArn }) => clusterArn === arn)
    .flatMap((record) => stateOf(record, view) ?? [])
    .flatMap((state) => state.tasks.map((task) => ({ owner: ownerOfService(state), task })))
  const others = tasks
    .filter(({ clusterArn }) => clusterArn === arn)
    .flatMap((record) => {
      const task = standaloneTask(record, view)
      return task ? [{ owner: ownerOfRecord(record), task }] : []
    })
  return [...ofServices, ...others]
}

function isNamed({ service }: TaskOwner, nameOrArn: string): boolean {
  return service !== undefined && (service === nameOrArn || nameOf(service) === nameOrArn)
}

function familyOf({ revision }: TaskLife): string | undefined {
  return /task-definition\/([^:]+):/.exec(revision.taskDefinition ?? '')?.[1]
}
