import type { Applied } from './target.ts'

/** Looks at what was written and does not show yet, before it is written once more: reads may lag behind writes. */
const LOOKS = 12

/** How often the same is written before it counts as without effect. */
const MOST_WRITES = 3

/** What a run remembers of the writes that prepare its ground, by the difference that each of them was to end. */
export interface Preparations {
  /** True as soon as one of them left settings, which take effect by themselves. */
  hasSettings(): boolean
  note(difference: string, applied: Extract<Applied<unknown>, { kind: 'prepared' }>): void
  /** What a difference asks for that a look shows: to be written, or, as it was written already, something else. */
  meet(difference: string, timeIsUp: boolean): 'write' | 'look again' | 'out of time' | 'without effect'
}

export const rememberPreparations = (): Preparations => {
  const written = new Map<string, { readonly writes: number; readonly looks: number }>()
  let hasSettings = false
  return {
    hasSettings: () => hasSettings,
    note: (difference, { leaves }) => {
      if (leaves === undefined) hasSettings = true
      written.set(difference, { writes: (written.get(difference)?.writes ?? 0) + 1, looks: 0 })
    },
    meet: (difference, timeIsUp) => {
      const before = written.get(difference)
      if (!before) return 'write'
      if (before.looks < LOOKS && !timeIsUp) {
        written.set(difference, { ...before, looks: before.looks + 1 })
        return 'look again'
      }
      if (before.writes >= MOST_WRITES) return 'without effect'
      return timeIsUp ? 'out of time' : 'write'
    },
  }
}
