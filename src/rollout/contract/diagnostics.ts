import type { ReasonCode } from '../../verdict/reason-codes.ts'
import type { FailureVerdict } from './verdict.ts'

/** The probable cause of a failure, told by what was found. */
export interface Cause {
  readonly reasonCode: ReasonCode
  /** Continues the verdict's sentence after a colon. */
  readonly reason: string
  /** Like a verdict's. */
  readonly fix: string
  readonly lines: readonly string[]
}

export interface LogTail {
  readonly title: string
  readonly lines: readonly string[]
}

/** What is found after a failure. */
export interface Diagnosis {
  readonly cause?: Cause
  readonly logs: readonly LogTail[]
  /** What could not be read, and why. */
  readonly unavailable: readonly string[]
}

/** What came in since the last poll. */
export interface DiagnosticsBatch {
  /** What happened, a line each, as it is printed: `task 1f2e… stopped: the image is not there`. */
  readonly events: readonly string[]
  readonly logs: readonly LogTail[]
  /** What can never be read, and why; told once. */
  readonly unavailable: readonly string[]
}

/** What is found out about something started, beside how it stands. None of it fails, or changes a verdict. */
export interface Diagnostics {
  /** What happened and what the containers wrote since the last time; few calls, as it is asked while waiting. */
  poll(): Promise<DiagnosticsBatch>
  /** What explains a failure, if anything does. */
  diagnose(verdict: FailureVerdict, budget: RetryBudget): Promise<Diagnosis | undefined>
}

/** How much a diagnosis may ask of the world. */
export interface RetryBudget {
  /** Makes a call, and makes it again if it fails in passing. */
  retrying<Answer>(call: () => Promise<Answer>): Promise<Answer>
  /** Lets time pass for what lags behind, the more the higher the turn (from 1); false if there was none left. */
  pause(turn: number): Promise<boolean>
}
