import type { ReportingOptions } from '../../options/github-reporting.ts'
import { tokenSecret, variableSecrets } from '../../options/secret-inputs.ts'
import type { Named } from '../../text/secret-values.ts'
import { environmentOf } from '../model/deployment.ts'
import type { DeploymentPatch } from '../model/patch.ts'

/** Values of the inputs and of the file; those that another value of the same name replaced have no name any more. */
export function secretsOf(
  patch: DeploymentPatch | undefined,
  values: readonly string[],
  reporting: ReportingOptions,
): Named[] {
  return [
    ...variableSecrets(patch?.environment, values),
    ...(patch?.file ? environmentOf(patch.file) : []),
    ...tokenSecret(reporting),
  ]
}
