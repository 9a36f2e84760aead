import type { Failure } from './failure.ts'
import type { Red } from './verdict.ts'

/** The ends that hold for any service: the budget, the look or the job ended before the deployment did. */

const goesOn = 'the service goes on by itself and the deployment may still succeed'

export const timedOut = (phase: string, budget: string): Red => ({
  result: 'timed-out',
  reasonCode: 'budget-ended',
  reason: `no verdict within ${budget}; still ${phase}; ${goesOn}`,
  fix: 'raise wait-for-minutes, or look at the console for what holds the deployment up',
})

export const couldNotLook = (failure: Failure, phase: string): Red => ({
  result: 'could-not-look',
  reasonCode: failure.reasonCode,
  reason: `could not look any more (${failure.message}) while ${phase}; ${goesOn}`,
  fix: failure.fix,
})

/** The first look failed: nothing has been written yet. */
export const couldNotStart = (failure: Failure, subject: string): Red => ({
  result: failure.kind === 'unanswered' || failure.kind === 'throttled' ? 'could-not-look' : 'refused',
  reasonCode: failure.reasonCode,
  reason: `${subject}: ${failure.message}; nothing was changed`,
  fix: failure.fix,
})

export const cancelled = (phase: string): Red => ({
  result: 'cancelled',
  reasonCode: 'job-cancelled',
  reason: `the job was cancelled while ${phase}; ${goesOn}`,
  fix: 'look at the console for how it ends, or run the job again',
})

export const cancelledBeforeStart: Red = {
  result: 'cancelled',
  reasonCode: 'job-cancelled',
  reason: 'the job was cancelled before anything was written; nothing was changed',
  fix: 'run the job again',
}

export const inTheWay = (why: string, reasonCode: string): Red => ({
  result: 'refused',
  reasonCode,
  reason: `${why}; nothing was changed`,
  fix: 'leave if-in-progress at wait, or run again later',
})

/** A write was sent, its answer was lost, and later looks found nothing of it. */
export const noTrace = (failure: Failure): Red => ({
  result: 'could-not-look',
  reasonCode: 'answer-lost',
  reason: `no answer to ${failure.operation} (${failure.message}) and no trace of it since; it may still appear`,
  fix: 'look at the console whether the deployment appears, then run the job again',
})

export const turnNeverCame = (why: string, budget: string): Red => ({
  result: 'timed-out',
  reasonCode: 'turn-never-came',
  reason: `our turn did not come within ${budget}: ${why}; nothing was changed`,
  fix: 'raise wait-for-minutes, and give the workflow a concurrency group so that its runs queue up',
})

export const internal = (error: unknown): Red => ({
  result: 'internal',
  reasonCode: 'internal',
  reason: `a fault of lightsail-deploy itself: ${error instanceof Error ? error.message : String(error)}`,
  fix: 'please report it, with this log: the deployment, if one was started, goes on by itself',
})
