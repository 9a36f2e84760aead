import type { InputTexts } from '../../inputs/read-inputs.ts'
import { commandWarnings } from '../../inputs/shell-syntax.ts'
import { joinedRemarks, type Remarks, variableRemarks } from '../../inputs/variable-remarks.ts'
import { doubtfulTag } from '../../options/image-name.ts'
import { textRemarks } from '../../options/text-remarks.ts'
import type { TaskDefinitionPatch } from '../model/patch.ts'
import { imagesOf } from '../model/task-definition.ts'
import type { InputName, InputSource } from './names.ts'

/** Warnings about valid inputs that are rarely intended; loaded only if there are no issues. */
export function requestRemarks(
  patch: TaskDefinitionPatch | undefined,
  { texts }: Pick<InputSource, 'texts'>,
  given: InputTexts<InputName>,
): Remarks {
  const ofPatch = patch === undefined ? [] : patchWarnings(patch, texts.command)
  return joinedRemarks([
    { warnings: ofPatch, notices: [] },
    textRemarks(given, ['verify-url', 'url', 'github-deployment-environment']),
  ])
}

function patchWarnings(patch: TaskDefinitionPatch, command: string | undefined): string[] {
  const isList = command?.trimStart().startsWith('[') ?? false
  const { file, image, images } = patch
  const overridden = patch.environment?.values ?? {}
  const named = [...(image === undefined ? [] : [image]), ...Object.values(images ?? {})]
  return [
    ...commandWarnings('command', patch.command ?? [], isList ? undefined : command),
    ...(file?.content.containerDefinitions ?? []).flatMap((container) => {
      const where = `task-definition, container ${container.name}`
      const kept = (container.environment ?? []).filter(({ name }) => !Object.hasOwn(overridden, name))
      const { entryPoint } = container
      // An image with an entry point gets the command as its arguments.
      const words = entryPoint === undefined && patch.command === undefined ? (container.command ?? []) : []
      return [
        ...commandWarnings(`${where}, command`, words),
        ...variableRemarks(
          where,
          kept.map(({ name, value }) => [name, value]),
          'map',
        ).warnings,
      ]
    }),
    ...[...new Set([...named, ...(file ? imagesOf(file.content) : [])])]
      .map(doubtfulTag)
      .filter((doubt) => doubt !== undefined),
  ]
}
