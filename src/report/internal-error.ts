import type { Product } from '../product.ts'
import type { FailureVerdict } from '../rollout/contract/verdict.ts'

/** The report of a run that failed because of a bug in this action, whatever was thrown. */
export function internalError(error: unknown, product: Product): FailureVerdict {
  return {
    result: 'internal',
    reasonCode: 'internal',
    reason: `a fault of ${product.name} itself: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'please report it, with this log: the deployment, if one was started, goes on by itself',
  }
}
