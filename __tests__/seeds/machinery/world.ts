import type { Invariant } from './invariant.ts'
import type { SeededRun } from './seeded-run.ts'

/** All that is drawn for one target: how a seed is run, and what must hold of that. */
export interface World<Run extends SeededRun = SeededRun> {
  run(seed: number): Promise<Run>
  readonly invariants: readonly Invariant<Run>[]
  /** The situation in words, for whoever replays one seed. */
  told(run: Run): readonly string[]
  /** The writes that took effect, whatever the reply was; epoch milliseconds of AWS. */
  notes(run: Run): readonly { readonly at: number; readonly text: string }[]
}

/** The violations of a run, each as one sentence, and the names of the invariants that speak of it. */
export function checkInvariants<Run extends SeededRun>(
  { invariants }: Pick<World<Run>, 'invariants'>,
  run: Run,
): { violations: string[]; reached: string[] } {
  const checked = invariants.map(({ name, check }) => ({ name, sentences: check(run) }))
  return {
    violations: checked.flatMap(({ sentences = [] }) => sentences),
    reached: checked.flatMap(({ name, sentences }) => (sentences ? [name] : [])),
  }
}
