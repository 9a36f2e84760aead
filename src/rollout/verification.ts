import { plural } from '../text/plural.ts'
import type { RunSession } from './contract/run.ts'
import type { Target, TargetTypes } from './contract/target.ts'
import { type FailureVerdict, isFailure, type Verdict } from './contract/verdict.ts'
import { ownServing, rollBack, rollbackFailed, rollbackImpossible } from './rollback.ts'
import type { ProbeResponse } from './url/url-probe.ts'
import { describeResponse, probeUrl, responseExcerpt, shownOf, type UrlProbe } from './url/verify-url.ts'
import { cancelled } from './verdicts.ts'
import { type FollowedRollout, waitForRollout } from './waiter.ts'

/** The result of verifying our deployment at the public URL. */
export interface VerificationResult<T extends TargetTypes> extends FollowedRollout<T> {
  readonly verified?: boolean
  /** The last answer of a URL that did not verify. */
  readonly lines: readonly string[]
}

const fix = 'fix the app, or adjust verify-url, verify-status-codes or verify-body; then deploy again'

/** Verifies a successful rollout with the probe of its URL. If that fails, rolls back if the options say so. */
export async function verifyRollout<T extends TargetTypes>(
  target: Target<T>,
  { started, verdict, snapshot }: FollowedRollout<T> & { readonly started: T['started'] },
  check: UrlProbe,
  run: RunSession,
): Promise<VerificationResult<T>> {
  const proof = await probeUrl(check, run)
  const asked = shownOf(check)
  if (run.signal.aborted) {
    return { verdict: cancelled(`checking ${asked}`, target.describe(started, snapshot)), lines: [] }
  }
  // The service may have been changed during the check: then the answers were not ours.
  const now = await waitForRollout(target, started, run)
  if (isFailure(now.verdict)) return { ...now, verified: false, lines: [] }
  const url = `${asked} failed the URL check: ${describeResponse(proof.last)} after ${plural(proof.attempts, 'attempt')}`
  if (proof.proven) {
    run.progress.event(`${asked} passed the URL check${redirectText(proof.last)}`)
    target.onVerified?.(started, true)
    return { verdict, verified: true, lines: [] }
  }
  const failed = { verified: false, lines: responseExcerpt(proof.last) }
  const notVerified: FailureVerdict = {
    result: 'not-verified',
    reasonCode: 'not-verified',
    reason: `${verdict.reason}, but ${url}`,
    fix,
    facts: ownServing(now.verdict),
  }
  if (proof.isGood)
    return { verified: false, lines: [], verdict: verificationTimedOut(now.verdict, verdict.reason, asked) }
  target.onVerified?.(started, false)
  if (!run.rollbackOnFailure) return { ...failed, verdict: notVerified }
  const ended = await rollBack(target, { started, to: 'last-good', because: url }, run)
  if (ended.kind === 'unavailable')
    return { ...failed, verdict: rollbackImpossible(notVerified, ended.reason) }
  if (ended.kind === 'failed')
    return { ...failed, ...ended.seen, verdict: rollbackFailed(notVerified, ended.end) }
  const rolledBack: FailureVerdict = {
    result: 'rolled-back',
    reasonCode: 'not-verified',
    reason: `${target.describe(started).name} was rolled back to ${ended.name}: ${url}; ${ended.reason}`,
    fix,
    facts: ended.facts,
  }
  return { ...failed, ...ended.seen, verdict: rolledBack }
}

/** A redirect that is not followed is an answer, but not that of the page behind it. */
function redirectText(last: ProbeResponse): string {
  return last.kind === 'answered' && last.elsewhere ? `: ${describeResponse(last)}` : ''
}

/** The time ended in the middle of good answers: nothing is wrong with the version, so nothing is put back. */
function verificationTimedOut(now: Verdict, active: string, url: string): FailureVerdict {
  return {
    result: 'timed-out',
    reasonCode: 'wait-timeout',
    reason: `${active}, and ${url} gives good answers, but time ran out before there were enough of them`,
    fix: 'raise verify-minutes or wait-for-minutes',
    facts: ownServing(now),
  }
}
