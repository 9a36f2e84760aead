import type { Link } from '../../text/markdown.ts'
import type { CodeOf } from '../../verdict/reason-codes.ts'
import type { UrlProbe } from '../url/verify-url.ts'
import type { Diagnostics } from './diagnostics.ts'
import type { Applied, Plan } from './plan.ts'
import type { Verdict } from './verdict.ts'

/** Types of a target's own data, which the rollout only passes on. */
export interface TargetTypes {
  /** The state before a write. */
  readonly observed: unknown
  /** One write. */
  readonly step: unknown
  /** The identity of what a write started, from the reply to it. */
  readonly started: unknown
  /** The result of one poll. */
  readonly snapshot: unknown
}

/** What one poll means. */
export type RolloutStatus =
  /** `phase` follows "still" or "while"; `pollOften`: the end is near. */
  | {
      readonly kind: 'progressing'
      readonly phase: string
      readonly pollOften: boolean
      /** The command with which a person lets it continue, if it waits for that. */
      readonly toContinue?: string
    }
  /** Final only if several polls in a row agree: a single one may be a lagging read. */
  | { readonly kind: 'unconfirmed'; readonly phase: string; readonly verdict: Verdict }
  | { readonly kind: 'done'; readonly verdict: Verdict }

/** Words for the service and for what is done to it. */
export interface TargetLabels {
  /** What is deployed to: `shop in eu-central-1`. */
  readonly subject: string
  /** What is done to it, as a heading: `Deploy`. */
  readonly title: string
  /** The same while it goes on: `deploying`. */
  readonly progressive: string
  /** What it is called once it succeeded, where that is not the deployment of the run's own commit: `rolled back`. */
  readonly done?: string
  /** What may still happen after a run that ended before its first poll: `the deployment may still succeed`. */
  readonly outlook: string
}

/** Words for what was started; they continue sentences and have no full stop. */
export interface RolloutDescription {
  /** `version 18 of shop`. */
  readonly name: string
  /** What the reply to our write says: `version 18 accepted; version 17 keeps serving`. */
  readonly accepted: string
  /** What may still happen if nobody polls any more: `version 18 of shop may still succeed; nothing serves yet`. */
  readonly outlook: string
  /** What carries on by itself, if it is not the service: `the task`. */
  readonly actor?: string
  /** What an abort asked for: `a rollback was asked for, and goes on by itself`, if it is not that. */
  readonly aborting?: string
}

/** What may still happen, and by whom, once nobody polls any more. */
export type Outlook = Pick<RolloutDescription, 'outlook' | 'actor'>

/** Everything that a run has learned; a part is absent if the run ended before it. */
export interface RunHistory<T extends TargetTypes> {
  /** Before the first write. */
  readonly initial?: T['observed']
  /** The last observation. */
  readonly latest?: T['observed']
  readonly step?: T['step']
  readonly started?: T['started']
  /** The newest poll of what was started, or of the rollback that replaced it. */
  readonly snapshot?: T['snapshot']
  /** Whether the public URL answered as asked; absent if it was not asked. */
  readonly verified?: boolean
}

/** What the report shows of a run: the outputs by name, and rows of a table. */
export interface Summary {
  readonly outputs: Readonly<Record<string, string>>
  readonly rows: readonly (readonly [label: string, value: string])[]
  /** The page of the console to look at next. */
  readonly console: Link
  /** The closing line of a success: what is live, and where. */
  readonly closing: string
}

/** What a rollback restores: the last good deployment, or exactly the one that ours displaced. */
export type RollbackTo = 'last-good' | 'displaced'

/** The target of a rollback, or why there is none. */
export type RollbackTarget<T extends TargetTypes> =
  /** `name` is what is restored, such as `version 17`. */
  | { readonly kind: 'target'; readonly target: Target<T>; readonly name: string }
  /** `reason` continues the verdict's sentence after "because". */
  | { readonly kind: 'unavailable'; readonly reason: string }

/** A deployment that somebody else started between our observation and our write, and that ours replaced. */
export interface Displaced {
  /** What happened, as one sentence without a full stop. */
  readonly message: string
  /** Why it has to be restored; absent if ours may stay. */
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
  /** Reads what the plan needs; `previous` is the last observation of this run, if any: what cannot change is taken from it. */
  observe(previous: T['observed'] | undefined): Promise<T['observed']>
  plan(observed: T['observed']): Plan<T['step']>
  /**
   * The only write; `onProgress` reports a long one. An error of kind `no-response` means that it may have been accepted; one of
   * kind `conflict`, that another operation is in progress.
   */
  apply(step: T['step'], onProgress: (text: string) => void): Promise<Applied<T['started']>>
  /** After a lost reply: the result of the write, if it was accepted after all. */
  findAccepted(step: T['step']): Promise<Applied<T['started']> | undefined>
  /** What may still happen if the reply to this write stays lost; absent, or `undefined`, if it is what the labels say. */
  outlookOf?(step: T['step']): Outlook | undefined
  /** Reads the state of what was started. */
  poll(started: T['started']): Promise<T['snapshot']>
  status(started: T['started'], snapshot: T['snapshot']): RolloutStatus
  /** `snapshot` is the newest poll; absent before the first. */
  describe(started: T['started'], snapshot?: T['snapshot']): RolloutDescription
  /** A text from which another process of this target finds what was started. No environment values. */
  handle(started: T['started']): string
  /** Time of the newest reply by the service's clock; epoch milliseconds. */
  serverTime(): number
  /**
   * Time that the deployment strategy adds to this rollout, such as a bake time, if the user set no timeout: it extends the
   * deadline. Milliseconds; absent: none.
   */
  addedTimeMs?(started: T['started']): number
  /** Creates the diagnostics of a started rollout; once for each that is followed. */
  diagnostics(started: T['started']): Diagnostics
  /** What the report shows; `verdict` is final. */
  summarize(history: RunHistory<T>, verdict: Verdict, elapsedMs: number): Summary
  /** How to verify that what was started serves; absent, or `undefined`, if that was not asked for. */
  probe?(started: T['started']): UrlProbe | undefined
  /**
   * The same target, whose plan restores a deployment in place of what was started. Makes calls only if it is not known which one.
   * Absent: nothing can be restored.
   */
  rollback?(started: T['started'], to: RollbackTo): Promise<RollbackTarget<T>>
  /**
   * Stops a rollout in progress, so that the service itself restores what served before (`on-timeout: rollback`, `on-cancel:
   * rollback`). Returns what to follow from now on, which `status` tells from a rollout that nobody stopped; one that has ended
   * already is not an error. After a cancellation only a write is sent, no read.
   */
  abort?(started: T['started']): Promise<T['started']>
  /**
   * True of what has to end well before anything is deployed, such as a task that migrates a database: then the run observes and
   * plans again. Absent: nothing is.
   */
  isPreDeployment?(started: T['started']): boolean
  /**
   * True of what runs to its own end, such as a task: its log is printed to the end, and a cancelled job aborts it, whatever
   * `on-cancel` says. Absent: nothing is.
   */
  isJob?(started: T['started']): boolean
  /** A deployment that ours replaced without the plan having known of it; absent, or `undefined`, if there was none. */
  findDisplaced?(started: T['started']): Promise<Displaced | undefined>
  /** Called with the result of the URL check, to record it. Best effort; no influence on the verdict. */
  onVerified?(started: T['started'], isGood: boolean): void
  /**
   * Called once after the report, however the run ended: removes what is not needed any more, and ends background work. Best
   * effort; no influence on the verdict.
   */
  cleanUp?(history: RunHistory<T>, verdict: Verdict, onProgress: (text: string) => void): Promise<void>
}
