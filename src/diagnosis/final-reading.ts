import type { RetryBudget } from '../rollout/contract/diagnostics.ts'
import type { ContainerLog } from './container-log.ts'

/** Calls for one container after the end, however much it wrote. */
const MAX_CALLS = 20
/** A log with more pages is read in parts: its beginning, its first errors and its end. */
const SHORT_PAGES = 3
/** Calls reserved for the errors and the end of a long log; the others wait for Lightsail's final platform line. */
const CALLS_FOR_THE_TAIL = 10
/** How much of a long log is asked for first, from its end. Milliseconds. */
const FIRST_SPAN_MS = 60_000
/** Log times are whole seconds: a shorter window returns nothing less. Milliseconds. */
const SHORTEST_SPAN_MS = 1_000
/** Enough lines for a tail. */
const ENOUGH_LINES = 20

/** Words of platform lines (docs/lightsail-facts.md §2.6) and of errors; case-sensitive. */
const NODE_LINES = '?Creating ?Started ?Reached ?Finalizing ?Took ?Canceled'
const FINAL_PLATFORM_WORDS = '?Finalizing ?Took ?Canceled'
const ERRORS =
  '?Error ?error ?ERROR ?Exception ?exception ?panic ?fatal ?Fatal ?FATAL ?Traceback ?Killed ?emerg'

/** Reads a log after the end of a deployment, one part per turn. */
export interface FinalReading {
  /** Throws only `ServiceError`. */
  readOn(budget: RetryBudget): Promise<void>
  /** Reads the end of a long log; nothing for a short one, which is read whole. Throws only `ServiceError`. */
  readTail(budget: RetryBudget): Promise<void>
  /** All calls are used up except those for the tail. */
  isExhausted(): boolean
  /** True if lines in the middle were not read. */
  isPartial(): boolean
}

/**
 * A short log is read whole, and again from its end at each turn, as lines may lag. Of a long one first the beginning and the lines
 * about nodes are read, then turns wait for Lightsail's final platform line, and last come the first errors and the tail, which is
 * searched by time windows: pages come oldest first, so the end of a long log cannot be requested directly.
 * `since` is when the deployment was made, `until` when it ended, by the service's clock; both epoch milliseconds.
 */
export function startFinalReading(
  log: ContainerLog,
  { since, until }: { since: number; until: number },
): FinalReading {
  const before = log.calls
  const left = () => MAX_CALLS - (log.calls - before)
  let turns = 0
  let isLong = false

  /** So many pages of what was asked for at the most; true if that was all there is. */
  const pages = async (most: number, { retrying }: RetryBudget): Promise<boolean> => {
    for (let page = 0; page < most && left() > 0; page++) {
      if ((await retrying(log.read)).isEnd) return true
    }
    return false
  }

  const ask = async (query: { since: number; filter?: string }, most: number, budget: RetryBudget) => {
    log.feed.restart(query)
    return await pages(most, budget)
  }

  return {
    isPartial: () => isLong,
    isExhausted: () => left() <= (isLong ? CALLS_FOR_THE_TAIL : 0),
    readOn: async (budget) => {
      if (turns++ === 0) {
        isLong = !(await ask({ since }, SHORT_PAGES, budget))
        if (!isLong) return
        await ask({ since, filter: NODE_LINES }, 1, budget)
      } else if (!isLong) {
        isLong = !(await pages(SHORT_PAGES, budget))
      } else if (turns % 2 === 0 && left() > CALLS_FOR_THE_TAIL) {
        await ask({ since, filter: FINAL_PLATFORM_WORDS }, 1, budget)
      }
    },
    readTail: async (budget) => {
      if (!isLong) return
      await ask({ since, filter: ERRORS }, 1, budget)
      const window = searchWindow(until - since)
      while (left() > 0) {
        const { span } = window
        const from = until - span
        log.feed.restart({ since: from })
        const { isEnd, reachedAt = from } = await budget.retrying(log.read)
        const isEnough = log.lines.filter(({ at }) => at >= from).length >= ENOUGH_LINES
        if (isEnd && (isEnough || window.isWidest())) return
        if (isEnd) window.tooShort()
        else window.tooLong(until - reachedAt)
        // The window is as small as possible and still exceeds a page: read the rest of it page by page.
        if (!isEnd && window.span === span) return void (await pages(left(), budget))
      }
    },
  }
}

/**
 * Finds the longest window before the end whose lines fit into one page, in few calls. Logs are written steadily or in bursts: a
 * full page shows how much time a page covers, and the second after it may be a quiet one. Milliseconds.
 */
function searchWindow(whole: number) {
  let short = 0
  let long = whole + SHORTEST_SPAN_MS
  let span = Math.min(FIRST_SPAN_MS, long)
  let mayBeBurst = true
  const middle = () => Math.sqrt(Math.max(short, SHORTEST_SPAN_MS) * long)
  const isFound = () => long - short <= SHORTEST_SPAN_MS
  return {
    get span() {
      return span
    },
    isWidest: () => span >= long,
    /** The window holds too few lines. */
    tooShort: () => {
      short = span
      span = isFound() ? long : middle()
    },
    /** Its lines do not fit into a page, whose last line lies `remaining` before the end. */
    tooLong: (remaining: number) => {
      const covered = span - remaining
      long = remaining > short ? Math.min(span, remaining) : span
      if (isFound()) span = long
      else if (short === 0) span = Math.max(SHORTEST_SPAN_MS, Math.min(middle(), covered))
      else span = mayBeBurst ? long - SHORTEST_SPAN_MS : middle()
      if (short > 0) mayBeBurst = false
    },
  }
}
