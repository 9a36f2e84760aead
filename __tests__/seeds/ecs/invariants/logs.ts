import { isComplaint } from '../../machinery/around/flood.ts'
import { type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import type { EcsRun } from '../run-seed.ts'

/** Diagnostics of one run: of its task, and of its rollout. */
const DIAGNOSTICS = 2
/** Lines of one container that are shown while the run waits. */
const MAX_LIVE = 1_000
/** Tasks whose logs are read after a failure, and containers of a task. */
const MAX_TASKS = 3
const MAX_CONTAINERS = 2
/** Calls for one log after the end, and times that a task's log is read. */
const MAX_CALLS = 4
const MAX_READINGS = 3

function reads({ sent }: EcsRun): number {
  return sent.filter(({ operation }) => operation === 'GetLogEvents').length
}

function refused({ calls }: EcsRun): number {
  return calls.filter(
    ({ operation, errorType }) => operation === 'GetLogEvents' && errorType === 'AccessDeniedException',
  ).length
}

function seconds({ start, end }: EcsRun): number {
  return (end - start) / 1000
}

/** What the logs of containers cost, and what is shown of them. */
export const logs: readonly Invariant<EcsRun>[] = [
  ...(['none', 'flood', 'no group', 'throttled', 'lost'] as const).map((trouble) =>
    invariant<EcsRun>(
      `logs of containers cost few calls (${trouble})`,
      (run) => run.situation.logs === trouble && reads(run) > 0,
      (run) => {
        const { 'poll-interval-seconds': interval = '10', 'max-retries': retries = '3' } =
          run.situation.inputs
        const live = 2 * MAX_CONTAINERS * (seconds(run) / Number(interval) + 1)
        const afterwards = MAX_TASKS * MAX_CONTAINERS * MAX_READINGS * MAX_CALLS * (Number(retries) + 1)
        const count = reads(run)
        return unless(count <= live + DIAGNOSTICS * afterwards, `${count} calls for the logs of containers`)
      },
    ),
  ),
  invariant(
    'logs that are denied are not asked for again',
    (run) => run.situation.logs === 'denied' && refused(run) > 0,
    (run) => unless(refused(run) <= DIAGNOSTICS, `${refused(run)} times GetLogEvents, which is denied`),
  ),
  invariant(
    'a flood of containers is none in the log of the job',
    ({ situation, log }) => situation.logs === 'flood' && log.some(({ text }) => isComplaint(text)),
    ({ log }) => {
      const shown = log.filter(({ text }) => isComplaint(text)).length
      const most = DIAGNOSTICS * MAX_CONTAINERS * (MAX_LIVE + MAX_TASKS * 20)
      return unless(shown <= most, `${shown} lines of a flood`)
    },
  ),
]
