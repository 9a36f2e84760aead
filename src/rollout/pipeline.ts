import { retry, transientErrors } from '../runtime/retry.ts'
import { causeOf } from '../verdict/reason-codes.ts'
import type { Diagnosis, Diagnostics, RetryBudget } from './contract/diagnostics.ts'
import type { Outcome } from './contract/outcome.ts'
import type { ReconcileEvent } from './contract/plan.ts'
import { completeVerdict } from './contract/render-reason.ts'
import type { EarlierRound, RunSession } from './contract/run.ts'
import type { RunHistory, Target, TargetTypes } from './contract/target.ts'
import { type FinalVerdict, failureOf, isFailure, type Verdict } from './contract/verdict.ts'
import { followRollout } from './follow.ts'
import { printLogs } from './log-tail.ts'
import { createPlanPrinter } from './plan-text.ts'
import { reconcile } from './reconcile/reconcile.ts'
import { withMoreTime } from './session.ts'
import { startedNotWaiting } from './verdicts.ts'
import { withSavedState } from './write-progress.ts'

/** Milliseconds before logs are read again after a failure, as lines lag, unless the user set an interval. */
const LOG_LAG_MS = 5_000
/** Growth of the pauses, and their maximum. */
const LOG_LAG_GROWTH = 1.5
const MAX_LOG_LAG_MS = 30_000

/** Verdicts that only the closing line reports. */
function isClosedByLastLine({ result, reasonCode }: Verdict): boolean {
  return (
    result === 'started' ||
    result === 'planned' ||
    result === 'unchanged' ||
    result === 'reported' ||
    reasonCode === 'registered'
  )
}

/** Observe → plan → apply → wait → verify → diagnose: one whole run, with exactly one verdict. */
export async function runPipeline<T extends TargetTypes>(
  given: Target<T>,
  run: RunSession,
): Promise<Outcome> {
  const { clock, log, signal, reporter, progress, saveProgress } = run
  const target = saveProgress ? withSavedState(given, saveProgress) : given
  const { subject, progressive, done } = target.labels
  const planPrinter = createPlanPrinter(log, target.labels)
  let history: RunHistory<T> = {}
  let lastResponseLines: readonly string[] = []
  let diagnostics: Diagnostics | undefined
  let before: EarlierRound<T['observed']> = {}

  const hear = async (event: ReconcileEvent<T['observed'], T['step']>): Promise<void> => {
    if (event.kind === 'finished') return planPrinter.end(event.plan)
    if (event.kind === 'observed') {
      const { observed } = event
      history = { initial: observed, ...history, latest: observed }
      return
    }
    const { changes, titleNote, step } = event.plan
    const isFirst = history.step === undefined
    history = { ...history, step }
    planPrinter.announce(event.plan, run.planOnly)
    if (isFirst && !run.planOnly) await reporter?.starts({ subject, progressive, changes, titleNote })
  }

  const rollOut = async (): Promise<Verdict> => {
    const begun = await reconcile(target, run, hear, before)
    if (begun.kind === 'ended') return begun.verdict
    history = { ...history, started: begun.started }
    if (target.isPreDeployment?.(begun.started)) return await deployAfter(begun.started)
    const { accepted, name } = target.describe(begun.started)
    progress.event(accepted)
    reporter?.accepted(accepted)
    const displaced = await target.findDisplaced?.(begun.started)
    if (displaced) log.warning(displaced.message)
    const cause = displaced?.cause
    // Even a run that does not wait must restore what it should not have replaced.
    if (!run.waitForStability && !cause)
      return startedNotWaiting(`${name} was accepted; this run does not wait for it to finish`)
    diagnostics = target.diagnostics(begun.started)
    const longer = withMoreTime(run, target.addedTimeMs?.(begun.started) ?? 0)
    const { verdict, ...end } = await followRollout(target, begun.started, longer, diagnostics)
    history = { ...history, ...end }
    if (verdict.result !== 'success') return verdict
    const { started } = end
    if (cause) {
      const { restoreNewer } = await import('./rollback.ts')
      const { verdict: restored, ...last } = await restoreNewer(target, { started, verdict, cause }, longer)
      history = { ...history, ...last }
      return restored
    }
    const check = target.probe?.(started)
    if (check === undefined) return verdict
    const { verifyRollout } = await import('./verification.ts')
    const {
      verdict: verified,
      lines,
      ...last
    } = await verifyRollout(target, { ...end, verdict }, check, longer)
    history = { ...history, ...last }
    lastResponseLines = lines
    return verified
  }

  /** Follows what has to end well before the deployment, which is begun then. */
  const deployAfter = async (started: T['started']): Promise<Verdict> => {
    progress.event(target.describe(started).accepted)
    diagnostics = target.diagnostics(started)
    const { verdict, ...end } = await followRollout(target, started, run, diagnostics)
    history = { ...history, ...end }
    if (verdict.result !== 'success') return verdict
    progress.event(verdict.reason)
    const { started: _, snapshot: __, ...rest } = history
    history = rest
    before = { prepared: verdict.reason, previous: { observed: rest.latest } }
    diagnostics = undefined
    return await rollOut()
  }

  const verdict = completeVerdict(await rollOut(), 'deployment')
  const elapsedMs = progress.elapsed()
  // Where nothing was started no log follows, and the closing line or the error comes next.
  if (diagnostics || (!isClosedByLastLine(verdict) && !isFailure(verdict))) progress.event(verdict.reason)
  const budget: RetryBudget = {
    retrying: (call) => retry(call, transientErrors, run),
    pause: async (turn) => {
      const left = run.deadline - clock.now()
      if (signal.aborted || left <= 0) return false
      progress.phase('waiting for the rest of the log')
      await clock.sleep(
        Math.min(left, (run.pollMs ?? LOG_LAG_MS) * LOG_LAG_GROWTH ** (turn - 1), MAX_LOG_LAG_MS),
        signal,
      )
      return true
    },
  }
  const found =
    isFailure(verdict) && !signal.aborted ? await diagnostics?.diagnose(verdict, budget) : undefined
  const diagnosis = withResponse(found, verdict, lastResponseLines)
  printLogs(log, diagnosis?.logs ?? [])
  const finalVerdict = withCause(verdict, diagnosis?.cause)
  const summary = target.summarize(history, finalVerdict, elapsedMs)
  if (finalVerdict.result === 'reported')
    for (const [label, value] of summary.rows) log.line(`  ${label.replaceAll('`', '').padEnd(16)} ${value}`)
  const outcome = {
    ...{ subject, done },
    verdict: finalVerdict,
    // Somebody else may have made the planned changes while we waited.
    changes: finalVerdict.result === 'unchanged' ? [] : planPrinter.changes(),
    titleNote: planPrinter.titleNote(),
    phases: progress.phases,
    diagnosis,
    summary,
    elapsedMs,
  }
  const added = await reporter?.ends(outcome)
  await target.cleanUp?.(history, finalVerdict, progress.event)
  return { ...outcome, summary: { ...summary, outputs: { ...summary.outputs, ...added } } }
}

/** The answer of a URL that failed the check is evidence, whatever the log says. */
function withResponse(
  diagnosis: Diagnosis | undefined,
  verdict: Verdict,
  lines: readonly string[],
): Diagnosis | undefined {
  if (lines.length === 0 || !isFailure(verdict)) return diagnosis
  const { reasonCode, fix } = verdict
  return { logs: [], unavailable: [], ...diagnosis, cause: { reasonCode, reason: '', fix, lines } }
}

/**
 * The sentence ends with the cause; for a rollout that has not ended it is marked as provisional. What the code says is more certain
 * than a cause, if the code's entry says so: then the cause stands beside it.
 */
function withCause(verdict: FinalVerdict, cause: Diagnosis['cause']): FinalVerdict {
  if (!isFailure(verdict) || !cause || cause.reason === '') return verdict
  const { lead = verdict.reason, ...told } = verdict
  if (causeOf(verdict.reasonCode) === 'beside') {
    const reason = `${verdict.reason}; in addition, ${cause.reason}`
    return { ...failureOf({ ...told, reason, fix: `${verdict.fix}\n${cause.fix}` }), facts: verdict.facts }
  }
  const { reasonCode, fix } = cause
  const reason =
    verdict.result === 'timed-out' ? `${verdict.reason}; so far: ${cause.reason}` : `${lead}: ${cause.reason}`
  return { ...failureOf({ ...told, reasonCode, fix, reason }), facts: verdict.facts }
}
