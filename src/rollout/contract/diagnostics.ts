import type { ReasonCode } from '../../verdict/reason-codes.ts'
import type { FailureVerdict } from './verdict.ts'

/** The probable cause of a failure, with its evidence. */
export interface Cause {
  readonly reasonCode: ReasonCode
  /** Continues the verdict's sentence after a colon. */
  readonly reason: string
  /** Like a verdict's. */
  readonly fix: string
  readonly lines: readonly string[]
}

/** Log lines to print in a group. */
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
  /** New lines of the containers, as they are printed: `   1:14  app | Server listening`. */
  readonly lines: readonly string[]
  /** What can never be read, and why; reported once. */
  readonly unavailable: readonly string[]
}

/**
 * Diagnostics of a started rollout: new events and log lines while it runs, a probable cause after it failed. Never throws; cannot
 * turn failure into success.
 */
export interface Diagnostics {
  /** Events and log lines since the last poll; few calls, as it is called while waiting. */
  poll(): Promise<DiagnosticsBatch>
  /** What explains a failure, if anything does. */
  diagnose(verdict: FailureVerdict, budget: RetryBudget): Promise<Diagnosis | undefined>
}

/** Retry and pacing policy for reading logs after a failure. */
export interface RetryBudget {
  /** Makes a call, and retries it after a transient error. */
  retrying<Answer>(call: () => Promise<Answer>): Promise<Answer>
  /** Waits for lagging lines, longer with each turn (from 1); false if no time is left. */
  pause(turn: number): Promise<boolean>
}
