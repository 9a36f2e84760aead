import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import { isRecord, withoutNulls } from '../../../inputs/documents/records.ts'

/** A value without its empty parts, and the original place of each path. */
export interface Trimmed {
  readonly value: unknown
  origin(path: DocumentPath): DocumentPath
}

/**
 * Without nulls, empty texts, lists and maps, and those that hold nothing else, as RegisterTaskDefinition refuses many of them and
 * AWS's own action does. The values of an environment stay, and so does an empty word among others, as of a command.
 * What stands under one of the kept keys stays as it is, but for nulls, which are never sent.
 */
export function withoutEmpties(value: unknown, keptKeys: readonly string[] = []): Trimmed {
  /** Of lists that lost entries: the places where the others were. */
  const places = new Map<unknown, readonly number[]>()

  const trim = (inner: unknown, isVariables: boolean): unknown => {
    if (Array.isArray(inner)) {
      const entries = inner
        .map((entry, index) => ({ entry: isVariables ? trimVariable(entry) : trim(entry, false), index }))
        .filter(({ entry }) => !isEmpty(entry) || entry === '')
      const list = entries.map(({ entry }) => entry)
      if (list.length < inner.length)
        places.set(
          list,
          entries.map(({ index }) => index),
        )
      return list.every((entry) => entry === '') ? undefined : list
    }
    if (!isRecord(inner)) return inner
    const entries = Object.entries(inner)
      .map(
        ([key, entry]) =>
          [
            key,
            keptKeys.includes(key) ? withoutNulls(entry, key) : trim(entry, key === 'environment'),
          ] as const,
      )
      .filter(([key, entry]) => (keptKeys.includes(key) ? entry !== null : !isEmpty(entry)))
    return Object.fromEntries(entries)
  }

  /** One without name and value is a line of a skeleton. A value that is left blank in YAML is a null. */
  const trimVariable = (entry: unknown): unknown => {
    const trimmed = trim(entry, false)
    return isRecord(entry) && !isEmpty(trimmed) && isRecord(trimmed) && Object.hasOwn(entry, 'value')
      ? { ...trimmed, value: entry['value'] ?? '' }
      : trimmed
  }

  const trimmed = trim(value, false)
  const origin = (path: DocumentPath): DocumentPath => {
    let inner: unknown = trimmed
    return path.map((step) => {
      const before = typeof step === 'number' ? (places.get(inner)?.[step] ?? step) : step
      inner = Array.isArray(inner) ? inner[Number(step)] : isRecord(inner) ? inner[step] : undefined
      return before
    })
  }
  return { value: trimmed, origin }
}

/** True of null, and of an empty text, list or map. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isRecord(value) && Object.keys(value).length === 0
}

/** Maps in which an empty text is a value like any other, by the key that holds them. */
const textMaps: readonly string[] = ['tags', 'options']

/**
 * A service without the empty texts that a skeleton has, and without tags if none has a key. Empty lists stay: they clear
 * what is there.
 */
export function withoutBlanks(value: unknown, under = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutBlanks(entry, under))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).filter(
    ([key, entry]) => (entry !== '' || textMaps.includes(under)) && !(key === 'tags' && isBlankTags(entry)),
  )
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutBlanks(entry, key)]))
}

function isBlankTags(tags: unknown): boolean {
  return Array.isArray(tags) && tags.length > 0 && tags.every((tag) => isRecord(tag) && tag['key'] === '')
}
