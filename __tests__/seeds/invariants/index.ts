import type { SeededRun } from '../run-seed.ts'
import { behaves } from './behaviour.ts'
import { redIsTrue } from './failure-is-true.ts'
import { calmEndsAsDrawn } from './liveness.ts'
import { keepsTheOrder } from './order.ts'
import { keepsItsReach } from './scope.ts'
import { greenIsTrue } from './success-is-true.ts'

/** What must hold of every run, whatever was drawn; each violation is one sentence. */
export const violationsOf = (run: SeededRun): string[] => [
  ...greenIsTrue(run),
  ...redIsTrue(run),
  ...behaves(run),
  ...keepsItsReach(run),
  ...keepsTheOrder(run),
  ...calmEndsAsDrawn(run),
]
