import { escapeTableCell } from './sanitize.ts'

/** Building blocks of our pages. Text that is passed to them stays text. */

/** Its address is shown as a link only if it is a plain http(s) one. */
export interface Link {
  readonly text: string
  readonly url: string
}

/** With one full stop at its end. */
export function toSentence(text: string): string {
  return `${escapeTableCell(text.replace(/\.$/, ''))}.`
}

/** Our own words, in which an address is one of ours. */
export function linkify(text: string): string {
  return escapeTableCell(text).replace(/https&#58;(\/\/[\w./-]+)/g, (_, rest) => urlOrText(`https:${rest}`))
}

/** Text alone where the address is not plain. */
export function renderLink({ text, url }: Link): string {
  return /^https?:\/\/[\w.:/-]+$/.test(url) ? `[${escapeTableCell(text)}](${url})` : escapeTableCell(text)
}

/** Plain enough to be a link as it stands. */
export function isPlainUrl(value: string): boolean {
  return /^https:\/\/[\w./-]+$/.test(value)
}

/** As a link if it is an address, else as text. */
export function urlOrText(value: string): string {
  return isPlainUrl(value) ? `[${value}](${value})` : escapeTableCell(value)
}

/** Two columns of Markdown; the heading says what the rows are about. */
export function table(subject: string, rows: readonly (readonly [string, string])[]): string {
  return [
    `| Service | ${escapeTableCell(subject)} |`,
    '| :-- | :-- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n')
}

/** Content is Markdown. */
export function details(title: string, content: string, isOpen = false): string {
  return `<details${isOpen ? ' open' : ''}><summary>${escapeTableCell(title)}</summary>\n\n${content}\n\n</details>`
}

/** The fix of a failure; several checks become a list. */
export function whatToDo(fix: string): string {
  const [first = '', ...rest] = fix.split('\n')
  return rest.length === 0
    ? `**What to do:** ${toSentence(first)}`
    : ['**What to do:**', '', ...[first, ...rest].map((line) => `- ${escapeTableCell(line)}`)].join('\n')
}
