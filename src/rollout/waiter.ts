import { formatDuration } from '../runtime/clock.ts'
import { retry, retryMessage, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import type { RunSession } from './contract/run.ts'
import type { Diagnostics, Target } from './contract/target.ts'
import type { Verdict } from './contract/verdict.ts'
import { startLogTail } from './log-tail.ts'
import { cancelled, statusUnknown, timedOut } from './verdicts.ts'

/** Milliseconds between two looks while nothing is near, and while the end is. */
const DEFAULT_POLL_MS = 5_000
const NEAR_END_POLL_MS = 1_000

/** A doubtful end counts when so many looks in a row agree, for so many milliseconds: reads may lag behind writes. */
const CONFIRMING_POLLS = 6
const CONFIRMATION_MS = 30_000
/** What was never seen yet is more likely late than gone. */
const FIRST_SIGHT_CONFIRMATION_MS = 120_000

/**
 * Follows what we started until it has a verdict, or until the budget, the credentials or the job ends. Meanwhile the
 * witness, if there is one, tells what the containers write.
 */
export const waitForRollout = async <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  started: Started,
  run: RunSession,
  witness?: Diagnostics,
): Promise<{ verdict: Verdict; snapshot?: Snapshot }> => {
  const { clock, signal, deadline, progress } = run
  const printNewLines = witness ? startLogTail(witness, run) : async () => undefined
  let last: { snapshot?: Snapshot } = {}
  let phase = 'waiting for the first look at it'
  let doubt: { readonly since: number; readonly looks: number } | undefined
  let wasSeen = false

  for (;;) {
    let pollOften = false
    let unseen: ServiceError | undefined
    try {
      const snapshot = await retry(() => target.snapshot(started), transientErrors, run)
      last = { snapshot }
      const status = target.judge(started, snapshot)
      if (status.kind === 'done') return { verdict: status.verdict, ...last }
      phase = status.phase
      progress.phase(phase)
      if (status.kind === 'unconfirmed') {
        const at = target.serviceTime()
        doubt = { since: doubt?.since ?? at, looks: (doubt?.looks ?? 0) + 1 }
        const enoughMs = wasSeen ? CONFIRMATION_MS : FIRST_SIGHT_CONFIRMATION_MS
        if (doubt.looks >= CONFIRMING_POLLS && at - doubt.since >= enoughMs)
          return { verdict: status.verdict, ...last }
      } else {
        doubt = undefined
        wasSeen = true
        pollOften = status.pollOften
      }
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure
      if (signal.aborted) return { verdict: cancelled(phase, target.hope()), ...last }
      if (!transientErrors.includes(failure.kind))
        return { verdict: statusUnknown(failure, phase, target.hope()), ...last }
      unseen = failure
      progress.transient(retryMessage(failure, 'looking again until the time is up'))
    }

    if (signal.aborted) return { verdict: cancelled(phase, target.hope()), ...last }
    const left = deadline - clock.now()
    if (left <= 0) {
      const verdict = unseen
        ? statusUnknown(unseen, phase, target.hope())
        : timedOut(target.called(started), {
            phase,
            budget: formatDuration(run.budgetMs),
            hope: target.hope(),
          })
      return { verdict, ...last }
    }
    const lookedAt = clock.now()
    if (!unseen) await printNewLines()
    const pause = Math.min(run.pollMs ?? (pollOften ? NEAR_END_POLL_MS : DEFAULT_POLL_MS), left)
    await clock.sleep(Math.max(0, lookedAt + pause - clock.now()), signal)
  }
}
