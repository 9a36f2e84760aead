import type { Outcome } from '../rollout/contract/outcome.ts'
import type { Change } from '../rollout/contract/plan.ts'
import type { RunStart } from '../rollout/contract/reporter.ts'
import { isFailure } from '../rollout/contract/verdict.ts'
import { countChanges, formatChanges } from '../rollout/plan-text.ts'
import { formatDuration } from '../runtime/clock.ts'
import {
  details,
  isPlainUrl,
  type Link,
  linkify,
  renderLink,
  table,
  toSentence,
  urlOrText,
  whatToDo,
} from '../text/markdown.ts'
import { diffBlock, escapeTableCell, preformatted } from '../text/sanitize.ts'
import { headlineOf } from './headline.ts'

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
    `### ${escapeTableCell(subject)}: ${progressive}`,
    table(subject, [['Commit', renderLink(origin.commit)]]),
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
  const { subject, verdict, diagnosis, summary, changes = [], titleNote, elapsedMs } = outcome
  const links = [...(origin ? [origin.run] : []), { text: 'Console', url: summary.console }]
  const short = (line: string) => (line.length > width ? `${line.slice(0, width)} …` : line)
  const lines = diagnosis?.cause?.lines.map(short) ?? []
  const isPlan = verdict.result === 'planned'
  const changed = foldedChanges(changes, { titleNote, most, width, isOpen: isPlan })
  return [
    `### ${escapeTableCell(subject)}: ${headlineOf(verdict)}`,
    ...(isFailure(verdict)
      ? [`> [!CAUTION]\n> ${toSentence(verdict.reason)}`, whatToDo(verdict.fix)]
      : [linkify(summary.closing)]),
    ...(lines.length > 0 ? [preformatted(lines)] : []),
    ...(isPlan ? changed : []),
    table(subject, [
      ...(origin ? [['Commit', renderLink(origin.commit)] as const] : []),
      ...factRows(outcome),
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

/** The facts, without an address that the first line contains. */
function factRows({ verdict, summary }: Outcome): (readonly [string, string])[] {
  return summary.rows
    .filter(([, value]) => isFailure(verdict) || !(isPlainUrl(value) && summary.closing.includes(value)))
    .map(([label, value]) => [escapeTableCell(label), urlOrText(value)])
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

function timeline({ phases, elapsedMs }: Outcome): string[] {
  // Work after the verdict, such as reading logs, does not count as time of the deployment.
  const until = phases.filter(({ from }) => from < elapsedMs)
  const rows = until.map(({ text, from }, index) => [
    escapeTableCell(text),
    formatDuration((until[index + 1]?.from ?? elapsedMs) - from),
  ])
  const all = [['Phase', 'Time'], ['---', '---'], ...rows, ['**all**', `**${formatDuration(elapsedMs)}**`]]
  return rows.length === 0 ? [] : [all.map((cells) => `| ${cells.join(' | ')} |`).join('\n')]
}
