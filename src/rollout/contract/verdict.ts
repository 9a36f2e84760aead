import type { CodeOf, ReasonCode } from '../../verdict/reason-codes.ts'
import { type FailureResult, failureResults, type SuccessResult } from '../../verdict/results.ts'

interface SuccessOf<Kind extends SuccessResult> {
  readonly result: Kind
  readonly reasonCode: CodeOf<Kind>
  /** What happened, as one sentence without a full stop. */
  readonly reason: string
}

interface FailureOf<Kind extends FailureResult> {
  readonly result: Kind
  readonly reasonCode: CodeOf<Kind>
  /** What happened, what serves and why, as one sentence without a full stop. */
  readonly reason: string
  /** What to do; several things stand on a line each. */
  readonly fix: string
}

export type SuccessVerdict = { [Kind in SuccessResult]: SuccessOf<Kind> }[SuccessResult]

/** A failure always says what to do: `fix` cannot be left out. */
export type FailureVerdict = { [Kind in FailureResult]: FailureOf<Kind> }[FailureResult]

export type Verdict = SuccessVerdict | FailureVerdict

export const isFailure = (verdict: Verdict): verdict is FailureVerdict =>
  (failureResults as readonly string[]).includes(verdict.result)

/** Of a result and a code that were found apart from each other, so that no type tells that they go together; tests hold them to the table. */
export const failureOf = (found: {
  result: FailureResult
  reasonCode: ReasonCode
  reason: string
  fix: string
}): FailureVerdict => found as FailureVerdict
