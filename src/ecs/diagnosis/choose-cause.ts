import { isErrorLine } from '../../diagnosis/log-patterns.ts'
import type { Cause } from '../../rollout/contract/diagnostics.ts'
import { formatElapsed } from '../../runtime/clock.ts'
import { shortTaskId } from '../model/task.ts'
import { type CauseRow, type Found, matches } from './causes/cause-row.ts'
import { slowDrain } from './causes/surroundings.ts'
import { causeTable } from './causes/table.ts'
import { shortenTargetGroups } from './event-text.ts'
import { type Evidence, type StoppedTask, wordsOf } from './evidence.ts'
import { culpritOf } from './tasks/culprit.ts'
import { logAnalysisOf } from './workload.ts'

/** Why a task ended, as far as one row of the table explains it. */
export interface Explanation {
  readonly row: CauseRow
  readonly found: Found
  /** What the log proves; it goes before the sentences of the row. */
  readonly proven: Partial<Cause>
}

/** Length of one quoted text, in characters: annotations are short. */
const MAX_QUOTED = 300
const MAX_LINES = 4

/**
 * The cause of a failure: that of the row which explains most of the tasks that failed, at equality the surer one. Rows that
 * explain why there are no tasks come after them. `undefined` if nothing is proven: a wrong cause is worse than none.
 */
export function chooseCause(evidence: Evidence): Cause | undefined {
  if (evidence.isDraining)
    return causeOf({ row: slowDrain, found: foundIn(evidence, ''), proven: {} }, evidence, [])
  const groups = new Map<CauseRow, Explanation[]>()
  for (const stopped of evidence.tasks) {
    const explanation = explain(stopped, evidence)
    if (explanation) groups.set(explanation.row, [...(groups.get(explanation.row) ?? []), explanation])
  }
  const [most] = [...groups].sort(
    ([one, ofOne], [other, ofOther]) =>
      ofOther.length - ofOne.length || causeTable.indexOf(one) - causeTable.indexOf(other),
  )
  const newest = most?.[1].at(-1)
  if (most && newest) return causeOf(newest, evidence, most[1])
  const general = explainService(evidence)
  return general && causeOf(general, evidence, [])
}

/** The surest row that explains how this task ended. */
export function explain(stopped: StoppedTask, evidence: Evidence): Explanation | undefined {
  const { task, events, log } = stopped
  const container = culpritOf(task, evidence.definition)
  const base = {
    ...{ evidence, stopped, container },
    ...(log && { log: logAnalysisOf(evidence, log) }),
  }
  const words = wordsOf(task)
  const ended = container !== undefined && task.stopCode === 'EssentialContainerExited'
  for (const row of causeTable) {
    const fromLog = provenByLog(row, stopped, base)
    if (fromLog) return { row, found: { ...base, text: '' }, proven: fromLog }
    const event = events.find(({ text }) => matches(row.event, text))
    const text =
      words.find((one) => matches(row.task, one)) ??
      event?.text ??
      (ended && container.exitCode !== undefined && row.exit?.(container.exitCode) ? '' : undefined) ??
      (row.stopCodes?.includes(task.stopCode) ? '' : undefined)
    if (text !== undefined)
      return { row, found: { ...base, text, ...(event && text === event.text && { event }) }, proven: {} }
  }
  return undefined
}

/** Only the log of an app that ended with an error by itself, or that nobody reaches, tells why. */
function provenByLog(
  row: CauseRow,
  { task, events }: StoppedTask,
  base: Omit<Found, 'text'>,
): Partial<Cause> | undefined {
  const { logOf } = row
  const isAsked = logOf
    ? events.some(({ text }) => logOf.test(text))
    : task.stopCode === 'EssentialContainerExited' &&
      task.containers.some(({ exitCode = 0 }) => exitCode !== 0)
  return isAsked && base.log ? row.log?.(base.log, { ...base, text: '' }) : undefined
}

/** Why no task is there, or the rollout does not move. */
function explainService(evidence: Evidence): Explanation | undefined {
  const { events, reasons, tasks } = evidence
  for (const row of causeTable) {
    if (row.isLastResort && tasks.length > 0) continue
    const event = events.find(
      ({ text }) => matches(row.event, text) || (isPlacement(text) && matches(row.task, text)),
    )
    const text = event?.text ?? reasons.find((one) => matches(row.rollout, one))
    if (text !== undefined)
      return { row, found: foundIn(evidence, text), proven: event ? { lines: [event.shown] } : {} }
  }
  return undefined
}

function isPlacement(text: string): boolean {
  return /unable to place a task|failed to launch a task/.test(text)
}

function foundIn(evidence: Evidence, text: string): Found {
  return { evidence, text, container: undefined }
}

function causeOf(
  { row, found, proven }: Explanation,
  evidence: Evidence,
  same: readonly Explanation[],
): Cause {
  return {
    reasonCode: proven.reasonCode ?? row.code,
    reason: proven.reason ?? row.reason(found),
    fix: proven.fix ?? row.fix(found),
    lines: [...taskLines(found, evidence, same.length), ...(proven.lines ?? logLines(found, row))].slice(
      0,
      MAX_LINES,
    ),
  }
}

/** `task 1f2e3d4c 2:05  "CannotPullContainerError: …" (3 of 3 tasks)`, or the event that tells of it. */
function taskLines(
  { stopped, event, text, container }: Found,
  { tasks, since }: Evidence,
  count: number,
): string[] {
  if (stopped === undefined) return []
  const { task } = stopped
  const of = tasks.length > 1 ? ` (${count} of ${tasks.length} tasks)` : ''
  if (event) return [`${event.shown}${of}`]
  const time = task.stoppedAt === undefined ? '' : ` ${formatElapsed(task.stoppedAt - since)}`
  const isOwn = task.stopCode === 'EssentialContainerExited' && container?.exitCode !== undefined
  const exit = isOwn ? `, exit code ${container.exitCode}` : ''
  const words = shortenTargetGroups(text || task.stoppedReason)
  return [`task ${shortTaskId(task)}${time}  "${cut(words, MAX_QUOTED)}"${exit}${of}`]
}

/** What the app said last, or the errors among it. */
function logLines({ log }: Found, { quotes }: CauseRow): string[] {
  if (quotes === undefined) return []
  const said = (log?.lines ?? []).filter(({ text }) =>
    quotes === 'errors' ? isErrorLine(text) : text.trim() !== '',
  )
  return said.slice(-2).map(({ shown }) => cut(shown, MAX_QUOTED))
}

/** At most so many characters. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).trimEnd()} …` : text
}
