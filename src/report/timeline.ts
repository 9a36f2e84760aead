import type { Outcome } from '../rollout/contract/outcome.ts'
import { formatDuration } from '../runtime/clock.ts'
import { capitalized, table } from '../text/markdown.ts'
import { escapeTableCell } from '../text/sanitize.ts'

/** Characters of a bar that lasts as long as the run. */
const WIDTH = 24

/**
 * How long each phase took, as a table with bars. Text, as a diagram is drawn late, in a frame, by GitHub's pages alone: the bars
 * are also there in e-mails, in the app and in what is copied.
 */
export function timeline({ phases, elapsedMs }: Outcome): string[] {
  // Work after the verdict, such as reading logs, does not count as time of the deployment.
  const until = phases.filter(({ from }) => from < elapsedMs)
  const spans: { text: string; ms: number }[] = []
  for (const [index, { text, from }] of until.entries()) {
    const ms = (until[index + 1]?.from ?? elapsedMs) - from
    const last = spans.at(-1)
    if (last && kindOf(last.text) === kindOf(text)) spans[spans.length - 1] = { text, ms: last.ms + ms }
    else spans.push({ text, ms })
  }
  if (spans.length === 0) return []
  const rows = spans.map(({ text, ms }) => [
    escapeTableCell(capitalized(headOf(text))),
    formatDuration(ms),
    barOf(ms / elapsedMs),
  ])
  return [table([['Phase', 'Time', ''], ...rows, ['**Total**', `**${formatDuration(elapsedMs)}**`, '']])]
}

/** `checking health`, of `checking health: GET :8080/ every 5 s`: without what only the log tells. */
function headOf(text: string): string {
  return text.split(/: | \(|, /)[0] ?? text
}

/** Phases in a row that only differ in a number, such as of tasks, are one. */
function kindOf(text: string): string {
  return headOf(text).replace(/\d+/g, '0')
}

function barOf(share: number): string {
  return '━'.repeat(Math.max(1, Math.round(share * WIDTH)))
}
