import type { Applied, ApplyPlan } from '../contract/plan.ts'

/** Looks, and milliseconds, before what was written and does not show is written once more: reads may lag behind writes. */
const MIN_POLLS = 12
const LAG_MS = 60_000

/** How often the same is written before it counts as without effect. */
const MAX_WRITES = 3

/**
 * What a run remembers of the writes that prepare its ground, by the difference that each of them was to end. Times are
 * the service's, in milliseconds since the epoch.
 */
export interface UpdateTracker {
  /** True as soon as one of them left settings, which take effect by themselves. */
  hasSettings(): boolean
  record(key: string, applied: Extract<Applied<unknown>, { kind: 'configured' }>, at: number): void
  /** What a difference asks for that a look shows: to be written, or, as it was written already, something else. */
  nextAction(
    key: string,
    now: { at: number; timeIsUp: boolean },
  ): 'write' | 'look again' | 'out of time' | 'without effect'
}

export const createUpdateTracker = (): UpdateTracker => {
  const written = new Map<string, { readonly writes: number; readonly at: number; readonly looks: number }>()
  let hasSettings = false
  return {
    hasSettings: () => hasSettings,
    record: (key, { effect }, at) => {
      if (effect === 'settings') hasSettings = true
      written.set(key, { writes: (written.get(key)?.writes ?? 0) + 1, at, looks: 0 })
    },
    nextAction: (key, { at, timeIsUp }) => {
      const before = written.get(key)
      if (!before) return 'write'
      if (before.looks < MIN_POLLS || at - before.at < LAG_MS) {
        written.set(key, { ...before, looks: before.looks + 1 })
        return timeIsUp ? 'out of time' : 'look again'
      }
      if (before.writes >= MAX_WRITES) return 'without effect'
      return timeIsUp ? 'out of time' : 'write'
    },
  }
}

/** Said while a read does not show yet what was written. */
export const notSeen = 'what was written is not to be seen yet'

/** Tells the difference that a plan is to end from others of the same run. */
export const differenceKey = ({ key, changes }: ApplyPlan<unknown>): string => key ?? JSON.stringify(changes)
