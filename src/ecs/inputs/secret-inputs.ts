import type { ReportingOptions } from '../../options/github-reporting.ts'
import { tokenSecret, variableSecrets } from '../../options/secret-inputs.ts'
import type { Named } from '../../text/secret-values.ts'
import type { ServicePatch, TaskDefinitionPatch } from '../model/patch.ts'
import { secretOptions, secretValues } from '../model/secret-values.ts'

/** Values of the inputs and of the files; those that another value of the same name replaced have no name any more. */
export function secretsOf(
  patch: TaskDefinitionPatch | undefined,
  settings: ServicePatch,
  values: readonly string[],
  reporting: ReportingOptions,
): Named[] {
  return [
    ...variableSecrets(patch?.environment, values),
    ...secretOptions(patch?.logOptions ?? {}),
    ...secretValues(patch?.file?.content),
    ...secretValues(settings.file),
    ...tokenSecret(reporting),
  ]
}
