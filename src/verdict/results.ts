/** How a run can end. The names are the `result` output: users and their workflows compare with them. */
export const successResults = ['success', 'unchanged', 'planned', 'started', 'deleted', 'reported'] as const
export const failureResults = [
  'failed-kept-previous',
  'failed-nothing-serving',
  'not-verified',
  'rolled-back',
  'superseded',
  'timed-out',
  'unknown',
  'refused',
  'invalid-input',
  'cancelled',
  'internal',
] as const

/** A result with exit code 0. */
export type SuccessResult = (typeof successResults)[number]

/** A result with exit code 1. */
export type FailureResult = (typeof failureResults)[number]

/** Any value of the output `result`. */
export type Result = SuccessResult | FailureResult
