import { strayCharacter, unseenCharacter } from './characters.ts'

// The grammar of `env-file` (docs/reference/env-file.md): the rules of `docker compose`, and an issue where a line means different
// things to the common readers. No value is ever cut or changed in silence, and none is repeated in a message.

/** One variable of an env file. */
export interface EnvFileEntry {
  readonly name: string
  readonly value: string
  /** Counted from 1. */
  readonly line: number
  /** A `$` that `docker compose` or a shell would replace; it is kept as written here. */
  readonly hasDollar: boolean
}

/** `message` continues `line 3`. */
export interface EnvFileRemark {
  readonly line: number
  readonly message: string
}

export interface EnvFile {
  readonly entries: readonly EnvFileEntry[]
  /** Lines that are no entries, or that readers take differently. */
  readonly issues: readonly EnvFileRemark[]
  /** Names that are set twice. */
  readonly notices: readonly EnvFileRemark[]
}

interface Read {
  readonly value?: string
  readonly hasDollar?: boolean
  readonly issue?: EnvFileRemark
  /** Where the next line begins. */
  readonly next: number
}

/** `export NAME = `, or `NAME: ` with something behind it. */
const head = /[\t ]*(?:export[\t ]+)?([A-Za-z_][A-Za-z0-9_.-]*)(?:[\t ]*=|:[\t ]+(?=[^\s]))[\t ]*/y

/** Reads a whole file; linear in its length. A value is what stands in the file, with its quotation marks resolved. */
export function parseEnvFile(written: string): EnvFile {
  const text = written
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(/\r$/, '')
  const entries = new Map<string, EnvFileEntry>()
  const issues: EnvFileRemark[] = []
  const notices: EnvFileRemark[] = []
  for (let at = 0, line = 1; at < text.length; ) {
    const end = lineEnd(text, at)
    const whole = text.slice(at, end)
    head.lastIndex = at
    const found = /^[\t\f\v ]*(?:#|$)/.test(whole) ? undefined : head.exec(text)
    const isEntry = found && found.index + found[0].length <= end
    if (!isEntry) {
      const message = found === undefined ? undefined : shapeIssue(whole)
      if (message !== undefined) issues.push({ line, message })
      at = end + 1
      line++
      continue
    }
    const [opening, name = ''] = found
    const read = readValue(text, { from: at + opening.length, end, line })
    const { value, hasDollar = false, issue, next } = read
    const stray = value === undefined ? undefined : strayCharacter(value)
    if (issue) issues.push(issue)
    else if (stray !== undefined)
      issues.push({ line, message: ` contains ${stray} in the value of ${name}; remove it, or use a space` })
    else if (value !== undefined) {
      const before = entries.get(name)
      if (before && before.value !== value)
        notices.push({ line, message: ` sets ${name} again after line ${before.line}; the last one wins` })
      entries.set(name, { name, value, line, hasDollar })
    }
    line += linesIn(text, at, next)
    at = next
  }
  return { entries: [...entries.values()], issues, notices }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function linesIn(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** What is wrong with a line that is no entry and no comment. */
function shapeIssue(line: string): string {
  const name = '[A-Za-z_][A-Za-z0-9_.-]*'
  const stray = unseenCharacter(line.split(/[=:]/)[0] ?? '')
  if (stray !== undefined) return ` contains ${stray} in its name; remove it`
  if (new RegExp(`^\\s*(?:export\\s+)?${name}\\s*$`).test(line))
    return " is neither NAME=value nor a comment; nothing is taken from the job's environment"
  if (new RegExp(`^\\s*(?:export\\s+)?${name}\\s*:`).test(line))
    return ' uses ":" after the name, which dotenv parsers read differently; write NAME=value'
  return line.includes('=')
    ? ': the key is not a name such as LOG_LEVEL'
    : ' is neither NAME=value nor a comment'
}

/** Where the value begins, behind the blanks, and where its first line ends. */
interface Place {
  readonly from: number
  readonly end: number
  readonly line: number
}

function readValue(text: string, place: Place): Read {
  const quote = text[place.from]
  return quote === '"' || quote === "'" ? readQuoted(text, quote, place) : readPlain(text, place)
}

const inSingle = 'put the value in single quotation marks'
function readPlain(text: string, { from, end, line }: Place): Read {
  const next = end + 1
  const issue = (message: string): Read => ({ issue: { line, message }, next })
  const rest = text.slice(from, end)
  if (rest.startsWith('#') && /[\t ]/.test(text[from - 1] ?? ''))
    return issue(
      ` has a "#" that some dotenv parsers read as a comment and others as part of the value; ${inSingle}`,
    )
  const comment = rest.search(/[\t ]#/)
  const value = withoutBlanks(comment < 0 ? rest : rest.slice(0, comment))
  if (comment >= 0 && (isOdd(value, '"') || isOdd(value, "'")))
    return issue(` has a "#" after an unclosed quotation mark; ${inSingle}`)
  if (value.includes('\r')) return issue(' has a carriage return in the middle; end lines with LF or CR LF')
  if (/^[`\u2018-\u201f\u00ab\u00bb]/.test(value))
    return issue(' starts its value with a quotation mark that only some dotenv parsers know; use \' or "')
  if (/(?:^|[\t ])\\$/.test(value))
    return issue(' ends in a backslash, but lines are not continued; write one line, or use quotation marks')
  return { value, hasDollar: isReplaced.test(value), next }
}

/** Without trailing blanks; a no-break space is not one, and is reported. */
function withoutBlanks(text: string): string {
  let end = text.length
  while (end > 0 && /[\t\f\v ]/.test(text[end - 1] ?? '')) end--
  return text.slice(0, end)
}

function isOdd(text: string, mark: string): boolean {
  return text.split(mark).length % 2 === 0
}

/** What `docker compose` or a shell would expand: `$NAME`, `${…}`, `$(…)` and `$$`. */
const isReplaced = /\$[A-Za-z_{($]/

function readQuoted(text: string, quote: string, { from, end, line }: Place): Read {
  const closed = closingQuote(text, quote, from + 1)
  if (closed < 0)
    return { issue: { line, message: ' opens a quotation mark that is never closed' }, next: end + 1 }
  const last = lineEnd(text, closed)
  const next = last + 1
  const lastLine = line + linesIn(text, from, closed)
  const issue = (message: string, at = line): Read => ({ issue: { line: at, message }, next })
  if (!/^[\t ]*(?:$|[\t ]#)/.test(text.slice(closed + 1, last))) {
    const opened = lastLine === line ? '' : `, which was opened in line ${line}`
    return issue(` has text right after the closing quotation mark${opened}`, lastLine)
  }
  const inner = text.slice(from + 1, closed)
  if (inner.includes('\r')) return issue(' has a carriage return in the middle; end lines with LF or CR LF')
  if (quote === "'") {
    return /\\'[\t ]*(?:#.*)?$/m.test(inner)
      ? issue(
          ` has a backslash in front of what may be the closing quotation mark; use double ones and write "\\\\"`,
        )
      : { value: inner.replaceAll("\\'", "'"), next }
  }
  const odd = /^(?:[^\\]|\\[^abcfv0\n])*\\([abcfv0\n])/.exec(inner)?.[1]
  if (odd !== undefined) {
    const shown = odd === '\n' ? 'a backslash at the end of a line' : `"\\${odd}"`
    return issue(
      ` has ${shown} in double quotation marks, which dotenv parsers read differently; ${inSingle}`,
    )
  }
  const withoutEscapes = inner.replace(/\\./gs, '')
  return {
    value: inner.replace(/\\([nrt"\\$])/g, (_, character: string) => escapes[character] ?? character),
    hasDollar: isReplaced.test(withoutEscapes),
    next,
  }
}

/** A backslash takes the next character with it; -1 if the quotation has no end. */
function closingQuote(text: string, quote: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === quote) return at
  }
  return -1
}
