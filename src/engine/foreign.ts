import { stripVTControlCharacters } from 'node:util'

/** Text that did not come from us: a container's log, an API's message. */

const LONGEST = 2_000
/** What a shortened line may have beyond that, so that shortening it again changes nothing. */
const SLACK = 100

/** Blanks, control characters, and what breaks a line or turns its direction; runs of them are shown as one blank. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g

/**
 * One line: no control sequences, nothing that a runner would obey as a workflow command. The runner looks for `##[`
 * anywhere in a line and for `::` at its start; lines are printed behind a time, which covers the latter.
 */
export const oneLine = (text: string): string =>
  stripVTControlCharacters(text).replace(unprintable, ' ').replaceAll('##[', '## [').trimEnd()

/** The beginning of a line that is too long, and how much is missing. */
export const shortened = (line: string): string =>
  line.length > LONGEST + SLACK
    ? `${line.slice(0, LONGEST)} … (${line.length - LONGEST} characters more)`
    : line

/** One line that can be printed, and is not too long for it. */
export const printable = (text: string): string => shortened(oneLine(text))

/** Text for a cell of a Markdown table, where nothing is formatted, linked or mentioned. */
export const markdownCell = (text: string): string =>
  apart(
    printable(text)
      .replace(/[&<>]/g, (character) => entities[character] ?? character)
      .replace(
        /[\\`*_[\]|~$]|[@#](?![a-z0-9])|(?<=\w)@|:(?=\/\/)|(?<=www)\./gi,
        (character) => `&#${character.charCodeAt(0)};`,
      ),
  )

/**
 * GitHub mentions people and links issues after it has read the Markdown, so that neither a backslash nor an entity
 * keeps `@team` or `#1` from it; an empty comment does (https://github.com/github/cmark-gfm/issues/181). It is left out
 * when a reader copies the text.
 */
const apart = (text: string): string => text.replace(/((?<!\w)@|(?<!&)#)(?=[a-z0-9])/gi, '$1<!-- -->')

/** Lines for a block of preformatted Markdown text. */
export const markdownBlock = (lines: readonly string[]): string =>
  `<pre>\n${lines.map((line) => apart(line.replace(/[&<>]/g, (character) => entities[character] ?? character))).join('\n')}\n</pre>`

/** Lines of a plan as GitHub colours them; nothing in them ends the block. */
export const markdownFence = (lines: readonly string[]): string =>
  ['```diff', ...lines.map((line) => line.trimStart().replaceAll('```', "'''")), '```'].join('\n')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
