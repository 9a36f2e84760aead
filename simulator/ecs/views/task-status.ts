import type { TaskLife } from '../lifecycle/state.ts'

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED'

/** `lastStatus` of the task at that moment. */
export function taskStatusAt(task: TaskLife, at: number): TaskStatus {
  const { stop } = task
  if (stop !== undefined && at >= stop.at) {
    if (at >= stop.stoppedAt) return 'STOPPED'
    if (at >= stop.executionStoppedAt) return 'DEPROVISIONING'
    return task.isRegistered ? 'DEACTIVATING' : 'STOPPING'
  }
  if (at >= task.runningAt) return 'RUNNING'
  if (at >= task.activatingAt) return 'ACTIVATING'
  return at >= task.pendingAt ? 'PENDING' : 'PROVISIONING'
}
