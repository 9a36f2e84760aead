/** The own member of a JSON value at a path; `undefined` where anything on the way is missing or no map. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return at(Object.entries(value).find(([name]) => name === key)?.[1], ...rest)
}

/** `undefined` for a text that is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text at a path; `undefined` for anything else. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The list at a path; an empty one for anything else. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The id or number at a path, a whole number above 0; `undefined` for anything else. Large ones may come as bigint. */
export function wholeAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path)
  const number = typeof found === 'bigint' ? Number(found) : found
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined
}
