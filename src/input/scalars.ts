import type { Problems } from './problem.ts'
import { didYouMean } from './suggestion.ts'

/** Each parser takes the text of one input and gives its exact value, or adds a problem and gives `undefined`. */
interface Scalar {
  readonly input: string
  readonly text: string | undefined
  readonly problems: Problems
}

export const parseWholeNumber = ({
  input,
  text,
  problems,
  from,
  to = Number.MAX_SAFE_INTEGER,
}: Scalar & { from: number; to?: number }): number | undefined => {
  if (text === undefined) return undefined
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
  if (value >= from && value <= to) return value
  const range = to === Number.MAX_SAFE_INTEGER ? `of ${from} or more` : `from ${from} to ${to}`
  problems.add({ input, message: `must be a whole number ${range}, not "${text}"` })
  return undefined
}

/** Decimals allowed, greater than zero. */
export const parseAmount = ({
  input,
  text,
  problems,
  unit,
}: Scalar & { unit: string }): number | undefined => {
  if (text === undefined) return undefined
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN
  if (value > 0 && Number.isFinite(value)) return value
  problems.add({ input, message: `must be a number of ${unit} greater than 0, not "${text}"` })
  return undefined
}

export const parseSwitch = ({ input, text, problems }: Scalar): boolean | undefined => {
  if (text === undefined) return undefined
  if (text.trim() === 'true') return true
  if (text.trim() === 'false') return false
  problems.add({ input, message: `must be true or false, not "${text}"` })
  return undefined
}

export const parseChoice = <Choice extends string>({
  input,
  text,
  problems,
  choices,
}: Scalar & { choices: readonly Choice[] }): Choice | undefined => {
  if (text === undefined) return undefined
  const choice = choices.find((candidate) => candidate === text.trim())
  if (choice === undefined) {
    const list = choices.length === 1 ? choices[0] : `one of ${choices.join(', ')}`
    problems.add({ input, message: `must be ${list}, not "${text}"${didYouMean(text.trim(), choices)}` })
  }
  return choice
}
