import { formatDuration } from '../runtime/clock.ts'
import { retry, retryMessage, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import type { Diagnostics } from './contract/diagnostics.ts'
import type { RunSession } from './contract/run.ts'
import type { Target, TargetTypes } from './contract/target.ts'
import type { Verdict } from './contract/verdict.ts'
import { followDiagnostics } from './log-tail.ts'
import { cancelled, statusUnknown, timedOut } from './verdicts.ts'

/** Milliseconds between two looks while nothing is near, and while the end is. */
const DEFAULT_POLL_MS = 5_000
const NEAR_END_POLL_MS = 1_000

/** A doubtful end counts when so many looks in a row agree, for so many milliseconds: reads may lag behind writes. */
const CONFIRMING_POLLS = 6
const CONFIRMATION_MS = 30_000
/** What was never seen yet is more likely late than gone. */
const FIRST_SIGHT_CONFIRMATION_MS = 120_000

/** How a rollout that was followed ended, and the newest look at it, if there was one. */
export interface FollowedRollout<T extends TargetTypes> {
  readonly verdict: Verdict
  readonly snapshot?: T['snapshot']
}

/**
 * Follows what we started until it has a verdict, or until the budget, the credentials or the job ends; `phase` is what
 * went on last. Meanwhile the
 * diagnostics, if there are any, tell what happens and what the containers write.
 */
export const waitForRollout = async <T extends TargetTypes>(
  target: Target<T>,
  started: T['started'],
  run: RunSession,
  diagnostics?: Diagnostics,
): Promise<FollowedRollout<T> & { readonly phase: string }> => {
  const { clock, signal, deadline, progress } = run
  const printNewLines = diagnostics ? followDiagnostics(diagnostics, run) : async () => undefined
  let last: { readonly snapshot?: T['snapshot'] } = {}
  let phase = 'waiting for the first look at it'
  let doubt: { readonly since: number; readonly looks: number } | undefined
  let wasSeen = false
  const endedWith = (verdict: Verdict) => ({ verdict, phase, ...last })
  const outlook = () => target.describe(started, last.snapshot).outlook

  for (;;) {
    let pollOften = false
    let unseen: ServiceError | undefined
    try {
      const snapshot = await retry(() => target.poll(started), transientErrors, run)
      last = { snapshot }
      const status = target.status(started, snapshot)
      if (status.kind === 'done') return endedWith(status.verdict)
      phase = status.phase
      progress.phase(phase)
      if (status.kind === 'unconfirmed') {
        const at = target.serverTime()
        doubt = { since: doubt?.since ?? at, looks: (doubt?.looks ?? 0) + 1 }
        const enoughMs = wasSeen ? CONFIRMATION_MS : FIRST_SIGHT_CONFIRMATION_MS
        if (doubt.looks >= CONFIRMING_POLLS && at - doubt.since >= enoughMs) return endedWith(status.verdict)
      } else {
        doubt = undefined
        wasSeen = true
        pollOften = status.pollOften
      }
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure
      if (signal.aborted) return endedWith(cancelled(phase, outlook()))
      if (!transientErrors.includes(failure.kind)) return endedWith(statusUnknown(failure, phase, outlook()))
      unseen = failure
      progress.transient(retryMessage(failure, 'looking again until the time is up'))
    }

    if (signal.aborted) return endedWith(cancelled(phase, outlook()))
    const left = deadline - clock.now()
    if (left <= 0) {
      const verdict = unseen
        ? statusUnknown(unseen, phase, outlook())
        : timedOut(target.describe(started).name, {
            phase,
            budget: formatDuration(run.budgetMs),
            hope: outlook(),
          })
      return endedWith(verdict)
    }
    const lookedAt = clock.now()
    if (!unseen) await printNewLines()
    const pause = Math.min(run.pollMs ?? (pollOften ? NEAR_END_POLL_MS : DEFAULT_POLL_MS), left)
    await clock.sleep(Math.max(0, lookedAt + pause - clock.now()), signal)
  }
}
