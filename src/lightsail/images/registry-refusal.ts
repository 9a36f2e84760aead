import { buildForAmd64 } from '../../images/image-errors.ts'
import { parseImageReference } from '../../images/registry/image-reference.ts'
import type { ImageInspection } from '../../images/registry/inspect-image.ts'
import { missingImage, notCachedNotice, platformsText } from '../../images/registry/inspections.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'

/** What can be done with an image that only somebody with a login may pull. */
const otherWays =
  'or push the image to the service itself (build it in this job and set push: true), or keep it in private Amazon ECR with ecr-image-puller-role: true'

const publication: Readonly<Record<string, string>> = {
  'docker.io': 'make the repository public on Docker Hub',
  'ghcr.io': "make the package public (on GitHub: the package's page, Package settings, Change visibility)",
  'quay.io': 'make the repository public on Quay (Settings, Make Public)',
  'registry.gitlab.com': 'make the project and its container registry public on GitLab',
}

/** Why an image cannot run, by its registry's own word; Lightsail pulls without a login, and runs linux/amd64 alone. */
export function checkRegistry(image: string, inspection: ImageInspection | undefined): Refusal | undefined {
  const registry = parseImageReference(image)?.registry ?? 'the registry'
  if (inspection?.kind === 'not-found') return missingImage(image, inspection)
  if (inspection?.kind === 'denied') {
    return {
      reasonCode: 'image-denied',
      message: `the image ${image} does not exist or is not public: ${registry} requires a login for it, and Lightsail has none`,
      fix: `check the name; if it is right, ${publication[registry] ?? 'make it public'}, ${otherWays}`,
    }
  }
  if (inspection?.kind === 'found' && inspection.isAmd64 === false) {
    return {
      reasonCode: 'image-not-amd64',
      message: `the image ${image} is built for ${platformsText(inspection.platforms)}, but only linux/amd64 can run`,
      fix: buildForAmd64(inspection.platforms),
    }
  }
  return undefined
}

/** What is said of an image whose registry does not tell. */
export function uncheckedNotice(image: string, inspection: ImageInspection | undefined): string[] {
  return inspection?.kind === 'login-needed'
    ? [
        `cannot tell whether Lightsail can pull ${image}: its registry requires a login from everybody, and Lightsail has none`,
      ]
    : notCachedNotice(image, inspection)
}
