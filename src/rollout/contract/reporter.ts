import type { Outcome } from './outcome.ts'
import type { Change } from './plan.ts'

/** What is about to be written. */
export interface RunStart {
  readonly subject: string
  /** What is being done to it: `deploying`. */
  readonly progressive: string
  readonly changes: readonly Change[]
  /** Added to the plan's title, such as the cost; may be empty. */
  readonly titleNote: string
}

/** Who else hears how a run goes, such as a page that people look at. It never throws and changes no verdict. */
export interface RunReporter {
  /** Before the first write, which waits for it. Not called by a run that writes nothing. */
  starts(start: RunStart): Promise<void>
  /** What this run is about was accepted, in a sentence; the run goes on at once. */
  accepted(sentence: string): void
  /** Once, when everything is known; gives outputs that are added to those of the run. */
  ends(outcome: Outcome): Promise<Readonly<Record<string, string>>>
}
