import type { CodeOf } from '../../verdict/reason-codes.ts'
import type { UrlProbe } from '../url/verify-url.ts'
import type { Diagnostics } from './diagnostics.ts'
import type { Applied, Plan } from './plan.ts'
import type { FailureVerdict, Verdict } from './verdict.ts'

/** The nouns of a kind of service. They are its own, and opaque to the rollout. */
export interface TargetTypes {
  /** What was there before a write. */
  readonly observed: unknown
  /** One write. */
  readonly step: unknown
  /** The identity of what a write started, from the reply to it. */
  readonly started: unknown
  /** One look at what was started. */
  readonly snapshot: unknown
}

/** What one look at what we started means. */
export type RolloutStatus =
  /** `phase` follows "still" or "while"; `pollOften`: the end is near. */
  | { readonly kind: 'progressing'; readonly phase: string; readonly pollOften: boolean }
  /** Final only if several looks in a row say the same: a single one may be a lagging read. */
  | { readonly kind: 'unconfirmed'; readonly phase: string; readonly verdict: FailureVerdict }
  | { readonly kind: 'done'; readonly verdict: Verdict }

/** Words for what is deployed to, and for what is done to it. */
export interface TargetLabels {
  /** What is deployed to: `shop in eu-central-1`. */
  readonly subject: string
  /** What is done to it, as a heading: `Deploy`. */
  readonly title: string
  /** The same while it goes on: `deploying`. */
  readonly progressive: string
  /** What may still happen after a run that ended before it could look: `the deployment may still succeed`. */
  readonly outlook: string
}

/** Words for what was started; they continue sentences and have no full stop. */
export interface RolloutDescription {
  /** `version 18 of shop`. */
  readonly name: string
  /** What the reply to our own write tells: `version 18 accepted; version 17 keeps serving`. */
  readonly accepted: string
  /** What may still happen if nobody looks any more: `version 18 of shop may still succeed; nothing serves yet`. */
  readonly outlook: string
}

/** All that a run came to know, each part absent if the run ended before it. */
export interface RunHistory<T extends TargetTypes> {
  /** Before the first write. */
  readonly initial?: T['observed']
  /** The last observation. */
  readonly latest?: T['observed']
  readonly step?: T['step']
  readonly started?: T['started']
  /** The newest look at what was started, or at what was put back in its place. */
  readonly snapshot?: T['snapshot']
  /** Whether the public URL answered as asked; absent if it was not asked. */
  readonly verified?: boolean
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

/** What a rollback is to bring back: the last good one, or exactly the one that ours displaced. */
export type RollbackTo = 'last-good' | 'displaced'

export type RollbackTarget<T extends TargetTypes> =
  | { readonly kind: 'target'; readonly target: Target<T> }
  /** `reason` continues the verdict's sentence after "as". */
  | { readonly kind: 'unavailable'; readonly reason: string }

/** Something that somebody else started between our look and our write, and that ours goes over. */
export interface Displaced {
  /** What happened, as one sentence without a full stop. */
  readonly message: string
  /** Why it has to be put back; absent if ours may stay. */
  readonly cause?: {
    readonly reasonCode: CodeOf<'rolled-back'> & CodeOf<'not-verified'>
    readonly reason: string
    readonly fix: string
  }
}

/**
 * One kind of deployable service, as the rollout drives it: the verbs are common to all, the nouns stay the service's
 * own. Calls throw only `ServiceError`. `plan`, `status`, `describe`, `summarize` and `probe` are pure.
 */
export interface Target<T extends TargetTypes> {
  readonly labels: TargetLabels
  /** Reads what the plan needs; `previous` is what this run observed last, if it did: what cannot change is taken from it. */
  observe(previous: T['observed'] | undefined): Promise<T['observed']>
  plan(observed: T['observed']): Plan<T['step']>
  /**
   * The one write; `onProgress` tells how a long one goes. A failure of kind `no-response` means that it may have been
   * accepted; one of kind `conflict` that our turn comes later.
   */
  apply(step: T['step'], onProgress: (text: string) => void): Promise<Applied<T['started']>>
  /** After a lost answer: what the write did, if it was accepted after all. */
  findAccepted(step: T['step']): Promise<Applied<T['started']> | undefined>
  /** One look at what was started. */
  poll(started: T['started']): Promise<T['snapshot']>
  status(started: T['started'], snapshot: T['snapshot']): RolloutStatus
  /** `snapshot` is the newest look; absent before the first. */
  describe(started: T['started'], snapshot?: T['snapshot']): RolloutDescription
  /** What was started, as a text from which another process of this target finds it again. No environment value. */
  handle(started: T['started']): string
  /** When the newest answer was given, by the service's own clock; epoch milliseconds. */
  serverTime(): number
  /**
   * How much longer than others the service's own strategy makes this rollout take, where the user set no time; that is
   * added to the time of the run. Milliseconds; absent: nothing.
   */
  addedTimeMs?(started: T['started']): number
  /** Tells more about what was started; made once for each rollout that is followed. */
  diagnostics(started: T['started']): Diagnostics
  /** What the report shows; `verdict` is final. */
  summarize(history: RunHistory<T>, verdict: Verdict, elapsedMs: number): Summary
  /** How to see that what was started really serves; absent, or `undefined`, if that was not asked. */
  probe?(started: T['started']): UrlProbe | undefined
  /**
   * The same target with a plan that puts something back in the place of what was started. Makes calls only where what
   * is known does not tell which one that is. Absent: nothing can be put back.
   */
  rollback?(started: T['started'], to: RollbackTo): Promise<RollbackTarget<T>>
  /**
   * Stops a rollout that goes on, so that the service itself puts back what served before (`on-timeout: rollback`,
   * `on-cancel: rollback`). Gives what is followed from now on, which `status` tells from one that nobody stopped; a
   * rollout that had ended already is no failure. After a cancellation only a write is still sent, no read.
   */
  abort?(started: T['started']): Promise<T['started']>
  /** What ours went over without our plan having known of it; absent, or `undefined`, if there was nothing. */
  findDisplaced?(started: T['started']): Promise<Displaced | undefined>
  /** Hears how the URL check of what was started ended, to remember it. Best effort, and nothing of the verdict. */
  onVerified?(started: T['started'], isGood: boolean): void
  /**
   * Once, when all is reported, however the run ended: removes what nobody needs any more, and ends what goes on beside.
   * Best effort, and nothing of the verdict.
   */
  cleanUp?(history: RunHistory<T>, verdict: Verdict, onProgress: (text: string) => void): Promise<void>
}
