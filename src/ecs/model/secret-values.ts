import { isRecord } from '../../inputs/documents/records.ts'
import { isSecretName } from '../../text/secret-names.ts'
import type { Named } from '../../text/secret-values.ts'

/** Maps of options of log drivers and plugins, some of which take passwords. */
const optionMaps: readonly string[] = ['options', 'driverOpts']

/**
 * What must never be shown of a task definition, a service, or a task's overrides: every value of an environment, and options
 * whose name says that they are secret. Where a secret is kept (`valueFrom`) is none.
 */
export function secretValues(value: unknown): Named[] {
  if (Array.isArray(value)) return value.flatMap(secretValues)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'environment' && Array.isArray(inner)) return inner.flatMap(variable)
    if (optionMaps.includes(key) && isRecord(inner)) return secretOptions(inner)
    return secretValues(inner)
  })
}

/** Those options of a map whose name says that they are secret. */
export function secretOptions(options: Readonly<Record<string, unknown>>): Named[] {
  return Object.entries(options).flatMap(([name, value]) =>
    isSecretName(name) && typeof value === 'string' && value !== '' ? [{ name, value }] : [],
  )
}

function variable(entry: unknown): Named[] {
  const { name, value } = isRecord(entry) ? entry : {}
  return typeof name === 'string' && typeof value === 'string' && value !== '' ? [{ name, value }] : []
}
