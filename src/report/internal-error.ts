import type { Product } from '../product.ts'
import type { FailureVerdict } from '../rollout/contract/verdict.ts'

/** The report of a run that failed because of a bug in this action, whatever was thrown. */
export function internalError(error: unknown, product: Product): FailureVerdict {
  return {
    result: 'internal',
    reasonCode: 'internal',
    reason: `internal error in ${product.name}: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'report this with the log; a deployment that was started carries on by itself',
  }
}
