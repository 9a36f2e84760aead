import type { InputIssues } from './issues.ts'
import { didYouMean } from './suggestion.ts'

/** Each parser takes the text of one input and returns its exact value, or adds an issue and returns `undefined`. */
interface Scalar {
  readonly input: string
  readonly text: string | undefined
  readonly issues: InputIssues
}

/** A whole number within the bounds; `undefined` if absent. */
export function parseInteger({
  input,
  text,
  issues,
  from,
  to = Number.MAX_SAFE_INTEGER,
}: Scalar & { from: number; to?: number }): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
  if (value >= from && value <= to) return value
  const range = to === Number.MAX_SAFE_INTEGER ? `of ${from} or more` : `from ${from} to ${to}`
  const likely = /^["']?[+0]*([1-9]\d*)(?:\.0*)?(?:\/(?:tcp|udp|http|https))?["']?$/i.exec(text.trim())?.[1]
  const isLikely =
    likely !== undefined && Number(likely) >= from && Number(likely) <= to && likely !== text.trim()
  issues.add({
    input,
    message: `must be a whole number ${range}, not "${text}"${isLikely ? `; write ${likely}` : ''}`,
  })
  return undefined
}

/** Decimals allowed, greater than zero. */
export function parsePositiveNumber({
  input,
  text,
  issues,
  unit,
}: Scalar & { unit: string }): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN
  if (value > 0 && Number.isFinite(value)) return value
  const isMeasured = /^(?:[$€]\s*\d+(?:[.,]\d+)?|\d+,\d+|\d+(?:[.,]\d+)?\s*[a-z$€]+)$/i.test(text.trim())
  const form = isMeasured ? `; write the number alone, in ${unit}, such as 5 or 0.5` : ''
  issues.add({ input, message: `must be a number of ${unit} greater than 0, not "${text}"${form}` })
  return undefined
}

/** Synonyms of other tools are an error: only the two documented words are accepted. */
const switchWords = [
  [['true', 'yes', 'on', '1', 'y', 't', 'enabled'], true],
  [['false', 'no', 'off', '0', 'n', 'f', 'disabled'], false],
] as const satisfies readonly (readonly [readonly string[], boolean])[]

/** `true` or `false`; `undefined` if absent. */
export function parseBoolean({ input, text, issues }: Scalar): boolean | undefined {
  if (text === undefined) return undefined
  if (text.trim() === 'true') return true
  if (text.trim() === 'false') return false
  const word = text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .toLowerCase()
  const meant = switchWords.find(([words]) => words.some((known) => known === word))?.[1]
  const form = meant === undefined ? '' : `; write ${meant}`
  issues.add({ input, message: `must be true or false, not "${text}"${form}` })
  return undefined
}

/** One of the choices; `undefined` if absent. */
export function parseEnum<Choice extends string>({
  input,
  text,
  issues,
  choices,
}: Scalar & { choices: readonly Choice[] }): Choice | undefined {
  if (text === undefined) return undefined
  const choice = choices.find((candidate) => candidate === text.trim())
  if (choice === undefined) {
    const list = choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`
    issues.add({ input, message: `must be ${list}, not "${text}"${didYouMean(text.trim(), choices)}` })
  }
  return choice
}
