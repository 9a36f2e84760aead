import type { ServiceState, Task, TaskGroup } from '../lifecycle/state.ts'
import { isActive, wantedTasks } from '../lifecycle/tasks.ts'
import { taskStatusAt } from './task-status.ts'

export interface Counts {
  readonly desired: number
  readonly running: number
  readonly pending: number
}

/** Tasks of one group, or of the whole service. */
export function countsOf(state: ServiceState, at: number, group?: TaskGroup): Counts {
  const tasks = group === undefined ? state.tasks : state.tasks.filter((task) => task.group === group)
  const running = tasks.filter((task) => isRunning(state, task, at)).length
  const pending = tasks.filter((task) =>
    ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(taskStatusAt(task, at)),
  ).length
  return { desired: desiredOf(state, tasks, group), running, pending }
}

/** A task that drains still answers. */
function isRunning({ surroundings }: ServiceState, task: Task, at: number): boolean {
  const status = taskStatusAt(task, at)
  return status === 'RUNNING' || (surroundings.switches.drainingTasksCount && status === 'DEACTIVATING')
}

function desiredOf(state: ServiceState, tasks: readonly Task[], group: TaskGroup | undefined): number {
  return group === undefined || group === state.groups[0] ? wantedTasks(state) : tasks.filter(isActive).length
}
