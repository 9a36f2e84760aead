import type { DocumentPath } from './document-path.ts'

/** A map of a document, not checked any further. */
export type Plain = Readonly<Record<string, unknown>>

/** Whether the value is a map, and not a list. */
export function isRecord(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The map at a key of a map; a key such as `constructor` of the object itself does not count. */
export function recordAt(value: unknown, key: string): Plain | undefined {
  const inner = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return isRecord(inner) ? inner : undefined
}

/** Something that is wrong at a place of a document. */
export interface PlacedIssue {
  readonly message: string
  readonly at: DocumentPath
}

/**
 * Removes the nulls that consoles and the AWS CLI print for absent members. Environment values stay: an empty one is not the same
 * as none, and only its author knows.
 */
export function withoutNulls(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutNulls(entry))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).filter(([, entry]) => entry !== null || key === 'environment')
  return Object.fromEntries(entries.map(([name, entry]) => [name, withoutNulls(entry, name)]))
}

/** Removes the top-level keys `x-…`, which hold YAML anchors, as in Compose. */
export function withoutExtensions(value: unknown): unknown {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !/^x-/.test(key)))
    : value
}
