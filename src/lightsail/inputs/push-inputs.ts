import { parseEnum, parseInteger } from '../../inputs/scalars.ts'
import { scalarInput } from '../../inputs/source.ts'
import {
  imageReferences,
  isArchive,
  type PushMode,
  parseImageSource,
  pushModes,
} from '../images/image-source.ts'
import { limits, validateName } from '../model/constraints.ts'
import type { DeploymentPatch } from '../model/patch.ts'
import type { InputName, InputSource } from './names.ts'

/** What the inputs say about images of this machine and about the images that are stored. */
export function parsePushInputs(
  source: InputSource,
  patch: DeploymentPatch | undefined,
): { push: PushMode; imageLabel: string | undefined; keepImages: number | undefined } {
  const { texts, issues } = source
  const push = parseEnum({ ...scalarInput('push', source), choices: pushModes }) ?? 'auto'
  const archive = imageReferences(patch).find(isArchive)
  if (push === 'false' && archive !== undefined) {
    issues.add({
      input: 'push',
      message: `false does not push ${archive}, and Lightsail cannot read it where it is`,
    })
  }
  const imageLabel = texts['image-label']?.trim()
  const fault = imageLabel === undefined ? undefined : validateName(imageLabel, limits.containerName)
  if (fault !== undefined) issues.add({ input: 'image-label', message: fault })
  const keepImages = parseInteger({ ...scalarInput('keep-images', source), from: 1, to: limits.images })
  return { push, imageLabel, keepImages }
}

/** An archive that is not there, or is no file, is an issue of the input that names it: nothing has been called yet. */
export async function checkArchives(
  { texts, issues, fileIssue = () => undefined }: InputSource,
  patch: DeploymentPatch | undefined,
): Promise<void> {
  for (const image of new Set(imageReferences(patch))) {
    const source = parseImageSource(image)
    const issue = source.kind === 'engine' ? undefined : await fileIssue(source.path)
    if (issue === undefined || source.kind === 'engine') continue
    issues.add({ input: inputOf(image, patch, texts), message: `${source.path} ${issue}` })
  }
}

function inputOf(image: string, patch: DeploymentPatch | undefined, texts: InputSource['texts']): InputName {
  if (image === patch?.image) return 'image'
  if (Object.values(patch?.images ?? {}).includes(image)) return 'images'
  return texts['deployment-file'] === undefined ? 'service-file' : 'deployment-file'
}
