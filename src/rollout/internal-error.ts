import type { FailureVerdict } from './contract/verdict.ts'

/** The end of a run in which this action itself is at fault, whatever was thrown. */
export const internalError = (error: unknown): FailureVerdict => ({
  result: 'internal',
  reasonCode: 'internal',
  reason: `a fault of lightsail-deploy itself: ${error instanceof Error ? error.message : String(error)}`,
  fix: 'please report it, with this log: the deployment, if one was started, goes on by itself',
})
