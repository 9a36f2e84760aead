import { stripVTControlCharacters } from 'node:util'

/** Text that did not come from us: a container's log, an API's message. */

const LONGEST = 2_000

/**
 * One printable line: no control sequences, nothing that a runner would obey as a workflow command. The runner looks
 * for `##[` anywhere in a line and for `::` at its start; lines are printed behind a time, which covers the latter.
 */
export const printable = (text: string): string => {
  const line = stripVTControlCharacters(text)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replaceAll('##[', '## [')
    .trimEnd()
  return line.length > LONGEST
    ? `${line.slice(0, LONGEST)} … (${line.length - LONGEST} characters more)`
    : line
}

/** Text for a cell of a Markdown table, where nothing is formatted, linked or mentioned. */
export const markdownCell = (text: string): string =>
  printable(text)
    .replace(/[&<>]/g, (character) => entities[character] ?? character)
    .replace(/[\\`*_[\]#|~@$]|:(?=\/\/)|(?<=\bwww)\./gi, (character) => `&#${character.charCodeAt(0)};`)

/** Lines for a block of preformatted Markdown text. */
export const markdownBlock = (lines: readonly string[]): string =>
  `<pre>\n${lines.map((line) => line.replace(/[&<>]/g, (character) => entities[character] ?? character)).join('\n')}\n</pre>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
