import { formatElapsed } from '../runtime/clock.ts'
import type { AnalyzedLine } from './log-analysis.ts'

/** A line as the log API returns it. */
export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly message: string
}

/** One line of a container's log: as rules read it, and as it is printed. */
export interface LogLine extends AnalyzedLine {
  readonly time: string
  /** In a group that names its container: `   1:14  Server listening`. */
  readonly line: string
  /** The deployment number of its `[deployment:N]` prefix. */
  readonly version: number | undefined
}

/** Platform lines are part of the container's log (docs/lightsail-facts.md §2.6). */
const platformLine =
  /^(?:\[deployment:(\d+)\]\s*)?(Creating your deployment|Started \d+ new nodes?|Reached a steady state|Finalizing your deployment|Took too long|Canceled)\b/

export function parseLogLine({
  container,
  event,
  since,
  clean,
  hasPlatformLines = true,
}: {
  container: string
  event: LogEvent
  /** Whether the service writes lines of its own into the log; then they are told from the application's. */
  hasPlatformLines?: boolean
  /** When the deployment was made: times are shown from there on. Milliseconds since the epoch. */
  since: number
  clean(text: string): string
}): LogLine {
  const text = clean(event.message)
  const [, marked, what] = (hasPlatformLines && platformLine.exec(text)) || []
  const time = formatElapsed(event.at - since)
  return {
    container,
    at: event.at,
    time,
    text: what === undefined ? text : text.slice(text.indexOf(what)),
    shown: `${container} ${time}  "${text}"`,
    line: `${time.padStart(7)}  ${text}`,
    isPlatform: what !== undefined,
    version: marked === undefined ? undefined : Number(marked),
  }
}

/** A line among those of other containers, as `docker compose logs` shows it: no part of it can be taken for a workflow command. */
export interface LiveLine {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** `   1:14  app | Server listening`. */
  readonly text: string
}

/** In the order in which they were written, whichever container wrote them. */
export function inOrder(lines: readonly LiveLine[]): string[] {
  return lines.toSorted((one, other) => one.at - other.at).map(({ text }) => text)
}

/** The last platform line of a deployment: it was given up, or became active. */
export function isFinalPlatformLine({ isPlatform, text }: AnalyzedLine): boolean {
  return isPlatform && /^(?:Took too long|Canceled|Finalizing)/.test(text)
}

/** The lines of one version, or all where there are none of others: without those that are marked with another one, or follow the start of a newer one. */
export function linesOfVersion(lines: readonly LogLine[], version: number | undefined): LogLine[] {
  const sorted = lines.toSorted((a, b) => a.at - b.at)
  if (version === undefined) return sorted
  const newer = sorted.find((line) => line.version !== undefined && line.version > version)
  return sorted.filter((line) =>
    line.version === undefined ? newer === undefined || line.at < newer.at : line.version === version,
  )
}

function soundsLikeTrouble({ text }: LogLine): boolean {
  return /\b(?:\w*error|\w*exception|panic|fatal|traceback|failed|cannot|killed)\b/i.test(text)
}

/**
 * At most this many lines: the last ones, and the first one that looks like an error; the rest is counted. `isPartial`: not all
 * lines were read.
 */
export function excerpt(
  lines: readonly LogLine[],
  { most, total = lines.length, isPartial = false }: { most: number; total?: number; isPartial?: boolean },
): { readonly count: string; readonly lines: readonly string[] } {
  const tail = lines.slice(-most)
  const all = `${isPartial ? 'more than ' : ''}${total} lines`
  const count = total > tail.length || isPartial ? `last ${tail.length} of ${all}` : counted(total)
  const trouble = lines.slice(0, lines.length - tail.length).find(soundsLikeTrouble)
  return {
    count: trouble ? `${count}, and the first that sounds like trouble` : count,
    lines: [...(trouble ? [trouble.line, '         …'] : []), ...tail.map(({ line }) => line)],
  }
}

function counted(count: number): string {
  return `${count} line${count === 1 ? '' : 's'}`
}
