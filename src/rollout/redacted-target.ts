import type { Diagnosis } from './contract/diagnostics.ts'
import type { Applied, Plan } from './contract/plan.ts'
import type { RolloutStatus, Target, TargetTypes } from './contract/target.ts'
import { isFailure, type Verdict } from './contract/verdict.ts'
import { differenceKey } from './reconcile/update-tracker.ts'

/**
 * Redacts every sentence of a target: a command, a path or a reason may contain a secret. `clean` returns the text as it may be
 * shown. Applied after all other decorators except `withSavedState`.
 */
export function withRedaction<T extends TargetTypes>(
  target: Target<T>,
  clean: (text: string) => string,
): Target<T> {
  /** For texts of several lines, which `clean` would join. */
  const cleanLines = (text: string): string => text.split('\n').map(clean).join('\n')

  const cleanVerdict = <Said extends Verdict>(verdict: Said): Said =>
    isFailure(verdict)
      ? {
          ...verdict,
          reason: clean(verdict.reason),
          fix: cleanLines(verdict.fix),
          ...(verdict.lead !== undefined && { lead: clean(verdict.lead) }),
        }
      : { ...verdict, reason: clean(verdict.reason) }

  const cleanPlan = (plan: Plan<T['step']>): Plan<T['step']> => {
    if (plan.kind === 'wait') return { ...plan, reason: clean(plan.reason) }
    const notices = plan.notices.map(cleanLines)
    if (plan.kind === 'end') return { ...plan, notices, verdict: cleanVerdict(plan.verdict) }
    const changes = plan.changes.map((change) => ({ ...change, detail: clean(change.detail) }))
    const key = differenceKey(plan)
    return { ...plan, key, ...(plan.warnings && { warnings: plan.warnings.map(clean) }), notices, changes }
  }

  const cleanApplied = <Of extends Applied<T['started']> | undefined>(applied: Of): Of =>
    applied?.kind === 'configured' ? { ...applied, description: clean(applied.description) } : applied

  const cleanStatus = (status: RolloutStatus): RolloutStatus => {
    if (status.kind === 'done') return { ...status, verdict: cleanVerdict(status.verdict) }
    const phase = clean(status.phase)
    return status.kind === 'progressing'
      ? { ...status, phase }
      : { ...status, phase, verdict: cleanVerdict(status.verdict) }
  }

  const cleanDiagnosis = (diagnosis: Diagnosis | undefined): Diagnosis | undefined => {
    if (!diagnosis?.cause) return diagnosis
    const { cause } = diagnosis
    return { ...diagnosis, cause: { ...cause, reason: clean(cause.reason), fix: cleanLines(cause.fix) } }
  }

  const { rollback, cleanUp } = target
  return {
    ...target,
    plan: (observed) => cleanPlan(target.plan(observed)),
    apply: async (step, onProgress) =>
      cleanApplied(await target.apply(step, (text) => onProgress(clean(text)))),
    findAccepted: async (step) => cleanApplied(await target.findAccepted(step)),
    status: (started, snapshot) => cleanStatus(target.status(started, snapshot)),
    diagnostics: (started) => {
      const diagnostics = target.diagnostics(started)
      return {
        poll: async () => {
          const batch = await diagnostics.poll()
          return { ...batch, events: batch.events.map(clean) }
        },
        diagnose: async (...asked) => cleanDiagnosis(await diagnostics.diagnose(...asked)),
      }
    },
    ...(rollback && {
      rollback: async (started, to) => {
        const chosen = await rollback(started, to)
        return chosen.kind === 'unavailable'
          ? chosen
          : { ...chosen, target: withRedaction(chosen.target, clean) }
      },
    }),
    ...(cleanUp && {
      cleanUp: (history, verdict, onProgress) => cleanUp(history, verdict, (text) => onProgress(clean(text))),
    }),
  }
}
