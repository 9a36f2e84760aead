import type { LogTail } from '../rollout/contract/diagnostics.ts'
import { plural } from '../text/plural.ts'
import { excerpt, type LiveLine, type LogLine, linesOfVersion, parseLogLine } from './log-lines.ts'
import { isHealthCheck } from './log-patterns.ts'
import { createLogReader, type LogReader, type LogReading, type ReadPage } from './log-reader.ts'

/** Limits of printed lines per container: at the end, per batch while waiting, and for all batches. */
const SHOWN_AT_THE_END = 20
const SHOWN_AT_ONCE = 40
const SHOWN_IN_ALL = 1_000
/** Lines kept for the rules: the first and the last of a longer log. */
const KEPT = 10_000

/** The log of one container as far as it was read. */
export interface ContainerLog {
  readonly name: string
  readonly feed: LogReader
  readonly lines: readonly LogLine[]
  /** Lines read, also those that are not kept. */
  readonly total: number
  /** The first line that is marked with a newer version: all later lines are that version's. */
  readonly newer: LogLine | undefined
  /** Calls made so far. */
  readonly calls: number
  /** Makes one call; gives the new lines of our version and of what is not marked. Throws only `ServiceError`. */
  read(): Promise<Omit<LogReading, 'fresh'> & { readonly fresh: readonly LogLine[] }>
  /** The part of these new lines to print while waiting; may be empty. */
  batch(fresh: readonly LogLine[], isBehind: boolean): LiveLine[]
  /** What to show after the end; `isPartial` if not every line was read. */
  tail(isPartial: boolean): LogTail[]
}

/** How many more lines are printed while waiting; shared by logs that are one to the reader. */
export interface LogRoom {
  left: number
}

export function createLogRoom(): LogRoom {
  return { left: SHOWN_IN_ALL }
}

/** Follows one container's log from `since` on (milliseconds since the epoch). */
export function openContainerLog({
  name,
  version,
  task,
  since,
  readPage,
  clean,
  room = createLogRoom(),
}: {
  name: string
  /** The deployment whose lines are meant, where the log holds those of several, and lines of the service itself. */
  version?: number
  /** The task whose log it is, where each has one of its own. */
  task?: string
  since: number
  readPage: ReadPage
  clean(text: string): string
  room?: LogRoom
}): ContainerLog {
  const feed = createLogReader(readPage, since)
  const label = task === undefined ? name : `${name} ${task}`
  const title = task === undefined ? `Log of ${name}` : `Log of ${name}, task ${task}`
  let lines: readonly LogLine[] = []
  let total = 0
  let newer: LogLine | undefined
  let calls = 0

  return {
    name,
    feed,
    get lines() {
      return lines
    },
    get total() {
      return total
    },
    get newer() {
      return newer
    },
    get calls() {
      return calls
    },
    read: async () => {
      calls++
      const { fresh: events, ...reading } = await feed.next()
      const fresh = events
        .map((event) =>
          parseLogLine({ container: name, event, since, clean, hasPlatformLines: version !== undefined }),
        )
        .filter((line) => line.version === undefined || version === undefined || line.version >= version)
      const all = [...lines, ...fresh]
      lines = all.length > KEPT ? [...all.slice(0, KEPT / 2), ...all.slice(-KEPT / 2)] : all
      total += fresh.length
      newer ??= fresh.find((line) => line.version !== undefined && line.version > (version ?? line.version))
      return { ...reading, fresh }
    },
    batch: (fresh, isBehind) => {
      const ofVersion = linesOfVersion(newer ? [newer, ...fresh] : fresh, version)
      const own = ofVersion.filter(({ text }) => !isHealthCheck(text))
      const most = Math.min(SHOWN_AT_ONCE, room.left)
      const last = own.at(-1)
      if (!last || most <= 0) return []
      const shown = own.slice(-most)
      room.left -= shown.length
      const left = own.length - shown.length
      const printed = (at: number, time: string, text: string): LiveLine => ({
        at,
        text: `${time.padStart(7)}  ${label} | ${text}`,
      })
      const remark =
        room.left <= 0
          ? '… the rest of this log is not shown while waiting'
          : isBehind
            ? '… this log grows faster than it is read while waiting; some lines are missing'
            : undefined
      return [
        ...(left > 0 ? [printed(shown[0]?.at ?? last.at, '', `… ${plural(left, 'line')} not shown`)] : []),
        ...shown.map(({ at, time, text }) => printed(at, time, text)),
        ...(remark === undefined ? [] : [printed(last.at, '', remark)]),
      ]
    },
    tail: (isPartial) => {
      const own = linesOfVersion(lines, version)
      const worthShowing = own.filter(({ text }) => !isHealthCheck(text))
      if (worthShowing.length === 0) return []
      const read = worthShowing.length + total - lines.length
      const excerpted = excerpt(worthShowing, { most: SHOWN_AT_THE_END, total: read, isPartial })
      return [
        {
          title: `${title}${version === undefined ? '' : `, version ${version}`}: ${excerpted.count}`,
          lines: excerpted.lines,
        },
      ]
    },
  }
}
