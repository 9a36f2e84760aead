/** What becomes of the tasks of a deployment. */
export interface Outcome {
  readonly name: string
  readonly sentence: string
}

export const outcomes = {
  succeeds: { sentence: 'its tasks start and stay healthy' },
} as const satisfies Record<string, Omit<Outcome, 'name'>>

export type OutcomeName = keyof typeof outcomes
