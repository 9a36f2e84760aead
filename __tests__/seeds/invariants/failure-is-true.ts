import type { DeploymentRecord } from '../../../simulator/lightsail/records.ts'
import { isFailure } from '../../../src/rollout/contract/verdict.ts'
import { madeBy, momentsOf, namedDeployment, serviceOf, servingAt, stateAt } from '../oracle.ts'
import type { SeededRun } from '../run-seed.ts'
import { asWritten } from './success-is-true.ts'

/** Each red result, and each sentence that goes with it, is true. */
export const redIsTrue = (run: SeededRun): string[] => {
  const { verdict } = run.outcome
  if (!isFailure(verdict)) return []
  const { result, reasonCode, reason, fix } = verdict
  const made = madeBy(run)
  const ours = namedDeployment(run)
  const unseen = made.filter(
    ({ version }) => !run.log.some(({ text }) => text.includes(`version ${version} accepted`)),
  )
  const moments = momentsOf(run)
  const serving = moments.map((at) => servingAt(run, at))
  const states = ours ? moments.map((at) => stateAt(run, ours, at)) : []
  const untrue = (claim: string, holds: boolean): string[] =>
    holds ? [] : [`${result} (${reasonCode}), but ${claim}`]
  const says = (text: string, holds: boolean): string[] =>
    reason.includes(text) && !holds ? [`says "${text}", which is not so (${result}: ${reason})`] : []

  const byResult: Partial<Record<typeof result, () => string[]>> = {
    'failed-kept-previous': () => [
      ...untrue(`ours is ${states}`, states.includes('FAILED')),
      ...untrue(
        'nothing serves',
        serving.some((one) => one !== undefined && one !== ours),
      ),
    ],
    'failed-nothing-serving': () =>
      untrue(
        'something serves',
        reason.includes('made another') || serving.some((one) => one === undefined) || serving.length === 0,
      ),
    'not-verified': () => [
      ...untrue('the version was verified', run.report.outputs['verified'] !== 'true'),
      ...untrue(
        'ours does not serve',
        serving.some((one) => one !== undefined && one === ours),
      ),
    ],
    superseded: () =>
      untrue(
        'nothing newer serves',
        states.includes('INACTIVE') || serving.some((one) => one !== undefined && isNewer(run, one, ours)),
      ),
    'rolled-back': () =>
      untrue(
        'what served before does not',
        made.length >= 2 && serving.some((one) => one !== undefined && one === made.at(-1)),
      ),
    refused: () => [
      ...untrue('a deployment of ours was accepted', made.length === 0),
      ...untrue(
        'the settings are as written',
        reasonCode !== 'drift-persists' || made.length > 0 || asWritten(run).length > 0,
      ),
    ],
    cancelled: () => untrue('nobody cancelled', run.cancelledAt !== undefined),
    unknown: () => untrue('nothing went wrong', hadTrouble(run)),
    internal: () => [`internal: ${reason}`],
  }
  return [
    ...(byResult[result]?.() ?? []),
    ...untrue('there is no reason or no fix', reason !== '' && fix !== ''),
    ...says('nothing was changed', run.done.length === 0),
    // What somebody else wrote to the letter cannot be told from ours, whose answer was lost.
    ...says(
      'the settings were written',
      run.done.some(({ deployment }) => deployment === undefined) || asWritten(run).length === 0,
    ),
    ...says('already exists', wasMadeMeanwhile(run) || wasHidden(run)),
    ...says('nothing was deployed', made.length === 0),
    ...says('our turn did not come', unseen.length === 0),
    ...says(
      'no trace of it since',
      unseen.every((one) => serviceOf(run, one)?.deletion !== undefined) || lags(run) || hasRolledOut(run),
    ),
    ...says(
      'nothing else does',
      serving.some((one) => one === undefined),
    ),
    ...says('made another of the same name', run.account.records.services.length > 1),
    ...says(
      'it keeps serving',
      serving.some((one) => one !== undefined && one === ours),
    ),
    ...timeWasUp(run),
  ]
}

/** A later version, or one of a service that was made later under the same name. */
const isNewer = (run: SeededRun, one: DeploymentRecord, ours: DeploymentRecord | undefined): boolean =>
  ours === undefined || ours.version < one.version || serviceOf(run, ours) !== serviceOf(run, one)

const wasMadeMeanwhile = ({ account, start }: SeededRun): boolean =>
  account.records.services.some(({ createdAt }) => createdAt > start)

/** NotFound about a service that is there, in the look before the rejected write and in the one after it. */
const wasHidden = ({ calls }: SeededRun): boolean =>
  calls.filter(
    ({ operation, errorType }) => operation === 'GetContainerServices' && errorType === 'NotFoundException',
  ).length > 1

/** So many versions came after ours that the history does not show it any more. */
const hasRolledOut = ({ account, situation }: SeededRun): boolean =>
  account.records.services.some(
    ({ deployments }) => deployments.length > (situation.switches.deploymentsKept ?? 50),
  )

/** What lags behind, or was on its way for long, may be missed by every look. */
const lags = ({ situation }: SeededRun): boolean =>
  (situation.switches.readLagSeconds ?? 0) > 0 || situation.weather.troubles.length > 0

/** An answer that names no new deployment is as good as a lost one. */
const hadTrouble = ({ situation: { weather, switches } }: SeededRun): boolean =>
  switches.deployReplyShowsNextDeployment === false ||
  weather.faults.length > 0 ||
  weather.troubles.length > 0

/** Nobody gives up early: but for a URL that has a window of its own, `timed-out` means that the time is up. */
const timeWasUp = ({ outcome: { verdict }, situation: { inputs }, start, end }: SeededRun): string[] => {
  const budget = Number(inputs['wait-for-minutes']) * 60_000
  if (verdict.result !== 'timed-out' || inputs['verify-url'] !== undefined || end - start >= budget - 1_000)
    return []
  return [`timed-out after ${(end - start) / 1000} s of ${budget / 1000} s`]
}
