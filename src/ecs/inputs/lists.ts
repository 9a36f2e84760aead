import { looksLikeMap, parseKeyValues } from '../../inputs/key-value.ts'
import type { InputName, InputSource } from './names.ts'

type Source = Pick<InputSource, 'texts' | 'issues'>

/** Entries of a comma or newline list; an empty one is an issue. */
export function parseList(input: InputName, { texts, issues }: Source): string[] | undefined {
  const text = texts[input]
  if (text === undefined) return undefined
  const entries = text
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry, index, all) => entry !== '' || !(index === all.length - 1 || text.includes('\n')))
  if (entries.includes('')) {
    issues.add({ input, message: 'has an empty entry between commas; an expression probably came out empty' })
    return undefined
  }
  const strange = entries.find((entry) => /^["'[]|[\]"']$/.test(entry))
  if (strange !== undefined) {
    issues.add({
      input,
      message: `must be a list separated by commas or newlines, without quotation marks or brackets, not "${strange}"`,
    })
    return undefined
  }
  return entries
}

/** Lines `key=value`, or a JSON or YAML map. */
export async function parseMap(
  input: InputName,
  { texts, issues }: Source,
  form: string,
): Promise<Record<string, string> | undefined> {
  const text = texts[input]
  if (text === undefined) return undefined
  if (!looksLikeMap(text)) return Object.fromEntries(parseKeyValues({ input, text, issues, form }))
  const { readTextMap } = await import('../../inputs/documents/text-map.ts')
  const map = readTextMap({ input, text, issues, form: 'key=value' })
  return map && Object.fromEntries(map)
}
