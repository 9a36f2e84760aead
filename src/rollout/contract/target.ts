import type { CodeOf, ReasonCode } from '../../verdict/reason-codes.ts'
import type { UrlProbe } from '../url/verify-url.ts'
import type { FailureVerdict, Verdict } from './verdict.ts'

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
      /** Everything that differs, also what only a later write will change. */
      readonly changes: readonly Change[]
      /** What the changes do that is seldom meant. */
      readonly warnings?: readonly string[]
      readonly notices: readonly string[]
      /** Added to the plan's title, such as the cost; may be empty. */
      readonly titleNote: string
      /** The next write. */
      readonly steps: Steps
    }
  /** Something else is in progress: our turn comes later. */
  | { readonly kind: 'wait'; readonly reason: string; readonly reasonCode: CodeOf<'refused'> }
  /** Nothing is to be written: nothing differs, or it must not be done. */
  | {
      readonly kind: 'end'
      readonly verdict: Verdict
      /** Nothing is wanted of the service, however it stands; the verdict's sentence is to be continued. */
      readonly isNoOp?: true
      readonly notices: readonly string[]
      readonly titleNote: string
    }

/** What a write did. */
export type Applied<Started> =
  /** It started what this run is about, to be followed from now on. */
  | { readonly kind: 'started'; readonly started: Started }
  /** It prepared the ground: observe and plan again. */
  | {
      readonly kind: 'configured'
      readonly description: string
      /** Nothing else is to be written. */
      readonly isLast: boolean
      /** What stays of it if nothing comes after it: settings that take effect by themselves, or images for later. */
      readonly effect: 'settings' | 'images'
    }

/** What one look at our own deployment means. */
export type RolloutStatus =
  /** `pollOften`: the end is near, look often. */
  | { readonly kind: 'progressing'; readonly phase: string; readonly pollOften: boolean }
  /** Final only if several looks in a row say the same: a single one may be a lagging read. */
  | { readonly kind: 'unconfirmed'; readonly phase: string; readonly verdict: FailureVerdict }
  | { readonly kind: 'done'; readonly verdict: Verdict }

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

/** What came in since the last time. */
export interface LogBatch {
  readonly logs: readonly LogTail[]
  /** What can never be read, and why; told once. */
  readonly unavailable: readonly string[]
}

/** What is found out about something started, beside how it stands. None of it fails, or changes a verdict. */
export interface Diagnostics {
  /** What the containers wrote since the last time; one call for each of them at most. */
  news(): Promise<LogBatch>
  /** What explains a red end, if anything does. */
  evidence(verdict: FailureVerdict, budget: RetryBudget): Promise<Diagnosis | undefined>
}

/** How much gathering evidence may ask of the world. */
export interface RetryBudget {
  /** Makes a call, and makes it again if it fails in passing. */
  retrying<Answer>(call: () => Promise<Answer>): Promise<Answer>
  /** Lets time pass for what lags behind, the more the higher the turn (from 1); false if there was none left. */
  pause(turn: number): Promise<boolean>
}

/** All that a run came to know, each part absent if the run ended before it. */
export interface RunHistory<Observed, Steps, Started, Snapshot> {
  /** Before the first write. */
  readonly initial?: Observed
  /** The last time. */
  readonly latest?: Observed
  readonly steps?: Steps
  readonly started?: Started
  readonly snapshot?: Snapshot
  /** Whether the public URL answered as asked; absent if it was not asked. */
  readonly verified?: boolean
  /** True if the last good deployment was put back. */
  readonly rolledBack?: boolean
}

/** What the report shows of a run: the outputs by name, and rows of a table. */
export interface Summary {
  readonly outputs: Readonly<Record<string, string>>
  readonly rows: readonly (readonly [label: string, value: string])[]
  /** Where a person looks next. */
  readonly console: string
  /** Said in the closing line after a good end: what is live, and where. */
  readonly closing: string
}

export type Undoing<Of> =
  | { readonly kind: 'target'; readonly target: Of }
  /** `why` continues the verdict's sentence after "as". */
  | { readonly kind: 'nothing'; readonly why: string }

/** Something that somebody else started between our look and our write, and that ours goes over. */
export interface Displaced {
  /** What happened, as one sentence without a full stop. */
  readonly told: string
  /** Why it has to be put back; absent if ours may stay. */
  readonly cause?: {
    readonly reasonCode: CodeOf<'rolled-back'> & CodeOf<'not-verified'>
    readonly reason: string
    readonly fix: string
  }
}

/**
 * What the engine asks of a service. The verbs are common to all services; the nouns are the service's own and
 * stay opaque here. Every verb that makes calls throws only `ServiceError`.
 */
export interface Target<Observed, Steps, Started, Snapshot> {
  /** What is deployed to, in words: `shop in eu-central-1`. */
  readonly subject: string
  /** What is done to it, as a heading: `Deploy`. */
  readonly activity: string
  /** The same while it goes on: `deploying`. */
  readonly doing: string
  /** What was started, in words: `version 18 of shop`. */
  called(started: Started): string
  /** What was started, as a text from which another process of this target finds it again. No environment value. */
  handle(started: Started): string
  /** What may still happen after a run that ended too early: `the deployment may still succeed`. */
  hope(): string
  observe(): Promise<Observed>
  plan(observed: Observed): Plan<Steps>
  /** The one write; `say` tells how a long one goes. A failure of kind `no-response` means that it may have been accepted. */
  apply(steps: Steps, say: (text: string) => void): Promise<Applied<Started>>
  /** After a lost answer: what the write did, if it was accepted after all. */
  find(steps: Steps): Promise<Applied<Started> | undefined>
  /** What the reply to our own write already tells. */
  accepted(started: Started): string
  snapshot(started: Started): Promise<Snapshot>
  judge(started: Started, snapshot: Snapshot): RolloutStatus
  /** When the newest answer was given, by the service's own clock; epoch milliseconds. */
  serviceTime(): number
  /** How to see that what we started really serves; `undefined` if that was not asked. */
  urlCheck(started: Started): UrlProbe | undefined
  /**
   * The same target with a plan that puts something back in the place of what we started: the last good one, or exactly
   * the one that ours displaced. Makes calls only where what is known does not tell which one that is.
   */
  undoing(
    started: Started,
    what: 'last-good' | 'displaced',
  ): Promise<Undoing<Target<Observed, Steps, Started, Snapshot>>>
  /** What ours went over without our plan having known of it; absent, or `undefined`, if there was nothing. */
  displaced?(started: Started): Promise<Displaced | undefined>
  /** Hears how the URL check of what we started ended, to remember it. Best effort, and nothing of the verdict. */
  verified?(started: Started, isGood: boolean): void
  /** Who can tell more about what we started. */
  witness(started: Started): Diagnostics
  /** When the end, whatever it is, was told: waits for what goes on beside the run, and gives what failed of it. */
  finish?(): Promise<readonly string[]>
  /** After a good end: removes what nobody needs any more. Best effort, and nothing of the verdict. */
  tidy?(started: Started, say: (text: string) => void): Promise<void>
  facts(known: RunHistory<Observed, Steps, Started, Snapshot>, verdict: Verdict, elapsedMs: number): Summary
}
