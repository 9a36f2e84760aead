import type { Chance } from '../prng.ts'
import type { Timeline } from '../scheduler.ts'

/** When the job is cancelled: so long after the start, or so long after a call was sent. Milliseconds. */
export type Cancel =
  | { readonly kind: 'time'; readonly afterMs: number }
  | { readonly kind: 'call'; readonly number: number; readonly afterMs: number }
  | { readonly kind: 'write'; readonly number: number; readonly afterMs: number }

export function drawCancel(chance: Chance): Cancel {
  const kind = chance.one(['time', 'call', 'write'])
  if (kind === 'time') return { kind, afterMs: chance.whole(0, 600_000) }
  const afterMs = chance.one([0, 1, chance.whole(1, 200), chance.whole(1, 20_000)])
  return { kind, number: chance.whole(1, kind === 'write' ? 2 : chance.one([3, 60])), afterMs }
}

/** Hears of each call that is sent, and cancels the job when it is time. */
export function planCancellation(timeline: Timeline, cancel: Cancel | undefined) {
  const controller = new AbortController()
  let cancelledAt: number | undefined
  let writes = 0
  const cancelAfter = (ms: number) =>
    timeline.at(timeline.now() + ms, () => {
      cancelledAt ??= timeline.now()
      controller.abort()
    })
  return {
    signal: controller.signal,
    cancelledAt: () => cancelledAt,
    begin: () => {
      if (cancel?.kind === 'time') cancelAfter(cancel.afterMs)
    },
    onSent: ({ isWrite }: { readonly isWrite: boolean }, number: number) => {
      if (isWrite) writes++
      if (cancel?.kind === 'call' && cancel.number === number) cancelAfter(cancel.afterMs)
      if (cancel?.kind === 'write' && isWrite && cancel.number === writes) cancelAfter(cancel.afterMs)
    },
  }
}
