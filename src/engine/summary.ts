import { duration } from './clock.ts'
import { markdownBlock, markdownCell } from './foreign.ts'
import type { Outcome } from './pipeline.ts'
import { changesText, planLines } from './plan-text.ts'
import type { Change } from './target.ts'
import { isRed, type Red } from './verdict.ts'

/** The job summary: the verdict first, then what was deployed, how long it took, what changed, and the evidence. */
export const summaryOf = (outcome: Outcome): string => {
  const { subject, verdict, evidence, facts, changes = [], remark } = outcome
  const cause = isRed(verdict) ? [whatToDo(verdict.fix)] : []
  return [
    `### ${markdownCell(subject)}: ${verdict.result}`,
    sentence(verdict.reason),
    ...cause,
    ...(evidence?.cause ? [markdownBlock(evidence.cause.lines)] : []),
    table(
      ['Service', markdownCell(subject)],
      facts.rows.map(([label, value]) => [label, linked(value)]),
    ),
    ...timeline(outcome),
    ...(changes.length > 0 ? [folded(changesTitle(changes, remark), markdownBlock(planLines(changes)))] : []),
    ...(evidence?.logs ?? []).map(({ title, lines }) => folded(title, markdownBlock(lines))),
    `[Console](${facts.console})`,
  ].join('\n\n')
}

/** The summary of a run that ended before there was anything to deploy to: each problem on a line. */
export const earlySummary = (verdict: Red, problems: readonly { readonly message: string }[]): string =>
  [
    `### ${verdict.result}`,
    ...problems.map(({ message }) => `- ${markdownCell(message)}`),
    '',
    whatToDo(verdict.fix),
  ].join('\n')

/** Several checks become a list. */
const whatToDo = (fix: string): string => {
  const [first = '', ...rest] = fix.split('\n')
  return rest.length === 0
    ? `**What to do:** ${sentence(first)}`
    : ['**What to do:**', '', ...[first, ...rest].map((line) => `- ${markdownCell(line)}`)].join('\n')
}

const sentence = (text: string): string => `${markdownCell(text.replace(/\.$/, ''))}.`

const changesTitle = (changes: readonly Change[], remark: string): string =>
  remark === '' ? changesText(changes) : `${changesText(changes)}, ${remark}`

const linked = (value: string): string =>
  /^https:\/\/[\w./-]+$/.test(value) ? `[${value}](${value})` : markdownCell(value)

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const folded = (title: string, content: string): string =>
  `<details><summary>${markdownCell(title)}</summary>\n\n${content}\n\n</details>`

const timeline = ({ phases, elapsedMs }: Outcome): string[] => {
  // What came after the verdict, such as reading logs, is not what took the deployment its time.
  const until = phases.filter(({ from }) => from < elapsedMs)
  const rows = until.map(({ text, from }, index) => [
    markdownCell(text),
    duration((until[index + 1]?.from ?? elapsedMs) - from),
  ])
  return rows.length === 0
    ? []
    : [table(['Phase', 'Time'], [...rows, ['**all**', `**${duration(elapsedMs)}**`]])]
}
