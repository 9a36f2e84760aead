import { formatDuration } from '../runtime/clock.ts'
import { retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import type { Diagnostics } from './contract/diagnostics.ts'
import type { RunSession } from './contract/run.ts'
import type { Target, TargetTypes } from './contract/target.ts'
import type { FailureVerdict, Verdict } from './contract/verdict.ts'
import { printBatch } from './log-tail.ts'
import { overdue, timedOut } from './verdicts.ts'
import { type FollowedRollout, waitForRollout } from './waiter.ts'

/** How long an aborted rollout is followed, beyond the deadline of the run. Milliseconds. */
const AFTER_ABORT_MS = 600_000

/**
 * Follows what was started to its verdict. After a timeout the rollout is aborted if the options say so, and followed further;
 * after a cancellation the abort is only sent. `started` is what was followed last.
 */
export async function followRollout<T extends TargetTypes>(
  target: Target<T>,
  started: T['started'],
  run: RunSession,
  diagnostics: Diagnostics,
): Promise<FollowedRollout<T> & { readonly started: T['started'] }> {
  const { phase, isTimeUp: isOverdue, ...end } = await waitForRollout(target, started, run, diagnostics)
  const { verdict } = end
  if (target.isJob?.(started) && verdict.result === 'success') printBatch(await diagnostics.poll(), run)
  const { abort } = target
  if (!abort) return { started, ...end }
  const isJob = target.isJob?.(started) === true
  const isAbortedOnCancel = run.onCancel === 'rollback' || isJob
  if (verdict.result === 'cancelled' && isAbortedOnCancel) {
    const failure = await failureOfCall(() => abort(started))
    const reason = failure
      ? `${verdict.reason}; it could not be stopped: ${failure.message}`
      : `the job was cancelled while ${phase}; ${abortText(target, started)}`
    return { started, ...end, verdict: { ...verdict, reason } }
  }
  if (verdict.result !== 'timed-out' || run.onTimeout !== 'rollback') return { started, ...end }

  const what = target.describe(started)
  const { aborting = 'requesting a rollback' } = what
  const why = isOverdue ? overdue(what, { phase, budget: formatDuration(run.budgetMs) }) : verdict.reason
  run.progress.event(`${why}; ${aborting}`)
  const late: RunSession = { ...run, deadline: run.clock.now() + AFTER_ABORT_MS }
  let aborted = started
  const failure = await failureOfCall(async () => {
    aborted = await retry(() => abort(started), transientErrors, late)
  })
  if (failure)
    return { started, ...end, verdict: withText(verdict, `; it could not be stopped: ${failure.message}`) }
  const { phase: last, isTimeUp, ...after } = await waitForRollout(target, aborted, late, diagnostics)
  const budget = `${formatDuration(run.budgetMs)}, nor within another ${formatDuration(AFTER_ABORT_MS)} after ${what.aborting === undefined ? 'a rollback was requested' : 'it was to be stopped'}`
  return {
    started: aborted,
    ...end,
    ...after,
    ...(isTimeUp &&
      after.verdict.result === 'timed-out' && {
        verdict: timedOut(target.describe(aborted, after.snapshot), { phase: last, budget }),
      }),
  }
}

/** What goes on by itself after an abort. */
function abortText<T extends TargetTypes>(target: Target<T>, started: T['started']): string {
  return target.describe(started).aborting ?? 'a rollback was requested and carries on by itself'
}

function withText(verdict: FailureVerdict, text: string): Verdict {
  return {
    ...verdict,
    reason: `${verdict.reason}${text}`,
  }
}

async function failureOfCall(call: () => Promise<unknown>): Promise<ServiceError | undefined> {
  try {
    await call()
    return undefined
  } catch (failure) {
    if (failure instanceof ServiceError) return failure
    throw failure
  }
}
