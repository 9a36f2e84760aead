import type { FailureVerdict } from '../rollout/contract/verdict.ts'
import { whatToDo } from '../text/markdown.ts'
import { escapeTableCell } from '../text/sanitize.ts'
import { plainHeadline } from './headline.ts'

/** Shown by GitHub on the run's page and, with a file, on that file's line. */
export interface Annotation {
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** Everything that is published about an ended run; written once, by the runner. */
export interface Report {
  readonly outputs: Readonly<Record<string, string>>
  readonly errors: readonly Annotation[]
  readonly warnings: readonly string[]
  /** The closing line of a success. */
  readonly closing: string | undefined
  /** Markdown for the job summary. */
  readonly summary: string
  readonly exitCode: 0 | 1
}

/** A run that ended before its service was known. */
export interface EarlyExit {
  readonly verdict: FailureVerdict
  /** One annotation per issue, in place of one for the run. */
  readonly errors: readonly Annotation[]
}

/** Every declared output, blank. */
export function blankOutputs(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '']))
}

/** The report of a run with wrong inputs or an internal error. */
export function createEarlyReport({ verdict, errors }: EarlyExit, names: readonly string[]): Report {
  return {
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
  }
}

/** The page of a run that ended before its service was known: one issue per line. */
function earlyPage(verdict: FailureVerdict, issues: readonly { readonly message: string }[]): string {
  return [
    `### ${plainHeadline(verdict.result)}`,
    ...issues.map(({ message }) => `- ${escapeTableCell(message)}`),
    '',
    whatToDo(verdict.fix),
  ].join('\n')
}
