import type { DeploymentRecord } from '../../../../simulator/lightsail/records.ts'
import type { FailureResult } from '../../../../src/verdict/results.ts'
import { type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import { madeBy, momentsOf, namedDeployment, serviceOf, servingAt, stateAt } from '../oracle.ts'
import type { LightsailRun } from '../run-seed.ts'
import { unseenBy } from './facts-are-true.ts'
import { asWritten } from './success-is-true.ts'

function servingThen(run: LightsailRun) {
  return momentsOf(run).map((at) => servingAt(run, at))
}

function statesThen(run: LightsailRun): string[] {
  const ours = namedDeployment(run)
  return ours ? momentsOf(run).map((at) => stateAt(run, ours, at)) : []
}

/** A run with that result never violates it. */
function ofResult(
  result: FailureResult,
  violations: (run: LightsailRun) => readonly string[],
): Invariant<LightsailRun> {
  return invariant(
    `${result} is true`,
    ({ outcome }) => outcome.verdict.result === result,
    (run) => violations(run).map((claim) => `${result} (${run.outcome.verdict.reasonCode}), but ${claim}`),
  )
}

/** Each red result is true. */
export const failureIsTrue: readonly Invariant<LightsailRun>[] = [
  ofResult('failed-kept-previous', (run) => {
    const ours = namedDeployment(run)
    return [
      ...unless(statesThen(run).includes('FAILED'), `ours is ${statesThen(run)}`),
      ...unless(
        servingThen(run).some((one) => one !== undefined && one !== ours),
        'nothing serves',
      ),
    ]
  }),
  ofResult('failed-nothing-serving', (run) => {
    const serving = servingThen(run)
    return unless(serving.length === 0 || serving.some((one) => one === undefined), 'something serves')
  }),
  ofResult('not-verified', (run) => {
    const ours = namedDeployment(run)
    return [
      ...unless(run.report.outputs['verified'] !== 'true', 'the version was verified'),
      ...unless(
        servingThen(run).some((one) => one !== undefined && one === ours),
        'ours does not serve',
      ),
    ]
  }),
  ofResult('superseded', (run) => {
    const ours = namedDeployment(run)
    return unless(
      statesThen(run).includes('INACTIVE') ||
        servingThen(run).some((one) => one !== undefined && isNewer(run, one, ours)),
      'nothing newer serves',
    )
  }),
  ofResult('rolled-back', (run) => unless(madeBy(run).length >= 2, 'nothing was put back')),
  ofResult('refused', (run) => unless(madeBy(run).length === 0, 'a deployment of ours was accepted')),
  ofResult('unknown', (run) => unless(hadTrouble(run), 'nothing went wrong')),
  invariant(
    'settings that stay different do differ',
    ({ outcome }) => outcome.verdict.reasonCode === 'drift-persists',
    (run) =>
      unless(
        madeBy(run).length > 0 || asWritten(run).length > 0,
        'drift persists, but the settings are as specified',
      ),
  ),
  invariant(
    'whose turn did not come wrote nothing',
    ({ outcome }) => outcome.verdict.reasonCode === 'queue-timeout',
    (run) => unless(unseenBy(run).length === 0, 'our turn did not come, but a deployment of ours was made'),
  ),
  invariant(
    'a service that is gone was deleted',
    ({ outcome }) => outcome.verdict.reasonCode === 'service-gone',
    ({ account }) =>
      unless(
        account.records.services.some(({ deletion }) => deletion !== undefined),
        'the service is gone, but nobody deleted it',
      ),
  ),
  invariant(
    'nobody gives up early',
    ({ outcome, situation }) =>
      outcome.verdict.result === 'timed-out' && situation.inputs['verify-url'] === undefined,
    ({ situation: { inputs }, start, end }) => {
      const budget = Number(inputs['wait-for-minutes']) * 60_000
      return unless(
        end - start >= budget - 1_000,
        `timed-out after ${(end - start) / 1000} s of ${budget / 1000} s`,
      )
    },
  ),
]

/** A later version, or one of a service that was made later under the same name. */
function isNewer(run: LightsailRun, one: DeploymentRecord, ours: DeploymentRecord | undefined): boolean {
  return ours === undefined || ours.version < one.version || serviceOf(run, ours) !== serviceOf(run, one)
}

/** An answer that names no new deployment is as good as a lost one. */
function hadTrouble({ situation: { weather, switches } }: LightsailRun): boolean {
  return (
    switches.deployReplyShowsNextDeployment === false ||
    weather.faults.length > 0 ||
    weather.troubles.length > 0
  )
}
