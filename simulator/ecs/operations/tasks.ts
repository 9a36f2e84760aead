import { inferred, invalidParameter } from '../errors.ts'
import type { ServiceState, Task } from '../lifecycle/state.ts'
import { type Context, existingCluster, laggingView, type View } from '../requests/context.ts'
import { pageOf } from '../requests/page.ts'
import { stateOf, taskArn } from '../views/lookup.ts'
import { desiredStatus, taskView } from '../views/tasks.ts'

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
    .filter(({ state }) => request.serviceName === undefined || isNamed(state, request.serviceName))
    .filter(({ task }) => desiredStatus(task) === (request.desiredStatus ?? 'RUNNING'))
    .filter(({ task }) => request.startedBy === undefined || task.startedBy === request.startedBy)
    .filter(({ task }) => request.launchType === undefined || task.revision.launchType === request.launchType)
    .filter(({ task }) => request.family === undefined || familyOf(task) === request.family)
    .map(({ state, task }) => taskArn(context.records, state.record.clusterArn, task.id))
  const { items, nextToken } = pageOf(found, request, { size: MAX_TASKS, most: MAX_TASKS })
  return { taskArns: items, ...(nextToken !== undefined && { nextToken }) }
}

export function describeTasks(
  { cluster, tasks }: { readonly cluster?: string; readonly tasks: readonly string[] },
  context: Context,
): object {
  if (tasks.length > MAX_TASKS) throw invalidParameter(inferred.tooMany('tasks', MAX_TASKS))
  const view = laggingView(context)
  const there = tasksIn(view, cluster)
  const { arn: clusterArn } = existingCluster({ ...view, at: context.now }, cluster)
  const found = tasks.map((asked) => {
    const id = asked.slice(asked.lastIndexOf('/') + 1)
    return { arn: taskArn(context.records, clusterArn, id), hit: there.find(({ task }) => task.id === id) }
  })
  return {
    tasks: found.flatMap(({ hit }) => (hit ? [taskView(hit.state, hit.task, view)] : [])),
    failures: found.filter(({ hit }) => !hit).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}

function tasksIn(view: View, cluster: string | undefined): readonly { state: ServiceState; task: Task }[] {
  const { arn } = existingCluster(view, cluster)
  return view.records.services
    .filter(({ clusterArn }) => clusterArn === arn)
    .flatMap((record) => stateOf(record, view) ?? [])
    .flatMap((state) => state.tasks.map((task) => ({ state, task })))
}

function isNamed({ record }: ServiceState, nameOrArn: string): boolean {
  return record.name === nameOrArn || record.arn === nameOrArn
}

function familyOf({ revision }: Task): string | undefined {
  return /task-definition\/([^:]+):/.exec(revision.taskDefinition ?? '')?.[1]
}
