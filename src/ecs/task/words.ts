import { shortTaskId } from '../model/task.ts'
import { revisionName } from '../model/task-definition.ts'
import type { StartedTask, WaitingService } from './started.ts'

/** `the task 1f2e3d4c of web:20`. */
export function taskName({ id, taskDefinition }: Pick<StartedTask, 'id' | 'taskDefinition'>): string {
  return `the task ${shortTaskId({ id })} of ${revisionName(taskDefinition)}`
}

/** `shop was not touched, and web:19 keeps serving`; empty without a service. */
export function untouched(before: WaitingService | undefined): string {
  if (before === undefined) return ''
  const { name, serving } = before
  return serving === undefined
    ? `${name} was not touched, and nothing serves`
    : `${name} was not touched, and ${serving} keeps serving`
}
