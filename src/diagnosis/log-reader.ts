import { ServiceError } from '../runtime/service-error.ts'
import type { LogEvent } from './log-lines.ts'

/** Which lines are asked for. */
export interface LogQuery {
  /** Milliseconds since the epoch. */
  readonly since: number
  /** As GetContainerLog takes it: `?A ?B` for lines with either word (docs/lightsail-facts.md §6). */
  readonly filter?: string
  /** The newest page instead of the oldest, where the API has that; no other page follows it. */
  readonly fromEnd?: true
}

/** One page of a log, oldest line first. */
export type ReadPage = (
  query: LogQuery & { readonly page: string | undefined },
) => Promise<{ events: readonly LogEvent[]; nextPage: string | undefined }>

/** Result of one call. */
export interface LogReading {
  /** Lines that were not returned before. */
  readonly fresh: readonly LogEvent[]
  /** The end of the log is reached, for now. */
  readonly isEnd: boolean
  /** Time of the page's last line, seen before or not; undefined for an empty page. Milliseconds since the epoch. */
  readonly reachedAt: number | undefined
}

/** Reads a log in steps and returns each line once. */
export interface LogReader {
  /** Makes one call. Throws only `ServiceError`. */
  next(): Promise<LogReading>
  /** Starts a new reading with the next call, shortly before the newest known line. */
  restart(query: LogQuery): void
  /** Skips lines before `at` (epoch milliseconds): later readings do not return to them unless asked. */
  skipTo(at: number): void
}

/** Lines can arrive after younger ones: each reading starts this long before the newest line. Milliseconds. */
const OVERLAP_MS = 120_000

/** Lines that are remembered as seen. */
const MAX_SEEN = 50_000

/**
 * Neither drops nor repeats a line, across pages, among equal times and under lag: a log has no
 * numbers (docs/lightsail-facts.md §6), so lines that are equal in time and text are counted, and only those beyond the known count are new.
 */
export function createLogReader(read: ReadPage, start: number): LogReader {
  const seen = new Map<string, { readonly at: number; readonly count: number }>()
  let known = start
  let floor = start
  let query: LogQuery = { since: start }
  /** True while reading on from the newest line, not a window that was asked for. */
  let isFollowing = true
  let page: string | undefined
  let newest = Number.NEGATIVE_INFINITY
  /** How often each line came in this reading, which ends with the last page. */
  let sweep = new Map<string, number>()

  const begin = (asked: LogQuery) => {
    sweep = new Map()
    page = undefined
    query = { ...asked, since: Math.max(known, asked.since) }
  }

  const isFresh = ({ at, message }: LogEvent): boolean => {
    const key = `${at} ${message}`
    const count = (sweep.get(key) ?? 0) + 1
    sweep.set(key, count)
    if (count <= (seen.get(key)?.count ?? 0)) return false
    seen.set(key, { at, count })
    // A filtered reading says nothing about the lines in between.
    if (query.filter === undefined) newest = Math.max(newest, at)
    return true
  }

  const forget = (before: number) => {
    for (const [key, { at }] of seen) if (at < before) seen.delete(key)
    known = before
  }

  return {
    restart: (asked) => {
      isFollowing = false
      begin(asked)
    },
    skipTo: (at) => {
      floor = Math.max(floor, at)
      isFollowing = true
      begin({ since: floor })
    },
    next: async () => {
      const answer = await read({ ...query, page }).catch((failure: unknown) => {
        // The page token has expired: a new reading returns the same lines.
        if (page !== undefined && failure instanceof ServiceError && failure.kind === 'rejected') begin(query)
        throw failure
      })
      const fresh = answer.events.filter(isFresh)
      const reachedAt = answer.events.at(-1)?.at
      page = answer.nextPage
      if (page !== undefined) return { fresh, isEnd: false, reachedAt }
      const from = Math.max(floor, newest - OVERLAP_MS)
      if (isFollowing && seen.size > MAX_SEEN) forget(from)
      isFollowing = true
      begin({ since: from })
      return { fresh, isEnd: true, reachedAt }
    },
  }
}
