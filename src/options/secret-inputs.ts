import type { Named } from '../text/secret-values.ts'
import type { EnvironmentPatch } from './environment-variables.ts'
import type { ReportingOptions } from './github-reporting.ts'

/**
 * Values of the environment inputs and files; `values` are all that were read: those that another value replaced have no name any
 * more.
 */
export function variableSecrets(
  environment: EnvironmentPatch | undefined,
  values: readonly string[],
): Named[] {
  const written = Object.entries(environment?.values ?? {}).map(([name, value]) => ({ name, value }))
  const named = new Set(written.map(({ value }) => value))
  return [...written, ...values.filter((value) => !named.has(value)).map((value) => ({ name: '', value }))]
}

/** The token as a secret to redact. */
export function tokenSecret({ token }: ReportingOptions): Named[] {
  return token === undefined ? [] : [{ name: 'github-token', value: token }]
}
