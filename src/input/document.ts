import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import type { Problem } from './problem.ts'

export type Path = readonly (string | number)[]

/** A JSON or YAML text (JSON is read as the YAML it is), with the way back from a value to its place in the text. */
export interface ParsedDocument {
  readonly value: unknown
  /** Line and column, counted from 1, of the value at `path`, or of its key. */
  position(path: Path): { line: number; column: number } | undefined
}

/** The parser's own messages may quote the text, and with it a secret: these do not. */
const messages: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'an alias cannot have a tag or an anchor of its own',
  BAD_INDENT: 'the indentation is off here',
  DUPLICATE_KEY: 'this key is written a second time',
  MISSING_CHAR: 'a character is missing here: a quotation mark, a comma, a colon or a bracket',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  BLOCK_IN_FLOW: 'an indented block cannot stand within brackets',
  MULTIPLE_DOCS: 'only one document is allowed',
}

/**
 * Reads a document. `keepsText` names the maps whose scalars are text whatever they look like: `1.10` stays `1.10`
 * and `yes` stays `yes` there. On a syntax error the problems are returned instead.
 */
export const readDocument = (
  text: string,
  { keepsText }: { keepsText(path: Path): boolean },
): { document: ParsedDocument } | { problems: Problem[] } => {
  const parsed = parseDocument(text, { prettyErrors: false, logLevel: 'error' })
  // The parser's own counter loses lines within quotation marks.
  const at = (offset: number) => {
    const before = text.slice(0, offset).split('\n')
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  }
  if (parsed.errors.length > 0) {
    return {
      problems: parsed.errors.map(({ code, pos }) => ({
        message: messages[code] ?? 'this is neither JSON nor YAML',
        ...at(pos[0]),
      })),
    }
  }
  keepText(parsed, keepsText)
  try {
    return { document: { value: parsed.toJS(), position: (path) => offsetOf(parsed, path, at) } }
  } catch {
    return { problems: [{ message: 'an alias refers to nothing, or to too much' }] }
  }
}

const keyText = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '')

const keepText = (parsed: Document, keepsText: (path: Path) => boolean): void => {
  visit(parsed, {
    Pair(_, pair, ancestors) {
      if (!isScalar(pair.value) || pair.value.value === null || typeof pair.value.value === 'string') return
      const path = [...ancestors.filter((node): node is Pair => isPair(node)), pair].map(keyText)
      if (keepsText(path)) pair.value.value = pair.value.source ?? String(pair.value.value)
    },
  })
}

/** The place of the deepest part of `path` that exists in the text: a key where there is one, else the value. */
const offsetOf = <Position>(
  parsed: Document,
  path: Path,
  at: (offset: number) => Position,
): Position | undefined => {
  let node: unknown = parsed.contents
  let found: Node | undefined = isNode(node) ? node : undefined
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item) === String(step))
      found = isNode(pair?.key) ? pair.key : found
      node = pair?.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      found = isNode(node) ? node : found
    }
  }
  return found?.range ? at(found.range[0]) : undefined
}
