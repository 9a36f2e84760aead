import { formatDuration } from '../runtime/clock.ts'
import { retry, retryMessage, safeToRepeatWrites, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import type { RunSession } from './contract/run.ts'
import type { Applied, Plan, Target } from './contract/target.ts'
import { type FailureVerdict, isFailure, type Verdict } from './contract/verdict.ts'
import { countChanges, formatChanges } from './plan-text.ts'
import { createUpdateTracker } from './update-tracker.ts'
import {
  busyMaybeOurs,
  busyRefused,
  cancelled,
  cancelledBeforeWrite,
  deadlineBeforeWrite,
  driftPersists,
  nothingRequested,
  planOnly,
  queueTimedOut,
  settingsApplied,
  settingsPending,
  startedNotWaiting,
  startFailed,
  statusUnknown,
  withWriteExtent,
  writeUnconfirmed,
} from './verdicts.ts'

/** Milliseconds between two looks for our turn, or for a write whose answer was lost. */
const TURN_MS = 5_000

/** Looks for a lost write before it counts as not accepted: reads may lag behind writes. */
const LOOKS = 3

export type ApplyPlan<Steps> = Extract<Plan<Steps>, { kind: 'apply' }>

export type FinalPlan = Extract<Plan<never>, { kind: 'end' }>

export type ReconcileResult<Started> =
  | { readonly kind: 'started'; readonly started: Started }
  | { readonly kind: 'ended'; readonly verdict: Verdict }

interface LostWrite<Steps> {
  readonly steps: Steps
  /** What it was to end, as lines. */
  readonly difference: string
  readonly failure: ServiceError
  readonly looks: number
  /** How often a repetition was rejected. */
  readonly rejections: number
}

/**
 * Observes, plans and writes, until a deployment of ours is on its way or it is clear why not.
 * `onPlan` hears a plan before it is applied, `onEnd` one that has nothing to apply, `onObserved` each observation.
 */
export const reconcile = async <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  run: RunSession,
  hooks: {
    onObserved(observed: Observed): void
    onPlan(plan: ApplyPlan<Steps>): Promise<void> | undefined
    onEnd(plan: FinalPlan): void
  },
): Promise<ReconcileResult<Started>> => {
  const { clock, signal, deadline, progress } = run
  const preparations = createUpdateTracker()
  const { hasSettings } = preparations
  /** The last write without an answer, until it is found. */
  let lost: LostWrite<Steps> | undefined
  let unanswered = 0
  let hasObserved = false
  let hasWaited = false

  const ended = (verdict: Verdict) => ({ kind: 'ended', verdict }) as const
  const notDeployed = (verdict: FailureVerdict) =>
    ended(withWriteExtent(verdict, { lost: lost?.failure, hasPrepared: hasSettings() }))
  const timeIsUp = () => clock.now() >= deadline
  const pause = () => {
    hasWaited = true
    return clock.sleep(Math.max(0, Math.min(run.pollMs ?? TURN_MS, deadline - clock.now())), signal)
  }

  /** Pauses if there is time and patience for another turn, else says how it ends. */
  const queueUp = async (why: string, reasonCode: string): Promise<ReconcileResult<Started> | undefined> => {
    const isOurs = hasSettings()
    if (run.ifInProgress === 'fail' && !isOurs && !lost) return notDeployed(busyRefused(why, reasonCode))
    if (timeIsUp()) {
      if (lost) return ended(busyMaybeOurs(why, lost.failure, target.hope()))
      const budget = formatDuration(run.budgetMs)
      return notDeployed(isOurs ? settingsPending(why, budget) : queueTimedOut(why, budget))
    }
    progress.show(isOurs ? `waiting: ${why}` : `waiting for our turn: ${why}`)
    await pause()
    return undefined
  }

  const find = ({ steps }: LostWrite<Steps>) => retry(() => target.find(steps), transientErrors, run)

  const lookForLost = async (write: LostWrite<Steps>): Promise<Applied<Started> | 'again' | 'gone'> => {
    const found = await find(write)
    if (found) return found
    if (write.looks >= LOOKS || timeIsUp()) return 'gone'
    lost = { ...write, looks: write.looks + 1 }
    await pause()
    return 'again'
  }

  const lookAgain = async (write: LostWrite<Steps>): Promise<undefined> => {
    const { looks, rejections } = write
    lost = { ...write, looks: rejections < LOOKS ? 0 : looks, rejections: rejections + 1 }
    await pause()
    return undefined
  }

  /** Nothing is left to do, but what was sent before may have been accepted: that is no end like any other. */
  const clear = async (write: LostWrite<Steps>): Promise<ReconcileResult<Started> | undefined> => {
    const found = await find(write)
    return found ? keep(found, write) : ended(writeUnconfirmed(write.failure))
  }

  /** The lost write is found. */
  const keep = (
    found: Applied<Started>,
    { difference }: LostWrite<Steps>,
  ): ReconcileResult<Started> | undefined => {
    if (found.kind === 'prepared') preparations.note(difference, found, target.serviceTime())
    lost = undefined
    return found.kind === 'started' ? found : undefined
  }

  const finish = (plan: FinalPlan): ReconcileResult<Started> => {
    hooks.onEnd(plan)
    const { verdict } = plan
    if (isFailure(verdict)) return verdict.result === 'refused' ? notDeployed(verdict) : ended(verdict)
    if (plan.isIdle) return ended(nothingRequested(verdict, hasSettings()))
    if (verdict.result !== 'unchanged') return ended(verdict)
    if (run.planOnly) return ended(planOnly(countChanges([])))
    return ended(hasSettings() ? settingsApplied : verdict)
  }

  /** Makes the plan's next write, unless it was made already, or nobody could follow it any more. */
  const write = async (plan: ApplyPlan<Steps>): Promise<ReconcileResult<Started> | undefined> => {
    const difference = formatChanges(plan.changes).join('; ')
    const budget = formatDuration(run.budgetMs)
    switch (preparations.meet(difference, { at: target.serviceTime(), timeIsUp: timeIsUp() })) {
      case 'look again':
        progress.show(`waiting: ${notSeen}`)
        await pause()
        return undefined
      case 'without effect':
        return ended(driftPersists(difference))
      case 'out of time':
        return notDeployed(settingsPending(notSeen, budget))
    }
    if (lost && (unanswered > run.maxRetries || timeIsUp())) return ended(writeUnconfirmed(lost.failure))
    if (timeIsUp() && (hasWaited || !run.isUndoing)) {
      return notDeployed(deadlineBeforeWrite({ hasSettings: hasSettings(), hasWaited }, budget))
    }
    try {
      const applied = await retry(() => target.apply(plan.steps, progress.say), safeToRepeatWrites, run)
      if (applied.kind === 'started') return applied
      preparations.note(difference, applied, target.serviceTime())
      if (applied.what !== '') progress.say(applied.what)
      return applied.isLast && !run.waitForStability ? ended(startedNotWaiting) : undefined
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure
      return await afterFailure(failure, { steps: plan.steps, difference })
    }
  }

  /** What follows from a write that failed. */
  const afterFailure = async (
    failure: ServiceError,
    sent: Pick<LostWrite<Steps>, 'steps' | 'difference'>,
  ): Promise<ReconcileResult<Started> | undefined> => {
    if (signal.aborted && safeToRepeatWrites.includes(failure.kind)) return notDeployed(cancelledBeforeWrite)
    if (failure.kind === 'busy') return await queueUp(failure.message, failure.reasonCode)
    // What is there already, or in progress, may be what the lost write made.
    if (failure.kind === 'rejected' && lost && lost.rejections <= LOOKS && !timeIsUp())
      return await lookAgain(lost)
    if (failure.kind !== 'unanswered') return notDeployed(startFailed(failure, target.subject))
    unanswered++
    lost = { ...sent, failure, looks: 0, rejections: lost?.rejections ?? 0 }
    progress.say(retryMessage(failure, looking(failure)))
    return undefined
  }

  /** Looks for a lost write, observes, plans and makes one write; `undefined` asks for another round. */
  const round = async (): Promise<ReconcileResult<Started> | undefined> => {
    if (lost) {
      const found = await lookForLost(lost)
      if (found === 'again') return undefined
      if (found !== 'gone') return keep(found, lost)
    }
    const observed = await retry(() => target.observe(), transientErrors, run)
    hasObserved = true
    hooks.onObserved(observed)
    const plan = target.plan(observed)
    if (plan.kind === 'end') return lost && isUnchanged(plan) ? await clear(lost) : finish(plan)
    if (plan.kind === 'wait') return await queueUp(plan.why, plan.reasonCode)
    await hooks.onPlan(plan)
    if (run.planOnly) return ended(planOnly(countChanges(plan.changes)))
    return signal.aborted ? undefined : await write(plan)
  }

  for (;;) {
    if (signal.aborted)
      return lost ? ended(cancelled(looking(lost.failure), target.hope())) : notDeployed(cancelledBeforeWrite)
    try {
      const begun = await round()
      if (begun) return begun
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure
      if (signal.aborted) continue
      // Where something is under way a bad stretch is sat out; where nothing is, the run ends and can be repeated.
      if ((lost || hasObserved) && transientErrors.includes(failure.kind) && !timeIsUp()) {
        progress.trouble(retryMessage(failure, 'looking again until the time is up'))
        await pause()
        continue
      }
      if (failure.kind !== 'busy') {
        return lost
          ? ended(statusUnknown(failure, looking(lost.failure), target.hope()))
          : notDeployed(startFailed(failure, target.subject))
      }
      const begun = await queueUp(failure.message, failure.reasonCode)
      if (begun) return begun
    }
  }
}

const notSeen = 'what was written is not to be seen yet'

const isUnchanged = ({ verdict }: FinalPlan): boolean => verdict.result === 'unchanged'

const looking = (failure: ServiceError): string => `looking whether ${failure.operation} was accepted`
