import { Failure } from '../../engine/failure.ts'
import type { LogEvent } from '../service.ts'

/** One page of a log: oldest line first, from `since` on (milliseconds since the epoch). */
export type ReadPage = (query: {
  since: number
  page: string | undefined
}) => Promise<{ events: readonly LogEvent[]; nextPage: string | undefined }>

/** A log that is read little by little, each line once. */
export interface LogFeed {
  /** Makes one call. Gives what was not seen before, and whether nothing more is there for now. Throws only `Failure`. */
  next(): Promise<{ readonly fresh: readonly LogEvent[]; readonly isEnd: boolean }>
  /** The next call begins there, if the feed still knows what it saw since. */
  restart(since: number): void
}

/** Lines may arrive later than younger ones: each reading begins so long before the newest line. Milliseconds. */
const OVERLAP_MS = 120_000

/** Lines that are remembered as seen. */
const MOST_SEEN = 50_000

/**
 * Neither drops nor repeats a line, across pages, among equal times and under lag: a log has no numbers (fact sheet
 * §6), so lines that are equal in time and text are counted, and only those beyond the known count are new.
 */
export const followLog = (read: ReadPage, start: number): LogFeed => {
  const seen = new Map<string, { readonly at: number; readonly count: number }>()
  let known = start
  let since = start
  let page: string | undefined
  let newest = Number.NEGATIVE_INFINITY
  /** How often each line came in this reading, which ends with the last page. */
  let sweep = new Map<string, number>()

  const begin = (from: number) => {
    sweep = new Map()
    page = undefined
    since = Math.max(known, from)
  }

  const isFresh = ({ at, message }: LogEvent): boolean => {
    const key = `${at} ${message}`
    const count = (sweep.get(key) ?? 0) + 1
    sweep.set(key, count)
    if (count <= (seen.get(key)?.count ?? 0)) return false
    seen.set(key, { at, count })
    newest = Math.max(newest, at)
    return true
  }

  const forget = (before: number) => {
    for (const [key, { at }] of seen) if (at < before) seen.delete(key)
    known = before
  }

  return {
    restart: begin,
    next: async () => {
      const answer = await read({ since, page }).catch((failure: unknown) => {
        // A token that is not taken any more: the lines that it led to come with a new reading.
        if (page !== undefined && failure instanceof Failure && failure.kind === 'rejected') begin(since)
        throw failure
      })
      const fresh = answer.events.filter(isFresh)
      page = answer.nextPage
      if (page !== undefined) return { fresh, isEnd: false }
      const from = newest - OVERLAP_MS
      if (seen.size > MOST_SEEN) forget(from)
      begin(from)
      return { fresh, isEnd: true }
    },
  }
}
