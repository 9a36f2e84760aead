import type { Cause } from '../rollout/contract/diagnostics.ts'
import { isHealthCheck, parseListenAddress } from './log-patterns.ts'
import type { NodeFacts, TargetWords, Workload } from './workload.ts'

/** What the logs of our version say, as input of the rules. */
export interface LogFindings {
  /** Lines per container, oldest first: the application's and the platform's. */
  readonly lines: readonly AnalyzedLine[]
  /** Logs that could not be read, and why. */
  readonly unavailable: readonly string[]
  /** No further lines will be waited for. */
  readonly isOver: boolean
}

/** Input of a rule: the logs of our version, and the workload. */
export interface LogAnalysis extends LogFindings {
  readonly spec: Workload
  readonly words: TargetWords
}

/** Input of rules that also need to know what the containers run on. */
export interface NodeAnalysis extends LogAnalysis {
  readonly node: NodeFacts
  /** What to do if images cannot be pulled; depends on the target. */
  pullFix(): string
}

/** One line of a log, as rules read it. */
export interface AnalyzedLine {
  readonly container: string
  /** As it is shown: `app 2:03  "Server listening on …"`. */
  readonly shown: string
  /** Platform lines, without their `[deployment:N]` prefix. */
  readonly text: string
  readonly isPlatform: boolean
  /** Milliseconds since the epoch, by Lightsail's clock. */
  readonly at: number
}

/** Returns the cause that the logs prove; `undefined` if they do not. */
export type Rule = (findings: LogAnalysis) => Cause | undefined

/** One run of a container: from a "started" platform line to the next one, or to the final platform line. */
export interface ContainerRun {
  readonly container: string
  readonly startedAt: number | undefined
  /** Lines of the application. */
  readonly lines: readonly AnalyzedLine[]
  readonly hasEnded: boolean
}

/** Lines of the application. */
export function appLines({ lines }: LogFindings, container: string): AnalyzedLine[] {
  return lines.filter((line) => line.container === container && !line.isPlatform)
}

/** Platform lines of all containers that match. */
export function platformLines({ lines }: LogFindings, pattern: RegExp): AnalyzedLine[] {
  return lines.filter(({ isPlatform, text }) => isPlatform && pattern.test(text))
}

/** Splits a log at its platform lines (docs/lightsail-facts.md §2.6). Runs without a line are left out. */
export function runsOf({ lines, isOver }: LogFindings, container: string): ContainerRun[] {
  const own = lines.filter((line) => line.container === container)
  const bounds = own.flatMap(({ isPlatform, text }, index) =>
    isPlatform && /^(?:Started \d+ new node|Took too long|Canceled)/.test(text) ? [index] : [],
  )
  return [-1, ...bounds]
    .map((from, turn): ContainerRun => {
      const to = bounds[turn]
      const start = own[from]
      return {
        container,
        startedAt: start?.text.startsWith('Started') ? start.at : undefined,
        lines: own.slice(from + 1, to).filter(({ isPlatform }) => !isPlatform),
        hasEnded: to !== undefined || isOver,
      }
    })
    .filter((run) => run.lines.length > 0)
}

/** Lines, without stack traces, that can belong to how an application ends. */
const MAX_FINAL_LINES = 12

/** True for a line that an application prints once it has started. */
function isUp({ text }: AnalyzedLine): boolean {
  return isHealthCheck(text) || parseListenAddress(text) !== undefined
}

/** Whether the application says in one of these lines that it has started. */
export function hasStarted(lines: readonly AnalyzedLine[]): boolean {
  return lines.some(isUp)
}

/** The end of a run: the last lines since the application has started, with their stack traces. */
function finalLines({ lines }: ContainerRun): readonly AnalyzedLine[] {
  let from = lines.length
  for (let words = 0; from > 0; from--) {
    const line = lines[from - 1]
    if (line === undefined || isUp(line)) break
    if (/^\S/.test(line.text) && ++words > MAX_FINAL_LINES) break
  }
  return lines.slice(from)
}

export interface Crash {
  readonly run: ContainerRun
  readonly line: AnalyzedLine
}

/** The runs of a container that ended with such a line; empty unless the last one did. */
export function crashesOf(
  findings: LogFindings,
  container: string,
  isFatal: (line: AnalyzedLine, run: ContainerRun) => boolean,
): Crash[] {
  const runs = runsOf(findings, container).filter(({ hasEnded }) => hasEnded)
  const crashes = runs.flatMap((run) => {
    const line = finalLines(run).find((one) => isFatal(one, run))
    return line ? [{ run, line }] : []
  })
  // The last run may be cut off before its error. If it has started, an earlier error was not the cause.
  const last = runs.at(-1)
  const recent = runs.slice(last && hasStarted(last.lines) ? -1 : -2)
  return crashes.some(({ run }) => recent.includes(run)) ? crashes : []
}

/** `the app`, or with several containers the one that it is. */
export function containerLabel({ spec }: Pick<LogAnalysis, 'spec'>, container: string): string {
  return Object.keys(spec.containers).length > 1 ? `the container ${container}` : 'the app'
}

const MAX_EVIDENCE = 3
/** Length of one quoted line, in characters: annotations are short. */
const LONGEST_EVIDENCE = 200

/** The first few distinct lines: a container that restarts repeats itself. */
export function excerptLines(lines: readonly (AnalyzedLine | undefined)[]): string[] {
  return lines
    .filter((line) => line !== undefined)
    .filter(({ text }, index, all) => all.findIndex((line) => line.text === text) === index)
    .slice(0, MAX_EVIDENCE)
    .map(({ shown }) => (shown.length > LONGEST_EVIDENCE ? `${shown.slice(0, LONGEST_EVIDENCE)} …` : shown))
}
