import { SLOWEST_HOST_MS } from '../../machinery/around/source-control.ts'
import { type Invariant, invariant, putsBack, unless } from '../../machinery/invariant.ts'
import { madeBy, stateAt } from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'

/** What bakes and steps of any strategy take at most. Milliseconds. */
const STRATEGY_MS = 3 * 60_000

/** The default of 30 minutes counts as not written: it grows by what the deployment strategy alone takes. */
function deadlineOf({ situation: { inputs }, start }: EcsRun): number {
  return (
    start +
    Number(inputs['wait-for-minutes']) * 60_000 +
    (inputs['wait-for-minutes'] === '30' ? STRATEGY_MS : 0)
  )
}

/** A rollout that was stopped is followed so much longer. Milliseconds. */
const AFTER_ABORT_MS = 600_000
/** The longest call. */
const CALL_MS = 20_000
/** Calls after the deadline: for a lost write, for our deployment and what is over it, for what serves, for its tag. */
const MOST_CALLS_AFTER = 11
/** After the URL answered: for our deployment, and for what serves. */
const MOST_CALLS_AFTER_URL = 2

/** What is gone has to be seen for so long, and so often. Milliseconds. */
const GONE_MS = 150_000
const CONFIRMING_POLLS = 6

/** When our rollout was followed, and the answer was that the service is being deleted; epoch milliseconds. */
function drainingLooks(run: EcsRun): number[] {
  const { weather, switches, inputs } = run.situation
  const [ours] = madeBy(run)
  const isAltered = weather.sentences.some((sentence) => /DescribeServices\b|\*/.test(sentence))
  if (ours === undefined || isAltered || inputs['mode'] === 'delete') return []
  const lag = (switches.readLagSeconds ?? 0) * 1000
  return run.calls
    .filter(({ operation, status }) => operation === 'DescribeServices' && status === 200)
    .map(({ at }) => at)
    .filter((at) => at - lag > ours.createdAt && stateAt(run, at - lag)?.status === 'DRAINING')
}

/** Also one that fails: what is to be called off is looked for. */
function isAborting({ situation: { inputs } }: EcsRun) {
  return inputs['on-timeout'] === 'rollback'
}

/** When a run writes, and when it ends. */
export const time: readonly Invariant<EcsRun>[] = [
  invariant(
    'what nobody has the time to follow is not begun',
    (run) => run.sent.some(({ sentAt }) => sentAt >= deadlineOf(run)),
    (run) =>
      run.sent
        .filter(({ isWrite, sentAt }) => isWrite && sentAt >= deadlineOf(run))
        .filter(({ operation }) => !['TagResource', 'StopServiceDeployment', 'StopTask'].includes(operation))
        .filter(({ operation }) => !(putsBack(run) && operation === 'UpdateService'))
        .map(({ operation }) => `${operation} after the deadline`),
  ),
  invariant(
    'a service that is being deleted is not followed for long',
    (run) => drainingLooks(run).length > 1,
    (run) => {
      const looks = drainingLooks(run)
      const took = (looks.at(-1) ?? 0) - (looks[0] ?? 0)
      const polls = Number(run.situation.inputs['poll-interval-seconds'] ?? 5) * 1000
      return unless(
        took <= GONE_MS + CONFIRMING_POLLS * polls,
        `followed for ${took / 1000} s while it was being deleted`,
      )
    },
  ),
  invariant('it ends with its time', (run) => run.end > deadlineOf(run) && !isAborting(run), endsInTime),
  invariant(
    'what it called off is followed ten minutes more, and no longer',
    (run) => run.end > deadlineOf(run) && isAborting(run),
    (run) =>
      unless(
        run.end <= deadlineOf(run) + AFTER_ABORT_MS + MOST_CALLS_AFTER * CALL_MS + SLOWEST_HOST_MS,
        `ended ${(run.end - deadlineOf(run)) / 1000} s after the deadline`,
      ),
  ),
]

/** Nobody sleeps past the deadline: the run ends with it, or with the last call that was under way. */
function endsInTime(run: EcsRun): readonly string[] {
  const { sent, end, situation } = run
  const deadline = deadlineOf(run)
  const late = sent.filter(({ endedAt }) => endedAt > deadline)
  const last = Math.max(deadline, ...late.map(({ endedAt }) => endedAt))
  const asksUrl = situation.inputs['verify-url'] === undefined ? 0 : 12_000
  const asksHost = situation.origin.source === undefined ? 0 : SLOWEST_HOST_MS
  const most =
    MOST_CALLS_AFTER + (putsBack(run) ? MOST_CALLS_AFTER : 0) + (asksUrl === 0 ? 0 : MOST_CALLS_AFTER_URL)
  return [
    ...unless(
      end <= last + asksUrl + asksHost,
      `ended ${(end - last) / 1000} s after the deadline and the last call`,
    ),
    ...unless(late.length <= most, `${late.length} calls after the deadline`),
    ...unless(end <= deadline + 120_000, `ended ${(end - deadline) / 1000} s after the deadline`),
  ]
}
