import { stopwatch } from '../engine/clock.ts'
import { Failure } from '../engine/failure.ts'
import type { Evidence, LogTail } from '../engine/target.ts'
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

interface ContainerLog {
  readonly container: string
  readonly events: readonly LogEvent[]
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
  let logs: ContainerLog[] = []
  try {
    for (let reading = 1; ; reading++) {
      logs = []
      for (const container of Object.keys(started.spec.containers)) {
        logs.push({ container, events: await readLog(cloud, started, container) })
      }
      if (logs.some(({ events }) => isComplete(events, started.version))) break
      if (reading === READINGS || !(await pause())) break
    }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return {
      logs: [],
      gaps: [`the containers' log cannot be read: ${failure.message}; to see it, ${failure.fix}`],
    }
  }

  const lines = logs.flatMap(({ container, events }) =>
    events.map((event) => foundLine({ container, event, since: started.createdAt, clean })),
  )
  const found = lines.filter(({ version }) => version === undefined || version === started.version)
  const cause = causeOf({
    spec: started.spec,
    app: found.filter(({ isPlatform }) => !isPlatform),
    platform: found.filter(({ isPlatform }) => isPlatform),
  })
  const tails = Object.keys(started.spec.containers).map((container): LogTail => {
    const own = found.filter((line) => line.container === container)
    const tail = own.slice(-SHOWN_LINES)
    const count =
      own.length > tail.length ? `last ${tail.length} of ${own.length} lines` : `${own.length} lines`
    return {
      title: `Log of ${container}, version ${started.version}: ${count}`,
      lines: tail.map((line) => line.line),
    }
  })
  const silent = found.length === 0
  return {
    logs: tails.filter(({ lines: shown }) => shown.length > 0),
    gaps: silent ? ['the log of the containers is empty so far; it can lag behind by minutes'] : [],
    ...(cause && { cause }),
  }
}

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

const isComplete = (events: readonly LogEvent[], version: number): boolean =>
  events.some(({ message }) => {
    const [, marked, what] = platformLine.exec(message) ?? []
    return (
      (what === 'Took too long' || what === 'Canceled') &&
      (marked === undefined || Number(marked) === version)
    )
  })

const foundLine = ({
  container,
  event,
  since,
  clean,
}: {
  container: string
  event: LogEvent
  since: number | undefined
  clean(text: string): string
}): FoundLine & { line: string; isPlatform: boolean; version: number | undefined } => {
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
