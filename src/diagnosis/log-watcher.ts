import type {
  Cause,
  Diagnosis,
  Diagnostics,
  DiagnosticsBatch,
  RetryBudget,
} from '../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../rollout/contract/verdict.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { type ContainerLog, openContainerLog } from './container-log.ts'
import { type FinalReading, startFinalReading } from './final-reading.ts'
import type { LogFindings } from './log-analysis.ts'
import { createLogFollower } from './log-follower.ts'
import { inOrder, isFinalPlatformLine, type LiveLine, type LogLine, linesOfVersion } from './log-lines.ts'
import type { ReadPage } from './log-reader.ts'
import type { Workload } from './workload.ts'

/** Readings, about three minutes, until an incomplete log is accepted: lines lag (docs/lightsail-facts.md §6). */
const READINGS = 10

/** Maximum difference between the runner's clock and the service's. Milliseconds. */
const CLOCK_SKEW_MS = 60_000

/** Readings to skip after a transient error. */
const LEFT_OUT = 3

/** What was deployed, and how its logs are read and understood. */
export interface WatchedDeployment {
  readonly version: number
  readonly spec: Workload
  /** When the deployment was made, by the service's time; milliseconds since the epoch. */
  readonly createdAt: number | undefined
  /** Gives one page of a container's log. Throws only `ServiceError`. */
  readLog(container: string, query: Parameters<ReadPage>[0]): ReturnType<ReadPage>
  /** The cause, if the log proves one. */
  diagnose(findings: LogFindings): Cause | undefined
  /** The cause for a log that proves none. */
  unknownCause(findings: LogFindings, verdict: FailureVerdict): Cause | undefined
}

/**
 * Follows the logs of our version's containers and looks for the cause of a failure. Logs that cannot be read are listed as
 * unavailable; once access was denied, no further call is made.
 */
export function watchContainerLogs({
  deployment,
  clean,
  now,
  startedAt = now(),
}: {
  deployment: WatchedDeployment
  clean(text: string): string
  /** Milliseconds, by the runner's clock. */
  now(): number
  /** When the deployment was started, by the same clock; now unless given. */
  startedAt?: number
}): Diagnostics {
  const { spec, version } = deployment
  // Without a beginning the log would hold the lines of all versions.
  const { createdAt = startedAt - CLOCK_SKEW_MS } = deployment
  const logs = Object.keys(spec.containers).map((name) =>
    openContainerLog({
      ...{ name, version, since: createdAt, clean },
      readPage: (query) => deployment.readLog(name, query),
    }),
  )
  const follow = createLogFollower(() => createdAt + (now() - startedAt))
  let denied: string | undefined
  let leftOut = 0

  const gapOf = (name: string, failure: ServiceError): string => {
    const gap = `the log of ${name} cannot be read: ${failure.message}; to see it, ${failure.fix}`
    if (failure.kind === 'access-denied' || failure.kind === 'unauthenticated') denied = gap
    return gap
  }

  const poll = async (): Promise<DiagnosticsBatch> => {
    const lines: LiveLine[] = []
    const unavailable: string[] = []
    const skips = leftOut-- > 0
    for (const log of skips ? [] : logs) {
      if (denied !== undefined) break
      try {
        lines.push(...(await follow(log)))
      } catch (failure) {
        if (!(failure instanceof ServiceError)) throw failure
        const gap = gapOf(log.name, failure)
        if (denied !== undefined) unavailable.push(gap)
        else leftOut = LEFT_OUT
      }
    }
    return { events: [], lines: inOrder(lines), unavailable }
  }

  /** Reads each log in turn; returns what could not be read. */
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

function gapsOf(lines: readonly LogLine[], isEnough: boolean): string[] {
  if (lines.length === 0) return ['the container log is still empty; it can lag by minutes']
  return isEnough ? [] : ["the log may be incomplete: Lightsail's final line has not arrived"]
}

function unreadGap({ name, total }: ContainerLog): string {
  return `${name} logs more than this run reads after a failure: ${total} lines were read (the first, the errors and the last); the console has all of them`
}
