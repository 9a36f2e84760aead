import { commonInvariants } from '../../machinery/common-invariants.ts'
import type { Invariant } from '../../machinery/invariant.ts'
import type { EcsRun } from '../run-seed.ts'
import { causesAreTrue } from './causes-are-true.ts'
import { factsAreTrue } from './facts-are-true.ts'
import { failureIsTrue } from './failure-is-true.ts'
import { liveness } from './liveness.ts'
import { logs } from './logs.ts'
import { order } from './order.ts'
import { requests } from './requests.ts'
import { successIsTrue } from './success-is-true.ts'
import { tasks } from './tasks.ts'
import { time } from './time.ts'

/** What must hold of every run, whatever was drawn. */
export const invariants: readonly Invariant<EcsRun>[] = [
  ...successIsTrue,
  ...failureIsTrue,
  ...factsAreTrue,
  ...causesAreTrue,
  ...requests,
  ...time,
  ...order,
  ...liveness,
  ...tasks,
  ...logs,
  ...commonInvariants,
]
