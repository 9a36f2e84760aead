import { Failure, type FailureKind } from '../engine/failure.ts'
import { printable } from '../engine/foreign.ts'

/**
 * What went wrong with an image of this machine, or on its way into a registry. What an archive holds is text of others,
 * and is quoted in messages.
 */
export const imageFailure = ({
  kind = 'rejected',
  operation,
  reasonCode,
  message,
  fix,
  cause,
}: {
  kind?: FailureKind
  operation: string
  reasonCode: string
  message: string
  fix: string
  cause?: unknown
}): Failure => new Failure({ kind, operation, reasonCode, message: printable(message), fix, cause })

export const unreadable = (operation: string, message: string, cause?: unknown): Failure =>
  imageFailure({
    operation,
    reasonCode: 'image-unreadable',
    message,
    fix: 'write the archive with docker buildx build --output type=oci,dest=image.tar (oci-archive:image.tar), or with docker save (docker-archive:image.tar)',
    cause,
  })

/** Services that run linux/amd64 only are the ones we push to (fact sheet §3). */
export const notForAmd64 = (image: string, platforms: readonly string[]): Failure =>
  imageFailure({
    operation: 'push',
    reasonCode: 'image-not-amd64',
    message: `${image} is built for ${platforms.join(', ') || 'another platform'}, and only linux/amd64 can run`,
    fix: 'build it with --platform linux/amd64, or on a runner that is not ARM',
  })

export const megabytes = (bytes: number): string =>
  `${(bytes / 1_000_000).toFixed(bytes < 9_950_000 ? 1 : 0)} MB`
