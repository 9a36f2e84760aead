import { isMap, isNode, type Node, type YAMLMap } from 'yaml'
import type { InputIssue } from '../issues.ts'
import type { DocumentPath } from './document-path.ts'
import { jsonSlip } from './json-slips.ts'
import { createLineIndex, type LineColumn } from './lines.ts'
import { createNodeReader } from './node-values.ts'
import { parseYaml, type TextIssue } from './parse-yaml.ts'

export type { DocumentPath as Path }

/** A JSON or YAML text (JSON is read as YAML), with the position of each value in the text. */
export interface ParsedDocument {
  readonly value: unknown
  /** Line and column, counted from 1, of the value at `path`, or of its key. */
  position(path: DocumentPath): LineColumn | undefined
}

/**
 * Reads a document. `keepsText` names the maps whose scalars are text whatever they look like: `1.10` stays `1.10`
 * and `yes` stays `yes` there. Keys are always text as written. Aliases and merge keys (`<<`) are resolved; what a merge
 * brings in is at the place where it is written. If anything cannot be read, the problems are returned instead.
 */
export function readDocument(
  text: string,
  { keepsText }: { keepsText(path: DocumentPath): boolean },
): { document: ParsedDocument } | { issues: InputIssue[] } {
  const at = createLineIndex(text)
  const failed = (issues: readonly TextIssue[]) => {
    const slip = jsonSlip(text) ?? templateSlip(text, issues)
    return {
      issues: (slip ? [slip] : [...issues])
        .sort((a, b) => a.offset - b.offset)
        .map(({ message, offset }): InputIssue => ({ message, ...at(offset) })),
    }
  }
  const slip = jsonSlip(text)
  if (slip) return failed([slip])
  const parsed = parseYaml(text)
  if ('issues' in parsed) return failed(parsed.issues)
  const { contents } = parsed.document
  const reader = createNodeReader(parsed.document, keepsText)
  const value = contents === null ? null : reader.read(contents)
  if (reader.issues.length > 0) return failed(reader.issues)
  const position = (path: DocumentPath) => {
    const offset = offsetOf(contents, path, reader)
    return offset === undefined ? undefined : at(offset)
  }
  return { document: { value, position } }
}

/** The place of the deepest part of `path` that exists in the text: a key where there is one, else the value. */
function offsetOf(
  contents: Node | null,
  path: DocumentPath,
  { resolved, pairs }: ReturnType<typeof createNodeReader>,
): number | undefined {
  let node: unknown = contents
  let found: Node | undefined = contents ?? undefined
  for (const step of path) {
    node = resolved(node)
    if (isMap(node)) {
      const pair = pairs(node as YAMLMap).get(String(step))
      found = isNode(pair?.key) ? pair.key : found
      node = pair?.value
    } else {
      const item: unknown = typeof step === 'number' ? itemAt(node, step) : undefined
      found = isNode(item) ? item : found
      node = item
    }
  }
  return found?.range?.[0]
}

function itemAt(node: unknown, index: number): unknown {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)
    ? node.items[index]
    : undefined
}

/** Templates of Helm, Jinja and the like: without quotation marks YAML reads them as a map within a map, or fails. */
function templateSlip(text: string, issues: readonly TextIssue[]): TextIssue | undefined {
  const template = /(?<!\$)\{\{|\{%/.exec(text)
  if (issues.length === 0 || template === null) return undefined
  return {
    message: `this looks like a template, but nothing fills in "${template[0]}" here: name the rendered file, or put the text in quotation marks`,
    offset: template.index,
  }
}
