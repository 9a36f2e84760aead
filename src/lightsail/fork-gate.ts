import type { Refusal } from '../rollout/contract/refusal.ts'
import { refuseFork } from '../source/fork-gate.ts'
import type { Request } from './inputs/request-types.ts'

/** Why this run may not write for a fork. Previews have a check of their own, the label. */
export function checkFork(request: Request): Refusal | undefined {
  if (request.preview) return undefined
  return refuseFork(request, 'deploy pull requests of forks as previews (preview: true with preview-label)')
}
