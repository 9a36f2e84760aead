import { duration } from './clock.ts'
import {
  cancelled,
  cancelledBeforeStart,
  couldNotLook,
  couldNotStart,
  inTheWay,
  noTrace,
  turnNeverCame,
} from './ends.ts'
import { Failure } from './failure.ts'
import { notAccepted, passing, retry } from './retry.ts'
import type { Plan, Target } from './target.ts'
import type { Run } from './terms.ts'
import type { Red } from './verdict.ts'

/** Milliseconds between two looks for our turn, or for a write whose answer was lost. */
const TURN_MS = 5_000

/** Looks for a lost write before it counts as not accepted: reads may lag behind writes. */
const LOOKS = 3

export type ApplyPlan<Steps> = Extract<Plan<Steps>, { kind: 'apply' }>

export type Begun<Started> =
  | { readonly kind: 'started'; readonly started: Started }
  | { readonly kind: 'ended'; readonly verdict: Red }

interface LostWrite<Steps> {
  readonly steps: Steps
  readonly failure: Failure
  readonly looks: number
}

/**
 * Observes, plans and writes, until a deployment of ours is on its way or it is clear why not.
 * `onPlan` hears the plan before it is applied; `onObserved` hears each observation.
 */
export const begin = async <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  run: Run,
  { onObserved, onPlan }: { onObserved(observed: Observed): void; onPlan(plan: ApplyPlan<Steps>): void },
): Promise<Begun<Started>> => {
  const { clock, signal, deadline, progress } = run
  const ended = (verdict: Red) => ({ kind: 'ended', verdict }) as const
  const pause = () =>
    clock.sleep(Math.max(0, Math.min(run.pollMs ?? TURN_MS, deadline - clock.now())), signal)

  /** Pauses if there is time and patience for another turn, else says how it ends. */
  const queueUp = async (why: string, reasonCode: string): Promise<Begun<Started> | undefined> => {
    if (run.ifInProgress === 'fail') return ended(inTheWay(why, reasonCode))
    if (clock.now() >= deadline) return ended(turnNeverCame(why, duration(run.budgetMs)))
    progress.show(`waiting for our turn: ${why}`)
    await pause()
    return undefined
  }

  let lost: LostWrite<Steps> | undefined
  let unanswered = 0

  for (;;) {
    if (signal.aborted) return ended(lost ? cancelled(looking(lost.failure)) : cancelledBeforeStart)
    try {
      if (lost) {
        const { steps, failure, looks }: LostWrite<Steps> = lost
        const found = await retry(() => target.find(steps), passing, run)
        if (found !== undefined) return { kind: 'started', started: found }
        if (looks < LOOKS) {
          lost = { steps, failure, looks: looks + 1 }
          await pause()
          continue
        }
      }

      const observed = await retry(() => target.observe(), passing, run)
      onObserved(observed)
      const plan = target.plan(observed)
      if (plan.kind === 'refuse') return ended(plan.verdict)
      if (plan.kind === 'wait') {
        const end = await queueUp(plan.why, plan.reasonCode)
        if (end) return end
        continue
      }
      if (lost && (unanswered > run.maxRetries || clock.now() >= deadline))
        return ended(noTrace(lost.failure))
      onPlan(plan)
      if (signal.aborted) continue

      try {
        return { kind: 'started', started: await retry(() => target.apply(plan.steps), notAccepted, run) }
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure
        if (signal.aborted && notAccepted.includes(failure.kind)) return ended(cancelledBeforeStart)
        if (failure.kind === 'busy') {
          const end = await queueUp(failure.message, failure.reasonCode)
          if (end) return end
        } else if (failure.kind === 'unanswered') {
          unanswered++
          lost = { steps: plan.steps, failure, looks: 0 }
          progress.say(`no answer to ${failure.operation} (${failure.message}); ${looking(failure)}`)
        } else {
          return ended(couldNotStart(failure, target.subject))
        }
      }
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      if (signal.aborted) continue
      if (failure.kind === 'busy') {
        const end = await queueUp(failure.message, failure.reasonCode)
        if (end) return end
        continue
      }
      return ended(
        lost ? couldNotLook(failure, looking(lost.failure)) : couldNotStart(failure, target.subject),
      )
    }
  }
}

const looking = (failure: Failure): string => `looking whether ${failure.operation} was accepted`
