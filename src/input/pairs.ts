import type { Problems } from './problem.ts'

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
export const parsePairs = ({
  input,
  text,
  problems,
}: {
  input: string
  text: string
  problems: Problems
}): Map<string, string> => {
  const pairs = new Map<string, string>()
  const lines = text.split(/\r?\n/)
  const set = (key: string, value: string, number: number) => {
    if (key === '' || /\s/.test(key)) {
      problems.add({ input, message: `line ${number} must begin with a name, as in NAME=value` })
    } else if (pairs.has(key)) {
      problems.add({ input, message: `line ${number} names "${key}" a second time` })
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
        problems.add({
          input,
          message: `line ${number} opens "${key}<<${mark}", but no line is just "${mark}"`,
        })
        return pairs
      }
      set(key, lines.slice(index + 1, end).join('\n'), number)
      index = end
    } else if (line.includes('=')) {
      const split = line.indexOf('=')
      set(line.slice(0, split).trimEnd(), line.slice(split + 1), number)
    } else {
      problems.add({ input, message: `line ${number} has no "="; write NAME=value, one a line` })
    }
  }
  return pairs
}

/** True if the text is a JSON or YAML map rather than `KEY=VALUE` lines. */
export const looksLikeMap = (text: string): boolean => {
  const first =
    text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.trimStart().startsWith('#')) ?? ''
  return first.trimStart().startsWith('{') || /^\s*("[^"]*"|'[^']*'|[^\s=:<]+)\s*:(\s|$)/.test(first)
}
