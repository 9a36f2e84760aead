import { transientErrors } from '../runtime/retry.ts'
import type { ServiceError } from '../runtime/service-error.ts'
import type { ReasonCode } from '../verdict/reason-codes.ts'
import type { FinalPlan } from './contract/plan.ts'
import type { Outlook, RolloutDescription } from './contract/target.ts'
import {
  type FailureVerdict,
  failureOf,
  isFailure,
  type SuccessVerdict,
  type Verdict,
} from './contract/verdict.ts'
import { countChanges } from './plan-text.ts'

/** Verdicts that are the same for every target: timeout, lost contact, cancellation and refusals. */

function continuesOnItsOwn({ outlook, actor = 'the service' }: Outlook): string {
  return `${actor} carries on by itself, and ${outlook}`
}

/** The settings updates were all there was to do. */
export const settingsApplied: SuccessVerdict = {
  result: 'success',
  reasonCode: 'settings-applied',
  reason: 'the settings now match the inputs; nothing to deploy',
}

/** The end of a run with `wait-for-service-stability: false`; `reason` says what was accepted. */
export function startedNotWaiting(reason: string): SuccessVerdict {
  return { result: 'started', reasonCode: 'not-waiting', reason }
}

/** The end of `mode: plan`; `changes` counts them in words. */
export function planOnly(changes: string): SuccessVerdict {
  return {
    result: 'planned',
    reasonCode: 'plan-only',
    reason: `${changes} planned; nothing was written`,
  }
}

/** The same difference stays after several writes. */
export function driftPersists(changes: string): FailureVerdict {
  return {
    result: 'refused',
    reasonCode: 'drift-persists',
    reason: `the settings were written and accepted, but they still differ: ${changes}`,
    fix: 'compare the plan with the console: somebody else may be changing the same settings',
  }
}

/** What had not ended when time ran out, and where it stood. */
export function overdue(
  { name }: RolloutDescription,
  { phase, budget }: { phase: string; budget: string },
): string {
  return `${name} did not finish within ${budget}; still ${phase}`
}

/** `toContinue` is the command that it waits for, if it waits for a person. */
export function timedOut(
  what: RolloutDescription,
  at: { phase: string; budget: string; toContinue?: string | undefined },
): FailureVerdict {
  const fix = at.toContinue
    ? `let it continue: ${at.toContinue}\nif nobody can do so in time, raise wait-for-minutes`
    : `raise wait-for-minutes, or check in the console what is holding ${what.actor ?? 'the deployment'} up`
  const reason = `${overdue(what, at)}; ${continuesOnItsOwn(what)}`
  return { result: 'timed-out', reasonCode: 'wait-timeout', reason, fix }
}

/** A started rollout cannot be polled any more. */
export function statusUnknown(failure: ServiceError, phase: string, what: Outlook): FailureVerdict {
  return failureOf({
    result: 'unknown',
    reasonCode: failure.reasonCode,
    reason: `lost track of ${what.actor ?? 'the deployment'} while ${phase}: ${failure.message}; ${continuesOnItsOwn(what)}`,
    fix: failure.fix,
  })
}

/** An observation or a write failed before anything was deployed. */
export function startFailed(failure: ServiceError, subject: string): FailureVerdict {
  return failureOf({
    result: [...transientErrors, 'unreachable'].includes(failure.kind) ? 'unknown' : 'refused',
    reasonCode: failure.reasonCode,
    reason: `${subject}: ${failure.message}`,
    fix: failure.fix,
  })
}

/** The job was cancelled after the rollout had started. */
export function cancelled(phase: string, what: Outlook): FailureVerdict {
  return {
    result: 'cancelled',
    reasonCode: 'job-cancelled',
    reason: `the job was cancelled while ${phase}; ${continuesOnItsOwn(what)}`,
    fix: 'check in the console how it ends, or run the job again',
  }
}

/** How far the run came is added. */
export const cancelledBeforeWrite: FailureVerdict = {
  result: 'cancelled',
  reasonCode: 'job-cancelled',
  reason: 'the job was cancelled',
  fix: 'run the job again',
}

/** Refused by `if-in-progress: fail`; `why` is a sentence. */
export function busyRefused(why: string, reasonCode: ReasonCode): FailureVerdict {
  return failureOf({
    result: 'refused',
    reasonCode,
    reason: why,
    fix: 'set if-in-progress: wait, or run again later',
  })
}

/** A write was sent, its reply was lost, and later observations show nothing of it. */
export function writeUnconfirmed(failure: ServiceError): FailureVerdict {
  const { kind, operation, message } = failure
  const isAccepted = kind === 'accepted'
  return {
    result: 'unknown',
    reasonCode: 'response-lost',
    reason: isAccepted
      ? `${operation} was accepted, but what it started was not found (${message})`
      : `no answer to ${operation} (${message}), and no trace of it since; it may still take effect`,
    fix: isAccepted ? failure.fix : 'check in the console whether it did, then run the job again',
    facts: { unconfirmed: { operation: failure.operation, lookups: 'exhausted' } },
  }
}

/** The operation in progress may be our own write, whose reply was lost. */
export function busyMaybeOurs(why: string, failure: ServiceError, what: Outlook): FailureVerdict {
  return {
    result: 'unknown',
    reasonCode: 'response-lost',
    reason: `no answer to ${failure.operation} (${failure.message}), and ${why}, which may be ours; ${continuesOnItsOwn(what)}`,
    fix: 'check in the console how it ends, or run the job again',
  }
}

/** The settings that this run wrote were still in progress at the timeout. */
export function settingsPending(why: string, budget: string): FailureVerdict {
  return {
    result: 'timed-out',
    reasonCode: 'settings-pending',
    reason: `the changes that this run sent were not applied within ${budget}: ${why}`,
    fix: 'raise wait-for-minutes, or check in the console, then run the job again: it continues where this run stopped',
  }
}

/** No operation is in progress any more, but no time is left to follow a write. */
export function deadlineBeforeWrite(
  so: { hasSettings: boolean; hasWaited: boolean; refusal: string | undefined },
  budget: string,
): FailureVerdict {
  if (so.hasSettings && !so.refusal)
    return settingsPending('the last of them finished just as time ran out', budget)
  if (!so.refusal && !so.hasWaited) return notSent(budget)
  return queueTimedOut(so.refusal ?? 'it became free just as time ran out', budget, '')
}

function notSent(budget: string): FailureVerdict {
  return {
    result: 'timed-out',
    reasonCode: 'not-sent',
    reason: `this run timed out after ${budget}, before the change was sent`,
    fix: 'raise wait-for-minutes; if just reading the service took this long, run the job again later',
  }
}

/** AWS's own work: runs that queue help against each other, and not against this. */
const ownWork = ['region-setup', 'account-setup', 'ecr-role-pending', 'service-deleting', 'service-draining']

/** The operation in progress outlasted the timeout, so nothing was written. `code`: what would be refused instead of waited for. */
export function queueTimedOut(why: string, budget: string, code: ReasonCode | ''): FailureVerdict {
  const queue = 'and give the workflow a concurrency group so that its runs queue'
  return {
    result: 'timed-out',
    reasonCode: 'queue-timeout',
    reason: `gave up after ${budget}: the service stayed busy (${why})`,
    fix: `raise wait-for-minutes, ${ownWork.includes(code) ? 'or run the job again later' : queue}`,
  }
}

/** The verdict of a plan without a write; settings may have been written before. */
export function verdictOfFinalPlan(
  { verdict, isNoOp }: FinalPlan,
  { hasSettings, isPlanMode }: { hasSettings: boolean; isPlanMode: boolean },
): Verdict {
  if (isFailure(verdict)) return verdict
  if (isNoOp) return { ...verdict, isExtentUntold: true }
  if (verdict.result !== 'unchanged') return verdict
  if (isPlanMode) return planOnly(countChanges([]))
  return hasSettings ? settingsApplied : verdict
}
