import { ServiceError } from '../runtime/service-error.ts'
import type { Applied, Target } from './contract/target.ts'

/** How far the writes of a run came: as much as a later look needs to tell how they ended. */
export type WriteProgress =
  | { readonly kind: 'nothing' }
  /** On its way; nobody knows yet whether it was accepted. */
  | { readonly kind: 'sent' }
  /** It prepared the ground, such as an update of the settings. */
  | { readonly kind: 'configured' }
  /** It laid in what is needed later, such as an image. */
  | { readonly kind: 'images-stored' }
  | { readonly kind: 'started'; readonly arn: string; readonly version?: number }

/** What the main step leaves for the post step, in case it is killed before it can report. No environment value. */
export interface SavedRun {
  /** As the input says it. */
  readonly mode: string
  readonly serviceName: string
  readonly region: string
  readonly jobSummary: boolean
  readonly written: WriteProgress
}

/** The same target, which leaves a trace around each of its writes. */
export const withSavedState = <Observed, Steps, Started, Snapshot>(
  target: Target<Observed, Steps, Started, Snapshot>,
  {
    leave,
    identify,
  }: {
    leave(written: WriteProgress): void
    /** What was started, so that another process can find it again. */
    identify(started: Started): { arn: string; version?: number }
  },
  /** What was written before this target's first write. */
  before: WriteProgress = { kind: 'nothing' },
): Target<Observed, Steps, Started, Snapshot> => {
  const note = (applied: Applied<Started>): Applied<Started> => {
    before = writtenBy(applied, before)
    leave(before)
    return applied
  }
  const writtenBy = (applied: Applied<Started>, earlier: WriteProgress): WriteProgress => {
    if (applied.kind === 'started') return { kind: 'started', ...identify(applied.started) }
    if (applied.effect === 'settings') return { kind: 'configured' }
    return earlier.kind === 'nothing' ? { kind: 'images-stored' } : earlier
  }
  return {
    ...target,
    apply: async (steps, say) => {
      leave({ kind: 'sent' })
      try {
        return note(await target.apply(steps, say))
      } catch (failure) {
        // A later "no" does not tell what became of an earlier write without an answer.
        if (failure instanceof ServiceError && failure.kind === 'no-response') before = { kind: 'sent' }
        else if (failure instanceof ServiceError) leave(before)
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
      return { ...undoing, target: withSavedState(undoing.target, { leave, identify }, before) }
    },
  }
}
