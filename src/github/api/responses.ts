import { textAt, wholeAt } from '../../text/json.ts'

/**
 * Checks GitHub's replies: a proxy may reply in its place, with a page or with nothing. A reply that does not match GitHub's API is
 * an `OddAnswer` and is not read further.
 */

/** Fails the call that it is thrown in; `failedCall` distinguishes it from a network error. */
export function unexpectedResponse(what: string): Error {
  return Object.assign(new Error(what), { name: 'OddAnswer' })
}

/** The list that was asked for; `what` names it: `the comments`. */
export function listOf(data: unknown, what: string): readonly unknown[] {
  if (Array.isArray(data)) return data
  throw unexpectedResponse(`${kindOf(data)} in place of ${what}`)
}

/** The id of what was made or asked for; `what` names it: `a comment`. */
export function idOf(data: unknown, what: string): number {
  return wholeAt(data, 'id') ?? missing(data, { what, path: ['id'] })
}

/** A text of what was asked for. */
export function textOf(data: unknown, what: string, ...path: readonly string[]): string {
  return textAt(data, ...path) ?? missing(data, { what, path })
}

/** A text that has to be one of those that are known. */
export function oneOf<Known extends string>(
  data: unknown,
  what: string,
  { path, known }: { path: readonly string[]; known: readonly Known[] },
): Known {
  const text = textOf(data, what, ...path)
  const found = known.find((one) => one === text)
  if (found !== undefined) return found
  throw unexpectedResponse(`${what} with an unknown ${path.join('.')}`)
}

function missing(data: unknown, { what, path }: { what: string; path: readonly string[] }): never {
  const isMap = typeof data === 'object' && data !== null && !Array.isArray(data)
  throw unexpectedResponse(
    isMap ? `${what} without ${path.join('.')}` : `${kindOf(data)} in place of ${what}`,
  )
}

/** Nothing of the reply is shown, as its origin is unknown. */
function kindOf(data: unknown): string {
  if (data === undefined || data === null || data === '') return 'nothing'
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'string') return /^\s*</.test(data) ? 'a web page' : 'a text'
  return typeof data === 'object' ? 'something else' : `a ${typeof data}`
}
