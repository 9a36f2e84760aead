import type { Applied, ApplyPlan } from '../contract/plan.ts'

/** Observations, and milliseconds, before an invisible write is repeated: reads may lag behind writes. */
const MIN_POLLS = 12
const LAG_MS = 60_000

/** How often the same update is sent before it counts as without effect. */
const MAX_WRITES = 3

/**
 * Tracks settings updates that were sent, keyed by the diff they should resolve (reads are eventually consistent). Times are the
 * service's, epoch ms.
 */
export interface UpdateTracker {
  /** True once one of them changed settings, which are in effect by themselves. */
  hasSettings(): boolean
  /** What of them stays; `prepared`, for a later deployment, is a sentence, or `undefined` if nothing does. */
  extent(): { readonly hasSettings: boolean; readonly prepared: string | undefined }
  record(key: string, applied: Extract<Applied<unknown>, { kind: 'configured' }>, at: number): void
  /**
   * Decides what to do about a diff that is still there: send the update, observe again (sent, maybe not visible yet), time out, or
   * give up after three updates without effect.
   */
  nextAction(
    key: string,
    now: { at: number; timeIsUp: boolean },
  ): 'write' | 'look again' | 'out of time' | 'without effect'
}

export function createUpdateTracker(
  /** What was made ready before, as a sentence. */
  preparedBefore?: string,
): UpdateTracker {
  const written = new Map<string, { readonly writes: number; readonly at: number; readonly looks: number }>()
  let hasSettings = false
  let prepared = preparedBefore
  return {
    hasSettings: () => hasSettings,
    extent: () => ({ hasSettings, prepared }),
    record: (key, { effect, description }, at) => {
      if (effect === 'settings') hasSettings = true
      else if (description !== '') prepared = description
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

/** Phase while a write is not visible yet. */
export const notSeen = 'the change that was written is not visible yet'

/** Identity of the difference that a plan resolves, within one run. */
export function differenceKey({ key, changes }: ApplyPlan<unknown>): string {
  return key ?? JSON.stringify(changes)
}
