import type { Change } from './contract/plan.ts'

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `Plan for shop in eu-central-1: 3 changes, $7.00 a month (unchanged)`. */
export function planTitle(subject: string, changes: readonly Change[], titleNote: string): string {
  return `Plan for ${subject}: ${countChanges(changes)}${titleNote === '' ? '' : `, ${titleNote}`}`
}

/** `no changes`, `1 change`, `3 changes`. */
export function countChanges(changes: readonly Change[]): string {
  return changes.length === 0 ? 'no changes' : counted(changes.length, 'change')
}

/** One line per change, the subjects in one column. */
export function formatChanges(changes: readonly Change[]): string[] {
  const width = Math.max(0, ...changes.map(({ subject }) => subject.length))
  return changes.map(({ sign, subject, detail }) => `  ${sign} ${subject.padEnd(width)}  ${detail}`)
}
