import { calmEndsAsFated } from './calm.ts'
import { behaves } from './conduct.ts'
import { greenIsTrue } from './greens.ts'
import { keepsTheOrder } from './order.ts'
import { keepsItsReach } from './reach.ts'
import { redIsTrue } from './reds.ts'
import type { SeededRun } from './run-seed.ts'

/** What must hold of every run, whatever was drawn; each violation is one sentence. */
export const violationsOf = (run: SeededRun): string[] => [
  ...greenIsTrue(run),
  ...redIsTrue(run),
  ...behaves(run),
  ...keepsItsReach(run),
  ...keepsTheOrder(run),
  ...calmEndsAsFated(run),
]
