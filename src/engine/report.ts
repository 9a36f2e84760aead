import { markdownFence } from './foreign.ts'
import { earlyPage, endPage, type Origin } from './page.ts'
import type { Outcome } from './pipeline.ts'
import { planLines } from './plan-text.ts'
import type { Change } from './target.ts'
import { isRed, type Red } from './verdict.ts'

/** Shown by GitHub on the run's page and, with a file, on that file's line. */
export interface Annotation {
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** What the world gets to see of an ended run; written out once, by the door to the runner. */
export interface Report {
  readonly outputs: Readonly<Record<string, string>>
  readonly errors: readonly Annotation[]
  readonly warnings: readonly string[]
  /** The last line of a good run. */
  readonly closing: string | undefined
  /** Markdown for the job summary. */
  readonly summary: string
  readonly exitCode: 0 | 1
}

/** A run that ended before there was anything to deploy to. */
export interface EarlyEnd {
  readonly verdict: Red
  /** One for each problem, in place of one for the whole. */
  readonly errors: readonly Annotation[]
}

const blankOutputs = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, '']))

/** GitHub's limit for the summary of a step is 1 MiB; a character may take three bytes. */
const SUMMARY_ROOM = 300_000

/** The report of a run that went its whole way. `names` are the declared outputs: each of them is set. */
export const reportOf = (outcome: Outcome, names: readonly string[], origin?: Origin): Report => {
  const { verdict, facts, changes, evidence } = outcome
  const red = isRed(verdict)
  return {
    outputs: {
      ...blankOutputs(names),
      ...facts.outputs,
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
    warnings: evidence?.gaps ?? [],
    closing: red ? undefined : facts.closing,
    summary: endPage(outcome, origin, { hasTimeline: true, room: SUMMARY_ROOM }),
    exitCode: red ? 1 : 0,
  }
}

/** The report of a run whose inputs were wrong, or which failed within itself. */
export const reportOfEarlyEnd = ({ verdict, errors }: EarlyEnd, names: readonly string[]): Report => ({
  outputs: {
    ...blankOutputs(names),
    result: verdict.result,
    'reason-code': verdict.reasonCode,
    reason: verdict.reason,
  },
  errors,
  warnings: [],
  closing: undefined,
  summary: earlyPage(verdict, errors),
  exitCode: 1,
})

/** The first line says what happened, what serves and why; then come the evidence, the fix and where to look. */
const failureText = ({ evidence, facts }: Outcome, { reason, fix }: Red): string => {
  const titled = (title: string, lines: readonly string[]) =>
    lines.map((line, index) => `  ${(index === 0 ? title : '').padEnd(8)}  ${line}`)
  const above = evidence && evidence.logs.length > 0 ? 'log in the groups above · ' : ''
  return [
    `${reason}.`,
    ...titled('Evidence', evidence?.cause?.lines ?? []),
    ...titled('Fix', fix.split('\n')),
    ...titled('Console', [`${above}${facts.console}`]),
  ].join('\n')
}

export const changesMarkdown = (changes: readonly Change[]): string =>
  changes.length === 0 ? 'No changes.' : markdownFence(planLines(changes))
