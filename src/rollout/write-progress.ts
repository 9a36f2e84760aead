import { ServiceError } from '../runtime/service-error.ts'
import type { WriteProgress } from './contract/saved-run.ts'
import type { Applied, Target } from './contract/target.ts'

/** The same target, which tells how far it came around each of its writes. */
export const withSavedState = <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  save: (written: WriteProgress) => void,
  /** What was written before this target's first write. */
  before: WriteProgress = { kind: 'nothing' },
): Target<Observed, Steps, Started, Snapshot> => {
  const note = (applied: Applied<Started>): Applied<Started> => {
    before = writtenBy(applied, before)
    save(before)
    return applied
  }
  const writtenBy = (applied: Applied<Started>, earlier: WriteProgress): WriteProgress => {
    if (applied.kind === 'started') return { kind: 'started', handle: target.handle(applied.started) }
    if (applied.effect === 'settings') return { kind: 'configured' }
    return earlier.kind === 'nothing' ? { kind: 'images-stored' } : earlier
  }
  return {
    ...target,
    apply: async (steps, say) => {
      save({ kind: 'sent' })
      try {
        return note(await target.apply(steps, say))
      } catch (failure) {
        // A later "no" does not tell what became of an earlier write without an answer.
        if (failure instanceof ServiceError && failure.kind === 'no-response') before = { kind: 'sent' }
        else if (failure instanceof ServiceError) save(before)
        throw failure
      }
    },
    find: async (steps) => {
      const applied = await target.find(steps)
      return applied && note(applied)
    },
    undoing: async (started, what) => {
      const undoing = await target.undoing(started, what)
      if (undoing.kind === 'nothing') return undoing
      return { ...undoing, target: withSavedState(undoing.target, save, before) }
    },
  }
}
