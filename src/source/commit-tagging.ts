import type { Applied } from '../rollout/contract/plan.ts'
import type { Displaced, Target, TargetTypes } from '../rollout/contract/target.ts'
import { type RetryPolicy, retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { tagKeys } from './resource-tags.ts'
import { rememberTags, type TagMemory } from './tag-memory.ts'

type Tags = Readonly<Record<string, string>>

/** How a target stores in tags what later runs need to know of an accepted deployment. */
export interface TagStore<Observed, Started, Version> {
  /** The tags in an observation. */
  tagsIn(observed: Observed): Tags | undefined
  /** The tags in the reply to our write. */
  tagsOf(started: Started): Tags | undefined
  /** Versions that the tags list as failed. */
  failedIn(tags: Tags): readonly Version[]
  /** How a failed URL check is stored. */
  versionOf(started: Started): Version
  /** All that is written about a deployment that was accepted, in one call; may be empty. */
  tagsFor(started: Started, memory: TagMemory<Version>, isRollback: boolean): Tags
  /** Only the list of failed versions. */
  failedTag(started: Started, memory: TagMemory<Version>): Tags
  /** The failed versions with the same content as one that has now passed. Throws only `ServiceError`. */
  sameContent(started: Started, failed: readonly Version[]): Promise<readonly Version[]>
  /** Throws only `ServiceError`. */
  write(started: Started, tags: Tags): Promise<void>
  /** What will not work if the tags cannot be written. */
  effectOf(started: Started, tags: Tags): string
  /** A deployment that ours replaced without the plan having known of it. */
  displacement(started: Started, isRollback: boolean): Promise<Displaced | undefined>
}

/**
 * Records in tags what later runs need to know of an accepted deployment, in the background: its commit, the target's own tags, and
 * whether it failed its URL check. Never delays or fails the run.
 */
export function withCommitTags<T extends TargetTypes & { readonly started: object }, Version>(
  target: Target<T>,
  store: TagStore<T['observed'], T['started'], Version>,
  retries: RetryPolicy,
): Target<T> {
  type Started = T['started']
  const memory = rememberTags(store.failedIn)
  const troubles: string[] = []
  /** Writes are serial: each may be based on the one before. */
  let writing: Promise<void> = Promise.resolve()
  let latest: Started | undefined
  const displacements = new WeakMap<Started, Promise<Displaced | undefined>>()

  const write = async (started: Started, tags: Tags): Promise<void> => {
    if (Object.keys(tags).length === 0) return
    try {
      await retry(() => store.write(started, tags), transientErrors, retries)
    } catch (error) {
      const why = error instanceof ServiceError ? `${error.message}; ${error.fix}` : String(error)
      troubles.push(`${store.effectOf(started, tags)}: ${why}`)
    }
  }
  const then = (next: () => Promise<void>) => {
    writing = writing.then(next)
  }

  const remember = (applied: Applied<Started> | undefined, isRollback: boolean): void => {
    if (applied?.kind !== 'started') return
    const { started } = applied
    latest = started
    memory.see(store.tagsOf(started))
    // Our tags would hide the commit of the deployment that ours replaced.
    const displacement = store.displacement(started, isRollback)
    displacements.set(started, displacement)
    then(async () => {
      await displacement.catch(() => undefined)
      const tags = store.tagsFor(started, memory, isRollback)
      if (tagKeys.bad in tags) memory.written()
      await write(started, tags)
    })
  }

  /** A version that has passed now is not marked as failed any more, under whichever number it failed before. */
  const clear = async (started: Started): Promise<void> => {
    const bad = memory.bad()
    if (bad.length === 0) return
    const remove = await sameContent(started, bad)
    if (remove.length === 0) return
    memory.setBad({ remove })
    await write(started, store.failedTag(started, memory))
    memory.written()
  }

  const sameContent = async (started: Started, bad: readonly Version[]): Promise<readonly Version[]> => {
    try {
      return await retry(() => store.sameContent(started, bad), transientErrors, retries)
    } catch (failure) {
      if (failure instanceof ServiceError) return []
      throw failure
    }
  }

  const withMemory = (one: Target<T>, isRollback: boolean): Target<T> => {
    const { rollback } = one
    return {
      ...one,
      observe: async (previous) => {
        const observed = await one.observe(previous)
        memory.see(store.tagsIn(observed))
        return observed
      },
      apply: async (step, onProgress) => {
        const applied = await one.apply(step, onProgress)
        remember(applied, isRollback)
        return applied
      },
      findAccepted: async (step) => {
        const applied = await one.findAccepted(step)
        remember(applied, isRollback)
        return applied
      },
      findDisplaced: async (started) => await displacements.get(started),
      onVerified: (started, isGood) => {
        if (isGood) return then(() => clear(started))
        memory.setBad({ add: [store.versionOf(started)] })
      },
      ...(rollback && {
        rollback: async (started, to) => {
          const chosen = await rollback(started, to)
          return chosen.kind === 'unavailable'
            ? chosen
            : { ...chosen, target: withMemory(chosen.target, true) }
        },
      }),
      cleanUp: async (history, verdict, onProgress) => {
        await one.cleanUp?.(history, verdict, onProgress)
        await writing
        if (latest && memory.hasNews()) await write(latest, store.failedTag(latest, memory))
        for (const trouble of troubles) onProgress(trouble)
      },
    }
  }
  return withMemory(target, false)
}
