import type { InputIssue } from '../inputs/issues.ts'
import type { EarlyExit } from './report.ts'

function issueText({ input, message }: InputIssue): string {
  return input === undefined ? message : `${input}: ${message}`
}

/** Maximum number of annotations of one run. */
const MAX_SHOWN = 20

/** The first issue of each input, so that every input is named, then the others in order as long as there is room. */
function chosen(issues: readonly InputIssue[]): readonly InputIssue[] {
  const first = new Map<string | undefined, InputIssue>()
  for (const issue of issues) if (!first.has(issue.input)) first.set(issue.input, issue)
  let room = MAX_SHOWN - first.size
  return issues.filter((issue) => first.get(issue.input) === issue || room-- > 0)
}

/**
 * The report of a run with wrong inputs: one annotation per issue, on its line if it is in a file; beyond twenty they are counted
 * in the last one.
 */
export function reportInvalidInput(issues: readonly InputIssue[]): EarlyExit {
  const count = issues.length === 1 ? '1 problem' : `${issues.length} problems`
  const shown = chosen(issues)
  const rest = issues.length - shown.length
  const more = rest === 0 ? [] : [`and ${rest} more`]
  return {
    verdict: {
      result: 'invalid-input',
      reasonCode: 'invalid-input',
      reason: `${count} in the inputs; AWS was not called: ${[...shown.map(issueText), ...more].join('; ')}`,
      fix: 'fix the inputs',
    },
    errors: shown.map(({ file, line, column, ...issue }, index) => ({
      message: [issueText(issue), ...(index === shown.length - 1 ? more : [])].join('\n'),
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    })),
  }
}
