import { stopwatch } from '../engine/clock.ts'
import { Failure } from '../engine/failure.ts'
import type { Evidence, LogTail, Patience } from '../engine/target.ts'
import { causeOf, type FoundLine } from './cause.ts'
import type { Cloud } from './cloud.ts'
import type { Started } from './judge.ts'
import type { LogEvent } from './service.ts'

const SHOWN_LINES = 20
/** Pages of one container's log in one reading: enough for any failing start, and an end for any log. */
const MOST_PAGES = 40
/** Readings, about three minutes, before an incomplete log is taken as it is: lines lag behind (fact sheet §6). */
const READINGS = 10

/** Lightsail's own lines stand among the container's (fact sheet §2.6). */
const platformLine =
  /^(?:\[deployment:(\d+)\]\s*)?(Creating your deployment|Started \d+ new nodes?|Reached a steady state|Finalizing your deployment|Took too long|Canceled)\b/

/** One line of a log: as a rule looks at it, and as it is shown. */
interface OwnLine extends FoundLine {
  readonly line: string
  readonly isPlatform: boolean
  /** The deployment that Lightsail says the line belongs to. */
  readonly version: number | undefined
}

interface Reading {
  readonly lines: readonly OwnLine[]
  /** Why a container's log could not be read. */
  readonly gaps: readonly string[]
}

/**
 * Reads the log of each container of our version and looks for the cause. Never throws a `Failure`: what cannot be
 * read becomes a gap. `patience` repeats a call that fails in passing, and lets time pass for lines that lag behind.
 */
export const gatherEvidence = async ({
  cloud,
  started,
  clean,
  patience,
}: {
  cloud: Cloud
  started: Started
  clean(text: string): string
  patience: Patience
}): Promise<Evidence> => {
  const containers = Object.keys(started.spec.containers)
  const findings = ({ lines }: Reading, isOver: boolean) => ({
    spec: started.spec,
    app: lines.filter(({ isPlatform }) => !isPlatform),
    platform: lines.filter(({ isPlatform }) => isPlatform),
    isOver,
  })
  for (let turn = 1; ; turn++) {
    const reading = await readAll({ cloud, started, clean, patience })
    const isWhole = reading.lines.some(isLast)
    const early = causeOf(findings(reading, isWhole))
    const isOver = early !== undefined || isWhole || reading.gaps.length > 0 || turn === READINGS
    if (!isOver && (await patience.pause(turn))) continue
    const cause = early ?? causeOf(findings(reading, true))
    return {
      logs: containers.flatMap((container) => tailOf(container, reading.lines, started.version)),
      gaps: reading.gaps.length > 0 ? reading.gaps : gapsOf(reading, isWhole || cause !== undefined),
      ...(cause && { cause }),
    }
  }
}

const gapsOf = ({ lines }: Reading, isEnough: boolean): string[] => {
  if (lines.length === 0) return ['the log of the containers is empty so far; it can lag behind by minutes']
  return isEnough ? [] : ['the log may be incomplete: the last line that Lightsail writes has not arrived']
}

const readAll = async ({
  cloud,
  started,
  clean,
  patience,
}: Parameters<typeof gatherEvidence>[0]): Promise<Reading> => {
  const lines: OwnLine[] = []
  const gaps: string[] = []
  for (const container of Object.keys(started.spec.containers)) {
    try {
      for await (const event of readLog(cloud, started, container, patience)) {
        const line = ownLine({ container, event, since: started.createdAt, clean })
        // From here on a newer version speaks, and most lines do not say whose they are.
        if (line.version !== undefined && line.version > started.version) break
        if (line.version === undefined || line.version === started.version) lines.push(line)
      }
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      gaps.push(`the log of ${container} cannot be read: ${failure.message}; to see it, ${failure.fix}`)
      if (failure.kind === 'denied' || failure.kind === 'credentials') break
    }
  }
  return { lines, gaps }
}

const tailOf = (container: string, lines: readonly OwnLine[], version: number): LogTail[] => {
  const own = lines.filter((line) => line.container === container && !isHealthCheck(line.text))
  if (own.length === 0) return []
  const tail = own.slice(-SHOWN_LINES)
  const count =
    own.length > tail.length ? `last ${tail.length} of ${own.length} lines` : `${own.length} lines`
  return [{ title: `Log of ${container}, version ${version}: ${count}`, lines: tail.map(({ line }) => line) }]
}

/** The balancer asks some six times per interval: the answers are judged, but would fill the screen. */
const isHealthCheck = (text: string): boolean => text.includes('ELB-HealthChecker')

/** Lightsail's last word on a deployment that it gave up, or that came up. */
const isLast = ({ isPlatform, text }: OwnLine): boolean =>
  isPlatform && /^(?:Took too long|Canceled|Finalizing)/.test(text)

async function* readLog(
  cloud: Cloud,
  started: Started,
  container: string,
  { retrying }: Patience,
): AsyncGenerator<LogEvent> {
  const query = { service: started.serviceName, container, since: started.createdAt }
  let page: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const answer = await retrying(() => cloud.getLog({ ...query, page }))
    yield* answer.events
    page = answer.nextPage
    if (page === undefined) return
  }
}

const ownLine = ({
  container,
  event,
  since,
  clean,
}: {
  container: string
  event: LogEvent
  since: number | undefined
  clean(text: string): string
}): OwnLine => {
  const text = clean(event.message)
  const [, marked, what] = platformLine.exec(text) ?? []
  const time =
    since === undefined ? new Date(event.at).toISOString().slice(11, 19) : stopwatch(event.at - since)
  return {
    container,
    text: what === undefined ? text : text.slice(text.indexOf(what)),
    shown: `${container} ${time}  "${text}"`,
    line: `${time.padStart(7)}  ${text}`,
    isPlatform: what !== undefined,
    version: marked === undefined ? undefined : Number(marked),
  }
}
