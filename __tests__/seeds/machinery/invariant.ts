import type { SeededRun } from '../lightsail/run-seed.ts'

/** What must hold of every run that it speaks of. */
export interface Invariant {
  readonly name: string
  /** Each violation is one sentence; `undefined` if it does not speak of this run. */
  check(run: SeededRun): readonly string[] | undefined
}

/** Of the runs of which `when` holds. */
export const invariant = (
  name: string,
  when: (run: SeededRun) => boolean,
  violations: (run: SeededRun) => readonly string[],
): Invariant => ({ name, check: (run) => (when(run) ? violations(run) : undefined) })

/** The sentence, unless it holds. */
export const unless = (holds: boolean, sentence: string): readonly string[] => (holds ? [] : [sentence])

export const factsOf = ({ outcome }: SeededRun) => outcome.verdict.facts

/** What served before was begun to be put back, whatever came of it. */
export const putsBack = (run: SeededRun): boolean => {
  const outcome = factsOf(run).rollback?.outcome
  return outcome === 'done' || outcome === 'failed'
}
