import type { InputIssues } from './issues.ts'
import { closestName } from './suggestion.ts'

/** The process environment, as the runner hands inputs over: `INPUT_SERVICE-NAME` and so on. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The text of every declared input that is not blank; an empty input counts as absent. */
export type InputTexts<Name extends string> = Partial<Readonly<Record<Name, string>>>

/**
 * Reads the declared inputs untouched, except for surrounding blank lines, and reports undeclared inputs whose name is close to a
 * declared one. `aliases` are the names of other actions for one of ours.
 */
export function readInputs<Name extends string>(
  environment: Environment,
  {
    names,
    aliases,
    issues,
  }: { names: readonly Name[]; aliases: Readonly<Record<string, Name>>; issues: InputIssues },
): InputTexts<Name> {
  const texts: Partial<Record<Name, string>> = {}
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('INPUT_') || text === undefined) continue
    const input = variable.slice('INPUT_'.length).toLowerCase()
    const declared = names.find((name) => name.toLowerCase() === input)
    if (declared !== undefined) {
      if (text.trim() !== '') texts[declared] = text.replace(/^(\s*\n)+|[\r\n]+$/g, '')
    } else {
      const spelt = input.replaceAll('_', '-')
      const alias = Object.hasOwn(aliases, spelt) ? aliases[spelt] : undefined
      const meant = alias ?? closestName(input, names)
      if (meant !== undefined)
        issues.add({ input, message: `there is no input "${input}"; did you mean "${meant}"?` })
    }
  }
  return texts
}
