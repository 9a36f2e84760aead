import type { SeededRun } from '../run-seed.ts'
import { behaviour } from './behaviour.ts'
import { factsAreTrue } from './facts-are-true.ts'
import { failureIsTrue } from './failure-is-true.ts'
import { liveness } from './liveness.ts'
import { order } from './order.ts'
import { scope } from './scope.ts'
import { successIsTrue } from './success-is-true.ts'
import { time } from './time.ts'

/** What must hold of every run, whatever was drawn. */
const invariants = [
  ...successIsTrue,
  ...failureIsTrue,
  ...factsAreTrue,
  ...behaviour,
  ...time,
  ...scope,
  ...order,
  ...liveness,
]

export const invariantNames: readonly string[] = invariants.map(({ name }) => name)

/** The violations of a run, each as one sentence, and the names of the invariants that speak of it. */
export const checkInvariants = (run: SeededRun): { violations: string[]; reached: string[] } => {
  const checked = invariants.map(({ name, check }) => ({ name, sentences: check(run) }))
  return {
    violations: checked.flatMap(({ sentences = [] }) => sentences),
    reached: checked.flatMap(({ name, sentences }) => (sentences ? [name] : [])),
  }
}
