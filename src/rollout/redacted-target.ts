import type { Applied, Diagnosis, Plan, RolloutStatus, Target } from './contract/target.ts'
import { isFailure, type Verdict } from './contract/verdict.ts'

/**
 * The same target, with every sentence that it says cleaned of secrets: a command, a path or a reason may repeat a
 * value that is one. `clean` gives the text as it may be shown.
 */
export const withRedaction = <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  clean: (text: string) => string,
): Target<Observed, Steps, Started, Snapshot> => {
  /** Several checks stand on lines of their own, which cleaning would join. */
  const cleanFix = (fix: string): string => fix.split('\n').map(clean).join('\n')

  const cleanVerdict = <Said extends Verdict>(verdict: Said): Said =>
    isFailure(verdict)
      ? { ...verdict, reason: clean(verdict.reason), fix: cleanFix(verdict.fix) }
      : { ...verdict, reason: clean(verdict.reason) }

  const cleanPlan = (plan: Plan<Steps>): Plan<Steps> => {
    if (plan.kind === 'wait') return { ...plan, reason: clean(plan.reason) }
    const notices = plan.notices.map(clean)
    if (plan.kind === 'end') return { ...plan, notices, verdict: cleanVerdict(plan.verdict) }
    const changes = plan.changes.map((change) => ({ ...change, detail: clean(change.detail) }))
    return { ...plan, ...(plan.warnings && { warnings: plan.warnings.map(clean) }), notices, changes }
  }

  const cleanApplied = <Of extends Applied<Started> | undefined>(applied: Of): Of =>
    applied?.kind === 'configured' ? { ...applied, description: clean(applied.description) } : applied

  const cleanStatus = (judgement: RolloutStatus): RolloutStatus => {
    if (judgement.kind === 'done') return { ...judgement, verdict: cleanVerdict(judgement.verdict) }
    const phase = clean(judgement.phase)
    return judgement.kind === 'progressing'
      ? { ...judgement, phase }
      : { ...judgement, phase, verdict: cleanVerdict(judgement.verdict) }
  }

  const cleanDiagnosis = (evidence: Diagnosis | undefined): Diagnosis | undefined => {
    if (!evidence?.cause) return evidence
    const { cause } = evidence
    return { ...evidence, cause: { ...cause, reason: clean(cause.reason), fix: cleanFix(cause.fix) } }
  }

  const { tidy } = target
  return {
    ...target,
    plan: (observed) => cleanPlan(target.plan(observed)),
    apply: async (steps, say) => cleanApplied(await target.apply(steps, (text) => say(clean(text)))),
    find: async (steps) => cleanApplied(await target.find(steps)),
    judge: (started, snapshot) => cleanStatus(target.judge(started, snapshot)),
    ...(tidy && { tidy: (started, say) => tidy(started, (text) => say(clean(text))) }),
    undoing: async (started, what) => {
      const undoing = await target.undoing(started, what)
      return undoing.kind === 'nothing'
        ? undoing
        : { ...undoing, target: withRedaction(undoing.target, clean) }
    },
    witness: (started) => {
      const witness = target.witness(started)
      return { ...witness, evidence: async (...asked) => cleanDiagnosis(await witness.evidence(...asked)) }
    },
  }
}
