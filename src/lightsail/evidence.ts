import { stopwatch } from '../engine/clock.ts'
import { Failure } from '../engine/failure.ts'
import type { Cause, Evidence, LogTail } from '../engine/target.ts'
import { causeOf, type FoundLine } from './cause.ts'
import type { Cloud } from './cloud.ts'
import type { Started } from './judge.ts'
import type { LogEvent } from './service.ts'

const SHOWN_LINES = 20
/** Pages of one container's log in one reading: enough for any failing start, and an end for any log. */
const MOST_PAGES = 40
/** Readings before an incomplete log is taken as it is: lines lag behind by minutes (fact sheet §6). */
const READINGS = 6

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

/**
 * Reads the log of each container of our version and looks for the cause. Never throws a `Failure`: what cannot be
 * read becomes a gap. `pause` waits for lagging lines and says whether there is time for another reading.
 */
export const gatherEvidence = async ({
  cloud,
  started,
  clean,
  pause,
}: {
  cloud: Cloud
  started: Started
  clean(text: string): string
  pause(): Promise<boolean>
}): Promise<Evidence> => {
  const containers = Object.keys(started.spec.containers)
  let lines: OwnLine[] = []
  let cause: Cause | undefined
  try {
    for (let reading = 1; ; reading++) {
      const logs: OwnLine[][] = []
      for (const container of containers) {
        const events = await readLog(cloud, started, container)
        logs.push(events.map((event) => ownLine({ container, event, since: started.createdAt, clean })))
      }
      lines = logs.flat().filter(({ version }) => version === undefined || version === started.version)
      cause = causeOf({
        spec: started.spec,
        app: lines.filter(({ isPlatform }) => !isPlatform),
        platform: lines.filter(({ isPlatform }) => isPlatform),
      })
      if (cause || lines.some(isLast) || reading === READINGS || !(await pause())) break
    }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return {
      logs: [],
      gaps: [`the containers' log cannot be read: ${failure.message}; to see it, ${failure.fix}`],
    }
  }
  return {
    logs: containers.flatMap((container) => tailOf(container, lines, started.version)),
    gaps:
      lines.length === 0 ? ['the log of the containers is empty so far; it can lag behind by minutes'] : [],
    ...(cause && { cause }),
  }
}

const tailOf = (container: string, lines: readonly OwnLine[], version: number): LogTail[] => {
  const own = lines.filter((line) => line.container === container)
  if (own.length === 0) return []
  const tail = own.slice(-SHOWN_LINES)
  const count =
    own.length > tail.length ? `last ${tail.length} of ${own.length} lines` : `${own.length} lines`
  return [{ title: `Log of ${container}, version ${version}: ${count}`, lines: tail.map(({ line }) => line) }]
}

/** Lightsail's last word on a deployment that it gave up. */
const isLast = ({ isPlatform, text }: OwnLine): boolean =>
  isPlatform && /^(?:Took too long|Canceled)/.test(text)

const readLog = async (cloud: Cloud, started: Started, container: string): Promise<LogEvent[]> => {
  const events: LogEvent[] = []
  let page: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const since = started.createdAt
    const answer = await cloud.getLog({ service: started.serviceName, container, since, page })
    events.push(...answer.events)
    page = answer.nextPage
    if (page === undefined) break
  }
  return events
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
