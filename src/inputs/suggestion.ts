import { closest, distance } from 'fastest-levenshtein'

const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The known name that was probably intended: same letters, plural, or one or two typos. */
export const closestName = (name: string, known: readonly string[]): string | undefined => {
  const same = known.find((candidate) => letters(candidate) === letters(name))
  if (same !== undefined || known.length === 0) return same
  const candidate = closest(name.toLowerCase(), [...known])
  if (candidate === `${name.toLowerCase()}s` || name.toLowerCase() === `${candidate}s`) return candidate
  const slips = Math.min(2, Math.floor(Math.min(name.length, candidate.length) / 4))
  return distance(name.toLowerCase(), candidate) <= slips ? candidate : undefined
}

/** `; did you mean "x"?`, or nothing. */
export const didYouMean = (name: string, known: readonly string[]): string => {
  const candidate = closestName(name, known)
  return candidate === undefined ? '' : `; did you mean "${candidate}"?`
}
