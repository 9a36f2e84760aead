import type { Red, Verdict } from './verdict.ts'

/** One line of a plan: what is added, changed or removed. Environment values never occur in it. */
export interface Change {
  readonly sign: '+' | '~' | '-'
  readonly subject: string
  readonly detail: string
}

/** What is to be done about what was observed: plain data, decided without any call. */
export type Plan<Steps> =
  | {
      readonly kind: 'apply'
      readonly changes: readonly Change[]
      readonly notices: readonly string[]
      readonly steps: Steps
    }
  /** Something else is in progress: our turn comes later. */
  | { readonly kind: 'wait'; readonly why: string; readonly reasonCode: string }
  | { readonly kind: 'refuse'; readonly verdict: Red }

/** What one look at our own deployment means. */
export type Judgement =
  /** `dense`: the end is near, look often. */
  | { readonly kind: 'moving'; readonly phase: string; readonly dense: boolean }
  /** Final only if several looks in a row say the same: a single one may be a lagging read. */
  | { readonly kind: 'doubtful'; readonly phase: string; readonly verdict: Red }
  | { readonly kind: 'ended'; readonly verdict: Verdict }

/** The probable cause of a failure, told by what was found. */
export interface Cause {
  readonly reasonCode: string
  /** Continues the verdict's sentence after a colon. */
  readonly reason: string
  readonly fix: string
  readonly lines: readonly string[]
}

export interface LogTail {
  readonly title: string
  readonly lines: readonly string[]
}

/** What is found after a failure; gathering it never fails and never changes the verdict. */
export interface Evidence {
  readonly cause?: Cause
  readonly logs: readonly LogTail[]
  /** What could not be read, and why. */
  readonly gaps: readonly string[]
}

/** All that a run came to know, each part absent if the run ended before it. */
export interface Known<Observed, Steps, Started, Snapshot> {
  readonly observed?: Observed
  readonly steps?: Steps
  readonly started?: Started
  readonly snapshot?: Snapshot
}

/** What the report shows of a run: the outputs by name, and rows of a table. */
export interface Facts {
  readonly outputs: Readonly<Record<string, string>>
  readonly rows: readonly (readonly [label: string, value: string])[]
  /** Where a person looks next. */
  readonly console: string
  /** Said in the closing line after a good end: what is live, and where. */
  readonly closing: string
}

/**
 * What the engine asks of a service. The verbs are common to all services; the nouns are the service's own and
 * stay opaque here. Every verb that makes calls throws only `Failure`.
 */
export interface Target<Observed, Steps, Started, Snapshot> {
  /** What is deployed to, in words: `shop in eu-central-1`. */
  readonly subject: string
  observe(): Promise<Observed>
  plan(observed: Observed): Plan<Steps>
  /** The one write. A failure of kind `unanswered` means that it may have been accepted. */
  apply(steps: Steps): Promise<Started>
  /** After a lost answer: our deployment, if the write was accepted after all. */
  find(steps: Steps): Promise<Started | undefined>
  /** What the reply to our own write already tells. */
  accepted(started: Started): string
  snapshot(started: Started): Promise<Snapshot>
  judge(started: Started, snapshot: Snapshot): Judgement
  /**
   * What explains a red end, if there is anything to explain it. `pause` lets time pass for what lags behind, and tells
   * whether there was any left.
   */
  evidence(started: Started, verdict: Red, pause: () => Promise<boolean>): Promise<Evidence | undefined>
  facts(known: Known<Observed, Steps, Started, Snapshot>, verdict: Verdict, elapsedMs: number): Facts
}
