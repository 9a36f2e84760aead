import type { InputTexts } from '../inputs/read-inputs.ts'
import type { InputSource } from '../inputs/source.ts'

/** Adds an issue for each written input that would have no effect. */
export function unusedInputs<Name extends string>(
  given: InputTexts<Name>,
  issues: InputSource<never>['issues'],
) {
  return (input: Name, message: string): void => {
    if (given[input] !== undefined) issues.add({ input, message })
  }
}

/**
 * What these switches say other than by default holds in every mode: an image is not checked, an older commit may be deployed, and
 * no service is created. One step whose mode is an input of the workflow can have them.
 */
const holdsAnyway: readonly string[] = ['check-image', 'allow-older-commit', 'create-service']

/** Reports each input that the mode cannot use. */
export function reportUnused<Name extends string>(
  report: (input: Name, message: string) => void,
  { mode, names, useful }: { mode: string; names: readonly Name[]; useful: readonly Name[] },
): void {
  for (const input of names) {
    if (!useful.includes(input) && !holdsAnyway.includes(input))
      report(input, `has no effect with mode: ${mode}; remove it`)
  }
}
