import type { Problems } from './problem.ts'

/** A JSON list of strings, or one line that is split as a shell would split it; no shell ever sees it. */
export const parseCommand = ({
  input,
  text,
  problems,
}: {
  input: string
  text: string | undefined
  problems: Problems
}): string[] | undefined => {
  if (text === undefined) return undefined
  if (text.trimStart().startsWith('[')) return parseList(input, text, problems)
  if (text.trim().includes('\n')) {
    problems.add({ input, message: 'must be one line, or a JSON list such as ["npm", "start"]' })
    return undefined
  }
  const words = splitWords(text)
  if (words === undefined)
    problems.add({ input, message: 'has a quotation mark or backslash without its end' })
  return words
}

/** A piece of a word: in single or double quotation marks, behind a backslash, or plain; or the blanks between words. */
const piece = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)/gsy

/** Words as a POSIX shell quotes them (2.2 Quoting); nothing is expanded. `undefined` if a quotation has no end. */
const splitWords = (line: string): string[] | undefined => {
  const words: string[] = []
  let word: string | undefined
  let read = 0
  for (const [found, single, double, escaped, plain, blanks] of line.matchAll(piece)) {
    read += found.length
    if (blanks === undefined) {
      word = `${word ?? ''}${single ?? double?.replace(/\\([$`"\\])/g, '$1') ?? escaped ?? plain}`
    } else {
      if (word !== undefined) words.push(word)
      word = undefined
    }
  }
  if (read < line.length) return undefined
  return word === undefined ? words : [...words, word]
}

const parseList = (input: string, text: string, problems: Problems): string[] | undefined => {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list
  } catch {
    // Told below: the parser's own message may quote the text.
  }
  problems.add({ input, message: 'must be a JSON list of strings such as ["npm", "start"], or one line' })
  return undefined
}
