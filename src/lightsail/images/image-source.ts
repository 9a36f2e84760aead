import type { ImageSource } from '../../images/image-source.ts'
import type { DeploymentPatch } from '../model/patch.ts'

/** Values of the input `push`. */
export const pushModes = ['auto', 'true', 'false'] as const

/** Whether images of the job's engine go into the service's own registry; an archive always does. */
export type PushMode = (typeof pushModes)[number]

const archivePattern = /^(oci-archive|docker-archive):(.+)$/

/** `oci-archive:image.tar` names a file; anything else may be an image of the engine. */
export function parseImageSource(image: string): ImageSource {
  const [, kind, path = ''] = archivePattern.exec(image) ?? []
  return kind === 'oci-archive' || kind === 'docker-archive' ? { kind, path } : { kind: 'engine' }
}

/** Whether the image is a file: `oci-archive:…` or `docker-archive:…`. */
export function isArchive(image: string): boolean {
  return archivePattern.test(image)
}

/**
 * True if the name begins with the host of a registry that Lightsail could reach. `localhost` is not one: Podman puts it
 * in front of what it builds.
 */
function namesRegistry(image: string): boolean {
  const [host = '', ...path] = image.split('/')
  return path.length > 0 && /[.:]/.test(host) && !/^(?:localhost|127(?:\.\d+){3})(?::|$)/.test(host)
}

/** True if the image may lie on this machine, so that it is worth looking. */
function mayBeLocal(image: string, push: PushMode): boolean {
  if (isArchive(image)) return true
  if (image.startsWith(':') || push === 'false') return false
  return push === 'true' || (!namesRegistry(image) && !image.includes('@'))
}

/** The images that the inputs and files name; what runs and is not mentioned is left alone. */
export function imageReferences(patch: DeploymentPatch | undefined): string[] {
  return [
    ...(patch?.image === undefined ? [] : [patch.image]),
    ...Object.values(patch?.images ?? {}),
    ...Object.values(patch?.file?.containers ?? {}).map(({ image }) => image),
  ]
}

/** The images to look for on this machine, each once. */
export function localCandidates({
  deployment,
  push,
}: {
  deployment: DeploymentPatch | undefined
  push: PushMode
}): string[] {
  return [...new Set(imageReferences(deployment))].filter((image) => mayBeLocal(image, push))
}
