import { formatDuration } from '../../runtime/clock.ts'
import { retry, retryMessage, safeToRepeatWrites, transientErrors } from '../../runtime/retry.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { ReasonCode } from '../../verdict/reason-codes.ts'
import type { Applied, ApplyPlan, FinalPlan, ReconcileEvent, ReconcileResult } from '../contract/plan.ts'
import type { EarlierRound, RunSession } from '../contract/run.ts'
import type { Target, TargetTypes } from '../contract/target.ts'
import { type FailureVerdict, isFailure, type Verdict } from '../contract/verdict.ts'
import { withExtent, withExtentTold } from '../extent.ts'
import { countChanges, formatChanges } from '../plan-text.ts'
import {
  busyMaybeOurs,
  busyRefused,
  cancelled,
  cancelledBeforeWrite,
  deadlineBeforeWrite,
  driftPersists,
  planOnly,
  queueTimedOut,
  settingsPending,
  startedNotWaiting,
  startFailed,
  statusUnknown,
  verdictOfFinalPlan,
  writeUnconfirmed,
} from '../verdicts.ts'
import { createInDoubtWrites, type InDoubtWrite, lookupText, type SentWrite } from './in-doubt-write.ts'
import { createUpdateTracker, differenceKey, notSeen } from './update-tracker.ts'

/** Milliseconds between two observations while waiting for another operation, or for a write whose reply was lost. */
const DEFAULT_POLL_MS = 5_000

/** Observes, plans and writes until our rollout has started, or it is clear why it will not. */
export async function reconcile<T extends TargetTypes>(
  target: Target<T>,
  run: RunSession,
  hear: (event: ReconcileEvent<T['observed'], T['step']>) => Promise<void> = async () => undefined,
  { prepared, previous }: EarlierRound<T['observed']> = {},
): Promise<ReconcileResult<T['started']>> {
  type Step = T['step']
  type Started = T['started']
  /** `undefined` for another round. */
  type RoundResult = ReconcileResult<Started> | undefined
  const { clock, signal, deadline, progress, pollMs = DEFAULT_POLL_MS } = run
  const updates = createUpdateTracker(prepared)
  const { hasSettings } = updates
  const budget = formatDuration(run.budgetMs)
  let [unconfirmedWrites, unsentWrites] = [0, 0]
  let hasWaited = false
  let refusal: string | undefined

  const extent = () => ({ lost: inDoubt.current?.failure, ...updates.extent() })
  const ended = (verdict: Verdict) => ({ kind: 'ended', verdict: withExtent(verdict, extent()) }) as const
  const notDeployed = (verdict: FailureVerdict) => ended(withExtentTold(verdict, extent()))
  const timeIsUp = () => clock.now() >= deadline
  const pause = () => clock.sleep(Math.max(0, Math.min(pollMs, deadline - clock.now())), signal)

  const outlookOf = ({ step }: InDoubtWrite<Step>) => target.outlookOf?.(step) ?? target.labels
  const find = (step: Step) => retry(() => target.findAccepted(step), transientErrors, run)
  const inDoubt = createInDoubtWrites<Step, Started>({ find, pause, clock, isTimeUp: timeIsUp })

  /** Waits while another operation is in progress, or ends. `refused`: why a write was rejected. */
  const waitForTurn = async (why: string, code: ReasonCode, refused?: string): Promise<RoundResult> => {
    refusal = refused
    const isOurs = hasSettings()
    const lost = inDoubt.current
    if (run.ifInProgress === 'fail' && !isOurs && !lost) return notDeployed(busyRefused(why, code))
    if (timeIsUp()) {
      if (lost) return ended(busyMaybeOurs(why, lost.failure, outlookOf(lost)))
      return notDeployed(isOurs ? settingsPending(why, budget) : queueTimedOut(why, budget, code))
    }
    progress.phase(isOurs ? `waiting: ${why}` : `queued: ${why}`)
    hasWaited = true
    await pause()
    return undefined
  }

  /** The diff is gone while a write is unconfirmed: looks for it once more; if absent, ends as unconfirmed, not unchanged. */
  const resolveInDoubtWrite = async (write: InDoubtWrite<Step>): Promise<RoundResult> => {
    const found = await find(write.step)
    return found ? acceptFound(found, write) : ended(writeUnconfirmed(write.failure))
  }

  /** Continues after the lost write was found. */
  const acceptFound = (found: Applied<Started>, { key }: InDoubtWrite<Step>): RoundResult => {
    if (found.kind === 'configured') updates.record(key, found, target.serverTime())
    inDoubt.resolve()
    return found.kind === 'started' ? found : undefined
  }

  const finishPlan = async (plan: FinalPlan): Promise<ReconcileResult<Started>> => {
    await hear({ kind: 'finished', plan })
    const verdict = verdictOfFinalPlan(plan, { hasSettings: hasSettings(), isPlanMode: run.planOnly })
    return isFailure(verdict) && verdict.result === 'refused' ? notDeployed(verdict) : ended(verdict)
  }

  /** Makes the plan's next write, unless it was made already, or could not be followed before the deadline. */
  const write = async (plan: ApplyPlan<Step>): Promise<RoundResult> => {
    const key = differenceKey(plan)
    switch (updates.nextAction(key, { at: target.serverTime(), timeIsUp: timeIsUp() })) {
      case 'look again':
        progress.phase(`waiting: ${notSeen}`)
        await pause()
        return undefined
      case 'without effect':
        return ended(driftPersists(formatChanges(plan.changes).join('; ')))
      case 'out of time':
        return notDeployed(settingsPending(notSeen, budget))
    }
    const lost = inDoubt.current
    if (lost && (lost.failure.kind === 'accepted' || unconfirmedWrites > run.maxRetries || timeIsUp()))
      return ended(writeUnconfirmed(lost.failure))
    if (timeIsUp() && (hasWaited || !run.isRollback)) {
      return notDeployed(deadlineBeforeWrite({ hasSettings: hasSettings(), hasWaited, refusal }, budget))
    }
    try {
      const made = await retry(() => target.apply(plan.step, progress.event), safeToRepeatWrites, run)
      if (made.kind === 'started') return made
      updates.record(key, made, target.serverTime())
      if (made.description !== '') progress.event(made.description)
      return made.isLast && !run.waitForStability ? ended(startedNotWaiting(made.description)) : undefined
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure
      // Nothing has left: the network may come back, as it may between two reads.
      if (failure.kind === 'not-sent' && unsentWrites++ < run.maxRetries) throw failure
      return await afterFailure(failure, { step: plan.step, key })
    }
  }

  const afterFailure = async (failure: ServiceError, sent: SentWrite<Step>): Promise<RoundResult> => {
    if (signal.aborted && safeToRepeatWrites.includes(failure.kind)) return notDeployed(cancelledBeforeWrite)
    const { kind, message, reasonCode } = failure
    if (kind === 'conflict') return await waitForTurn(message, reasonCode, message)
    // Something that exists already, or is in progress, may come from the lost write.
    const lost = inDoubt.current
    if (kind === 'rejected' && lost && inDoubt.mayExplainRejection() && !timeIsUp())
      return await inDoubt.keepLooking(lost)
    if (kind !== 'no-response' && kind !== 'accepted')
      return notDeployed(startFailed(failure, target.labels.subject))
    unconfirmedWrites++
    inDoubt.record(sent, failure)
    progress.event(retryMessage(failure, lookupText(failure)))
    return undefined
  }

  /** Looks for a lost write, observes, plans and makes one write; `undefined` for another round. */
  const reconcileOnce = async (): Promise<RoundResult> => {
    const sent = inDoubt.current
    if (sent) {
      const found = await inDoubt.lookUp(sent)
      if (found === 'again') return undefined
      if (found !== 'gone') return acceptFound(found, sent)
    }
    const observed = await retry(() => target.observe(previous?.observed), transientErrors, run)
    previous = { observed }
    await hear({ kind: 'observed', observed })
    const plan = target.plan(observed)
    const lost = inDoubt.current
    if (plan.kind === 'end')
      return lost && plan.verdict.result === 'unchanged'
        ? await resolveInDoubtWrite(lost)
        : await finishPlan(plan)
    if (plan.kind === 'wait') return await waitForTurn(plan.reason, plan.reasonCode)
    await hear({ kind: 'planned', plan })
    if (run.planOnly) return ended(planOnly(countChanges(plan.changes)))
    return signal.aborted ? undefined : await write(plan)
  }

  for (;;) {
    if (signal.aborted) {
      const lost = inDoubt.current
      return lost
        ? ended(cancelled(lookupText(lost.failure), outlookOf(lost)))
        : notDeployed(cancelledBeforeWrite)
    }
    try {
      const begun = await reconcileOnce()
      if (begun) return begun
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure
      if (signal.aborted) continue
      const lost = inDoubt.current
      // It was accepted for certain, and no further look tells which one it is.
      if (failure.kind === 'accepted') return ended(writeUnconfirmed(failure))
      // After the first read, go on through transient errors; before it, fail at once: the job can be re-run safely.
      if ((lost || previous) && transientErrors.includes(failure.kind) && !timeIsUp()) {
        progress.transient(retryMessage(failure, 'will keep trying until time runs out'))
        await pause()
        continue
      }
      if (failure.kind !== 'conflict') {
        return lost
          ? ended(statusUnknown(failure, lookupText(lost.failure), outlookOf(lost)))
          : notDeployed(startFailed(failure, target.labels.subject))
      }
      const begun = await waitForTurn(failure.message, failure.reasonCode)
      if (begun) return begun
    }
  }
}
