import { strayCharacter, unseenCharacter } from './characters.ts'
import type { InputIssues } from './issues.ts'

/**
 * Lines of `KEY=VALUE`. A newline is the only separator and the first `=` splits, so a value may hold commas,
 * quotes, spaces, `=` and JSON just as they are. Several lines are written as a here-document:
 *
 *     KEY<<END
 *     first line
 *     second line
 *     END
 *
 * Blank lines and lines that begin with `#` are passed over. Problems name the line and the key, never the value.
 */
export function parseKeyValues({
  input,
  text,
  issues,
  form = 'NAME=value',
}: {
  input: string
  text: string
  issues: InputIssues
  /** How a line of this input looks; an example may follow. */
  form?: string
}): Map<string, string> {
  const pairs = new Map<string, string>()
  const lines = text.split(/\r?\n/)
  const set = (key: string, value: string, number: number) => {
    if (key === '' || /\s/.test(key)) {
      issues.add({ input, message: `line ${number} must start with a name, as in ${form}${hint(key)}` })
    } else if (pairs.has(key)) {
      const what = isShown(key) ? `names "${key}" twice` : 'starts the same as a line above it'
      issues.add({ input, message: `line ${number} ${what}` })
    } else {
      pairs.set(key, value)
    }
  }

  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] ?? '').trimStart()
    const number = index + 1
    if (line === '' || line.startsWith('#')) continue
    const hereDocument = /^([^=\s<]+)<<(\S+)\s*$/.exec(line)
    if (hereDocument) {
      const [, key = '', mark = ''] = hereDocument
      const end = lines.findIndex((candidate, at) => at > index && candidate.trim() === mark)
      if (end < 0) {
        // What is no usual mark may be part of a value that was written over several lines.
        const what =
          isShown(key) && /^(?:[A-Z_]+|eof|end)$/.test(mark)
            ? `opens "${key}<<${mark}", but no line is just "${mark}"`
            : 'opens a multi-line value that never ends'
        issues.add({ input, message: `line ${number} ${what}` })
        return pairs
      }
      set(key, lines.slice(index + 1, end).join('\n'), number)
      index = end
    } else if (line.includes('=')) {
      const split = line.indexOf('=')
      set(line.slice(0, split).trimEnd(), line.slice(split + 1), number)
    } else {
      issues.add({ input, message: `line ${number} has no "="; write ${form}, one per line${hint(line)}` })
    }
  }
  return pairs
}

/** What the author probably mistook the line for. */
function hint(line: string): string {
  if (/^-\s/.test(line)) return '; write the lines without the "- " of a YAML list'
  if (/^export\s/.test(line)) return '; write it without export'
  return /^[[{]/.test(line) ? ', and not JSON' : ''
}

/** Nothing but blank lines and comments. */
export function isBlank(text: string): boolean {
  return !/^\s*[^#\s]/m.test(text)
}

/** The text before a `=` may be part of a value, such as a URL with a password. */
function isShown(key: string): boolean {
  return /^[\w.-]+$/.test(key)
}

/** Names that every shell and runtime accepts; anything else before a `=` is more likely part of a value. */
export const variableNamePattern = /^[A-Za-z_][A-Za-z0-9_.-]*$/

/** The end of a long base64 text that was broken over two lines looks like `NAME=`, or `NAME==`. */
function isRestOfValue(name: string, value: string): boolean {
  return /^[A-Za-z0-9+/]{20,}$/.test(name) && (value === '' || value === '=')
}

/**
 * Reads environment variables; a name that cannot be one is a problem that does not repeat it, and so is an invisible
 * character: in a JSON map it can be written as an escape.
 */
export function parseVariables(written: {
  input: string
  text: string
  issues: InputIssues
}): Map<string, string> {
  const { input, issues } = written
  const pairs = parseKeyValues(written)
  let number = 0
  for (const [name, value] of pairs) {
    number++
    const isName = variableNamePattern.test(name) && !isRestOfValue(name, value)
    const unseen = isName ? strayCharacter(value) : unseenCharacter(name)
    if (isName && unseen === undefined) continue
    pairs.delete(name)
    const message =
      unseen === undefined
        ? `entry ${number} does not start with a name; a multi-line value is written NAME<<END, its lines, END`
        : `${isName ? `the value of ${name} holds` : `entry ${number} has in its name`} ${unseen}; remove it`
    issues.add({ input, message })
  }
  return pairs
}

/** True if the text is a JSON or YAML map rather than `KEY=VALUE` lines. */
export function looksLikeMap(text: string): boolean {
  const first =
    text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.trimStart().startsWith('#')) ?? ''
  return first.trimStart().startsWith('{') || /^\s*("[^"]*"|'[^']*'|[^\s=:<]+)\s*:(\s|$)/.test(first)
}
