import { formatDuration } from '../runtime/clock.ts'
import { retry, retryMessage, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import type { Diagnostics } from './contract/diagnostics.ts'
import type { RunSession } from './contract/run.ts'
import type { Target, TargetTypes } from './contract/target.ts'
import type { Verdict } from './contract/verdict.ts'
import { followDiagnostics } from './log-tail.ts'
import { cancelled, statusUnknown, timedOut } from './verdicts.ts'

/** Milliseconds between two polls, normally and near the end. */
const DEFAULT_POLL_MS = 5_000
const NEAR_END_POLL_MS = 1_000

/** An unconfirmed failure becomes final after 6 equal polls over at least 30 s: reads are eventually consistent. */
const CONFIRMING_POLLS = 6
const CONFIRMATION_MS = 30_000
/** The same if the rollout was never visible: it is more likely late than gone. */
const FIRST_SIGHT_CONFIRMATION_MS = 120_000

/** How a rollout ended, and its newest poll, if any. */
export interface FollowedRollout<T extends TargetTypes> {
  readonly verdict: Verdict
  readonly snapshot?: T['snapshot']
}

/**
 * Polls what we started until it has a verdict, or until the deadline, the credentials or the job ends; `phase` is the last one,
 * `isTimeUp` says that the deadline ended it.
 * Prints events and log lines of the diagnostics meanwhile.
 */
export async function waitForRollout<T extends TargetTypes>(
  target: Target<T>,
  started: T['started'],
  run: RunSession,
  diagnostics?: Diagnostics,
): Promise<FollowedRollout<T> & { readonly phase: string; readonly isTimeUp?: true }> {
  const { clock, signal, deadline, progress } = run
  const printNewLines = diagnostics ? followDiagnostics(diagnostics, run) : async () => undefined
  let last: { readonly snapshot?: T['snapshot'] } = {}
  let phase = 'waiting for the first poll'
  let toContinue: string | undefined
  let doubt: { readonly since: number; readonly looks: number } | undefined
  let wasSeen = false
  const endedWith = (verdict: Verdict) => ({ verdict, phase, ...last })
  const what = () => target.describe(started, last.snapshot)

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
      const before = toContinue
      toContinue = status.kind === 'progressing' ? status.toContinue : undefined
      if (toContinue !== undefined && toContinue !== before) progress.event(`to continue: ${toContinue}`)
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
      if (signal.aborted) return endedWith(cancelled(phase, what()))
      if (!transientErrors.includes(failure.kind)) return endedWith(statusUnknown(failure, phase, what()))
      unseen = failure
      progress.transient(retryMessage(failure, 'will keep trying until time runs out'))
    }

    if (signal.aborted) return endedWith(cancelled(phase, what()))
    const left = deadline - clock.now()
    if (left <= 0) {
      const verdict = unseen
        ? statusUnknown(unseen, phase, what())
        : timedOut(what(), { phase, budget: formatDuration(run.budgetMs), toContinue })
      return { ...endedWith(verdict), isTimeUp: true }
    }
    const lookedAt = clock.now()
    if (!unseen) await printNewLines()
    const pause = Math.min(run.pollMs ?? (pollOften ? NEAR_END_POLL_MS : DEFAULT_POLL_MS), left)
    await clock.sleep(Math.max(0, lookedAt + pause - clock.now()), signal)
  }
}
