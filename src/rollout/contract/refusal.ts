import type { CodeOf } from '../../verdict/reason-codes.ts'

/** A contradiction between the inputs and what they apply to. */
export interface Refusal {
  readonly reasonCode: CodeOf<'refused'>
  readonly message: string
  readonly fix: string
}
