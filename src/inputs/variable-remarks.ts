import { strayCharacter } from './characters.ts'
import { unexpandedPart } from './placeholders.ts'
import { looksLikeSeveral } from './several-variables.ts'

/** Warnings about values that are valid but rarely intended. Names only, never a value. */
export interface Remarks {
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

/** No warnings and no notices. */
export const noRemarks: Remarks = { warnings: [], notices: [] }

/** All remarks in one. */
export function joinedRemarks(all: readonly Remarks[]): Remarks {
  return {
    warnings: all.flatMap(({ warnings }) => warnings),
    notices: all.flatMap(({ notices }) => notices),
  }
}

/** How variables were written: `NAME=value` lines, a dotenv file, or a JSON or YAML map. */
export type VariableForm = 'lines' | 'env-file' | 'map'

type Variable = readonly [name: string, value: string]

/** The first names, and how many more there are. */
export function namesText(names: readonly string[]): string {
  return names.length <= 10
    ? names.join(', ')
    : `${names.slice(0, 10).join(', ')} and ${names.length - 10} more`
}

/** Values that are rarely intended. A trailing line break is normal only in a value of several lines. */
const oddities: readonly {
  readonly forms: readonly VariableForm[]
  readonly fits: (value: string, name: string) => boolean
  readonly says: (names: string) => string
}[] = [
  {
    forms: ['lines', 'env-file'],
    fits: (value, name) => looksLikeSeveral(name, value),
    says: (names) => `several variables seem to be on one line: ${names}; write one per line`,
  },
  {
    forms: ['lines'],
    fits: (value) => /^(["']).+\1$/s.test(value),
    says: (names) => `the quotation marks around the value are part of it: ${names}`,
  },
  {
    forms: ['lines'],
    fits: (value) => !value.includes('\n') && value.trim() !== '' && value.trim() !== value,
    says: (names) => `the value starts or ends with a space, which is part of it: ${names}`,
  },
  {
    forms: ['lines'],
    fits: (value) => /^[^"'{[\n]*\s# /.test(value),
    says: (names) => `what looks like a comment is part of the value: ${names}; comments need their own line`,
  },
  {
    forms: ['lines', 'env-file', 'map'],
    fits: (value) => /^[^\n]+\n+$/.test(value),
    says: (names) => `the value ends with a line break, which is part of it: ${names}`,
  },
]

/** `where` is the input, or the file's input and container. */
export function variableRemarks(where: string, variables: readonly Variable[], form: VariableForm): Remarks {
  const notices = oddities
    .filter(({ forms }) => forms.includes(form))
    .map(({ fits, says }) => ({ says, found: variables.filter(([name, value]) => fits(value, name)) }))
    .filter(({ found }) => found.length > 0)
    .map(({ says, found }) => `${where}: ${says(namesText(found.map(([name]) => name)))}`)
  return {
    warnings: [
      ...unexpandedWarnings(where, variables),
      ...(form === 'map' ? strayWarnings(where, variables) : []),
    ],
    notices: [...notices, ...(form === 'lines' ? separatorNotice(where, variables) : [])],
  }
}

function unexpandedWarnings(where: string, variables: readonly Variable[]): string[] {
  const byPart = new Map<string, string[]>()
  for (const [name, value] of variables) {
    const part = unexpandedPart(value)
    if (part !== undefined) byPart.set(part, [...(byPart.get(part) ?? []), name])
  }
  return [...byPart].map(
    ([part, names]) =>
      `${where}: nothing expands or replaces ${part} in ${namesText(names)}; it is deployed literally. ` +
      `If the workflow knows the value, use \${{ secrets.NAME }} or \${{ vars.NAME }} in environment-variables`,
  )
}

function strayWarnings(where: string, variables: readonly Variable[]): string[] {
  return variables.flatMap(([name, value]) => {
    const stray = strayCharacter(value)
    return stray === undefined
      ? []
      : [`${where}: the value of ${name} contains ${stray}, which is deployed with it`]
  })
}

/** All lines end alike, such as those of a list in a programming language. */
function separatorNotice(where: string, variables: readonly Variable[]): string[] {
  const mark = [',', ';'].find((end) =>
    variables.slice(0, -1).every(([, value]) => value.trimEnd().endsWith(end)),
  )
  return mark === undefined || variables.length < 2
    ? []
    : [`${where}: the "${mark}" at the end of each line is part of the values`]
}
