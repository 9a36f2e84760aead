import { parseImageReference } from './image-reference.ts'
import type { FoundImage, ImageInspection } from './inspect-image.ts'

/** What the registries said, by image as it is written; an image that was not asked about is not in it. */
export type Inspections = ReadonlyMap<string, ImageInspection>

/** What the registry has of an image; `undefined` if it was not checked, or not found. */
export function foundImage(inspections: Inspections | undefined, image: string): FoundImage | undefined {
  const inspection = inspections?.get(image)
  return inspection?.kind === 'found' ? inspection : undefined
}

/** `sha256:9a8b7c6d5e4f`: enough to distinguish two images. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12)
}

/** What is said of an image that its registry may still fetch from another one. */
export function notCachedNotice(image: string, inspection: ImageInspection | undefined): string[] {
  return inspection?.kind === 'not-cached'
    ? [
        `${image} does not exist yet; without ${inspection.permission} it is unknown whether a pull-through cache will fetch it`,
      ]
    : []
}

const MAX_PLATFORMS = 8

/** The registry's own word that the image is not there. */
export function missingImage(
  image: string,
  { missing, isLoggedIn }: Omit<Extract<ImageInspection, { kind: 'not-found' }>, 'kind'>,
) {
  const registry = parseImageReference(image)?.registry ?? 'the registry'
  const repository = isLoggedIn ? 'no such repository' : 'no such repository, or not a public one'
  const what = missing === 'tag' ? 'no such tag or digest' : repository
  return {
    reasonCode: 'image-not-found',
    message: `the image ${image} does not exist: ${registry} has ${what}`,
    fix: "check the image's name and tag, and that it is pushed before this step starts; check-image: false deploys without checking",
  } as const
}

/** What the image is built for, as words: `linux/arm64, linux/s390x and 3 more`. */
export function platformsText(platforms: readonly string[]): string {
  const more = platforms.length > MAX_PLATFORMS ? ` and ${platforms.length - MAX_PLATFORMS} more` : ''
  return `${platforms.slice(0, MAX_PLATFORMS).join(', ')}${more}`
}
