import type { Outcome } from './outcome.ts'
import type { Change } from './plan.ts'

/** The start of a run that will write. */
export interface RunStart {
  readonly subject: string
  /** What is being done to it: `deploying`. */
  readonly progressive: string
  readonly changes: readonly Change[]
  /** Added to the plan's title, such as the cost; may be empty. */
  readonly titleNote: string
}

/**
 * Receives the events of a run and shows them elsewhere (pull request comment, GitHub deployment). Must not throw; cannot change
 * the verdict.
 */
export interface RunReporter {
  /** Before the first write, which waits for it. Not called if nothing is written. */
  starts(start: RunStart): Promise<void>
  /** The write that started the rollout was accepted, in a sentence; not awaited. */
  accepted(sentence: string): void
  /** Once, at the end; returns outputs to add to those of the run. */
  ends(outcome: Outcome): Promise<Readonly<Record<string, string>>>
}
