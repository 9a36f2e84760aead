import type { ServiceState, Task } from './lifecycle/state.ts'
import type { LogEvent } from './records.ts'
import type { View } from './requests/context.ts'
import { stateOf, surroundingsOf } from './views/lookup.ts'

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
  const options = found && logOptions(view, found.task, container)
  const isHere =
    options?.['awslogs-group'] === group &&
    options['awslogs-stream-prefix'] === prefix.reverse().join('/') &&
    (found?.task.runningAt ?? Number.POSITIVE_INFINITY) <= at
  return found !== undefined && isHere
    ? linesOf(found.task, container).filter((line) => line.at <= at)
    : undefined
}

/** Logs outlive the hour for which ECS keeps a stopped task. */
function findTask(view: View, taskId: string): { state: ServiceState; task: Task } | undefined {
  const forEver = { ...view.switches, stoppedTaskSeconds: Number.POSITIVE_INFINITY }
  return findTaskIn(view, taskId) ?? findTaskIn({ ...view, switches: forEver }, taskId)
}

function findTaskIn(view: View, taskId: string): { state: ServiceState; task: Task } | undefined {
  for (const record of view.records.services) {
    const state = stateOf(record, view)
    const task = state?.tasks.find(({ id }) => id === taskId)
    if (state !== undefined && task !== undefined) return { state, task }
  }
  return undefined
}

function logOptions(
  view: View,
  { revision }: Task,
  container: string,
): Readonly<Record<string, string>> | undefined {
  const definition = surroundingsOf(view).taskDefinition(revision.taskDefinition)?.content
  const configuration = definition?.containerDefinitions.find(
    ({ name }) => name === container,
  )?.logConfiguration
  return configuration?.logDriver === 'awslogs' ? configuration.options : undefined
}

/** The failing container writes the outcome's lines, the other containers of the task are healthy. */
function linesOf(task: Task, container: string): readonly LogEvent[] {
  const last = task.stop?.executionStoppedAt ?? Number.POSITIVE_INFINITY
  const lines = container === task.culprit ? task.says : [{ second: 1, message: 'Worker ready' }]
  return lines
    .map(({ second, message }) => ({ at: task.runningAt + second * 1000, message }))
    .filter(({ at }) => at <= last)
}
