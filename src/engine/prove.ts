import { cancelled } from './ends.ts'
import type { UrlAnswer } from './probe.ts'
import { notPutBack, rollBack } from './roll-back.ts'
import type { Target } from './target.ts'
import type { Run } from './terms.ts'
import { isRed, type Red, type Verdict } from './verdict.ts'
import { answerLines, answerText, shownOf, verifyUrl } from './verify-url.ts'
import { waitForVerdict } from './wait.ts'

/** What the public URL said about what we started. */
export interface Proof<Snapshot> {
  readonly verdict: Verdict
  readonly verified?: boolean
  readonly rolledBack?: boolean
  /** The newest look, if what served before was put back. */
  readonly snapshot?: Snapshot
  /** The last answer of a URL that did not verify. */
  readonly lines: readonly string[]
}

const fix =
  'correct what the answer shows, or verify-url, verify-status-codes and verify-body, and deploy again'

/** After a good end: asks the URL, and if it does not answer as asked puts back what served before, where wanted. */
export const prove = async <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  { started, verdict }: { started: Started; verdict: Verdict },
  run: Run,
): Promise<Proof<Snapshot>> => {
  const check = target.urlCheck(started)
  if (check === undefined) return { verdict, lines: [] }
  const proof = await verifyUrl(check, run)
  const asked = shownOf(check)
  if (run.signal.aborted) return { verdict: cancelled(`verifying ${asked}`, target.hope()), lines: [] }
  // Somebody may have changed the service while it was asked: then the answers were not about ours.
  const now = await waitForVerdict(target, started, run)
  if (isRed(now.verdict)) return { ...now, verified: false, lines: [] }
  const url = `${asked} did not verify: ${answerText(proof.last)} (${proof.attempts} ${proof.attempts === 1 ? 'attempt' : 'attempts'})`
  if (proof.proven) {
    run.progress.say(`${asked} answers as asked${redirectText(proof.last)}`)
    target.verified?.(started, true)
    return { verdict, verified: true, lines: [] }
  }
  const failed = { verified: false, lines: answerLines(proof.last) }
  const notVerified: Red = {
    result: 'not-verified',
    reasonCode: 'not-verified',
    reason: `${verdict.reason}, but ${url}; it keeps serving`,
    fix,
  }
  if (proof.isGood) return { verified: false, lines: [], verdict: notLongEnough(verdict.reason, asked) }
  target.verified?.(started, false)
  if (!run.rollbackOnFailure) return { ...failed, verdict: notVerified }
  const ended = await rollBack(target, { started, what: 'last-good', because: url }, run)
  if (ended.kind === 'nothing') {
    const reason = `${notVerified.reason}, as ${ended.why}`
    return { ...failed, verdict: { ...notVerified, reason } }
  }
  if (ended.kind === 'failed')
    return { ...failed, ...ended.seen, verdict: notPutBack(notVerified, ended.end) }
  const rolledBack: Red = {
    result: 'rolled-back',
    reasonCode: 'not-verified',
    reason: `${target.called(started)} was rolled back: ${url}; what served before was put back: ${ended.reason}`,
    fix,
  }
  return { ...failed, ...ended.seen, rolledBack: true, verdict: rolledBack }
}

/** A redirect that is not followed is an answer, but nobody shall take it for the page behind it. */
const redirectText = (last: UrlAnswer): string =>
  last.kind === 'answered' && last.elsewhere ? `: ${answerText(last)}` : ''

/** The time ended in the middle of good answers: nothing is wrong with the version, so nothing is put back. */
const notLongEnough = (active: string, url: string): Red => ({
  result: 'timed-out',
  reasonCode: 'budget-ended',
  reason: `${active}, and ${url} answers as asked, but the time ended before it had done so often enough`,
  fix: 'raise verify-minutes or wait-for-minutes',
})
