import type { Outcome } from '../rollout/contract/outcome.ts'
import type { Change } from '../rollout/contract/plan.ts'
import { type FailureVerdict, isFailure } from '../rollout/contract/verdict.ts'
import { formatChanges } from '../rollout/plan-text.ts'
import { diffBlock } from '../text/sanitize.ts'
import { blankOutputs, type Report } from './report.ts'
import { type RunLinks, renderResult } from './summary-page.ts'

/** GitHub's limit for the summary of a step is 1 MiB; a character may take three bytes. */
const SUMMARY_ROOM = 300_000

/** The report of a completed run. `names` are the declared outputs; all of them are set. */
export function createReport(outcome: Outcome, names: readonly string[], origin?: RunLinks): Report {
  const { verdict, summary, changes, diagnosis } = outcome
  const red = isFailure(verdict)
  return {
    outputs: {
      ...blankOutputs(names),
      ...summary.outputs,
      result: verdict.result,
      'reason-code': verdict.reasonCode,
      reason: verdict.reason,
      ...(changes && {
        'has-changes': String(changes.length > 0),
        'changes-count': String(changes.length),
        'changes-markdown': changesMarkdown(changes),
      }),
    },
    errors: red ? [{ message: failureText(outcome, verdict) }] : [],
    warnings: diagnosis?.unavailable ?? [],
    closing: red ? undefined : summary.closing,
    summary: renderResult(outcome, origin, { hasTimeline: true, room: SUMMARY_ROOM }),
    exitCode: red ? 1 : 0,
  }
}

/** The first line says what happened, what serves and why; then come the evidence, the fix and where to look. */
function failureText({ diagnosis, summary }: Outcome, { reason, fix }: FailureVerdict): string {
  const titled = (title: string, lines: readonly string[]) =>
    lines.map((line, index) => `  ${(index === 0 ? title : '').padEnd(8)}  ${line}`)
  return [
    `${reason}.`,
    ...titled('Evidence', diagnosis?.cause?.lines ?? []),
    ...titled('Fix', fix.split('\n')),
    ...titled('Logs', diagnosis && diagnosis.logs.length > 0 ? ['in the groups above'] : []),
    ...titled('Console', [summary.console.url]),
  ].join('\n')
}

export function changesMarkdown(changes: readonly Change[]): string {
  return changes.length === 0 ? 'No changes.' : diffBlock(formatChanges(changes))
}
