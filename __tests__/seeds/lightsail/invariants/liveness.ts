import { type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import { madeBy } from '../oracle.ts'
import type { LightsailRun } from '../run-seed.ts'

/** Nothing goes wrong, and nobody else changes the service. */
function isCalm(run: LightsailRun): boolean {
  const { weather, others, cancel } = run.situation
  const troubles = weather.faults.length + weather.troubles.length + others.sentences.length
  return troubles === 0 && cancel === undefined && !isLeftWithout(run)
}

/** The reply to our write does not tell what it made, and nothing else did. */
function isLeftWithout({ situation: { switches }, outcome: { verdict } }: LightsailRun): boolean {
  return (
    switches.deployReplyShowsNextDeployment === false &&
    ['response-lost', 'rollback-failed'].includes(verdict.reasonCode)
  )
}

/** When ours settles; `undefined` if there is none whose end the run could see in time. Epoch milliseconds. */
function settlesInTime(run: LightsailRun): number | undefined {
  const { inputs } = run.situation
  const [ours] = madeBy(run)
  if (ours === undefined || inputs['wait-for-service-stability'] === 'false') return undefined
  const budget = Number(inputs['wait-for-minutes']) * 60_000
  const { creating, checking, activating } = ours.outcome.seconds
  const settles = ours.startsAt + (creating + checking + activating) * 1000
  const isInTime = ours.outcome.kind !== 'never' && settles + lagOf(run) + 60_000 < run.start + budget
  return isInTime ? settles : undefined
}

function lagOf({ situation }: LightsailRun): number {
  return (situation.switches.readLagSeconds ?? 0) * 1000
}

/** A calm run that sees ours come to this end. */
function seesOurs(end: 'active' | 'failed') {
  return (run: LightsailRun) =>
    isCalm(run) && madeBy(run)[0]?.outcome.kind === end && settlesInTime(run) !== undefined
}

function isUnasked({ situation: { inputs } }: LightsailRun): boolean {
  return inputs['verify-url'] === undefined
}

/**
 * A run must also be of use: a deployment that succeeds in time ends green, one that fails ends as failed. Otherwise
 * "always red" would pass all that is asked of the faults.
 */
export const liveness: readonly Invariant<LightsailRun>[] = [
  invariant('a calm run has an end', isCalm, ({ outcome: { verdict } }) =>
    unless(
      !['unknown', 'cancelled', 'superseded', 'internal'].includes(verdict.result),
      `a calm run, but ${verdict.result}`,
    ),
  ),
  invariant('what fails ends as failed', seesOurs('failed'), ({ outcome: { verdict } }) =>
    unless(verdict.result.startsWith('failed-'), `ours failed, but ${verdict.result}`),
  ),
  invariant(
    'what comes up ends green',
    (run) => seesOurs('active')(run) && isUnasked(run),
    ({ outcome: { verdict } }) =>
      unless(verdict.result === 'success', `ours came up well, but ${verdict.result} (${verdict.reason})`),
  ),
  invariant(
    'what comes up is seen at once',
    (run) => seesOurs('active')(run) && isUnasked(run),
    (run) => {
      const polls = Number(run.situation.inputs['poll-interval-seconds'] ?? 5) * 1000
      const late = run.end - (settlesInTime(run) ?? run.end) - lagOf(run) - polls
      return unless(late <= 2_000, `ended ${late / 1000} s later than one poll after ours was active`)
    },
  ),
]
