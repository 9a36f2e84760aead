import { Failure } from '../../engine/failure.ts'
import type { Evidence, LogTail, News, Patience, Witness } from '../../engine/target.ts'
import type { Red } from '../../engine/verdict.ts'
import type { Cloud } from '../cloud.ts'
import type { Started } from '../judge.ts'
import { causeOf } from './cause.ts'
import type { Findings } from './causes/findings.ts'
import { unknownCause } from './causes/unknown.ts'
import { isHealthCheck } from './causes/words-of-apps.ts'
import { followLog, type LogFeed } from './log-feed.ts'
import { excerpt, isLastWord, type LogLine, linesOfVersion, logLine } from './log-lines.ts'

/** Lines of one container in the log of the job: of the end, of one batch while waiting, and of all batches. */
const SHOWN_AT_THE_END = 20
const SHOWN_AT_ONCE = 40
const SHOWN_IN_ALL = 1_000
/** Lines kept for the rules: the first and the last of a longer log. */
const KEPT = 10_000
/** Pages of one container's log in one go: enough for any failing start, and an end for any log. */
const MOST_PAGES = 40
/** How much of a longer log is read before the end of the deployment. Milliseconds. */
const TAIL_MS = 60_000
/** Readings, about three minutes, before an incomplete log is taken as it is: lines lag behind (fact sheet §6). */
const READINGS = 10
/** How far the runner's clock and Lightsail's may be apart. Milliseconds. */
const CLOCK_SKEW_MS = 60_000
/** Readings that are left out after a failure in passing. */
const LEFT_OUT = 3

/** The log of one container as far as it was read. */
interface ContainerLog {
  readonly name: string
  readonly feed: LogFeed
  lines: readonly LogLine[]
  total: number
  shown: number
  /** The first line that is marked as a newer version's: from there on that one speaks. */
  newer: LogLine | undefined
  /** So long that only its beginning and its end are read. */
  isLong: boolean
}

/**
 * Follows the logs of the containers of our version, and looks in them for the cause of a failure. What cannot be read
 * becomes a gap; once access was denied, no further call is made.
 */
export const watchLogs = ({
  cloud,
  started,
  clean,
  now,
}: {
  cloud: Cloud
  started: Started
  clean(text: string): string
  /** Milliseconds, by our own clock. */
  now(): number
}): Witness => {
  const { serviceName: service, spec, version } = started
  const startedAt = now()
  // Without a beginning the log would hold the lines of all versions.
  const { createdAt = startedAt - CLOCK_SKEW_MS } = started
  const logs = Object.keys(spec.containers).map((name): ContainerLog => {
    const feed = followLog((query) => cloud.getLog({ service, container: name, ...query }), createdAt)
    return { name, feed, lines: [], total: 0, shown: 0, newer: undefined, isLong: false }
  })
  let denied: string | undefined
  let leftOut = 0

  /** Makes one call; gives the new lines of our version. */
  const readOn = async (log: ContainerLog): Promise<{ fresh: LogLine[]; isEnd: boolean }> => {
    const { fresh: events, isEnd } = await log.feed.next()
    const fresh = events
      .map((event) => logLine({ container: log.name, event, since: createdAt, clean }))
      .filter((line) => line.version === undefined || line.version >= version)
    const lines = [...log.lines, ...fresh]
    log.lines = lines.length > KEPT ? [...lines.slice(0, KEPT / 2), ...lines.slice(-KEPT / 2)] : lines
    log.total += fresh.length
    log.newer ??= fresh.find((line) => line.version !== undefined && line.version > version)
    return { fresh, isEnd }
  }

  const gapOf = (name: string, failure: Failure): string => {
    const gap = `the log of ${name} cannot be read: ${failure.message}; to see it, ${failure.fix}`
    if (failure.kind === 'denied' || failure.kind === 'credentials') denied = gap
    return gap
  }

  const news = async (): Promise<News> => {
    const found: { logs: LogTail[]; gaps: string[] } = { logs: [], gaps: [] }
    if (leftOut-- > 0) return found
    for (const log of logs) {
      if (denied !== undefined) break
      try {
        const { fresh } = await readOn(log)
        found.logs.push(...batchOf(log, fresh, version))
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure
        const gap = gapOf(log.name, failure)
        if (denied !== undefined) found.gaps.push(gap)
        else leftOut = LEFT_OUT
      }
    }
    return found
  }

  const readPages = async (log: ContainerLog, from: number, { retrying }: Patience): Promise<boolean> => {
    log.feed.restart(from)
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      if ((await retrying(() => readOn(log))).isEnd) return true
    }
    return false
  }

  const readAll = async (log: ContainerLog, endedAt: number, patience: Patience): Promise<void> => {
    log.isLong ||= !(await readPages(log, createdAt, patience))
    if (log.isLong) await readPages(log, createdAt + (endedAt - startedAt) - TAIL_MS, patience)
  }

  const readEverything = async (endedAt: number, patience: Patience): Promise<string[]> => {
    const gaps: string[] = []
    for (const log of logs) {
      if (denied !== undefined) return [denied]
      try {
        await readAll(log, endedAt, patience)
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure
        gaps.push(gapOf(log.name, failure))
      }
    }
    return gaps
  }

  const evidence = async (verdict: Red, patience: Patience): Promise<Evidence> => {
    const endedAt = now()
    for (let turn = 1; ; turn++) {
      const gaps = await readEverything(endedAt, patience)
      const lines = logs.flatMap((log) => linesOfVersion(log.lines, version))
      const findings: Omit<Findings, 'isOver'> = { spec, service: started.service, lines, gaps }
      const isWhole = lines.some(isLastWord)
      const early = causeOf({ ...findings, isOver: isWhole })
      const isOver = early !== undefined || isWhole || gaps.length > 0 || turn === READINGS
      if (!isOver && (await patience.pause(turn))) continue
      const known = early ?? causeOf({ ...findings, isOver: true })
      const cause = known ?? unknownCause({ ...findings, isOver: true }, verdict)
      return {
        logs: logs.flatMap((log) => tailOf(log, version)),
        gaps:
          gaps.length > 0
            ? gaps
            : gapsOf(lines, isWhole || known !== undefined || verdict.result === 'timed-out'),
        ...(cause && { cause }),
      }
    }
  }

  return { news, evidence }
}

const gapsOf = (lines: readonly LogLine[], isEnough: boolean): string[] => {
  if (lines.length === 0) return ['the log of the containers is empty so far; it can lag behind by minutes']
  return isEnough ? [] : ['the log may be incomplete: the last line that Lightsail writes has not arrived']
}

const batchOf = (log: ContainerLog, fresh: readonly LogLine[], version: number): LogTail[] => {
  const ofVersion = linesOfVersion(log.newer ? [log.newer, ...fresh] : fresh, version)
  const own = ofVersion.filter(({ text }) => !isHealthCheck(text))
  const most = Math.min(SHOWN_AT_ONCE, SHOWN_IN_ALL - log.shown)
  const [first, last] = [own[0], own.at(-1)]
  if (!first || !last || most <= 0) return []
  const { count, lines } = excerpt(own, { most })
  log.shown += lines.length
  const rest = log.shown >= SHOWN_IN_ALL ? '; the rest of it is not shown while waiting' : ''
  const when = first.time === last.time ? `at ${first.time}` : `${first.time} to ${last.time}`
  return [{ title: `Log of ${log.name}, ${when}: ${count}${rest}`, lines }]
}

const tailOf = (log: ContainerLog, version: number): LogTail[] => {
  const own = linesOfVersion(log.lines, version)
  const worthShowing = own.filter(({ text }) => !isHealthCheck(text))
  if (worthShowing.length === 0) return []
  const total = worthShowing.length + log.total - log.lines.length
  const { count, lines } = excerpt(worthShowing, { most: SHOWN_AT_THE_END, total })
  return [{ title: `Log of ${log.name}, version ${version}: ${count}`, lines }]
}
