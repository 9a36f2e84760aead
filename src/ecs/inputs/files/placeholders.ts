import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import { isRecord, type PlacedIssue } from '../../../inputs/documents/records.ts'
import { unexpandedPart } from '../../../inputs/placeholders.ts'

/** Keys of texts that reach a program as they are; other warnings cover them, if any. */
const anyText = new Set([
  'command',
  'entryPoint',
  'environment',
  'dockerLabels',
  'options',
  'properties',
  'systemControls',
  'tags',
  'image',
])

/** Placeholders that nobody has replaced: ECS would take them for names. The texts are not quoted. */
export function placeholderIssues(value: unknown, at: DocumentPath = []): PlacedIssue[] {
  if (typeof value === 'string') {
    const part = unexpandedPart(value)
    return part === undefined
      ? []
      : [
          {
            message: `"${at.join('.')}" contains ${part}, which nothing expands or replaces; write the value itself`,
            at,
          },
        ]
  }
  if (Array.isArray(value)) return value.flatMap((entry, index) => placeholderIssues(entry, [...at, index]))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, entry]) =>
    anyText.has(key) ? [] : placeholderIssues(entry, [...at, key]),
  )
}
