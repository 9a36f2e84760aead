import type { Phase } from '../../runtime/progress.ts'
import type { Diagnosis } from './diagnostics.ts'
import type { Change } from './plan.ts'
import type { Summary } from './target.ts'
import type { FinalVerdict } from './verdict.ts'

/** Everything that is known when a run has ended, for the report. */
export interface Outcome {
  readonly subject: string
  /** As the labels of the target have it. */
  readonly done?: string | undefined
  readonly verdict: FinalVerdict
  /** Undefined if it never came to a plan. */
  readonly changes: readonly Change[] | undefined
  /** What the plan said beside its changes, such as the cost; may be empty. */
  readonly titleNote: string
  readonly phases: readonly Phase[]
  readonly diagnosis: Diagnosis | undefined
  readonly summary: Summary
  readonly elapsedMs: number
}
