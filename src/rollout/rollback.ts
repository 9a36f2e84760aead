import { retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { renderReason } from './contract/render-reason.ts'
import type { RunSession } from './contract/run.ts'
import type { Displaced, Target, Undoing } from './contract/target.ts'
import { type FailureVerdict, failureOf, isFailure, type Verdict } from './contract/verdict.ts'
import { reconcile } from './reconcile.ts'
import { waitForRollout } from './waiter.ts'

/** The newest look, if there was one. */
interface Seen<Snapshot> {
  readonly snapshot?: Snapshot
}

/** How putting something back in the place of what we started ended. */
export type RollbackResult<Snapshot> =
  | { readonly kind: 'nothing'; readonly why: string }
  /** It serves; `reason` says what does. */
  | { readonly kind: 'done'; readonly reason: string; readonly seen: Seen<Snapshot> }
  | { readonly kind: 'failed'; readonly end: Verdict; readonly seen: Seen<Snapshot> }

const noHooks = { onObserved: () => undefined, onPlan: () => undefined, onEnd: () => undefined }

/** Puts back the last good one, or what ours displaced, and follows it to its end. `because` is said before. */
export const rollBack = async <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  { started, what, because }: { started: Started; what: 'last-good' | 'displaced'; because: string },
  run: RunSession,
): Promise<RollbackResult<Snapshot>> => {
  const undoing = await chosen(() => target.undoing(started, what), run)
  if (undoing.kind === 'nothing') return undoing
  run.progress.event(`${because}; putting back what served before`)
  const options = { ...run, ifInProgress: 'wait', planOnly: false, isUndoing: true } as const
  const begun = await reconcile(undoing.target, options, noHooks)
  if (begun.kind === 'ended') return { kind: 'failed', end: begun.verdict, seen: {} }
  const again = begun.started
  run.progress.event(undoing.target.accepted(again))
  const displaced = await undoing.target.displaced?.(again)
  if (displaced) run.log.warning(displaced.told)
  const { verdict, ...seen } = await waitForRollout(undoing.target, again, run)
  if (verdict.result !== 'success') return { kind: 'failed', end: verdict, seen }
  // What somebody deployed just then is what is wanted: it is put back in its turn, once.
  if (displaced?.cause && what === 'last-good') {
    const last = { started: again, what: 'displaced', because: displaced.cause.reason } as const
    const outcome = await rollBack(undoing.target, last, run)
    if (outcome.kind !== 'nothing') return outcome
  }
  return { kind: 'done', reason: verdict.reason, seen }
}

const chosen = async <Of>(choose: () => Promise<Undoing<Of>>, run: RunSession): Promise<Undoing<Of>> => {
  try {
    return await retry(choose, transientErrors, run)
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    return { kind: 'nothing', why: `what to put back is not known: ${failure.message}` }
  }
}

/** Ours went over what has to serve: as soon as ours is through, that is put back. Never a good end. */
export const restoreNewer = async <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  { started, verdict, cause }: { started: Started; verdict: Verdict; cause: NonNullable<Displaced['cause']> },
  run: RunSession,
): Promise<{ verdict: Verdict; rolledBack?: boolean; snapshot?: Snapshot }> => {
  const { reasonCode, reason, fix } = cause
  const stays: FailureVerdict = {
    result: 'not-verified',
    reasonCode,
    reason: `${verdict.reason}, but ${reason}`,
    fix,
    facts: { serving: 'ours' },
  }
  const ended = await rollBack(target, { started, what: 'displaced', because: reason }, run)
  if (ended.kind === 'nothing') return { verdict: rollbackImpossible(stays, ended.why) }
  if (ended.kind === 'failed') {
    const red = rollbackFailed(stays, ended.end)
    // Nothing is wrong with ours but its place.
    return { ...ended.seen, verdict: red.result === stays.result ? { ...red, reasonCode } : red }
  }
  const red: FailureVerdict = {
    result: 'rolled-back',
    reasonCode,
    reason: `${target.called(started)} was rolled back: ${reason}; what it displaced was put back: ${ended.reason}`,
    fix,
    facts: rolledBackFacts,
  }
  return { ...ended.seen, rolledBack: true, verdict: red }
}

/** What served before was put back. */
export const rolledBackFacts = { serving: 'previous', rollback: { outcome: 'done' } } as const

/** Nothing can be put back, so ours stays; `why` continues a sentence after "as". */
export const rollbackImpossible = (stays: FailureVerdict, why: string): FailureVerdict => ({
  ...stays,
  facts: { ...stays.facts, rollback: { outcome: 'impossible', why } },
})

/** Putting back failed as well; the end of the try says what serves now, if anybody knows. `stays` is how ours stands. */
export const rollbackFailed = (stays: FailureVerdict, end: Verdict): FailureVerdict => {
  // Ours keeps serving where what was to come back failed, or was refused.
  const isKept = !isFailure(end) || end.result === 'failed-kept-previous' || end.result === 'refused'
  const { unconfirmed, serving } = end.facts ?? {}
  // That this try changed nothing says nothing of the run.
  const why = end.facts?.written === 'nothing' ? end.reason : renderReason(end)
  return failureOf({
    ...stays,
    ...(!isKept && { result: end.result }),
    reasonCode: 'rollback-failed',
    facts: {
      ...(isKept ? { serving: 'ours' } : serving && { serving }),
      ...(unconfirmed && { unconfirmed }),
      rollback: { outcome: 'failed', why },
    },
  })
}
