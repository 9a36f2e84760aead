import { escapeTableCell } from './sanitize.ts'

/** Building blocks of our pages. Text that is passed to them stays text. */

/** Its address is shown as a link only if it is a plain http(s) one. */
export interface Link {
  readonly text: string
  readonly url: string
}

/** As it stands under a heading: with a capital, unless its first word is `name`, or no English word, such as an input. */
export function capitalized(text: string, name = ''): string {
  const first = /^[a-z]+(?=[ ,.]|$)/.exec(text)?.[0]
  return first === undefined || first === name ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`
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
  return /^https?:\/\/[\w.:/?=&-]+$/.test(url) ? `[${escapeTableCell(text)}](${url})` : escapeTableCell(text)
}

/** Plain enough to be a link as it stands. */
export function isPlainUrl(value: string): boolean {
  return /^https:\/\/[\w./-]+$/.test(value)
}

/** As a link if it is an address, else as text. */
export function urlOrText(value: string): string {
  return isPlainUrl(value) ? `[${value}](${value})` : escapeTableCell(value)
}

/** Markdown of rows of equal length; the first one is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...rest] = rows.map((cells) => `| ${cells.join(' | ')} |`)
  return [head, `|${' :-- |'.repeat(rows[0]?.length ?? 0)}`, ...rest].join('\n')
}

/** A row's label; what stands between backticks is code. */
export function renderLabel(label: string): string {
  return escapeTableCell(label).replace(/&#96;([\w.-]+)&#96;/g, '`$1`')
}

/** Without what nobody reads: commits and digests in the names of images are cut. */
export function shortImages(text: string): string {
  return text
    .replace(/(:(?:[\w.-]*-)?[0-9a-f]{7})[0-9a-f]{33}(?![\w.-])/g, '$1…')
    .replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}(?!\w)/g, '$1…')
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
    : ['**What to do:**', '', ...[first, ...rest].map(listItem)].join('\n')
}

/** Checks that are numbered in the log become a numbered list. */
function listItem(line: string): string {
  const [, number, check = line] = /^\((\d)\) (.*)$/.exec(line) ?? []
  const text = escapeTableCell(capitalized(check))
  return number === undefined ? `- ${text}` : `${number}. ${text}`
}
