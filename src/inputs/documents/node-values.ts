import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import type { DocumentPath } from './document-path.ts'
import type { TextIssue } from './parse-yaml.ts'

/** Maximum number of values that aliases may add; a file above that is an alias bomb. */
const MAX_REPEATED = 100_000

/** Maximum nesting of aliases. */
const MAX_HOPS = 50

/** Reads the nodes of a document as plain values; what cannot be read is an issue, and its value is `undefined`. */
export interface NodeReader {
  readonly issues: readonly TextIssue[]
  read(node: Node): unknown
  /** What an alias stands for, or the node itself. */
  resolved(node: unknown): unknown
  /** The entries of a map by their keys, those of merge keys among them. */
  pairs(map: YAMLMap): ReadonlyMap<string, Pair>
}

export function createNodeReader(
  document: Document.Parsed,
  keepsText: (path: DocumentPath) => boolean,
): NodeReader {
  const issues: TextIssue[] = []
  const targets = targetsOf(document)
  const known = new Map<YAMLMap, ReadonlyMap<string, Pair>>()
  const open = new Set<unknown>()
  let repeated = 0
  /** The alias whose content is being read. */
  let outermost: Alias | undefined
  const report = (message: string, node: unknown) =>
    void issues.push({ message, offset: (isNode(node) ? node.range?.[0] : undefined) ?? 0 })

  const resolved = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node)

  const pairs = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const before = known.get(map)
    if (before) return before
    const own = new Map<string, Pair>()
    const merged: unknown[] = []
    known.set(map, own)
    for (const pair of map.items) {
      const key = resolved(pair.key)
      if (isMergeKey(pair.key)) merged.push(pair.value)
      else if (!isScalar(key))
        report('a key must be text; one that starts with "{" or "[" needs quotation marks', pair.key)
      else if (own.has(keyText(key))) report('this key appears twice', pair.key)
      else own.set(keyText(key), pair)
    }
    for (const source of merged.flatMap((value) =>
      isSeq(resolved(value)) ? itemsOf(resolved(value)) : [value],
    )) {
      const map = resolved(source)
      if (!isMap(map)) report('"<<" can only merge a map or a list of maps', source)
      else for (const [key, pair] of pairs(map)) if (!own.has(key)) own.set(key, pair)
    }
    return own
  }

  const readAlias = (alias: Alias, path: DocumentPath, hops: number): unknown => {
    if (hops === 0) outermost = alias
    const target = targets.get(alias)
    if (target === undefined) report('this alias refers to nothing', alias)
    else if (open.has(target)) report('this alias refers to something that contains it', alias)
    else if (hops >= MAX_HOPS) report(`more than ${MAX_HOPS} nested aliases`, outermost)
    else return read(target, path, hops + 1)
    return undefined
  }

  const read = (node: unknown, path: DocumentPath, hops: number): unknown => {
    if (repeated > MAX_REPEATED) return undefined
    // An alias bomb is not read to its end: one issue is enough.
    if (hops > 0 && ++repeated > MAX_REPEATED) {
      report(`the aliases here expand to more than ${MAX_REPEATED} values`, outermost)
      return undefined
    }
    if (isAlias(node)) return readAlias(node, path, hops)
    if (isScalar(node)) return scalarValue(node, keepsText(path), report)
    open.add(node)
    try {
      if (isSeq(node)) return node.items.map((item, index) => read(item, [...path, index], hops))
      if (!isMap(node)) return undefined
      const entries = [...pairs(node)].map(([key, { value }]) => [key, read(value, [...path, key], hops)])
      // Keeps a key called __proto__, which an assignment would lose.
      return Object.fromEntries(entries)
    } finally {
      open.delete(node)
    }
  }

  return { issues, read: (node) => read(node, [], 0), resolved, pairs }
}

/** An alias stands for the node that had its anchor last before it. */
function targetsOf(document: Document.Parsed): Map<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source)
      if (target) targets.set(alias, target)
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return targets
}

function itemsOf(node: unknown): unknown[] {
  return isSeq(node) ? node.items.map((item) => (isPair(item) ? item.value : item)) : []
}

/** A key in quotation marks is a name. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.source === '<<' && (key.type === Scalar.PLAIN || key.type === undefined)
}

/** `8080` and `NULL` are names as keys, whatever they are as values. */
function keyText({ value, source }: Scalar): string {
  return typeof value === 'string' ? value : (source ?? String(value))
}

function scalarValue(node: Scalar, isText: boolean, report: (message: string, node: Node) => void): unknown {
  const { value, source } = node
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (isText || value instanceof Date || typeof value === 'symbol') return source ?? String(value)
  if (typeof value === 'number' && source !== undefined && /^[-+]?0\d/.test(source))
    report(
      'some parsers read a number with a leading 0 as octal and others as decimal; write it without the 0',
      node,
    )
  return value
}
