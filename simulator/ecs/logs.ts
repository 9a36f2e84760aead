import type { TaskLife } from './lifecycle/state.ts'
import type { LogEvent } from './records.ts'
import type { View } from './requests/context.ts'
import { standaloneTask, stateOf, surroundingsOf } from './views/lookup.ts'

/**
 * The lines of a CloudWatch log stream `prefix/container/task-id`, ascending, as far as the view may see them; undefined
 * before the task's container has started.
 */
export function logStream(
  view: View,
  { group, stream }: { group: string; stream: string },
): readonly LogEvent[] | undefined {
  const at = view.at - view.switches.logLagSeconds * 1000
  const [taskId = '', container = '', ...prefix] = stream.split('/').reverse()
  const found = findTask(view, taskId)
  const options = found && logOptions(view, found, container)
  const isHere =
    options?.['awslogs-group'] === group &&
    options['awslogs-stream-prefix'] === prefix.reverse().join('/') &&
    beginOf(found, container) <= at
  return found !== undefined && isHere ? linesOf(found, container).filter((line) => line.at <= at) : undefined
}

/** Logs outlive the hour for which ECS keeps a stopped task. */
function findTask(view: View, taskId: string): TaskLife | undefined {
  const forEver = { ...view.switches, stoppedTaskSeconds: Number.POSITIVE_INFINITY }
  return findTaskIn(view, taskId) ?? findTaskIn({ ...view, switches: forEver }, taskId)
}

function findTaskIn(view: View, taskId: string): TaskLife | undefined {
  const { services, tasks } = view.records
  const alone = tasks.find(({ id }) => id === taskId)
  if (alone !== undefined) return standaloneTask(alone, view)
  for (const record of services) {
    const task = stateOf(record, view)?.tasks.find(({ id }) => id === taskId)
    if (task !== undefined) return task
  }
  return undefined
}

function logOptions(
  view: View,
  { revision }: TaskLife,
  container: string,
): Readonly<Record<string, string>> | undefined {
  const definition = surroundingsOf(view).taskDefinition(revision.taskDefinition)?.content
  const configuration = definition?.containerDefinitions.find(
    ({ name }) => name === container,
  )?.logConfiguration
  return configuration?.logDriver === 'awslogs' ? configuration.options : undefined
}

/** A real container may say something before the task counts as running. */
function beginOf(task: TaskLife | undefined, container: string): number {
  const [first] = task?.observed?.lines.get(container) ?? []
  return Math.min(first?.at ?? Number.POSITIVE_INFINITY, task?.runningAt ?? Number.POSITIVE_INFINITY)
}

/** The failing container writes the outcome's lines, the other containers of the task are healthy. */
function linesOf(task: TaskLife, container: string): readonly LogEvent[] {
  if (task.observed) return task.observed.lines.get(container) ?? []
  const last = task.stop?.executionStoppedAt ?? Number.POSITIVE_INFINITY
  const lines = container === task.culprit ? task.says : [{ second: 1, message: 'Worker ready' }]
  return lines
    .map(({ second, message }) => ({ at: task.runningAt + second * 1000, message }))
    .filter(({ at }) => at <= last)
}
