import type { CodeOf } from '../../verdict/reason-codes.ts'
import type { FinalPlan } from './plan.ts'
import type { FailureVerdict } from './verdict.ts'

/** A contradiction between the inputs and what they apply to. */
export interface Refusal {
  readonly reasonCode: CodeOf<'refused'>
  readonly message: string
  readonly fix: string
}

/** The end of a plan that must not be carried out. */
export function refuse({ reasonCode, message, fix }: Refusal): FinalPlan {
  const verdict: FailureVerdict = { result: 'refused', reasonCode, reason: message, fix }
  return { kind: 'end', verdict, notices: [], titleNote: '' }
}
