import type { Result } from './results.ts'

/** Entry of a reason code, the same for all targets. */
export interface CodeEntry {
  /** The results that it may explain: never a success and a failure. */
  readonly results: readonly Result[]
  /**
   * What tasks, events and logs show may explain more than the code, so they are read: a cause that is found `replaces` it, or is
   * told `beside` it. Absent: nothing is looked for.
   */
  readonly cause?: 'replaces' | 'beside'
}

/** For people; in the documents only. */
export interface CodeText {
  /** In Markdown. */
  readonly meaning: string
  /** What to do, one sentence; absent where nothing is wrong. */
  readonly fix?: string
}

/** A failed deployment without a rollback. */
export const failed = ['failed-kept-previous', 'failed-nothing-serving'] as const

/** Results for which a cause that is found after the end may replace the code. */
export const causes = [...failed, 'timed-out', 'not-verified', 'rolled-back'] as const
