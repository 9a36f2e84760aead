import type { Request } from '../inputs/request-types.ts'

/** Whether the commit of this run counts: what is only restarted, counted or set otherwise is of the commit that runs already. */
export function knowsOrder({ trackCommit, allowOlderCommit, taskDefinition }: Request): boolean {
  return trackCommit && !allowOlderCommit && taskDefinition !== undefined
}
