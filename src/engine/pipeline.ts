import { begin } from './begin.ts'
import { planLines, planTitle } from './plan-text.ts'
import { type Phase, startProgress } from './progress.ts'
import type { Change, Evidence, Facts, Known, Target } from './target.ts'
import type { Run, Terms, World } from './terms.ts'
import { isRed, type Verdict } from './verdict.ts'
import { waitForVerdict } from './wait.ts'

/** Everything that is known when a run has ended, for the report. */
export interface Outcome {
  readonly subject: string
  readonly verdict: Verdict
  readonly changes: readonly Change[]
  readonly phases: readonly Phase[]
  readonly evidence: Evidence | undefined
  readonly facts: Facts
  readonly elapsedMs: number
}

/** Milliseconds between two looks for log lines that lag behind a failure. */
const LOG_LAG_MS = 5_000

const accepted: Verdict = {
  result: 'started',
  reasonCode: 'not-waiting',
  reason: 'the deployment was accepted; this run does not wait for its end',
}

/** A cause becomes part of the sentence; what has not ended yet is told apart from what may be its cause. */
const withCause = (verdict: Verdict, cause: Evidence['cause']): Verdict => {
  if (!isRed(verdict) || !cause) return verdict
  if (verdict.result === 'timed-out')
    return { ...verdict, reason: `${verdict.reason}; so far, ${cause.reason}` }
  return {
    ...verdict,
    reasonCode: cause.reasonCode,
    reason: `${verdict.reason}: ${cause.reason}`,
    fix: cause.fix,
  }
}

/** Observe → plan → apply → wait → evidence: the whole way of one run, ending in exactly one verdict. */
export const runPipeline = async <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  terms: Terms,
  world: World,
): Promise<Outcome> => {
  const { clock, log, signal } = world
  const progress = startProgress(world)
  const run: Run = { ...terms, ...world, progress, deadline: clock.now() + terms.budgetMs }
  let known: Known<Observed, Steps, Started, Snapshot> = {}
  let changes: readonly Change[] = []
  let announced = false

  const pursue = async (): Promise<Verdict> => {
    const begun = await begin(target, run, {
      onObserved: (observed) => {
        known = { ...known, observed }
      },
      onPlan: (plan) => {
        known = { ...known, steps: plan.steps }
        const isNews = planLines(plan.changes).join() !== planLines(changes).join() || !announced
        changes = plan.changes
        announced = true
        if (!isNews) return
        log.open(planTitle(target.subject, changes))
        for (const line of planLines(changes)) log.line(line)
        log.close()
        for (const notice of plan.notices) log.notice(notice)
        log.open(`Deploy ${target.subject}`)
      },
    })
    if (begun.kind === 'ended') return begun.verdict
    known = { ...known, started: begun.started }
    progress.say(target.accepted(begun.started))
    if (!terms.waitForStability) return accepted
    const end = await waitForVerdict(target, begun.started, run)
    known = { ...known, ...end }
    return end.verdict
  }

  const verdict = await pursue()
  const { started } = known
  const pause = async () => {
    if (signal.aborted || clock.now() >= run.deadline) return false
    await clock.sleep(terms.pollMs ?? LOG_LAG_MS, signal)
    return true
  }
  const elapsedMs = progress.elapsed()
  if (verdict.result !== 'started') progress.say(verdict.reason)
  const evidence =
    started !== undefined && isRed(verdict) ? await target.evidence(started, verdict, pause) : undefined
  log.close()
  for (const tail of evidence?.logs ?? []) {
    log.open(tail.title)
    for (const line of tail.lines) log.line(line)
    log.close()
  }
  const judged = withCause(verdict, evidence?.cause)
  return {
    subject: target.subject,
    verdict: judged,
    changes,
    phases: progress.phases,
    evidence,
    facts: target.facts(known, judged, elapsedMs),
    elapsedMs,
  }
}
