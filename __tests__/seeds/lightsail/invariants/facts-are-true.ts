import { readHandle } from '../../../../src/lightsail/handle.ts'
import { factsOf, type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import { madeBy, momentsOf, namedDeployment, newestService, serviceOf, servingAt } from '../oracle.ts'
import type { LightsailRun } from '../run-seed.ts'
import { asWritten } from './success-is-true.ts'

/** Every fact in a verdict is true, whatever the result. */

function wrote(written: ReturnType<typeof factsOf>['written']) {
  return (run: LightsailRun) => factsOf(run).written === written
}

function serves(serving: ReturnType<typeof factsOf>['serving']) {
  return (run: LightsailRun) => factsOf(run).serving === serving
}

/** What served at the moments of which the end may speak. */
function servingThen(run: LightsailRun) {
  return momentsOf(run).map((at) => servingAt(run, at))
}

/** What the run made and never came to know of. */
export function unseenBy(run: LightsailRun) {
  const seen = run.savedProgress.flatMap(({ written }) =>
    written.kind === 'started' ? [readHandle(written.handle).version] : [],
  )
  return madeBy(run).filter(({ version }) => !seen.includes(version))
}

/** What lags behind, or was on its way for long, may be missed by every look. */
function lags({ situation }: LightsailRun): boolean {
  return (situation.switches.readLagSeconds ?? 0) > 0 || situation.weather.troubles.length > 0
}

/** So many versions came after ours that the history does not show it any more. */
function hasRolledOut({ account, situation }: LightsailRun): boolean {
  return account.records.services.some(
    ({ deployments }) => deployments.length > (situation.switches.deploymentsKept ?? 50),
  )
}

export const factsAreTrue: readonly Invariant<LightsailRun>[] = [
  invariant('nothing was written', wrote('nothing'), ({ done }) =>
    done.map(({ operation }) => `nothing was written, but for ${operation}`),
  ),
  // What somebody else wrote to the letter cannot be told from ours, whose answer was lost.
  invariant('settings alone were written', wrote('settings'), (run) => [
    ...unless(madeBy(run).length === 0, 'settings were written, but also a deployment'),
    ...unless(
      run.done.some(({ deployment }) => deployment === undefined) || asWritten(run).length === 0,
      'settings were written, but none were',
    ),
  ]),
  invariant('what the run is about was accepted', wrote('deployment'), (run) =>
    unless(
      run.done.length > 0 || namedDeployment(run) !== undefined || newestService(run)?.deletion !== undefined,
      'something was accepted, but nothing was done',
    ),
  ),
  invariant('ours serves', serves('ours'), (run) => {
    const ours = namedDeployment(run)
    return unless(
      servingThen(run).some((one) => one !== undefined && one === ours),
      `ours serves (${run.outcome.verdict.result}), but it does not`,
    )
  }),
  invariant('an earlier one serves', serves('previous'), (run) => {
    const ours = namedDeployment(run)
    return unless(
      servingThen(run).some((one) => one !== undefined && one !== ours),
      `an earlier one serves (${run.outcome.verdict.result}), but none does`,
    )
  }),
  invariant('another one serves', serves('another'), (run) => {
    const ours = namedDeployment(run)
    return unless(
      servingThen(run).some((one) => one !== undefined && one !== ours),
      `another one serves (${run.outcome.verdict.result}), but none does`,
    )
  }),
  invariant('nothing serves', serves('nothing'), (run) => {
    const serving = servingThen(run)
    return unless(
      serving.length === 0 || serving.some((one) => one === undefined),
      `nothing serves (${run.outcome.verdict.result}), but something does`,
    )
  }),
  invariant(
    'there is no trace of a write that was looked for in vain',
    (run) => factsOf(run).unconfirmed?.lookups === 'exhausted',
    (run) =>
      unless(
        unseenBy(run).every((one) => serviceOf(run, one)?.deletion !== undefined) ||
          lags(run) ||
          hasRolledOut(run),
        'no trace of a write, but it is there',
      ),
  ),
  invariant(
    'what was put back serves',
    (run) => factsOf(run).rollback?.outcome === 'done',
    (run) => {
      const made = madeBy(run)
      return unless(
        made.length >= 2 && servingThen(run).some((one) => one !== undefined && one === made.at(-1)),
        'what served before was put back, but does not serve',
      )
    },
  ),
  invariant(
    'where there is nothing to roll back to, nothing is',
    (run) => factsOf(run).rollback?.outcome === 'impossible',
    (run) => unless(madeBy(run).length <= 1, 'nothing could be put back, but something was'),
  ),
]
