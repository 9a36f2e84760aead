import type { CodeOf } from '../../verdict/reason-codes.ts'
import type { Verdict } from './verdict.ts'

/** One line of a plan: what is added, changed or removed. Environment values never occur in it. */
export interface Change {
  readonly sign: '+' | '~' | '-'
  readonly subject: string
  readonly detail: string
}

/** A plan with a next write. */
export interface ApplyPlan<Step> {
  readonly kind: 'apply'
  /** Everything that differs, also what only a later write will change. */
  readonly changes: readonly Change[]
  /**
   * Tells a difference from others: a plan with the key of one that was applied shows that what was written is not to
   * be seen yet, or had no effect. Never printed. Absent: the changes tell.
   */
  readonly key?: string
  /** What the changes do that is seldom meant. */
  readonly warnings?: readonly string[]
  readonly notices: readonly string[]
  /** Added to the plan's title, such as the cost; may be empty. */
  readonly titleNote: string
  /** The next write. */
  readonly step: Step
}

/** Something else is in progress: our turn comes later. The code is that of a run that does not wait. */
export interface WaitPlan {
  readonly kind: 'wait'
  readonly reason: string
  readonly reasonCode: CodeOf<'refused'>
}

/** Nothing is to be written: nothing differs, or it must not be done. */
export interface FinalPlan {
  readonly kind: 'end'
  /** `unchanged`, or why nothing is done. */
  readonly verdict: Verdict
  /** Nothing is wanted of the service, however it stands; the verdict's sentence is to be continued. */
  readonly isNoOp?: true
  readonly notices: readonly string[]
  readonly titleNote: string
}

/** What is to be done about what was observed: plain data, decided without any call. */
export type Plan<Step> = ApplyPlan<Step> | WaitPlan | FinalPlan

/** What a write did. */
export type Applied<Started> =
  /** It started what this run is about, to be followed from now on. */
  | { readonly kind: 'started'; readonly started: Started }
  /** It prepared the ground: observe and plan again. */
  | {
      readonly kind: 'configured'
      /** What was done, as it is printed; empty for nothing. */
      readonly description: string
      /** Nothing else is to be written. */
      readonly isLast: boolean
      /** What stays of it if nothing comes after it: settings that take effect by themselves, or images for later. */
      readonly effect: 'settings' | 'images'
    }

/** What is heard while a run observes, plans and writes. */
export type ReconcileEvent<Observed, Step> =
  | { readonly kind: 'observed'; readonly observed: Observed }
  /** A plan with a write, which waits until this was heard. */
  | { readonly kind: 'planned'; readonly plan: ApplyPlan<Step> }
  /** A plan with nothing to write. */
  | { readonly kind: 'finished'; readonly plan: FinalPlan }

/** Where the writes of a run led to. */
export type ReconcileResult<Started> =
  | { readonly kind: 'started'; readonly started: Started }
  | { readonly kind: 'ended'; readonly verdict: Verdict }
