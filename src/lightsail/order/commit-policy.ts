import type { Request } from '../inputs/request-types.ts'
import { isRestart } from '../plan/restart.ts'

/** Whether the commit of this run counts: a restart keeps the commit of what runs. */
export function knowsOrder(request: Request): boolean {
  return request.trackCommit && !request.allowOlderCommit && !isRestart(request)
}
