import type { InputIssue } from '../issues.ts'
import { readDocument } from './document.ts'
import type { DocumentPath } from './document-path.ts'
import type { LineColumn } from './lines.ts'
import type { OtherFiles } from './other-tools.ts'
import type { PlacedIssue, Plain } from './records.ts'

/** The map that was meant, and where a path of it is in the file. */
export interface Shaped {
  readonly value: Plain
  origin(path: DocumentPath): DocumentPath
}

/** A kind of file: which shapes it may have, and what is checked once it has one. */
export interface FileKind {
  /** Says what a file of another tool is. */
  readonly others: OtherFiles
  /** True of scalars that are text as written, with or without quotation marks: `1.10` in an environment is not 1.1. */
  isText(path: DocumentPath): boolean
  shapeOf(value: unknown): Shaped | PlacedIssue
  /** Everything that is wrong with it, at paths of the shape. */
  issuesOf(value: Plain): PlacedIssue[]
}

/** A file without issues of its own. */
export interface ShapedFile {
  readonly value: Plain
  /** Where a path of the shape is in the file. */
  position(path: DocumentPath): LineColumn | undefined
}

/**
 * Reads a file of one kind: its map in the kind's shape, or everything that is wrong with it, in its order, with
 * line and column and no value of an environment.
 */
export function readShaped(text: string, kind: FileKind): ShapedFile | { readonly issues: InputIssue[] } {
  if (!/^\s*[^#\s]/m.test(text)) {
    const message = text.trim() === '' ? 'is empty' : 'contains only comments'
    return { issues: [{ message, line: 1, column: 1 }] }
  }
  const read = readDocument(text, { keepsText: kind.isText })
  if ('issues' in read || typeof read.document.value === 'string') {
    const other = kind.others.ofText(text)
    if (other) return { issues: [{ ...other, column: 1 }] }
  }
  if ('issues' in read) return read
  const { value, position } = read.document
  const placed = ({ message, at }: PlacedIssue): InputIssue => ({ message, ...position(at) })
  const other = kind.others.ofValue(value)
  if (other) return { issues: [placed(other)] }
  const shaped = kind.shapeOf(value)
  if ('message' in shaped) return { issues: [placed(shaped)] }
  const found = kind.issuesOf(shaped.value)
  if (found.length === 0) {
    return { value: shaped.value, position: (path) => position(shaped.origin(path)) }
  }
  const issues = found.map(({ message, at }) => placed({ message, at: shaped.origin(at) }))
  // A map that is repeated by an alias is reported once.
  const once = new Map(issues.map((problem) => [JSON.stringify(problem), problem]))
  return {
    issues: [...once.values()].sort(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    ),
  }
}
