import { ServiceError } from '../runtime/service-error.ts'
import type { Applied } from './contract/plan.ts'
import type { WriteProgress } from './contract/saved-run.ts'
import type { Target, TargetTypes } from './contract/target.ts'

/** Reports progress around each write, for the post step. The outermost decorator. */
export function withSavedState<T extends TargetTypes>(
  target: Target<T>,
  onWrite: (written: WriteProgress) => void,
  /** What was written before this target's first write. */
  before: WriteProgress = { kind: 'nothing' },
): Target<T> {
  let written = before
  const save = (applied: Applied<T['started']>): Applied<T['started']> => {
    written = writtenBy(applied)
    onWrite(written)
    return applied
  }
  const writtenBy = (applied: Applied<T['started']>): WriteProgress => {
    if (applied.kind === 'started') return { kind: 'started', handle: target.handle(applied.started) }
    if (applied.effect === 'settings') return { kind: 'configured' }
    return written.kind === 'nothing' ? { kind: 'images-stored' } : written
  }
  const { rollback } = target
  return {
    ...target,
    apply: async (step, onProgress) => {
      onWrite({ kind: 'sent' })
      try {
        return save(await target.apply(step, onProgress))
      } catch (failure) {
        // A later refusal does not tell what became of an earlier write without a reply.
        if (failure instanceof ServiceError && mayBeAccepted(failure)) written = { kind: 'sent' }
        else if (failure instanceof ServiceError) onWrite(written)
        throw failure
      }
    },
    findAccepted: async (step) => {
      const applied = await target.findAccepted(step)
      return applied && save(applied)
    },
    ...(rollback && {
      rollback: async (started, to) => {
        const chosen = await rollback(started, to)
        if (chosen.kind === 'unavailable') return chosen
        return { ...chosen, target: withSavedState(chosen.target, onWrite, written) }
      },
    }),
  }
}

/** Also one that was accepted for certain: what it started is not known. */
function mayBeAccepted({ kind }: ServiceError): boolean {
  return kind === 'no-response' || kind === 'accepted'
}
