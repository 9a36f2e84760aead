import { placesOf } from '../files/places.ts'
import type { HttpClient } from '../net/http.ts'
import type { Clock } from '../runtime/clock.ts'
import { openDockerArchive } from './archive/docker-archive.ts'
import { readOciArchive } from './archive/oci-archive.ts'
import { createContainerEngine, type NoEngine } from './docker-cli.ts'
import type { ExecEnvironment } from './exec.ts'
import { imageError, wrongPlatform } from './image-errors.ts'
import type { ImageSource } from './image-source.ts'
import { createPush, type PushOptions } from './push.ts'
import { temporaryParent, withTempFolder } from './temporary-folder.ts'

/** What is known of an image before it is pushed. */
export type ImageLookup =
  | {
      readonly kind: 'usable'
      /** `sha256:…` of manifests that are this image for certain; may be empty. */
      readonly digests: readonly string[]
      /** The engine has it from a registry, or took it there, under this very name. */
      readonly isKnownToRegistry: boolean
    }
  | { readonly kind: 'absent' }
  | NoEngine

/** The images of this machine: its container engine's, and archives. Throws only `ServiceError`. */
export interface LocalImages {
  /** Throws `ServiceError` if the image could never run: not linux/amd64, or unreadable. */
  look(image: string, source: ImageSource): Promise<ImageLookup>
  /**
   * Puts it into a repository under `tag`, and gives the digest of what is there now. Nothing is sent if `isStored` says
   * that the digest is there for certain.
   */
  push(image: string, source: ImageSource, options: PushOptions): Promise<string>
}

export function createLocalImages({
  environment,
  http,
  signal,
  clock,
  maxRetries,
  deadline,
  clean,
  onFolder,
}: {
  environment: ExecEnvironment
  http: HttpClient
  signal: AbortSignal
  clock: Clock
  maxRetries: number
  deadline: number
  clean(text: string): string
  /** Called with each temporary folder, so that it can be removed if this process is killed. */
  onFolder?: ((folder: string) => void) | undefined
}): LocalImages {
  /** A runner empties its own folder after the job, should we be killed before we do. */
  const temporary = { parent: temporaryParent(environment), ...(onFolder && { onFolder }) }
  const left = Math.min(Math.max(deadline - clock.now(), 0), LONGEST_TIMER_MS)
  const ending = AbortSignal.any([signal, clock.alarm(left)])
  /** Images of this machine are inspected even after the deadline, briefly: the result may explain a mistake. */
  const looking = AbortSignal.any([signal, clock.alarm(Math.max(left, SHORTEST_LOOK_MS))])
  const places = placesOf(environment)
  const engine = createContainerEngine({ environment, clock, signal: ending, clean })
  const pushing = { http, clock, signal: ending, maxRetries, deadline, clean }
  const push = createPush({ engine, temporary, places, ...pushing })

  const explained = (image: string, failure: unknown) =>
    isOfMachine(failure) ? withoutRoom(image, clean(failure.message)) : failure

  return {
    look: async (image, source) => {
      if (source.kind === 'engine') {
        const found = await engine.inspect(image)
        if (found.kind !== 'found') return found
        const { platform, repositoryDigests } = found.image
        const { keepsIndexes, isDockerCompatible: isLookAlike, isAmd64 } = await engine.capabilities()
        // Of an image with several platforms the engine shows the machine's own: there may be another.
        const isWhole = isAmd64 || !keepsIndexes
        if (platform !== 'linux/amd64' && isWhole) throw wrongPlatform(image, [platform])
        return {
          kind: 'usable',
          digests: repositoryDigests.map((name) => name.slice(name.indexOf('@') + 1)),
          isKnownToRegistry:
            !keepsIndexes && !isLookAlike && repositoryDigests.some((name) => isOf(name, image)),
        }
      }
      return await withTempFolder(temporary, async (folder): Promise<ImageLookup> => {
        const work = { folder, places, signal: looking }
        const digests =
          source.kind === 'oci-archive'
            ? [(await readOciArchive(source.path, image, work)).manifest.digest]
            : []
        if (source.kind === 'docker-archive') await openDockerArchive(source.path, image, work)
        return { kind: 'usable', digests, isKnownToRegistry: false }
      }).catch((failure: unknown) => {
        if (looking.aborted) throw signal.aborted ? stopped(image) : inspectionTimedOut(image)
        throw explained(image, failure)
      })
    },
    push: async (image, source, options) => {
      try {
        return await push(image, source, options)
      } catch (failure) {
        if (ending.aborted) throw signal.aborted ? stopped(image) : inspectionTimedOut(image)
        throw explained(image, failure)
      }
    },
  }
}

const SHORTEST_LOOK_MS = 1000

/** A timer cannot be set to more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

function stopped(image: string) {
  return imageError({
    kind: 'cancelled',
    operation: 'push',
    reasonCode: 'job-cancelled',
    message: `the push of ${image} was stopped`,
    fix: 'run the job again',
  })
}

function inspectionTimedOut(image: string) {
  return imageError({
    operation: 'push',
    reasonCode: 'push-timed-out',
    message: `time ran out before ${image} was pushed`,
    fix: 'raise wait-for-minutes, or run the job again: layers that were uploaded are not sent twice',
  })
}

/** What the machine itself refuses, such as `ENOSPC: no space left on device, write`. */
function isOfMachine(failure: unknown): failure is NodeJS.ErrnoException {
  return failure instanceof Error && 'errno' in failure && 'syscall' in failure
}

function withoutRoom(image: string, why: string) {
  return imageError({
    operation: 'push',
    reasonCode: 'push-failed',
    message: `${image} could not be prepared for the push: ${why}`,
    fix: 'check that RUNNER_TEMP has enough free space; an OCI archive needs little, because it is sent as it is',
  })
}

/** `shop@sha256:…` is of `shop:1`. */
function isOf(repositoryDigest: string, image: string): boolean {
  return repositoryDigest.slice(0, repositoryDigest.indexOf('@')) === image.replace(/[:@][^/]*$/, '')
}
