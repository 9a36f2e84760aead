import type { SeededRun } from '../run-seed.ts'

/**
 * Where nothing goes wrong and nobody else is at it, a run must also be of use: a deployment that succeeds in time ends
 * green, one that fails ends as failed. Otherwise "always red" would pass all that is asked of the faults.
 */
export const calmEndsAsDrawn = ({
  situation,
  outcome: { verdict },
  done,
  start,
  end,
}: SeededRun): string[] => {
  const { weather, others, cancel, inputs } = situation
  const isCalm =
    weather.faults.length + weather.troubles.length + others.sentences.length === 0 && cancel === undefined
  if (!isCalm) return []
  const [ours] = done.flatMap(({ deployment }) => deployment ?? [])
  const isTold = situation.switches.deployReplyShowsNextDeployment !== false
  if (['response-lost', 'rollback-failed'].includes(verdict.reasonCode) && !isTold) return []
  if (['unknown', 'cancelled', 'superseded', 'internal'].includes(verdict.result))
    return [`a calm run, but ${verdict.result}`]
  if (ours === undefined || inputs['wait-for-service-stability'] === 'false') return []
  const budget = Number(inputs['wait-for-minutes']) * 60_000
  const lag = (situation.switches.readLagSeconds ?? 0) * 1000
  const { creating, checking, activating } = ours.outcome.seconds
  const settles = ours.startsAt + (creating + checking + activating) * 1000
  const isInTime = ours.outcome.kind !== 'never' && settles + lag + 60_000 < start + budget
  if (!isInTime) return []
  if (ours.outcome.kind === 'failed' && !verdict.result.startsWith('failed-'))
    return [`ours failed, but ${verdict.result}`]
  if (ours.outcome.kind === 'active' && inputs['verify-url'] === undefined && verdict.result !== 'success')
    return [`ours came up well, but ${verdict.result} (${verdict.reason})`]
  const polls = Number(inputs['poll-interval-seconds'] ?? 5) * 1000
  const late = end - settles - lag - polls
  return inputs['verify-url'] === undefined && ours.outcome.kind === 'active' && late > 2_000
    ? [`ended ${late / 1000} s later than one poll after ours was active`]
    : []
}
