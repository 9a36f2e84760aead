import type { Request } from '../inputs/request-types.ts'

/** Whether the commit of this run counts: a restart, a new count or settings keep the commit of what runs. */
export function knowsOrder({ trackCommit, allowOlderCommit, taskDefinition }: Request): boolean {
  return trackCommit && !allowOlderCommit && taskDefinition !== undefined
}
