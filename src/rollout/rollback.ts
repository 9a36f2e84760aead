import { retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { renderReason } from './contract/render-reason.ts'
import type { RunSession } from './contract/run.ts'
import type { Displaced, RollbackTarget, RollbackTo, Target, TargetTypes } from './contract/target.ts'
import { type FailureVerdict, failureOf, isFailure, type Verdict } from './contract/verdict.ts'
import { reconcile } from './reconcile/reconcile.ts'
import { type FollowedRollout, waitForRollout } from './waiter.ts'

/** The newest poll, if any. */
interface Seen<T extends TargetTypes> {
  readonly snapshot?: T['snapshot']
}

/** The result of restoring a deployment in place of ours. */
export type RollbackResult<T extends TargetTypes> =
  /** `reason` continues a sentence after "because". */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** It serves, unless nothing is to run; `reason` says what does. `name` is what was restored. */
  | {
      readonly kind: 'done'
      readonly name: string
      readonly reason: string
      readonly facts: RolledBackFacts
      readonly seen: Seen<T>
    }
  | { readonly kind: 'failed'; readonly end: Verdict; readonly seen: Seen<T> }

/** Restores the last good deployment, or the one that ours displaced, and follows it to its end. `because` is printed before. */
export async function rollBack<T extends TargetTypes>(
  target: Target<T>,
  { started, to, because }: { started: T['started']; to: RollbackTo; because: string },
  run: RunSession,
): Promise<RollbackResult<T>> {
  const chosen = await chooseTarget(target, { started, to }, run)
  if (chosen.kind === 'unavailable') return chosen
  run.progress.event(`${because}; rolling back to ${chosen.name}`)
  const options = { ...run, ifInProgress: 'wait', planOnly: false, isRollback: true } as const
  const begun = await reconcile(chosen.target, options)
  if (begun.kind === 'ended') return { kind: 'failed', end: begun.verdict, seen: {} }
  const again = begun.started
  run.progress.event(chosen.target.describe(again).accepted)
  const displaced = await chosen.target.findDisplaced?.(again)
  if (displaced) run.log.warning(displaced.message)
  const { verdict, ...seen } = await waitForRollout(chosen.target, again, run)
  if (verdict.result !== 'success') return { kind: 'failed', end: verdict, seen }
  // A deployment that somebody made just then is wanted: it is restored in its turn, once.
  if (displaced?.cause && to === 'last-good') {
    const last = { started: again, to: 'displaced', because: displaced.cause.reason } as const
    const outcome = await rollBack(chosen.target, last, run)
    if (outcome.kind !== 'unavailable') return outcome
  }
  return { kind: 'done', name: chosen.name, reason: verdict.reason, facts: rolledBackFacts(verdict), seen }
}

async function chooseTarget<T extends TargetTypes>(
  target: Target<T>,
  { started, to }: { started: T['started']; to: RollbackTo },
  run: RunSession,
): Promise<RollbackTarget<T>> {
  const { rollback } = target
  if (rollback === undefined) return { kind: 'unavailable', reason: 'there is nothing to roll back to' }
  try {
    return await retry(() => rollback(started, to), transientErrors, run)
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    return {
      kind: 'unavailable',
      reason: `the version to roll back to could not be determined: ${failure.message}`,
    }
  }
}

/** Ours replaced a deployment that has to serve: as soon as ours has succeeded, that one is restored. Never a success. */
export async function restoreNewer<T extends TargetTypes>(
  target: Target<T>,
  {
    started,
    verdict,
    cause,
  }: { started: T['started']; verdict: Verdict; cause: NonNullable<Displaced['cause']> },
  run: RunSession,
): Promise<FollowedRollout<T>> {
  const { reasonCode, reason, fix } = cause
  const stays: FailureVerdict = {
    result: 'not-verified',
    reasonCode,
    reason: `${verdict.reason}, but ${reason}`,
    fix,
    facts: ownServing(verdict),
  }
  const ended = await rollBack(target, { started, to: 'displaced', because: reason }, run)
  if (ended.kind === 'unavailable') return { verdict: rollbackImpossible(stays, ended.reason) }
  if (ended.kind === 'failed') {
    const red = rollbackFailed(stays, ended.end)
    // The deployment itself is fine, only its order is wrong.
    return { ...ended.seen, verdict: red.result === stays.result ? { ...red, reasonCode } : red }
  }
  const red: FailureVerdict = {
    result: 'rolled-back',
    reasonCode,
    reason: `${target.describe(started).name} was rolled back to ${ended.name}: ${reason}; ${ended.reason}`,
    fix,
    facts: ended.facts,
  }
  return { ...ended.seen, verdict: red }
}

type RolledBackFacts = NonNullable<FailureVerdict['facts']>

/** What served before was put back; it may be that no task of it is to run. */
function rolledBackFacts({ facts }: Verdict): RolledBackFacts {
  return {
    serving: facts?.serving === 'nothing' ? 'nothing' : 'previous',
    rollback: { outcome: 'done' },
  }
}

/** Ours is through: whether it serves, as far as the verdict on it knows. */
export function ownServing({ facts }: Verdict): Pick<RolledBackFacts, 'serving'> {
  return facts?.serving === undefined ? {} : { serving: facts.serving }
}

/** Nothing can be restored, so ours stays; `why` continues a sentence after "because". */
export function rollbackImpossible(stays: FailureVerdict, why: string): FailureVerdict {
  return {
    ...stays,
    facts: { ...stays.facts, rollback: { outcome: 'impossible', why } },
  }
}

/** The rollback failed as well; its verdict says what serves now, if known. `stays` is the state of ours. */
export function rollbackFailed(stays: FailureVerdict, end: Verdict): FailureVerdict {
  // Ours keeps serving if the rollback failed, was refused, or was itself rolled back by the service.
  const isKept = !isFailure(end) || ['failed-kept-previous', 'rolled-back', 'refused'].includes(end.result)
  const { unconfirmed, serving } = end.facts ?? {}
  const own = ownServing(stays)
  // That the rollback wrote nothing says nothing about the run.
  const why = end.facts?.written === 'nothing' ? end.reason : renderReason(end)
  return failureOf({
    ...stays,
    ...(!isKept && { result: end.result }),
    reasonCode: 'rollback-failed',
    facts: {
      ...(isKept ? own : serving && { serving }),
      ...(unconfirmed && { unconfirmed }),
      rollback: { outcome: 'failed', why, ...(own.serving === 'ours' && { wasServing: true }) },
    },
  })
}
