import type { Change } from '../rollout/contract/plan.ts'
import { namesLine } from './change-lines.ts'

export type Variables = Readonly<Record<string, string>>

/** Names of the variables that have a value before, and nothing or only blanks in it afterwards. */
export const emptiedNames = (before: Variables, after: Variables): string[] =>
  Object.keys(after).filter(
    (name) =>
      Object.hasOwn(before, name) && (before[name] ?? '').trim() !== '' && (after[name] ?? '').trim() === '',
  )

/** What differs between two environments, as lines that hold nothing but names. */
export const environmentChanges = (subject: string, before: Variables, after: Variables): Change[] => {
  const change = (sign: Change['sign'], names: string[], what = ''): Change[] =>
    names.length === 0 ? [] : [{ sign, subject, detail: `${what}${namesLine(names)}` }]
  const emptied = emptiedNames(before, after)
  const isEmptied = new Set(emptied)
  return [
    ...change(
      '+',
      Object.keys(after).filter((name) => !Object.hasOwn(before, name)),
    ),
    ...change(
      '~',
      Object.keys(after).filter(
        (name) => Object.hasOwn(before, name) && before[name] !== after[name] && !isEmptied.has(name),
      ),
    ),
    ...change('~', emptied, 'emptied: '),
    ...change(
      '-',
      Object.keys(before).filter((name) => !Object.hasOwn(after, name)),
    ),
  ]
}

/** Names of the variables that stay as they are. */
export const keptNames = (before: Variables, after: Variables): string[] =>
  Object.keys(after).filter((name) => Object.hasOwn(before, name) && before[name] === after[name])
