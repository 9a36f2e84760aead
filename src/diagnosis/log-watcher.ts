import type {
  Cause,
  Diagnosis,
  Diagnostics,
  DiagnosticsBatch,
  LogTail,
  RetryBudget,
} from '../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../rollout/contract/verdict.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { type ContainerLog, openContainerLog } from './container-log.ts'
import { type FinalReading, startFinalReading } from './final-reading.ts'
import type { LogFindings } from './log-analysis.ts'
import { isFinalPlatformLine, type LogLine, linesOfVersion } from './log-lines.ts'
import type { ReadPage } from './log-reader.ts'
import type { Workload } from './workload.ts'

/** Readings, about three minutes, before an incomplete log is taken as it is: lines lag behind (docs/lightsail-facts.md §6). */
const READINGS = 10

/** How far the runner's clock and Lightsail's may be apart. Milliseconds. */
const CLOCK_SKEW_MS = 60_000

/** Readings that are left out after a failure in passing. */
const LEFT_OUT = 3

/** Calls for one container at each poll while waiting. */
const PAGES_PER_POLL = 2

/** After so many polls that did not reach the end of a log, what is between is skipped. */
const POLLS_BEHIND = 3

/** What was deployed, and how its logs are read and understood. */
export interface WatchedDeployment {
  readonly version: number
  readonly spec: Workload
  /** When the deployment was made, by the service's time; milliseconds since the epoch. */
  readonly createdAt: number | undefined
  /** Gives one page of a container's log. Throws only `ServiceError`. */
  readLog(container: string, query: Parameters<ReadPage>[0]): ReturnType<ReadPage>
  /** The cause that the log proves, if it does. */
  diagnose(findings: LogFindings): Cause | undefined
  /** What is said where the log proves none. */
  unknownCause(findings: LogFindings, verdict: FailureVerdict): Cause | undefined
}

/**
 * Follows the logs of the containers of our version, and looks in them for the cause of a failure. What cannot be read
 * becomes a gap; once access was denied, no further call is made.
 */
export const watchContainerLogs = ({
  deployment,
  clean,
  now,
}: {
  deployment: WatchedDeployment
  clean(text: string): string
  /** Milliseconds, by our own clock. */
  now(): number
}): Diagnostics => {
  const { spec, version } = deployment
  const startedAt = now()
  // Without a beginning the log would hold the lines of all versions.
  const { createdAt = startedAt - CLOCK_SKEW_MS } = deployment
  const logs = Object.keys(spec.containers).map((name) =>
    openContainerLog({
      ...{ name, version, since: createdAt, clean },
      readPage: (query) => deployment.readLog(name, query),
    }),
  )
  const behind = new Map<string, number>()
  let denied: string | undefined
  let leftOut = 0

  const gapOf = (name: string, failure: ServiceError): string => {
    const gap = `the log of ${name} cannot be read: ${failure.message}; to see it, ${failure.fix}`
    if (failure.kind === 'access-denied' || failure.kind === 'unauthenticated') denied = gap
    return gap
  }

  /** Reads on while waiting; a log that grows faster than it is read is followed with gaps. */
  const follow = async (log: ContainerLog): Promise<LogTail[]> => {
    const fresh: LogLine[] = []
    for (let page = 0; page < PAGES_PER_POLL; page++) {
      const answer = await log.read()
      fresh.push(...answer.fresh)
      if (answer.isEnd) {
        behind.delete(log.name)
        return log.batch(fresh, false)
      }
    }
    const polls = (behind.get(log.name) ?? 0) + 1
    behind.set(log.name, polls)
    if (polls >= POLLS_BEHIND) log.feed.skipTo(createdAt + (now() - startedAt))
    return log.batch(fresh, polls >= POLLS_BEHIND)
  }

  const poll = async (): Promise<DiagnosticsBatch> => {
    const found: { events: string[]; logs: LogTail[]; unavailable: string[] } = {
      events: [],
      logs: [],
      unavailable: [],
    }
    if (leftOut-- > 0) return found
    for (const log of logs) {
      if (denied !== undefined) break
      try {
        found.logs.push(...(await follow(log)))
      } catch (failure) {
        if (!(failure instanceof ServiceError)) throw failure
        const gap = gapOf(log.name, failure)
        if (denied !== undefined) found.unavailable.push(gap)
        else leftOut = LEFT_OUT
      }
    }
    return found
  }

  /** Reads each log in its turn; gives what could not be read. */
  const readEach = async (
    readings: ReadonlyMap<ContainerLog, FinalReading>,
    read: (reading: FinalReading) => Promise<void>,
  ): Promise<string[]> => {
    const unavailable: string[] = []
    for (const [log, reading] of readings) {
      if (denied !== undefined) return [denied]
      try {
        await read(reading)
      } catch (failure) {
        if (!(failure instanceof ServiceError)) throw failure
        unavailable.push(gapOf(log.name, failure))
      }
    }
    return unavailable
  }

  const diagnose = async (verdict: FailureVerdict, budget: RetryBudget): Promise<Diagnosis> => {
    const endedAt = createdAt + (now() - startedAt)
    const readings = new Map(
      logs.map((log) => [log, startFinalReading(log, { since: createdAt, until: endedAt })]),
    )
    const linesOfOurs = () => logs.flatMap((log) => linesOfVersion(log.lines, version))
    let unavailable: string[] = []
    for (let turn = 1; ; turn++) {
      unavailable = await readEach(readings, (reading) => reading.readOn(budget))
      const lines = linesOfOurs()
      const isWhole = lines.some(isFinalPlatformLine)
      const isKnown = deployment.diagnose({ lines, unavailable, isOver: isWhole }) !== undefined
      const isExhausted = [...readings.values()].every((reading) => reading.isExhausted())
      const isOver = isKnown || isWhole || isExhausted || unavailable.length > 0 || turn === READINGS
      if (isOver || !(await budget.pause(turn))) break
    }
    if (unavailable.length === 0)
      unavailable = await readEach(readings, (reading) => reading.readTail(budget))
    const lines = linesOfOurs()
    const findings = { lines, unavailable, isOver: true }
    const known = deployment.diagnose(findings)
    const cause = known ?? deployment.unknownCause(findings, verdict)
    const isEnough = lines.some(isFinalPlatformLine) || known !== undefined || verdict.result === 'timed-out'
    const unread = [...readings].flatMap(([log, reading]) => (reading.isPartial() ? [unreadGap(log)] : []))
    return {
      logs: logs.flatMap((log) => log.tail(readings.get(log)?.isPartial() === true)),
      unavailable: unavailable.length > 0 ? unavailable : [...unread, ...gapsOf(lines, isEnough)],
      ...(cause && { cause }),
    }
  }

  return { poll, diagnose }
}

const gapsOf = (lines: readonly LogLine[], isEnough: boolean): string[] => {
  if (lines.length === 0) return ['the log of the containers is empty so far; it can lag behind by minutes']
  return isEnough ? [] : ['the log may be incomplete: the last line that Lightsail writes has not arrived']
}

const unreadGap = ({ name, total }: ContainerLog): string =>
  `${name} writes more than is read after a failure: ${total} lines were read, its first, its errors and its last; the console has all of them`
