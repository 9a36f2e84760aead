import type { SeededRun } from './seeded-run.ts'

/** What must hold for every run that it applies to. */
export interface Invariant<Run extends SeededRun = SeededRun> {
  readonly name: string
  /** Each violation is one sentence; `undefined` if it does not apply to this run. */
  check(run: Run): readonly string[] | undefined
}

/** Of the runs of which `when` holds. */
export function invariant<Run extends SeededRun>(
  name: string,
  when: (run: Run) => boolean,
  violations: (run: Run) => readonly string[],
): Invariant<Run> {
  return { name, check: (run) => (when(run) ? violations(run) : undefined) }
}

/** The sentence, unless it holds. */
export function unless(holds: boolean, sentence: string): readonly string[] {
  return holds ? [] : [sentence]
}

export function factsOf({ outcome }: Pick<SeededRun, 'outcome'>) {
  return outcome.verdict.facts
}

/** A rollback to what served before was started, whatever its end. */
export function putsBack(run: Pick<SeededRun, 'outcome'>): boolean {
  const outcome = factsOf(run).rollback?.outcome
  return outcome === 'done' || outcome === 'failed'
}

export function isCancelled({ cancelledAt, end }: SeededRun): boolean {
  return cancelledAt !== undefined && cancelledAt <= end
}
