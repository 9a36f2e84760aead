import { closest, distance } from 'fastest-levenshtein'

const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The known name that was probably intended: same letters, plural, or one or two typos. */
export const closestName = (name: string, known: readonly string[]): string | undefined => {
  const same = known.find((candidate) => letters(candidate) === letters(name))
  if (same !== undefined || known.length === 0) return same
  const written = name.toLowerCase()
  const lowered = known.map((candidate) => candidate.toLowerCase())
  const near = closest(written, lowered)
  const candidate = known[lowered.indexOf(near)]
  if (near === `${written}s` || written === `${near}s`) return candidate
  const slips = Math.min(2, Math.floor(Math.min(written.length, near.length) / 4))
  return distance(written, near) <= slips ? candidate : undefined
}

/** `; did you mean "x"?`, or nothing. */
export const didYouMean = (name: string, known: readonly string[]): string => {
  const candidate = closestName(name, known)
  return candidate === undefined ? '' : `; did you mean "${candidate}"?`
}
