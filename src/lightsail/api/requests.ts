import type { Clock } from '../../runtime/clock.ts'
import type { DomainNames } from '../model/service.ts'

/** Aborts some seconds after `signal`: a write that is under way may still be answered. */
export const afterGrace = (signal: AbortSignal, clock: Pick<Clock, 'alarm'>): AbortSignal => {
  const controller = new AbortController()
  const onAbort = () => {
    clock.alarm(WRITE_GRACE_MS).addEventListener('abort', () => controller.abort())
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return controller.signal
}

export const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }))

export const mutable = (domains: DomainNames): Record<string, string[]> =>
  Object.fromEntries(Object.entries(domains).map(([certificate, names]) => [certificate, [...names]]))

/** A cancelled job is killed 10 s after the first word of it: the answer to a write gets half of that. */
export const WRITE_GRACE_MS = 5_000
