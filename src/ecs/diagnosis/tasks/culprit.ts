import type { Task, TaskContainer } from '../../model/task.ts'
import type { TaskDefinitionContent } from '../../model/task-definition.ts'

/** Exit codes of containers that ECS ended together with the one that is to blame: SIGTERM, and SIGKILL where that did not help. */
const SIGTERM = 143
const SIGKILL = 137

/**
 * The container that ended its task; `undefined` where that is not sure. All others are stopped with it, and then have exit
 * codes of their own.
 */
export function culpritOf(
  task: Task,
  definition: TaskDefinitionContent | undefined,
): TaskContainer | undefined {
  const { containers } = task
  if (containers.length === 1) return containers[0]
  const withReason = containers.filter(({ reason }) => reason !== '')
  if (withReason.length > 0) return only(withReason)
  const ended = containers.filter(({ exitCode }) => exitCode !== undefined)
  const failed = ended.filter(({ exitCode = 0 }) => ![0, SIGTERM, SIGKILL].includes(exitCode))
  if (failed.length > 0) return only(failed)
  if (ended.some(({ exitCode }) => exitCode === SIGKILL)) return undefined
  return only(ended.filter(({ exitCode, name }) => exitCode === 0 && isEssential(definition, name)))
}

function only(found: readonly TaskContainer[]): TaskContainer | undefined {
  return found.length === 1 ? found[0] : undefined
}

function isEssential(definition: TaskDefinitionContent | undefined, name: string): boolean {
  const container = definition?.containerDefinitions.find((one) => one.name === name)
  return container?.['essential'] !== false
}
