import type { ReportingOptions } from '../../options/github-reporting.ts'
import { tokenSecret, variableSecrets } from '../../options/secret-inputs.ts'
import type { Named } from '../../text/secret-values.ts'
import type { ServicePatch, TaskDefinitionPatch } from '../model/patch.ts'
import { misplacedSecret, secretOptions, secretValues } from '../model/secret-values.ts'
import type { TaskRun } from '../task/task-run.ts'

/** Values of the inputs and of the files; those that another value of the same name replaced have no name any more. */
export function secretsOf({
  patch,
  settings,
  values,
  reporting,
  taskRun,
}: {
  readonly patch: TaskDefinitionPatch | undefined
  readonly settings: ServicePatch
  readonly values: readonly string[]
  readonly reporting: ReportingOptions
  readonly taskRun: TaskRun | undefined
}): Named[] {
  return [
    ...variableSecrets(patch?.environment, values),
    ...secretOptions(patch?.logOptions ?? {}),
    ...Object.values(patch?.secrets ?? {}).flatMap(misplacedSecret),
    ...secretValues(patch?.file?.content),
    ...secretValues(settings.file),
    ...secretValues(taskRun?.overrides),
    ...tokenSecret(reporting),
  ]
}
