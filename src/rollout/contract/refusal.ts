/** A contradiction between the inputs and what they apply to. */
export interface Refusal {
  readonly reasonCode: string
  readonly message: string
  readonly fix: string
}
