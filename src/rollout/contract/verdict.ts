import type { VerdictFacts } from '../../verdict/facts.ts'
import type { CodeOf, ReasonCode } from '../../verdict/reason-codes.ts'
import { type FailureResult, failureResults, type SuccessResult } from '../../verdict/results.ts'

interface Facts {
  /** Facts beside the sentence; the run adds what it wrote. */
  readonly facts?: Partial<VerdictFacts>
  /** The sentence does not say what this run wrote: that is added from the facts. */
  readonly isExtentUntold?: true
}

interface SuccessOf<Kind extends SuccessResult> extends Facts {
  readonly result: Kind
  readonly reasonCode: CodeOf<Kind>
  /** What happened, as one sentence without a full stop. */
  readonly reason: string
}

interface FailureOf<Kind extends FailureResult> extends Facts {
  readonly result: Kind
  readonly reasonCode: CodeOf<Kind>
  /** What happened, what serves and why, as one sentence without a full stop. */
  readonly reason: string
  /** The same without the why, for a cause that tells it better; absent: a cause is added to the whole sentence. */
  readonly lead?: string
  /** What to do; several things stand on a line each. */
  readonly fix: string
}

/** A verdict with exit code 0: result and code go together. */
export type SuccessVerdict = { [Kind in SuccessResult]: SuccessOf<Kind> }[SuccessResult]

/** A failure always has a fix. */
export type FailureVerdict = { [Kind in FailureResult]: FailureOf<Kind> }[FailureResult]

/** How a run ended; its facts may be incomplete until `completeVerdict`. */
export type Verdict = SuccessVerdict | FailureVerdict

/** How a run ended, with its whole sentence and all facts. */
export type FinalVerdict = Verdict & { readonly facts: VerdictFacts }

/** Whether the exit code is 1. */
export function isFailure(verdict: Verdict): verdict is FailureVerdict {
  return (failureResults as readonly string[]).includes(verdict.result)
}

/**
 * Builds a verdict from a result and a code that were determined separately, so that their types cannot be checked together; tests
 * check them against the table.
 */
export function failureOf(found: {
  result: FailureResult
  reasonCode: ReasonCode
  reason: string
  lead?: string
  fix: string
  facts?: Partial<VerdictFacts>
}): FailureVerdict {
  return found as FailureVerdict
}
