import type { InputIssues } from './issues.ts'
import { type PlainPart, shellSyntaxIn } from './shell-syntax.ts'

/**
 * A JSON list of strings, or one line that is split as a shell would split it; no shell ever sees it, so syntax of a
 * shell outside of quotation marks is an issue.
 */
export function splitCommandLine({
  input,
  text,
  issues,
}: {
  input: string
  text: string | undefined
  issues: InputIssues
}): string[] | undefined {
  if (text === undefined) return undefined
  const refuse = (message: string) => {
    issues.add({ input, message })
    return undefined
  }
  if (text.trimStart().startsWith('[')) return parseList(text) ?? refuse(wrongList)
  if (text.trim().includes('\n')) {
    const isList = /^\s*-\s/.test(text)
    return refuse(
      `must be one line, or a JSON list such as ["npm", "start"]${isList ? ', not a YAML list' : ''}`,
    )
  }
  const line = splitWords(text)
  if (line === undefined) return refuse('has an unfinished quotation mark or backslash')
  const quote = /[\u2018-\u201f\u00ab\u00bb]/.exec(text)?.[0]
  if (quote !== undefined && line.parts.some((part) => part.text.includes(quote)))
    return refuse(`has the typographic quotation mark ${quote}, which does not quote; use ' or "`)
  const syntax = shellSyntaxIn(line.parts)
  if (syntax !== undefined) {
    if (/^[a-z]+$/.test(syntax))
      return refuse(
        `starts with ${syntax}, which only a shell understands, and no shell runs it: write ["sh", "-c", "…"]`,
      )
    const what = syntax.endsWith('=…')
      ? `starts with ${syntax}, but no shell runs it: set the variable in environment-variables`
      : `has the shell syntax ${syntax}, but no shell runs it: put it in quotation marks if the program should get it as it is`
    return refuse(`${what}, or write ["sh", "-c", "…"]`)
  }
  return line.words
}

/** A piece of a word: in single or double quotation marks, behind a backslash, or plain; or the blanks between words. */
const piece = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)/gsy

/** Words as a POSIX shell quotes them (2.2 Quoting); nothing is expanded. `undefined` if a quotation has no end. */
function splitWords(line: string): { words: string[]; parts: PlainPart[] } | undefined {
  const words: string[] = []
  const parts: PlainPart[] = []
  let word: string | undefined
  let read = 0
  for (const [found, single, double, escaped, plain, blanks] of line.matchAll(piece)) {
    read += found.length
    if (blanks === undefined) {
      if (plain !== undefined)
        parts.push({
          text: plain,
          beginsWord: word === undefined,
          endsWord: read >= line.length || /\s/.test(line[read] ?? ''),
          isFirstWord: words.length === 0,
        })
      word = `${word ?? ''}${single ?? double?.replace(/\\([$`"\\])/g, '$1') ?? escaped ?? plain}`
    } else {
      if (word !== undefined) words.push(word)
      word = undefined
    }
  }
  if (read < line.length) return undefined
  return { words: word === undefined ? words : [...words, word], parts }
}

function parseList(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list
  } catch {
    // The caller reports the error: the parser's own message may quote the text.
  }
  return undefined
}

const wrongList = 'must be a JSON list of strings such as ["npm", "start"], or one line'
