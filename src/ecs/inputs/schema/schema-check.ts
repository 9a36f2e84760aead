import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import { isRecord, type PlacedIssue, type Plain } from '../../../inputs/documents/records.ts'
import { didYouMean } from '../../../inputs/suggestion.ts'
import { type SdkSchema, schemaAt } from './sdk-schema.ts'

/**
 * Issues of a value against the schema of a request: unknown keys, wrong types, missing members. No value is quoted. Enum values
 * are not checked, as ECS knows newer ones. Nulls are ignored: the reader of the file has removed the others.
 */
export function schemaIssues(value: unknown, schema: SdkSchema, sdkVersion: string): PlacedIssue[] {
  return issuesAt(value, schema, { at: [], root: schema, sdkVersion })
}

interface Place {
  readonly at: DocumentPath
  readonly root: SdkSchema
  readonly sdkVersion: string
}

function issuesAt(value: unknown, type: SdkSchema, place: Place): PlacedIssue[] {
  const { at } = place
  const wrong = (what: string) => [{ message: `"${at.join('.')}" must be ${what}`, at }]
  const inside = (step: string | number): Place => ({ ...place, at: [...at, step] })
  if (value === null) return []
  switch (type.kind) {
    case 'anything':
      return []
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((entry, index) => issuesAt(entry, type.of, inside(index)))
        : wrong(`a list${example(at)}`)
    case 'map':
      return isRecord(value)
        ? Object.entries(value).flatMap(([key, entry]) => issuesAt(entry, type.of, inside(key)))
        : wrong('a map')
    case 'structure':
      return isRecord(value) ? memberIssues(value, type, inside) : wrong('a map')
    default:
      return isOfKind(value, type.kind) ? [] : wrong(`${expected[type.kind]}${rightForm(value, type.kind)}`)
  }
}

function memberIssues(
  value: Plain,
  { members, required }: Extract<SdkSchema, { kind: 'structure' }>,
  inside: (key: string) => Place,
): PlacedIssue[] {
  const known = members()
  const missing = required.filter((key) => !Object.hasOwn(value, key) || value[key] === null)
  return [
    ...Object.entries(value).flatMap(([key, entry]) => {
      const type = known.get(key)
      const place = inside(key)
      return type
        ? issuesAt(entry, type, place)
        : [{ message: unknownKey(key, [...known.keys()], place), at: place.at }]
    }),
    ...missing.map((key) => {
      const { at } = inside(key)
      return { message: `"${at.join('.')}" is missing`, at }
    }),
  ]
}

/** True of scalars that are text as written: `cpu: 256` is "256", and `value: 1.10` is not 1.1. */
export function isTextAt(schema: SdkSchema, path: DocumentPath): boolean {
  return schemaAt(schema, path)?.kind === 'text'
}

const expected = { text: 'text', number: 'a number', boolean: 'true or false' } as const

function isOfKind(value: unknown, kind: keyof typeof expected): boolean {
  if (kind === 'text') return typeof value === 'string'
  return typeof value === kind
}

/** Consoles and templates put quotation marks around everything. */
function rightForm(value: unknown, kind: keyof typeof expected): string {
  const isQuoted =
    typeof value === 'string' && (kind === 'number' ? /^\d{1,10}$/ : /^(?:true|false)$/).test(value)
  return isQuoted && kind !== 'text' ? `; write ${value} without quotation marks` : ''
}

function unknownKey(key: string, known: readonly string[], { root, sdkVersion }: Place): string {
  const meant = didYouMean(key, known)
  const place = meant === '' ? placeOf(key, root) : undefined
  return place === undefined
    ? `unknown key "${key}": this version of the action (AWS SDK ${sdkVersion}) does not know it${meant}`
    : `unknown key "${key}": it belongs ${place}`
}

/** Structures within one another that are looked into. */
const MAX_DEPTH = 4

/** Where a key that is at the wrong place belongs, if that is one place only: the one that is nearest to the top. */
function placeOf(key: string, root: SdkSchema): string | undefined {
  let level: (readonly [path: string, schema: SdkSchema])[] = [['', root]]
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const structures = level.flatMap(([path, schema]) => {
      const inner = schema.kind === 'list' || schema.kind === 'map' ? schema.of : schema
      return inner.kind === 'structure' ? [[path, inner.members()] as const] : []
    })
    const places = structures.filter(([, members]) => members.has(key)).map(([path]) => path)
    if (places.length > 1) return undefined
    const [found] = places
    if (found !== undefined) return found === '' ? 'at the top' : `under "${found}"`
    level = structures.flatMap(([path, members]) =>
      [...members].map(([name, schema]) => [path === '' ? name : `${path}.${name}`, schema] as const),
    )
  }
  return undefined
}

/** How lists are written that other tools have as maps. */
const examples: Readonly<Record<string, string>> = {
  environment: ' such as [{ name: LOG_LEVEL, value: info }]',
  secrets: ' such as [{ name: DB_PASSWORD, valueFrom: ARN }]',
  command: ' of words such as ["npm", "start"]',
  entryPoint: ' of words such as ["npm", "start"]',
  containerDefinitions: ' such as [{ name: app, image: … }]',
  tags: ' such as [{ key: team, value: shop }]',
  portMappings: ' such as [{ containerPort: 8080 }]',
}

function example(at: DocumentPath): string {
  const key = String(at.at(-1) ?? '')
  return Object.hasOwn(examples, key) ? (examples[key] ?? '') : ''
}
