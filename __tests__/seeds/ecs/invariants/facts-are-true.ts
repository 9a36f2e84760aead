import { factsOf, type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import { madeBy, momentsOf, namedDeployment, nothingServesAt, othersServeAt, stateAt } from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'
import { oursServes } from './failure-is-true.ts'

function wrote(written: ReturnType<typeof factsOf>['written']) {
  return (run: EcsRun) => factsOf(run).written === written
}

function serves(serving: ReturnType<typeof factsOf>['serving']) {
  return (run: EcsRun) => factsOf(run).serving === serving
}

function resultOf({ outcome: { verdict } }: EcsRun) {
  return `${verdict.result}, ${verdict.reasonCode}`
}

/** Every fact in a verdict is true, whatever the result. */
export const factsAreTrue: readonly Invariant<EcsRun>[] = [
  invariant('nothing was written', wrote('nothing'), (run) =>
    run.done
      // A task before the deployment is none, and leaves the service as it is.
      .filter(({ operation }) => !['RegisterTaskDefinition', 'RunTask', 'StopTask'].includes(operation))
      .map(({ operation }) => `nothing was written (${resultOf(run)}), but for ${operation}`),
  ),
  invariant('settings alone were written', wrote('settings'), (run) =>
    unless(madeBy(run).length === 0, `settings were written (${resultOf(run)}), but also a rollout begun`),
  ),
  invariant('what the run is about was accepted', wrote('deployment'), (run) =>
    unless(
      run.done.length > 0 ||
        stateAt(run, run.end)?.status !== 'ACTIVE' ||
        run.situation.others.sentences.length > 0,
      `something was accepted (${resultOf(run)}), but nothing was done`,
    ),
  ),
  invariant('ours serves', serves('ours'), (run) =>
    unless(oursServes(run), `ours serves (${resultOf(run)}), but it does not`),
  ),
  invariant('an earlier one serves', serves('previous'), (run) =>
    unless(
      momentsOf(run).some((at) => othersServeAt(run, namedDeployment(run), at)),
      `an earlier one serves (${resultOf(run)}), but none does`,
    ),
  ),
  invariant('nothing serves', serves('nothing'), (run) =>
    unless(
      momentsOf(run).some((at) => nothingServesAt(run, at)),
      `nothing serves (${resultOf(run)}), but something does`,
    ),
  ),
]
