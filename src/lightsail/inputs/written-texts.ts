import { strayCharacter, withoutUnseen } from '../../inputs/characters.ts'
import type { InputIssues } from '../../inputs/issues.ts'
import type { InputTexts } from '../../inputs/read-inputs.ts'
import type { InputName } from './names.ts'

/** Looked at where they are read: values that may hold anything. */
const ofAnyText: readonly string[] = [
  'environment-variables',
  'verify-body',
  'github-token',
] satisfies InputName[]

/** The same texts without characters that nobody sees, each of which is an issue of its input. */
export const withoutStrays = (
  texts: InputTexts<InputName>,
  problems: Pick<InputIssues, 'add'>,
): InputTexts<InputName> =>
  Object.fromEntries(
    Object.entries(texts).map(([input, text]) => {
      // A JSON list says what it means.
      const isFree = ofAnyText.includes(input) || (input === 'command' && text.trimStart().startsWith('['))
      const stray = isFree ? undefined : strayCharacter(text.trim())
      if (stray === undefined) return [input, text]
      problems.add({ input, message: `holds ${stray}, which nobody sees; remove it` })
      return [input, withoutUnseen(text)]
    }),
  )
