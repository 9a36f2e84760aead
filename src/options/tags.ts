import { parseKeyValues } from '../inputs/key-value.ts'
import type { InputSource } from '../inputs/source.ts'

/** Lines `key=value`, or a JSON map; `undefined` if there is none of them. */
export function parseTags({
  texts,
  issues,
}: Pick<InputSource<'tags'>, 'texts' | 'issues'>): Record<string, string> | undefined {
  const input = 'tags'
  const text = texts[input]
  if (text === undefined) return undefined
  const tags = text.trimStart().startsWith('{')
    ? parseTagMap(text)
    : Object.fromEntries(parseKeyValues({ input, text, issues, form: 'key=value, such as team=shop' }))
  if (tags === undefined) {
    issues.add({ input, message: 'must be key=value lines, or a JSON map of strings' })
    return undefined
  }
  if (Object.keys(tags).length === 0) return undefined
  const fault = validateTag(tags)
  if (fault !== undefined) issues.add({ input, message: fault })
  return tags
}

function parseTagMap(text: string): Record<string, string> | undefined {
  try {
    const map: unknown = JSON.parse(text)
    if (typeof map !== 'object' || map === null || Array.isArray(map)) return undefined
    const entries = Object.entries(map)
    return entries.every(([, value]) => typeof value === 'string') ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}

/** Issues of tags, by the rules that all AWS services share (docs/lightsail-facts.md §4); empty if there are none. */
export function validateTag(tags: Readonly<Record<string, string>>): string | undefined {
  const allowed = /^[\p{L}\p{N} +\-=._:/@]*$/u
  const entries = Object.entries(tags)
  if (entries.length > 50) return `${entries.length} tags; a service can have at most 50`
  for (const [key, value] of entries) {
    if (key === '' || key.length > 128) return `the key "${key}" must be 1 to 128 characters long`
    if (value.length > 256) return `the value of "${key}" must be at most 256 characters long`
    if (/^aws:/i.test(key)) return `the key "${key}" starts with "aws:", which is reserved`
    if (!allowed.test(key) || !allowed.test(value)) {
      return `"${key}" or its value contains a character other than letters, digits, spaces and + - = . _ : / @`
    }
  }
  return undefined
}
