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
   * Identity of a difference: a plan with the key of one that was applied shows that the write is not visible yet, or had no
   * effect. Never printed. Absent: the changes are the identity.
   */
  readonly key?: string
  /** Consequences of the changes that are rarely intended. */
  readonly warnings?: readonly string[]
  readonly notices: readonly string[]
  /** Added to the plan's title, such as the cost; may be empty. */
  readonly titleNote: string
  /** The next write. */
  readonly step: Step
}

/** Another operation is in progress. The code is for a run that does not wait. */
export interface WaitPlan {
  readonly kind: 'wait'
  readonly reason: string
  readonly reasonCode: CodeOf<'refused'>
}

/** Nothing is written: nothing differs, or it is refused. */
export interface FinalPlan {
  readonly kind: 'end'
  /** `unchanged`, or why nothing is done. */
  readonly verdict: Verdict
  /** Nothing is asked of the service, whatever its state; the verdict's sentence is continued by its description. */
  readonly isNoOp?: true
  readonly notices: readonly string[]
  readonly titleNote: string
}

/** What to do about an observation: plain data, decided without any call. */
export type Plan<Step> = ApplyPlan<Step> | WaitPlan | FinalPlan

/** What a write did. */
export type Applied<Started> =
  /** It started the rollout of this run, which is followed from now on. */
  | { readonly kind: 'started'; readonly started: Started }
  /** It changed settings or stored images: observe and plan again. */
  | {
      readonly kind: 'configured'
      /** What was done, as it is printed; empty for nothing. */
      readonly description: string
      /** Nothing else is to be written. */
      readonly isLast: boolean
      /** What remains if no further write follows: settings that are in effect, or stored images. */
      readonly effect: 'settings' | 'images'
    }

/** Events of reconciling. */
export type ReconcileEvent<Observed, Step> =
  | { readonly kind: 'observed'; readonly observed: Observed }
  /** A plan with a write, which waits for the listener. */
  | { readonly kind: 'planned'; readonly plan: ApplyPlan<Step> }
  /** A plan with nothing to write. */
  | { readonly kind: 'finished'; readonly plan: FinalPlan }

/** Result of reconciling. */
export type ReconcileResult<Started> =
  | { readonly kind: 'started'; readonly started: Started }
  | { readonly kind: 'ended'; readonly verdict: Verdict }
