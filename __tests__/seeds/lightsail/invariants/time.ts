import type { SentCall } from '../../machinery/around/network.ts'
import { SLOWEST_HOST_MS } from '../../machinery/around/source-control.ts'
import { type Invariant, invariant, putsBack } from '../../machinery/invariant.ts'
import type { LightsailRun } from '../run-seed.ts'

function deadlineOf({ situation: { inputs }, start }: LightsailRun): number {
  return start + Number(inputs['wait-for-minutes']) * 60_000
}

/** When a run writes, and when it ends. */
export const time: readonly Invariant<LightsailRun>[] = [
  invariant(
    'what nobody has the time to follow is not begun',
    (run) => run.sent.some(({ sentAt }) => sentAt >= deadlineOf(run)),
    writesInTime,
  ),
  invariant('it ends with its time', (run) => run.end > deadlineOf(run), endsInTime),
]

/** Which commit and which image run, as a registry knows it, and which version failed its URL check, is noted beside the deployment. */
export function takesNotes({ origin, inputs, registry }: LightsailRun['situation']): boolean {
  const isImageKnown = registry.kind !== 'nobody'
  return origin.runSource !== undefined || inputs['verify-url'] !== undefined || isImageKnown
}

/** Only what served before is put back at any time. */
function writesInTime(run: LightsailRun): string[] {
  return run.sent
    .filter(({ isWrite, sentAt }) => isWrite && sentAt >= deadlineOf(run))
    .filter(({ operation }) => operation !== 'TagResource')
    .filter(({ operation }) => !(putsBack(run) && operation === 'CreateContainerServiceDeployment'))
    .map(({ operation }) => `${operation} after the deadline`)
}

/** Calls that may begin at or after the deadline: a look for a lost write (two), a last look (two); logs and tags are beside that. */
const CALLS_AFTER_DEADLINE = 4
/** Putting back what served before is begun also when the time is up: a look, the write, and a look whether it was done. */
const CALLS_TO_PUT_BACK = 4

/**
 * Nobody sleeps past the deadline: the run ends with it, or with the last call that was under way. A call takes 20 s at
 * most, an answer of the public URL 10 s.
 */
function endsInTime({ situation, sent, start, end }: LightsailRun): string[] {
  const { inputs, origin } = situation
  const deadline = start + Number(inputs['wait-for-minutes']) * 60_000
  if (end <= deadline) return []
  const late = sent.filter(({ endedAt }) => endedAt > deadline)
  const beside = takesNotes(situation)
    ? ['GetContainerLog', 'TagResource', 'GetContainerServiceDeployments']
    : ['GetContainerLog']
  const fresh = late.filter(({ sentAt, operation }) => sentAt >= deadline && !beside.includes(operation))
  const last = Math.max(deadline, ...late.map(({ endedAt }) => endedAt))
  const hasSlept = ({ sentAt }: SentCall) => !sent.some(({ endedAt }) => Math.abs(sentAt - endedAt) <= 1)
  const most = CALLS_AFTER_DEADLINE + (inputs['rollback-on-failure'] === undefined ? 0 : CALLS_TO_PUT_BACK)
  const asksUrl = inputs['verify-url'] === undefined ? 0 : 12_000
  const asksHost = origin.runSource === undefined ? 0 : SLOWEST_HOST_MS
  return [
    ...(end > last + asksUrl + asksHost
      ? [`ended ${(end - last) / 1000} s after the deadline and the last call`]
      : []),
    ...(asksUrl + asksHost === 0
      ? late
          .filter((call) => call.sentAt > deadline && hasSlept(call))
          .map(({ operation }) => `slept past the deadline before ${operation}`)
      : []),
    ...(fresh.length > most ? [`${fresh.length} calls after the deadline`] : []),
    ...(end > deadline + 120_000 ? [`ended ${(end - deadline) / 1000} s after the deadline`] : []),
  ]
}
