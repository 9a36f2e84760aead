import { ServiceError, type ServiceErrorCode, type ServiceErrorKind } from '../runtime/service-error.ts'
import { sanitizeLine } from '../text/sanitize.ts'

/**
 * What went wrong with an image of this machine, or on its way into a registry. What an archive holds is text of others,
 * and is quoted in messages.
 */
export function imageError({
  kind = 'rejected',
  operation,
  reasonCode,
  message,
  fix,
  cause,
}: {
  kind?: ServiceErrorKind
  operation: string
  reasonCode: ServiceErrorCode
  message: string
  fix: string
  cause?: unknown
}): ServiceError {
  return new ServiceError({ kind, operation, reasonCode, message: sanitizeLine(message), fix, cause })
}

/** The error for an archive that is damaged, or not an image. */
export function unreadableArchive(operation: string, message: string, cause?: unknown): ServiceError {
  return imageError({
    operation,
    reasonCode: 'image-unreadable',
    message,
    fix: 'write the archive with docker buildx build --output type=oci,dest=image.tar (oci-archive:image.tar), or with docker save (docker-archive:image.tar)',
    cause,
  })
}

/** How to get an image that runs on linux/amd64, given the platforms it is built for. */
export function buildForAmd64(platforms: readonly string[]): string {
  if (isForWindows(platforms)) return 'build it on a Linux runner, from a Linux base image'
  return 'build it for linux/amd64 (docker build --platform linux/amd64, or platforms: linux/amd64 in docker/build-push-action), or on an x64 Linux runner'
}

/** Built for Windows alone: no `--platform` makes a Linux image of that. */
export function isForWindows(platforms: readonly string[]): boolean {
  return platforms.length > 0 && platforms.every((platform) => platform.startsWith('windows/'))
}

/** Services that run linux/amd64 only are the ones we push to (docs/lightsail-facts.md §3). */
export function wrongPlatform(image: string, platforms: readonly string[]): ServiceError {
  return imageError({
    operation: 'push',
    reasonCode: 'image-not-amd64',
    message: `${image} is built for ${platforms.join(', ') || 'another platform'}, but only linux/amd64 can run`,
    fix: buildForAmd64(platforms),
  })
}

export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 9_950_000 ? 1 : 0)} MB`
}
