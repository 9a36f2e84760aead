import type { Outcome } from '../rollout/contract/outcome.ts'
import type { Change } from '../rollout/contract/plan.ts'
import type { RunStart } from '../rollout/contract/reporter.ts'
import { isFailure } from '../rollout/contract/verdict.ts'
import { countChanges, formatChanges } from '../rollout/plan-text.ts'
import { formatDuration } from '../runtime/clock.ts'
import {
  capitalized,
  details,
  type Link,
  linkify,
  renderLabel,
  renderLink,
  shortImages,
  table,
  toSentence,
  urlOrText,
  whatToDo,
} from '../text/markdown.ts'
import { diffBlock, escapeTableCell, preformatted } from '../text/sanitize.ts'
import { headlineOf, markOf } from './headline.ts'
import { timeline } from './timeline.ts'

/** The Markdown page about a run, for the job summary and the comment. */

/** Links to the run and its commit. */
export interface RunLinks {
  readonly commit: Link
  readonly run: Link
}

/** Amount of logs and changes shown, from all to little, until the page fits. */
const cuts = [
  { logLines: Number.POSITIVE_INFINITY, width: Number.POSITIVE_INFINITY, changes: Number.POSITIVE_INFINITY },
  { logLines: 40, width: 300, changes: 200 },
  { logLines: 20, width: 150, changes: 50 },
  { logLines: 0, width: 150, changes: 10 },
]

/** While a run goes on: what it is about to change. */
export function renderStart(
  { subject, progressive, changes, titleNote }: RunStart,
  origin: RunLinks,
): string {
  return [
    `### ⏳ ${escapeTableCell(subject)}: ${progressive}`,
    table([['Commit', renderLink(origin.commit)]]),
    ...foldedChanges(changes, { titleNote, most: 100, width: 300 }),
    renderLink(origin.run),
  ].join('\n\n')
}

/** At the end: the verdict first, then what was deployed, what changed, how long it took, and the evidence. */
export function renderResult(
  outcome: Outcome,
  origin: RunLinks | undefined,
  { hasTimeline, room }: { hasTimeline: boolean; room: number },
): string {
  const pages = cuts.map((cut) => pageOf(outcome, origin, { ...cut, hasTimeline }))
  return pages.find((page) => page.length <= room) ?? `${pages.at(-1)?.slice(0, room - 2)} …`
}

function pageOf(
  outcome: Outcome,
  origin: RunLinks | undefined,
  { logLines, width, changes: most, hasTimeline }: (typeof cuts)[number] & { hasTimeline: boolean },
): string {
  const { subject, done, verdict, diagnosis, summary, changes = [], titleNote, elapsedMs } = outcome
  const links = [...(origin ? [origin.run] : []), summary.console]
  const short = (line: string) => (line.length > width ? `${line.slice(0, width)} …` : line)
  const lines = diagnosis?.cause?.lines.map(short) ?? []
  const [name] = subject.split(' ')
  const isPlan = verdict.result === 'planned'
  const changed = foldedChanges(changes, { titleNote, most, width, isOpen: isPlan })
  return [
    `### ${markOf(verdict.result)}${escapeTableCell(subject)}: ${headlineOf(verdict, done)}`,
    ...(isFailure(verdict)
      ? [`> [!CAUTION]\n> ${toSentence(capitalized(verdict.reason, name))}`, whatToDo(verdict.fix)]
      : [linkify(capitalized(summary.closing, name))]),
    ...(lines.length > 0 ? [preformatted(lines)] : []),
    ...(isPlan ? changed : []),
    table([
      ...summary.rows.map(([label, value]) => [renderLabel(label), urlOrText(shortImages(value))]),
      ...(origin && done === undefined ? [['Commit', renderLink(origin.commit)] as const] : []),
      ['Result', `\`${verdict.result}\` · \`${verdict.reasonCode}\``],
      ...(hasTimeline || !isFailure(verdict) ? [] : [['Time', formatDuration(elapsedMs)] as const]),
    ]),
    ...(hasTimeline ? timeline(outcome) : []),
    ...(isPlan ? [] : changed),
    ...(diagnosis?.logs ?? [])
      .filter(() => logLines > 0)
      .map(({ title, lines: log }) => details(title, preformatted(log.slice(-logLines).map(short)))),
    links.map(renderLink).join(' · '),
  ].join('\n\n')
}

function foldedChanges(
  changes: readonly Change[],
  {
    titleNote,
    most,
    width,
    isOpen = false,
  }: { titleNote: string; most: number; width: number; isOpen?: boolean },
): string[] {
  const lines = formatChanges(changes)
  if (lines.length === 0) return []
  const title = titleNote === '' ? countChanges(changes) : `${countChanges(changes)}, ${titleNote}`
  const rest = lines.length > most ? [`and ${lines.length - most} more (see the job log)`] : []
  return [
    details(title, diffBlock([...lines.slice(0, most).map((line) => line.slice(0, width)), ...rest]), isOpen),
  ]
}
