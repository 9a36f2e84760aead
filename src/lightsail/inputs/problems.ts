import type { EarlyEnd } from '../../engine/report.ts'
import type { Problem } from '../../input/problem.ts'

const problemText = ({ input, message }: Problem): string =>
  input === undefined ? message : `${input}: ${message}`

/** The end of a run with wrong inputs: each problem is an annotation, on its line if it is in a file. */
export const invalidInput = (problems: readonly Problem[]): EarlyEnd => {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  return {
    verdict: {
      result: 'invalid-input',
      reasonCode: 'invalid-input',
      reason: `${count} in the inputs, nothing was called: ${problems.map(problemText).join('; ')}`,
      fix: 'correct the inputs',
    },
    errors: problems.map(({ file, line, column, ...problem }) => ({
      message: problemText(problem),
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    })),
  }
}
