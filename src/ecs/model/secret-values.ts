import { isRecord } from '../../inputs/documents/records.ts'
import { isSecretName } from '../../text/secret-names.ts'
import { hasCredentials, looksRandom, type Named } from '../../text/secret-values.ts'
import { secretReferenceFault } from './constraints.ts'

/** Maps of options of log drivers and plugins, some of which take passwords. */
const optionMaps: readonly string[] = ['options', 'driverOpts']

/**
 * What must never be shown of a task definition, a service, or a task's overrides: every value of an environment, and options
 * that are secret by their name, or hold what lets somebody in. Where a secret is kept (`valueFrom`) is none, unless the secret
 * itself was written there.
 */
export function secretValues(value: unknown): Named[] {
  if (Array.isArray(value)) return value.flatMap(secretValues)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'environment' && Array.isArray(inner)) return inner.flatMap(variable)
    if (optionMaps.includes(key) && isRecord(inner)) return secretOptions(inner)
    if (key === 'valueFrom') return typeof inner === 'string' ? misplacedSecret(inner) : []
    return secretValues(inner)
  })
}

/** A `valueFrom` that looks like a key or a password, and not like the place where one is kept. */
export function misplacedSecret(valueFrom: string): Named[] {
  if (valueFrom === '' || /^arn:aws[\w-]*:/.test(valueFrom)) return []
  const isReference = secretReferenceFault(valueFrom) === undefined && !looksRandom(valueFrom)
  return isReference ? [] : [{ name: 'secret', value: valueFrom }]
}

/** Those options of a map that are secret. */
export function secretOptions(options: Readonly<Record<string, unknown>>): Named[] {
  return Object.entries(options).flatMap(([name, value]) =>
    typeof value === 'string' && isSecretOption(name, value) ? [{ name, value }] : [],
  )
}

/**
 * By its name, or by a password in its URL, or as a header that lets somebody in (`Header: Authorization Bearer …`). An ARN
 * says where a secret is kept.
 */
export function isSecretOption(name: string, value: string): boolean {
  if (value === '' || /^arn:aws[\w-]*:/.test(value)) return false
  return isSecretName(name) || hasCredentials(value) || secretHeader.test(value)
}

const secretHeader =
  /^\s*(?:(?:proxy-)?authorization|cookie|[\w-]*(?:token|secret|api-?key)[\w-]*)[\s:]+\S|\b(?:bearer|basic)\s+\S{8}/i

function variable(entry: unknown): Named[] {
  const { name, value } = isRecord(entry) ? entry : {}
  return typeof name === 'string' && typeof value === 'string' && value !== '' ? [{ name, value }] : []
}
