import { commonInvariants } from '../../machinery/common-invariants.ts'
import type { Invariant } from '../../machinery/invariant.ts'
import type { LightsailRun } from '../run-seed.ts'
import { behaviour } from './behaviour.ts'
import { exports } from './exports.ts'
import { factsAreTrue } from './facts-are-true.ts'
import { failureIsTrue } from './failure-is-true.ts'
import { liveness } from './liveness.ts'
import { order } from './order.ts'
import { scope } from './scope.ts'
import { successIsTrue } from './success-is-true.ts'
import { time } from './time.ts'

/** What must hold of every run, whatever was drawn. */
export const invariants: readonly Invariant<LightsailRun>[] = [
  ...successIsTrue,
  ...failureIsTrue,
  ...factsAreTrue,
  ...behaviour,
  ...exports,
  ...time,
  ...scope,
  ...order,
  ...liveness,
  ...commonInvariants,
]
