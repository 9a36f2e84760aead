import type { SeededRun } from './seeded-run.ts'

/** What must hold for every run that it applies to. */
export interface Invariant<Run extends SeededRun = SeededRun> {
  readonly name: string
  /** Each violation is one sentence; `undefined` if it does not apply to this run. */
  check(run: Run): readonly string[] | undefined
}

/** Of the runs of which `when` holds. */
export const invariant = <Run extends SeededRun>(
  name: string,
  when: (run: Run) => boolean,
  violations: (run: Run) => readonly string[],
): Invariant<Run> => ({ name, check: (run) => (when(run) ? violations(run) : undefined) })

/** The sentence, unless it holds. */
export const unless = (holds: boolean, sentence: string): readonly string[] => (holds ? [] : [sentence])

export const factsOf = ({ outcome }: Pick<SeededRun, 'outcome'>) => outcome.verdict.facts

/** What served before was begun to be put back, whatever came of it. */
export const putsBack = (run: Pick<SeededRun, 'outcome'>): boolean => {
  const outcome = factsOf(run).rollback?.outcome
  return outcome === 'done' || outcome === 'failed'
}

export const isCancelled = ({ cancelledAt, end }: SeededRun): boolean =>
  cancelledAt !== undefined && cancelledAt <= end
