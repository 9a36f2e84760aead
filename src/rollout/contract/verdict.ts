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

export type SuccessResult = (typeof successResults)[number]
export type FailureResult = (typeof failureResults)[number]

export type Result = SuccessResult | FailureResult

export interface SuccessVerdict {
  readonly result: SuccessResult
  readonly reasonCode: string
  /** What happened, as one sentence without a full stop. */
  readonly reason: string
}

/** A red end always says what to do: `fix` cannot be left out. */
export interface FailureVerdict {
  readonly result: FailureResult
  readonly reasonCode: string
  /** What happened, what serves and why, as one sentence without a full stop. */
  readonly reason: string
  /** What to do; several things stand on a line each. */
  readonly fix: string
}

export type Verdict = SuccessVerdict | FailureVerdict

export const isFailure = (verdict: Verdict): verdict is FailureVerdict =>
  (failureResults as readonly string[]).includes(verdict.result)
