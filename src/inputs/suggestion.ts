import { closest, distance } from 'fastest-levenshtein'

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** The known name that was probably intended: same letters, plural, or one or two typos. */
export function closestName(name: string, known: readonly string[]): string | undefined {
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
export function didYouMean(name: string, known: readonly string[]): string {
  const candidate = closestName(name, known)
  return candidate === undefined ? '' : `; did you mean "${candidate}"?`
}
