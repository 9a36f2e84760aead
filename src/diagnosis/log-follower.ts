import type { ContainerLog } from './container-log.ts'
import type { LiveLine, LogLine } from './log-lines.ts'

/** Calls for one log at each poll while waiting. */
const PAGES_PER_POLL = 2

/** After this many polls that did not reach the end of a log, the lines in between are skipped. */
const POLLS_BEHIND = 3

/**
 * Reads logs on while waiting, and returns what to print. Of a log that grows faster than it is read, parts are skipped. `now` is
 * in milliseconds, by the service's clock. What it returns throws only `ServiceError`.
 */
export function createLogFollower(now: () => number): (log: ContainerLog) => Promise<LiveLine[]> {
  const behind = new WeakMap<ContainerLog, number>()
  return async (log) => {
    const fresh: LogLine[] = []
    for (let page = 0; page < PAGES_PER_POLL; page++) {
      const answer = await log.read()
      fresh.push(...answer.fresh)
      if (answer.isEnd) {
        behind.delete(log)
        return log.batch(fresh, false)
      }
    }
    const polls = (behind.get(log) ?? 0) + 1
    behind.set(log, polls)
    if (polls >= POLLS_BEHIND) log.feed.skipTo(now())
    return log.batch(fresh, polls >= POLLS_BEHIND)
  }
}
