import { unexpandedPart } from '../../inputs/placeholders.ts'
import { commandWarnings } from '../../inputs/shell-syntax.ts'
import { variableRemarks } from '../../inputs/variable-remarks.ts'
import { doubtImage } from '../images/image-reference.ts'
import { imageReferences } from '../images/image-source.ts'
import type { DeploymentPatch } from '../model/patch.ts'
import type { InputSource } from './names.ts'

/**
 * Warnings about a valid deployment: commands that look meant for a shell, and placeholders in the files' environments, images and
 * paths. `fileInput` is the input that names the patch's file. No values.
 */
export function patchWarnings(
  patch: DeploymentPatch,
  { texts }: Pick<InputSource, 'texts'>,
  fileInput: 'deployment-file' | 'service-file',
): string[] {
  const isList = texts.command?.trimStart().startsWith('[') ?? false
  const overridden = patch.environment?.values ?? {}
  const containers = Object.entries(patch.file?.containers ?? {})
  const path = patch.healthCheck?.path ?? patch.file?.publicEndpoint?.healthCheck.path
  const part = path === undefined ? undefined : unexpandedPart(path)
  return [
    ...commandWarnings('command', patch.command ?? [], isList ? undefined : texts.command),
    ...containers.flatMap(([name, { command, environment }]) => {
      const where = `${fileInput}, container ${name}`
      const kept = Object.entries(environment).filter(([variable]) => !Object.hasOwn(overridden, variable))
      return [
        ...(patch.command === undefined ? commandWarnings(`${where}, command`, command) : []),
        ...variableRemarks(where, kept, 'map').warnings,
      ]
    }),
    ...[...new Set(imageReferences(patch))].map(doubtImage).filter((doubt) => doubt !== undefined),
    ...(part === undefined ? [] : [`health-check-path: nothing expands or replaces ${part} in it`]),
  ]
}
