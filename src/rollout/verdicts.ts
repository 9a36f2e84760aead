import type { ServiceError } from '../runtime/service-error.ts'
import type { VerdictFacts } from '../verdict/facts.ts'
import type { ReasonCode } from '../verdict/reason-codes.ts'
import type { FinalPlan } from './contract/plan.ts'
import {
  type FailureVerdict,
  failureOf,
  isFailure,
  type SuccessVerdict,
  type Verdict,
} from './contract/verdict.ts'
import { countChanges } from './plan-text.ts'

/** The ends that hold for any service: the budget, the look or the job ended before the deployment did. */

/** `hope` says what may still happen, such as `the deployment may still succeed`. */
const continuesOnItsOwn = (outlook: string): string => `the service goes on by itself and ${outlook}`

/** The preparing writes were all that there was to do. */
export const settingsApplied: SuccessVerdict = {
  result: 'success',
  reasonCode: 'settings-applied',
  reason: 'the settings are as written now; there was nothing to deploy',
}

export const startedNotWaiting: SuccessVerdict = {
  result: 'started',
  reasonCode: 'not-waiting',
  reason: 'it was accepted; this run does not wait for its end',
}

export const planOnly = (changes: string): SuccessVerdict => ({
  result: 'planned',
  reasonCode: 'plan-only',
  reason: `the plan has ${changes}; nothing was written`,
})

/** Written again and again, the same difference stays. */
export const driftPersists = (changes: string): FailureVerdict => ({
  result: 'refused',
  reasonCode: 'drift-persists',
  reason: `the settings were written and accepted, and still differ: ${changes}`,
  fix: 'compare the plan with the console; somebody else may be changing the same settings',
})

/** `what` is what was started, such as `version 18 of shop`. */
export const timedOut = (
  what: string,
  { phase, budget, hope }: { phase: string; budget: string; hope: string },
): FailureVerdict => ({
  result: 'timed-out',
  reasonCode: 'wait-timeout',
  reason: `${what} has not ended within ${budget}; still ${phase}; ${continuesOnItsOwn(hope)}`,
  fix: 'raise wait-for-minutes, or look at the console for what holds the deployment up',
})

export const statusUnknown = (failure: ServiceError, phase: string, outlook: string): FailureVerdict =>
  failureOf({
    result: 'unknown',
    reasonCode: failure.reasonCode,
    reason: `could not look any more (${failure.message}) while ${phase}; ${continuesOnItsOwn(outlook)}`,
    fix: failure.fix,
  })

/** What a run wrote that deployed nothing. `lost` is why the answer to one of its writes is missing. */
interface WriteExtent {
  readonly lost: ServiceError | undefined
  readonly hasSettings: boolean
}

/** With what the run wrote as facts; what the verdict knows itself counts. */
export const withExtent = (verdict: Verdict, { lost, hasSettings }: WriteExtent): Verdict => {
  const facts: Partial<VerdictFacts> = lost
    ? { written: 'unknown', unconfirmed: { operation: lost.operation, lookups: 'open' } }
    : { written: hasSettings ? 'settings' : 'nothing' }
  return { ...verdict, facts: { ...facts, ...verdict.facts } }
}

/**
 * The end of a run that deployed nothing: what it did write is added to its sentence. Whether one that may not look any
 * more, or whose write got no answer, was refused is not known.
 */
export const withExtentTold = (
  verdict: FailureVerdict,
  { lost, hasSettings }: WriteExtent,
): FailureVerdict => {
  const untold = { ...verdict, isExtentUntold: true } as const
  if (verdict.result !== 'refused') return untold
  if (lost) return { ...untold, result: 'unknown', reasonCode: 'response-lost' }
  return hasSettings && blindCodes.includes(verdict.reasonCode)
    ? failureOf({ ...untold, result: 'unknown' })
    : untold
}

/** Whoever ends with one of them cannot see what became of what was written. */
const blindCodes: readonly ReasonCode[] = [
  'credentials-expired',
  'credentials-missing',
  'credentials-denied',
  'credentials-invalid',
  'access-denied',
]

/** A look or a write failed before anything was deployed. */
export const startFailed = (failure: ServiceError, subject: string): FailureVerdict =>
  failureOf({
    result: ['no-response', 'unreachable', 'throttled'].includes(failure.kind) ? 'unknown' : 'refused',
    reasonCode: failure.reasonCode,
    reason: `${subject}: ${failure.message}`,
    fix: failure.fix,
  })

export const cancelled = (phase: string, outlook: string): FailureVerdict => ({
  result: 'cancelled',
  reasonCode: 'job-cancelled',
  reason: `the job was cancelled while ${phase}; ${continuesOnItsOwn(outlook)}`,
  fix: 'look at the console for how it ends, or run the job again',
})

/** How far the run came is added. */
export const cancelledBeforeWrite: FailureVerdict = {
  result: 'cancelled',
  reasonCode: 'job-cancelled',
  reason: 'the job was cancelled',
  fix: 'run the job again',
}

export const busyRefused = (why: string, reasonCode: ReasonCode): FailureVerdict =>
  failureOf({
    result: 'refused',
    reasonCode,
    reason: why,
    fix: 'leave if-in-progress at wait, or run again later',
  })

/** A write was sent, its answer was lost, and later looks found nothing of it. */
export const writeUnconfirmed = (failure: ServiceError): FailureVerdict => ({
  result: 'unknown',
  reasonCode: 'response-lost',
  reason: `no answer to ${failure.operation} (${failure.message}) and no trace of it since; it may still take effect`,
  fix: 'look at the console whether it did, then run the job again',
  facts: { unconfirmed: { operation: failure.operation, lookups: 'exhausted' } },
})

/** What is in the way may be what our own write made: its answer was lost. */
export const busyMaybeOurs = (why: string, failure: ServiceError, outlook: string): FailureVerdict => ({
  result: 'unknown',
  reasonCode: 'response-lost',
  reason: `no answer to ${failure.operation} (${failure.message}), and ${why}, which may be ours; ${continuesOnItsOwn(outlook)}`,
  fix: 'look at the console for how it ends, or run the job again',
})

export const settingsPending = (why: string, budget: string): FailureVerdict => ({
  result: 'timed-out',
  reasonCode: 'settings-pending',
  reason: `what we wrote was not through within ${budget}: ${why}`,
  fix: 'raise wait-for-minutes, or look at the console, then run the job again: it goes on where this run ended',
})

/** Nothing is in the way any more, but no time is left to follow what would be sent. */
export const deadlineBeforeWrite = (
  so: { hasSettings: boolean; hasWaited: boolean },
  budget: string,
): FailureVerdict => {
  if (so.hasSettings) return settingsPending('it came through as the time ended', budget)
  return so.hasWaited ? queueTimedOut('what was in the way ended as the time did', budget) : notSent(budget)
}

const notSent = (budget: string): FailureVerdict => ({
  result: 'timed-out',
  reasonCode: 'not-sent',
  reason: `the time of this run (${budget}) was over before the change was sent`,
  fix: 'raise wait-for-minutes; if looking alone took so long, run the job again later',
})

export const queueTimedOut = (why: string, budget: string): FailureVerdict => ({
  result: 'timed-out',
  reasonCode: 'queue-timeout',
  reason: `our turn did not come within ${budget}: ${why}`,
  fix: 'raise wait-for-minutes, and give the workflow a concurrency group so that its runs queue up',
})

/** How a run ends whose plan has nothing to apply; settings may have been written before. */
export const verdictOfFinalPlan = (
  { verdict, isNoOp }: FinalPlan,
  { hasSettings, isPlanMode }: { hasSettings: boolean; isPlanMode: boolean },
): Verdict => {
  if (isFailure(verdict)) return verdict
  if (isNoOp) return { ...verdict, isExtentUntold: true }
  if (verdict.result !== 'unchanged') return verdict
  if (isPlanMode) return planOnly(countChanges([]))
  return hasSettings ? settingsApplied : verdict
}
