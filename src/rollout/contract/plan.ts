import type { Plan } from './target.ts'
import type { Verdict } from './verdict.ts'

/** A plan with a next write. */
export type ApplyPlan<Steps> = Extract<Plan<Steps>, { kind: 'apply' }>

/** A plan with nothing to write: how the run ends. */
export type FinalPlan = Extract<Plan<never>, { kind: 'end' }>

/** Where the writes of a run led to. */
export type ReconcileResult<Started> =
  | { readonly kind: 'started'; readonly started: Started }
  | { readonly kind: 'ended'; readonly verdict: Verdict }
