import { begin } from './begin.ts'
import { cancelled } from './ends.ts'
import type { Target } from './target.ts'
import type { Run } from './terms.ts'
import { isRed, type Red, type Verdict } from './verdict.ts'
import { answerLines, answerText, verifyUrl } from './verify-url.ts'
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

const noHooks = { onObserved: () => undefined, onPlan: () => undefined, onEnd: () => undefined }

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
  const asked = check.clean(check.url)
  if (run.signal.aborted) return { verdict: cancelled(`verifying ${asked}`, target.hope()), lines: [] }
  // Somebody may have changed the service while it was asked: then the answers were not about ours.
  const now = await waitForVerdict(target, started, run)
  if (isRed(now.verdict)) return { ...now, verified: false, lines: [] }
  const url = `${asked} did not verify: ${answerText(proof.last)} (${proof.attempts} attempts)`
  if (proof.proven) {
    run.progress.say(`${asked} answers as asked`)
    return { verdict, verified: true, lines: [] }
  }
  const failed = { verified: false, lines: answerLines(proof.last) }
  const notVerified: Red = {
    result: 'failed-nothing-serving',
    reasonCode: 'not-verified',
    reason: `${verdict.reason}, but ${url}; it keeps serving`,
    fix,
  }
  if (proof.isGood) return { verified: false, lines: [], verdict: notLongEnough(verdict.reason, asked) }
  if (!run.rollbackOnFailure) return { ...failed, verdict: notVerified }
  const undoing = target.undoing(started)
  if (undoing === undefined) {
    const reason = `${notVerified.reason}, as there is no earlier good version to put back`
    return { ...failed, verdict: { ...notVerified, reason } }
  }

  run.progress.say(`${url}; putting back what served before`)
  const begun = await begin(
    undoing,
    { ...run, ifInProgress: 'wait', planOnly: false, isUndoing: true },
    noHooks,
  )
  if (begun.kind === 'ended') return { ...failed, verdict: notUndone(notVerified, begun.verdict) }
  run.progress.say(undoing.accepted(begun.started))
  const end = await waitForVerdict(undoing, begun.started, run)
  if (end.verdict.result !== 'success')
    return { ...failed, ...end, verdict: notUndone(notVerified, end.verdict) }
  const rolledBack: Red = {
    result: 'rolled-back',
    reasonCode: 'not-verified',
    reason: `${target.called(started)} was rolled back: ${url}; what served before was put back: ${end.verdict.reason}`,
    fix,
  }
  return { ...failed, ...end, rolledBack: true, verdict: rolledBack }
}

/** Putting back failed as well; the end of the try says what serves now, if anybody knows. */
const notUndone = (notVerified: Red, end: Verdict): Red => {
  const isFailure = !isRed(end) || end.result.startsWith('failed-') || end.result === 'refused'
  const reason = notVerified.reason.replace(/; it keeps serving$/, '; it served when it was last seen')
  const why = end.reason.replace(/; nothing was changed$/, '')
  return {
    ...notVerified,
    ...(!isFailure && { result: end.result }),
    reasonCode: 'rollback-failed',
    reason: `${reason}; putting back what served before did not come to its end: ${why}`,
  }
}

/** The time ended in the middle of good answers: nothing is wrong with the version, so nothing is put back. */
const notLongEnough = (active: string, url: string): Red => ({
  result: 'timed-out',
  reasonCode: 'budget-ended',
  reason: `${active}, and ${url} answers as asked, but the time ended before it had done so often enough`,
  fix: 'raise verify-minutes or wait-for-minutes',
})
