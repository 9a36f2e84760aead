import { split } from 'shlex'
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
  try {
    return split(text.trim())
  } catch {
    problems.add({ input, message: 'has a quotation mark or backslash without its end' })
    return undefined
  }
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
