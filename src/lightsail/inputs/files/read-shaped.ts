import type * as z from 'zod/mini'
import { readDocument } from '../../../inputs/documents/document.ts'
import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import {
  isRecord,
  type PlacedIssue,
  type Plain,
  withoutExtensions,
  withoutNulls,
} from '../../../inputs/documents/records.ts'
import type { InputIssue } from '../../../inputs/issues.ts'
import type { Shaped } from './aws-shapes.ts'
import { otherText, otherTool } from './other-tools.ts'
import { schemaIssues } from './schema-issues.ts'

/** One of our files: which shapes it may have, and what is checked once it has one. */
export interface FileKind {
  readonly schema: z.ZodMiniType
  shapeOf(value: unknown): Shaped | PlacedIssue
  /** What the schema cannot say; it gets whatever the file holds. */
  issuesOf(value: Plain): PlacedIssue[]
  keysAt(path: DocumentPath): readonly string[]
}

/** These scalars are text as written, with or without quotation marks: `1.10` in an environment is not 1.1. */
export const isText = (path: DocumentPath): boolean =>
  path.at(-2) === 'environment' || path.slice(-2).join('.') === 'healthCheck.successCodes'

/**
 * Reads a file of one kind: its map in the shape of the schema, or everything that is wrong with it, in its order, with
 * line and column and no value of an environment.
 */
export const readShaped = (text: string, kind: FileKind): { value: Plain } | { problems: InputIssue[] } => {
  if (!/^\s*[^#\s]/m.test(text)) {
    const message = text.trim() === '' ? 'is empty' : 'holds nothing but comments'
    return { problems: [{ message, line: 1, column: 1 }] }
  }
  const read = readDocument(text, { keepsText: isText })
  if ('problems' in read || typeof read.document.value === 'string') {
    const other = otherText(text)
    if (other) return { problems: [{ ...other, column: 1 }] }
  }
  if ('problems' in read) return read
  const { value, position } = read.document
  const placed = ({ message, at }: PlacedIssue): InputIssue => ({ message, ...position(at) })
  const other = otherTool(value)
  if (other) return { problems: [placed(other)] }
  const shaped = kind.shapeOf(withoutExtensions(withoutNulls(value)))
  if ('message' in shaped) return { problems: [placed(shaped)] }
  const parsed = kind.schema.safeParse(shaped.value, { reportInput: true })
  const found = [
    ...(parsed.success ? [] : schemaIssues(parsed.error.issues, kind.keysAt)),
    ...lostKeys(shaped.value),
    ...kind.issuesOf(shaped.value),
  ]
  if (found.length === 0) return { value: shaped.value }
  const problems = found.map(({ message, at }) => placed({ message, at: shaped.origin(at) }))
  // A map that an alias repeats is wrong once.
  const once = new Map(problems.map((problem) => [JSON.stringify(problem), problem]))
  return {
    problems: [...once.values()].sort(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    ),
  }
}

/** The schema passes over a key called `__proto__` in silence; as the name of a variable it is none of its business. */
const lostKeys = (value: unknown, at: DocumentPath = []): PlacedIssue[] => {
  if (!isRecord(value) || at.at(-1) === 'environment') return []
  const areNames = at.at(-1) === 'containers'
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '__proto__' && !areNames
      ? [{ message: `unknown key "${key}"`, at: [...at, key] }]
      : lostKeys(inner, [...at, key]),
  )
}
