import { visibleLine } from './control-sequences.ts'

/** Makes untrusted text printable: container logs, messages of APIs. */

const LONGEST = 2_000
/** Reserve of a truncated line, so that truncating it again changes nothing. */
const SLACK = 100

/** Of a longer text only the beginning is made printable: eight times what is shown, as much of it may be colours. */
const MAX_READ = 16_384

/**
 * One line: no control sequences, nothing that a runner would obey as a workflow command. The runner looks for `##[`
 * anywhere in a line and for `::` at its start; lines are printed behind a time, which covers the latter.
 */
export function toSingleLine(text: string): string {
  return harmless(visibleLine(text))
}

export function harmless(line: string): string {
  return line.replaceAll('##[', '## [').trimEnd()
}

/** The beginning of a line that is too long, and how much is missing, with `more` characters that are gone already. */
export function truncate(line: string, more = 0): string {
  return line.length > LONGEST + SLACK || more > 0
    ? `${line.slice(0, LONGEST)} … (${Math.max(line.length - LONGEST, 0) + more} characters more)`
    : line
}

/** One line that can be printed, and is not too long for it. The work does not grow with the text. */
export function sanitizeLine(text: string): string {
  return truncate(toSingleLine(text.slice(0, MAX_READ)), Math.max(text.length - MAX_READ, 0))
}

/** Text for a cell of a Markdown table, where nothing is formatted, linked or mentioned. */
export function escapeTableCell(text: string): string {
  return withoutReferences(
    sanitizeLine(text)
      .replace(/[&<>]/g, (character) => entities[character] ?? character)
      .replace(
        /[\\`*_[\]|~$]|[@#](?![a-z0-9])|(?<=\w)@|:(?=\/\/)|(?<=www)\./gi,
        (character) => `&#${character.charCodeAt(0)};`,
      ),
  )
}

/**
 * GitHub mentions people and links issues after it has read the Markdown, so that neither a backslash nor an entity
 * keeps `@team` or `#1` from it; an empty comment does (https://github.com/github/cmark-gfm/issues/181). It is left out
 * when a reader copies the text.
 */
function apart(text: string): string {
  return text.replace(/((?<!\w)@|(?<!&)#)(?=[a-z0-9])/gi, '$1<!-- -->')
}

/** `GH-1` is an issue, and seven hexadecimal digits are a commit, to GitHub; not within an address. */
function withoutReferences(text: string): string {
  return apart(text)
    .replace(/(?<!\w)(GH-)(?=\d)/gi, '$1<!-- -->')
    .replace(/(?<![\w./-]|&#)([\da-f])(?=[\da-f]{6,39}(?![\w/-]|\.\w))/gi, '$1<!-- -->')
}

/** Lines for a block of preformatted Markdown text. */
export function preformatted(lines: readonly string[]): string {
  return `<pre>\n${lines.map((line) => apart(line.replace(/[&<>]/g, (character) => entities[character] ?? character))).join('\n')}\n</pre>`
}

/** Lines of a plan as GitHub colours them: what changes is orange behind `!`; nothing in them ends the block. */
export function diffBlock(lines: readonly string[]): string {
  return [
    '```diff',
    ...lines.map((line) => line.trimStart().replace(/^~/, '!').replaceAll('```', "'''")),
    '```',
  ].join('\n')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
