import { strayCharacter, withoutUnseen } from '../inputs/characters.ts'
import { createInputIssues, type InputIssues } from '../inputs/issues.ts'
import { type Environment, type InputTexts, readInputs } from '../inputs/read-inputs.ts'
import type { InputSource } from '../inputs/source.ts'

/** An action.yml, as far as its inputs are concerned. */
export interface InputTable<Name extends string> {
  readonly names: readonly Name[]
  /** Names that other deploy actions use for the same input. */
  readonly aliases: Readonly<Record<string, Name>>
  /** As action.yml repeats them. */
  readonly defaults: Partial<Readonly<Record<Name, string>>>
  readonly modes: readonly string[]
  /** Inputs that may contain any character: they are checked where they are read. */
  readonly freeTexts: readonly Name[]
}

/** The inputs as the runner hands them over, and the files that they may name. */
export interface HandedInputs extends Pick<InputSource<never>, 'readFile' | 'fileIssue'> {
  /** Of the process. */
  readonly environment: Environment
}

/** Reads the inputs of an action for the parsers; unknown names and invisible characters are issues. */
export function openInputs<Name extends string>(
  { environment, readFile, fileIssue = () => undefined }: HandedInputs,
  table: InputTable<Name>,
): {
  /** The inputs that are really written. */
  readonly given: InputTexts<Name>
  /** The same, and the defaults of the others. */
  readonly source: InputSource<Name>
} {
  const issues = createInputIssues()
  const handed = readInputs(environment, { ...table, issues })
  const given = withoutStrays(withoutDefaults(handed, table), table.freeTexts, issues)
  return { given, source: { texts: { ...table.defaults, ...given }, issues, readFile, fileIssue } }
}

/** The runner passes the defaults of action.yml like written inputs: a value that equals its default says nothing. */
function withoutDefaults<Name extends string>(
  texts: InputTexts<Name>,
  { names, defaults }: InputTable<Name>,
): InputTexts<Name> {
  return textsOf(
    names.flatMap((name) => {
      const text = texts[name]
      return text === undefined || text.trim() === defaults[name] ? [] : [[name, text]]
    }),
  )
}

/** The same texts without invisible characters, each of which is an issue of its input. */
function withoutStrays<Name extends string>(
  texts: InputTexts<Name>,
  freeTexts: readonly string[],
  issues: Pick<InputIssues, 'add'>,
): InputTexts<Name> {
  return textsOf(
    Object.entries<string>(texts as Record<Name, string>).map(([input, text]) => {
      // A JSON list says what it means.
      const isFree = freeTexts.includes(input) || (input === 'command' && text.trimStart().startsWith('['))
      const stray = isFree ? undefined : strayCharacter(text.trim())
      if (stray === undefined) return [input, text]
      issues.add({ input, message: `contains ${stray}, which is invisible; remove it` })
      return [input, withoutUnseen(text)]
    }),
  )
}

function textsOf<Name extends string>(
  entries: readonly (readonly [name: string, text: string])[],
): InputTexts<Name> {
  return Object.fromEntries(entries) as InputTexts<Name>
}
