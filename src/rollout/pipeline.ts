import type { Log } from '../runtime/log.ts'
import { createProgress } from '../runtime/progress.ts'
import { retry, transientErrors } from '../runtime/retry.ts'
import type { Outcome } from './contract/outcome.ts'
import type { ApplyPlan, FinalPlan } from './contract/plan.ts'
import type { RunOptions, RunSession, Runtime } from './contract/run.ts'
import type { Change, Diagnosis, Diagnostics, RetryBudget, RunHistory, Target } from './contract/target.ts'
import { failureOf, isFailure, type Verdict } from './contract/verdict.ts'
import { printLogs } from './log-tail.ts'
import { formatChanges, planTitle } from './plan-text.ts'
import { reconcile } from './reconcile.ts'
import { restoreNewer } from './rollback.ts'
import { startedNotWaiting } from './verdicts.ts'
import { verifyRollout } from './verification.ts'
import { waitForRollout } from './waiter.ts'

/** Milliseconds before the second look for log lines that lag behind a failure, unless the user set the pace. */
const LOG_LAG_MS = 5_000
/** Each pause is so much longer than the one before, but never longer than that. */
const LOG_LAG_GROWTH = 1.5
const MOST_LOG_LAG_MS = 30_000

/** These ends are told by the closing line alone. */
const isQuiet = ({ result }: Verdict): boolean =>
  result === 'started' || result === 'planned' || result === 'unchanged' || result === 'reported'

/** Observe → plan → apply → wait → verify → evidence: the whole way of one run, ending in exactly one verdict. */
export const runPipeline = async <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  terms: RunOptions,
  world: Runtime,
): Promise<Outcome> => {
  const { clock, log, signal, audience } = world
  const progress = createProgress(world)
  const run: RunSession = { ...terms, ...world, progress, deadline: clock.now() + terms.budgetMs }
  const announcer = announcePlans(log, target)
  let known: RunHistory<Observed, Steps, Started, Snapshot> = {}
  let lastAnswer: readonly string[] = []
  let witness: Diagnostics | undefined

  const pursue = async (): Promise<Verdict> => {
    const begun = await reconcile(target, run, {
      onObserved: (observed) => {
        known = { before: observed, ...known, observed }
      },
      onPlan: async (plan) => {
        const isFirst = known.steps === undefined
        known = { ...known, steps: plan.steps }
        announcer.announce(plan, terms.planOnly)
        const { changes, remark } = plan
        const { subject, doing } = target
        if (isFirst && !terms.planOnly) await audience?.starts({ subject, doing, changes, remark })
      },
      onEnd: announcer.end,
    })
    if (begun.kind === 'ended') return begun.verdict
    const { started } = begun
    known = { ...known, started }
    const accepted = target.accepted(started)
    progress.say(accepted)
    audience?.accepted(accepted)
    const displaced = await target.displaced?.(started)
    if (displaced) log.warning(displaced.told)
    const cause = displaced?.cause
    // Nobody else would put back what ours must not replace.
    if (!terms.waitForStability && !cause) return startedNotWaiting
    witness = target.witness(started)
    const { verdict, ...end } = await waitForRollout(target, started, run, witness)
    known = { ...known, ...end }
    if (verdict.result !== 'success') return verdict
    if (cause) {
      const { verdict: given, ...last } = await restoreNewer(target, { started, verdict, cause }, run)
      known = { ...known, ...last }
      return given
    }
    const { verdict: proven, lines, ...proof } = await verifyRollout(target, { started, verdict }, run)
    known = { ...known, ...proof }
    lastAnswer = lines
    return proven
  }

  const verdict = await pursue()
  const elapsedMs = progress.elapsed()
  if (!isQuiet(verdict)) progress.say(verdict.reason)
  if (verdict.result === 'success' && known.started && !signal.aborted)
    await target.tidy?.(known.started, progress.say)
  const patience: RetryBudget = {
    retrying: (call) => retry(call, transientErrors, run),
    pause: async (turn) => {
      const left = run.deadline - clock.now()
      if (signal.aborted || left <= 0) return false
      progress.show('waiting for the rest of the log')
      await clock.sleep(
        Math.min(left, (terms.pollMs ?? LOG_LAG_MS) * LOG_LAG_GROWTH ** (turn - 1), MOST_LOG_LAG_MS),
        signal,
      )
      return true
    },
  }
  const gathered =
    isFailure(verdict) && !signal.aborted ? await witness?.evidence(verdict, patience) : undefined
  const evidence = withAnswer(gathered, verdict, lastAnswer)
  printLogs(log, evidence?.logs ?? [])
  const judged = withCause(verdict, evidence?.cause)
  const facts = target.facts(known, judged, elapsedMs)
  if (judged.result === 'reported')
    for (const [label, value] of facts.rows) log.line(`  ${label.padEnd(16)} ${value}`)
  const outcome = {
    subject: target.subject,
    verdict: judged,
    // Somebody else may have made the planned changes while we waited.
    changes: judged.result === 'unchanged' ? [] : announcer.changes(),
    remark: announcer.remark(),
    phases: progress.phases,
    evidence,
    facts,
    elapsedMs,
  }
  const told = await audience?.ends(outcome)
  return { ...outcome, facts: { ...facts, outputs: { ...facts.outputs, ...told } } }
}

/** Prints each plan once: a later round of the same run usually has the rest of the same plan. */
const announcePlans = (log: Log, { subject, activity }: { subject: string; activity: string }) => {
  let told: readonly Change[] | undefined
  let cost = ''
  const noticed = new Set<string>()
  const once = (texts: readonly string[], say: (text: string) => void) => {
    for (const text of texts) if (!noticed.has(text)) say(text)
    for (const text of texts) noticed.add(text)
  }
  const notice = (notices: readonly string[], warnings: readonly string[] = []) => {
    once(warnings, log.warning)
    once(notices, log.notice)
  }
  return {
    /** Undefined if it never came to a plan. */
    changes: () => told,
    remark: () => cost,
    announce: ({ changes, warnings, notices, remark }: ApplyPlan<unknown>, planOnly: boolean) => {
      const isRest = changes.every((change) => told?.some((before) => isSameChange(before, change)))
      if (told && isRest) return notice(notices, warnings)
      told = changes
      cost = remark
      log.line(planTitle(subject, changes, remark))
      for (const line of formatChanges(changes)) log.line(line)
      notice(notices, warnings)
      if (!planOnly) log.line(`${activity} ${subject}`)
    },
    /** After a plan was told, its end needs no second one. */
    end: ({ verdict, notices, remark }: FinalPlan) => {
      if (verdict.result === 'unchanged' && !told) {
        told = []
        cost = remark
        log.line(planTitle(subject, [], remark))
      }
      notice(notices)
    },
  }
}

const isSameChange = (a: Change, b: Change): boolean =>
  a.sign === b.sign && a.subject === b.subject && a.detail === b.detail

/** The answer of a URL that did not verify is evidence of its own, whatever the log says. */
const withAnswer = (
  evidence: Diagnosis | undefined,
  verdict: Verdict,
  lines: readonly string[],
): Diagnosis | undefined => {
  if (lines.length === 0 || !isFailure(verdict)) return evidence
  const { reasonCode, fix } = verdict
  return { logs: [], gaps: [], ...evidence, cause: { reasonCode, reason: '', fix, lines } }
}

/** A cause becomes part of the sentence; what has not ended yet is told apart from what may be its cause. */
const withCause = (verdict: Verdict, cause: Diagnosis['cause']): Verdict => {
  if (!isFailure(verdict) || !cause || cause.reason === '') return verdict
  if (verdict.result === 'timed-out') {
    const { reasonCode, fix } = cause
    return failureOf({ ...verdict, reasonCode, fix, reason: `${verdict.reason}; so far, ${cause.reason}` })
  }
  return failureOf({
    ...verdict,
    reasonCode: cause.reasonCode,
    reason: `${verdict.reason}: ${cause.reason}`,
    fix: cause.fix,
  })
}
