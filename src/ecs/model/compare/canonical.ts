import { isRecord } from '../../../inputs/documents/records.ts'
import type { TaskDefinitionContent } from '../task-definition.ts'

/**
 * A task definition without ECS's defaults, and with sets in a fixed order, so that what was written and what ECS returns can be
 * compared. When in doubt they differ: then another revision is registered, which does no harm.
 */
export function canonicalContent(content: TaskDefinitionContent): TaskDefinitionContent {
  const { networkMode } = content
  const cleaned = canonical(content, { path: [], networkMode })
  return (cleaned ?? {}) as unknown as TaskDefinitionContent
}

/** Two definitions that are the same have the same text. It holds environment values: never print it. */
export function canonicalText(content: TaskDefinitionContent): string {
  return JSON.stringify(sortedKeys(canonicalContent(content)))
}

/** The same value with the keys of all maps in order. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  )
}

/** What ECS fills in, by the last keys of its path (docs/ecs-facts.md §6, and what describe-task-definition prints). */
const defaults: readonly (readonly [path: string, value: unknown])[] = [
  ['containerDefinitions.*.cpu', 0],
  ['containerDefinitions.*.essential', true],
  ['portMappings.*.protocol', 'tcp'],
  ['healthCheck.interval', 30],
  ['healthCheck.timeout', 5],
  ['healthCheck.retries', 3],
  ['enableFaultInjection', false],
  ['efsVolumeConfiguration.rootDirectory', '/'],
]

const sets = new Set([
  'environment',
  'secrets',
  'portMappings',
  'volumes',
  'mountPoints',
  'dependsOn',
  'ulimits',
  'requiresCompatibilities',
])

interface Place {
  readonly path: readonly string[]
  readonly networkMode: string | undefined
}

function canonical(value: unknown, place: Place): unknown {
  const { path, networkMode } = place
  const key = path.at(-1) ?? ''
  const inside = (step: string): Place => ({ path: [...path, step], networkMode })
  if (Array.isArray(value)) {
    const list = value.map((entry) => canonical(entry, inside('*')) ?? entry)
    return list.length === 0 ? undefined : sets.has(key) ? sorted(list) : list
  }
  if (!isRecord(value)) return isSaid(value, place) ? normal(value, key, path) : undefined
  const entries = Object.entries(value)
    .filter(
      ([name, inner]) => !(path.at(-2) === 'portMappings' && isOwnHostPort(name, inner, value, networkMode)),
    )
    .map(([name, inner]) => [name, canonical(inner, inside(name))] as const)
    .filter(([, inner]) => inner !== undefined)
  return entries.length === 0 && path.length > 0 && key !== '*' ? undefined : Object.fromEntries(entries)
}

/** An empty environment value counts; other empty texts, and ECS's defaults, do not. */
function isSaid(value: unknown, { path }: Place): boolean {
  if (value === null || value === undefined) return false
  if (value === '') return path.at(-3) === 'environment' || path.at(-1) === '*'
  if (path.length === 1 && path[0] === 'networkMode') return value !== 'bridge'
  const text = path.slice(-3).join('.')
  return !defaults.some(([end, standard]) => value === standard && (text === end || text.endsWith(`.${end}`)))
}

/** In awsvpc and host mode the host's port is the container's; in bridge mode 0 asks for any. */
function isOwnHostPort(
  name: string,
  port: unknown,
  { containerPort }: Readonly<Record<string, unknown>>,
  networkMode: string | undefined,
): boolean {
  if (name !== 'hostPort') return false
  return networkMode === 'awsvpc' || networkMode === 'host' ? port === containerPort : port === 0
}

/** Sizes of the task and roles have several ways to be written. */
function normal(value: unknown, key: string, path: readonly string[]): unknown {
  if (path.length !== 1 || typeof value !== 'string') return value
  if (key === 'cpu' || key === 'memory') {
    const [, number] = /^\s*(\d*\.?\d+)\s*(?:vcpu|gb)\s*$/i.exec(value) ?? []
    return number === undefined ? value.trim() : String(Math.round(Number(number) * 1024))
  }
  return key.endsWith('RoleArn') ? value.replace(/^arn:aws[\w-]*:iam::\d{12}:role\//, '') : value
}

function sorted(list: readonly unknown[]): unknown[] {
  return list
    .map((entry) => ({ entry, text: JSON.stringify(sortedKeys(entry)) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ entry }) => entry)
}
