import { inferred, invalidInput, LightsailError, namePattern, quoted } from '../errors.ts'

/**
 * A rule takes a value off the wire and its path in the request, and gives the value back with its type or throws the
 * LightsailError that the service would answer with. Shapes are tables of rules (shapes.ts).
 */
export type Rule<T> = (value: unknown, path: string) => T
export type Checked<R> = R extends Rule<infer T> ? T : never

interface Member<T, Needed extends boolean> {
  readonly rule: Rule<T>
  readonly needed: Needed
}
type Table = Readonly<Record<string, Member<unknown, boolean>>>
type NeededKeys<S extends Table> = { [K in keyof S]: S[K]['needed'] extends true ? K : never }[keyof S]
type CheckedTable<S extends Table> = { readonly [K in NeededKeys<S>]: Checked<S[K]['rule']> } & {
  readonly [K in Exclude<keyof S, NeededKeys<S>>]?: Checked<S[K]['rule']>
}

export function required<T>(rule: Rule<T>): Member<T, true> {
  return { rule, needed: true }
}

export function optional<T>(rule: Rule<T>): Member<T, false> {
  return { rule, needed: false }
}

/** An object with known members. Members that no table names are ignored, null counts as absent, as in AWS JSON. */
export function members<S extends Table>(table: S): Rule<CheckedTable<S>> {
  return (value, path) => {
    const source = object(value, path)
    const found: Record<string, unknown> = {}
    for (const [name, { rule, needed }] of Object.entries(table)) {
      const memberPath = path === '' ? name : `${path}.${name}`
      const member = source[name] ?? undefined
      if (member !== undefined) found[name] = rule(member, memberPath)
      else if (needed) throw invalidInput(inferred.required(memberPath))
    }
    // The loop above is what makes this true; TypeScript cannot follow a table.
    return found as CheckedTable<S>
  }
}

export function listOf<T>(rule: Rule<T>): Rule<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw malformed(path, 'a list')
    return value.map((item, index) => rule(item, `${path}[${index}]`))
  }
}

export function mapOf<T>(rule: Rule<T>, key: Rule<string> = text): Rule<Readonly<Record<string, T>>> {
  return (value, path) =>
    Object.fromEntries(
      Object.entries(object(value, path)).map(([name, item]) => [
        key(name, path),
        rule(item, `${path}.${name}`),
      ]),
    )
}

export const text: Rule<string> = (value, path) => {
  if (typeof value !== 'string') throw malformed(path, 'a string')
  return value
}

export const flag: Rule<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw malformed(path, 'a boolean')
  return value
}

export const number: Rule<number> = (value, path) => {
  if (typeof value !== 'number') throw malformed(path, 'a number')
  return value
}

export function textOf(length: { readonly low: number; readonly high: number }): Rule<string> {
  return (value, path) => {
    const checked = text(value, path)
    if (checked.length < length.low || checked.length > length.high)
      throw invalidInput(inferred.badLength({ path, ...length }))
    return checked
  }
}

export function textLike(pattern: RegExp): Rule<string> {
  return (value, path) => {
    const checked = text(value, path)
    if (!pattern.test(checked)) throw invalidInput(inferred.badForm(path, pattern.source))
    return checked
  }
}

export function oneOf<const T extends string>(allowed: readonly T[]): Rule<T> {
  return (value, path) => {
    const checked = text(value, path)
    const match = allowed.find((name) => name === checked)
    if (match === undefined) throw invalidInput(inferred.notOneOf(path, allowed))
    return match
  }
}

export function wholeNumber(range: { readonly low: number; readonly high: number }): Rule<number> {
  return (value, path) => {
    const checked = number(value, path)
    if (!Number.isInteger(checked) || checked < range.low || checked > range.high)
      throw invalidInput(inferred.outOfRange({ path, ...range }))
    return checked
  }
}

/** A Lightsail name, refused with the service's own text (docs/lightsail-facts.md §2.4). `what` is "Container", "Service", … */
export function nameOf(what: string, longest: number): Rule<string> {
  const pattern = new RegExp(namePattern)
  return (value, path) => {
    const checked = text(value, path)
    if (!pattern.test(checked) || checked.length > longest) throw invalidInput(quoted.badName(what, checked))
    return checked
  }
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(path, 'an object')
  return value as Record<string, unknown>
}

/** AWS JSON services answer a value of the wrong type before they look at its meaning. */
function malformed(path: string, expected: string): LightsailError {
  const where = path === '' ? 'The request body' : `"${path}"`
  return new LightsailError({ type: 'SerializationException', message: `${where} must be ${expected}.` })
}
