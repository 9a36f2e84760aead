import type { EarlyEnd } from '../../engine/report.ts'
import type { Problem } from '../../input/problem.ts'

const problemText = ({ input, message }: Problem): string =>
  input === undefined ? message : `${input}: ${message}`

/** GitHub shows ten annotations of a step; more than a few dozen in a log help nobody. */
const MAX_SHOWN = 20

/**
 * The end of a run with wrong inputs: each problem is an annotation, on its line if it is in a file. Beyond the first
 * twenty they are counted.
 */
export const invalidInput = (problems: readonly Problem[]): EarlyEnd => {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  const shown = problems.slice(0, MAX_SHOWN)
  const rest = problems.length - shown.length
  const more = rest === 0 ? [] : [`and ${rest} more`]
  return {
    verdict: {
      result: 'invalid-input',
      reasonCode: 'invalid-input',
      reason: `${count} in the inputs, nothing was called: ${[...shown.map(problemText), ...more].join('; ')}`,
      fix: 'correct the inputs',
    },
    errors: [
      ...shown.map(({ file, line, column, ...problem }) => ({
        message: problemText(problem),
        ...(file !== undefined && { file }),
        ...(line !== undefined && { line }),
        ...(column !== undefined && { column }),
      })),
      ...more.map((text) => ({ message: `${text}: they are shown when these are corrected` })),
    ],
  }
}
