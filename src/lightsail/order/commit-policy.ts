import type { Request } from '../inputs/request-types.ts'
import { isRestart } from '../plan/restart.ts'

/** Whether the commit of this run counts: what is only restarted is of the commit that runs already. */
export const knowsOrder = (request: Request): boolean =>
  request.trackCommit && !request.allowOlderCommit && !isRestart(request)
