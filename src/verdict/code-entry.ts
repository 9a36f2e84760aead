import type { Result } from './results.ts'

/** What holds of a reason code wherever it is used. */
export interface CodeEntry {
  /** The results that it may explain: never a success and a failure. */
  readonly results: readonly Result[]
  /** The log of the containers may tell more than the code does, so it is read. */
  readonly hasLog?: true
}

/** For people; in the documents only. */
export interface CodeText {
  /** In Markdown. */
  readonly meaning: string
  /** What to do, one sentence; absent where nothing is wrong. */
  readonly fix?: string
}

/** Ours failed and was not put back. */
export const failed = ['failed-kept-previous', 'failed-nothing-serving'] as const

/** What a cause, found after the end, may explain in the place of the code that says how it ended. */
export const causes = [...failed, 'timed-out', 'not-verified', 'rolled-back'] as const
