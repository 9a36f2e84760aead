import type { Named } from '../../text/secret-values.ts'
import { environmentOf } from '../model/deployment.ts'
import type { DeploymentPatch } from '../model/patch.ts'

/** Values of the inputs and of the file; those that another value of the same name replaced have no name any more. */
export const secretsOf = (
  patch: DeploymentPatch | undefined,
  values: readonly string[],
  token: string | undefined,
): Named[] => {
  const written = Object.entries(patch?.environment?.values ?? {}).map(([name, value]) => ({ name, value }))
  const named = new Set(written.map(({ value }) => value))
  return [
    ...written,
    ...values.filter((value) => !named.has(value)).map((value) => ({ name: '', value })),
    ...(patch?.file ? environmentOf(patch.file) : []),
    ...(token === undefined ? [] : [{ name: 'github-token', value: token }]),
  ]
}
