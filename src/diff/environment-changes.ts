import type { Change } from '../rollout/contract/plan.ts'
import { namesLine } from './change-lines.ts'

/** Environment variables of a container, by name. Values are secret. */
export type Variables = Readonly<Record<string, string>>

/** Names of variables that had a value and become empty or blank. */
export function emptiedNames(before: Variables, after: Variables): string[] {
  return Object.keys(after).filter(
    (name) =>
      Object.hasOwn(before, name) && (before[name] ?? '').trim() !== '' && (after[name] ?? '').trim() === '',
  )
}

/** Differences between two environments, as lines with names only. */
export function environmentChanges(subject: string, before: Variables, after: Variables): Change[] {
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
export function keptNames(before: Variables, after: Variables): string[] {
  return Object.keys(after).filter((name) => Object.hasOwn(before, name) && before[name] === after[name])
}
