import { type Invariant, invariant, putsBack, unless } from '../../machinery/invariant.ts'
import { gaveUp, lastServiceLooks, madeBy, namedDeployment, primaryAt, rolloutAt } from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'
import { isBackByCounts } from './failure-is-true.ts'

/** Nothing goes wrong, nobody else changes the service, and replies name what they created. */
function isCalm({ situation: { weather, others, cancel, switches } }: EcsRun): boolean {
  const troubles = weather.faults.length + weather.troubles.length + others.sentences.length
  return troubles === 0 && cancel === undefined && switches.updateReply !== 'before' && !lagsBadly(switches)
}

function lagsBadly({ readLagSeconds = 0, missingAfterCreateSeconds = 0 }: EcsRun['situation']['switches']) {
  return readLagSeconds > 0 || missingAfterCreateSeconds > 0
}

/** When our rollout ended, if the run could see it in time. Epoch milliseconds. */
function endedInTime(run: EcsRun): { at: number; status: string } | undefined {
  const { inputs, switches } = run.situation
  const [ours] = madeBy(run)
  if (ours === undefined || inputs['wait-for-service-stability'] === 'false') return undefined
  const deadline = run.start + Number(inputs['wait-for-minutes']) * 60_000
  const rollout = rolloutAt(run, ours, deadline)
  const at = rollout?.finishedAt
  const isSeen = at !== undefined && at + (switches.listLagSeconds ?? 0) * 1000 + 60_000 < deadline
  return rollout && isSeen ? { at, status: rollout.status } : undefined
}

function comesTo(status: string) {
  return (run: EcsRun) => isCalm(run) && endedInTime(run)?.status === status
}
function isUnasked({ situation: { inputs } }: EcsRun): boolean {
  return inputs['verify-url'] === undefined
}

/** So many tasks failed, with nobody but the run to end it, and some polls before its time was over. */
function isBeyondHope(run: EcsRun): boolean {
  const { inputs } = run.situation
  const [ours] = madeBy(run)
  if (ours === undefined || !isCalm(run) || inputs['wait-for-service-stability'] === 'false') return false
  if (inputs['give-up-after-failed-tasks'] === 'off') return false
  const deadline = run.start + Number(inputs['wait-for-minutes']) * 60_000
  return [150_000, 5_000].every((before) => {
    const rollout = rolloutAt(run, ours, deadline - before)
    if (rollout?.status !== 'IN_PROGRESS') return false
    const { deploymentConfiguration, desiredCount } = rollout.settings
    const most = inputs['give-up-after-failed-tasks'] ?? Math.max(3, Math.ceil((desiredCount ?? 0) / 2))
    return (
      deploymentConfiguration.deploymentCircuitBreaker?.enable !== true &&
      !rollout.hooks.some(({ status }) => status === 'AWAITING_ACTION') &&
      rollout.target.failedTasks >= Number(most)
    )
  })
}

/** The last looks showed ours as SUCCESSFUL, and something newer in progress. */
function isFollowedByNewer(run: EcsRun): boolean {
  const ours = namedDeployment(run)
  const briefs = run.calls.filter(
    ({ operation, status }) => operation === 'DescribeServiceDeployments' && status === 200,
  )
  const at = briefs.at(-1)?.at
  if (ours === undefined || at === undefined || !isUnasked(run) || putsBack(run)) return false
  const { readLagSeconds = 0, listLagSeconds = 0 } = run.situation.switches
  const seen = rolloutAt(run, ours, at - (readLagSeconds + listLagSeconds) * 1000)
  return (
    seen?.status === 'SUCCESSFUL' &&
    lastServiceLooks(run).every((moment) => {
      const primary = primaryAt(run, moment)
      return primary?.rolloutState === 'IN_PROGRESS' && primary.createdAt > ours.createdAt
    })
  )
}

/** A run must also be of use: what succeeds in time ends green, what fails ends as failed. */
export const liveness: readonly Invariant<EcsRun>[] = [
  invariant('a calm run has an end', isCalm, ({ outcome: { verdict } }) =>
    unless(
      !['unknown', 'cancelled', 'superseded', 'internal'].includes(verdict.result),
      `a calm run, but ${verdict.result} (${verdict.reasonCode})`,
    ),
  ),
  invariant(
    'what comes through ends green',
    (run) => comesTo('SUCCESSFUL')(run) && isUnasked(run),
    (run) => {
      const { verdict } = run.outcome
      return unless(
        ['success', 'started'].includes(verdict.result) || gaveUp(run),
        `ours came through, but ${verdict.result} (${verdict.reason})`,
      )
    },
  ),
  invariant('a newer one on its way takes nothing from what came through', isFollowedByNewer, (run) =>
    unless(
      run.outcome.verdict.result !== 'superseded',
      'ours came through, but superseded by what is still in progress',
    ),
  ),
  invariant('what no breaker ends is given up', isBeyondHope, ({ log }) =>
    unless(
      log.some(({ text }) => text.includes('ECS keeps trying')),
      'so many tasks failed, and it was waited for more',
    ),
  ),
  invariant('what is rolled back ends as that', comesTo('ROLLBACK_SUCCESSFUL'), ({ outcome: { verdict } }) =>
    unless(
      ['rolled-back', 'started'].includes(verdict.result),
      `ours was rolled back, but ${verdict.result} (${verdict.reasonCode})`,
    ),
  ),
  invariant(
    'what fails ends as failed',
    (run) => comesTo('STOPPED')(run) || comesTo('ROLLBACK_FAILED')(run),
    (run) => {
      const { verdict } = run.outcome
      return unless(
        verdict.result.startsWith('failed-') || gaveUp(run) || isBackByCounts(run),
        `ours failed, but ${verdict.result} (${verdict.reasonCode})`,
      )
    },
  ),
  invariant(
    'what comes through is seen at once',
    (run) =>
      comesTo('SUCCESSFUL')(run) &&
      isUnasked(run) &&
      // Counts alone have to agree for a while.
      run.situation.switches.rolloutState !== 'absent' &&
      run.outcome.verdict.reasonCode === 'deployment-active',
    (run) => {
      const polls = Number(run.situation.inputs['poll-interval-seconds'] ?? 5) * 1000
      const { switches } = run.situation
      // Where the digits tell nothing, ours is looked for by its time, and only after the longest lag of a list.
      const lag = switches.revisionDigits === 'different' ? 30_000 : (switches.listLagSeconds ?? 0) * 1000
      const late = run.end - (endedInTime(run)?.at ?? run.end) - lag - polls
      return unless(late <= 3_000, `ended ${late / 1000} s later than one poll after ours came through`)
    },
  ),
]
