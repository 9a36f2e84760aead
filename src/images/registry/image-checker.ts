import type { HttpClient } from '../../net/http.ts'
import { isLoopbackHost } from '../../net/loopback.ts'
import { refusePrivateAddress } from '../../net/private-address.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { PrivateRegistry } from './check-image.ts'
import { parseImageReference } from './image-reference.ts'
import type { ImageInspection } from './inspect-image.ts'

/** Registry replies are kept this long: a tag may move while we wait for another deployment. Milliseconds. */
const FRESH_MS = 60_000

/** Asks the registries of images what they have, once for each image and minute. */
export interface ImageChecker {
  /** `undefined` for an image that is not checked. Never throws for the network or a registry. */
  ask(image: string): Promise<ImageInspection | undefined>
  /** Aborts checks that are not needed any more. */
  close(): void
}

export interface CheckerOptions {
  readonly http: HttpClient
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly userAgent: string
  /** Where what is deployed to answers: registries of this machine are asked only for an emulator. */
  endpoint(): Promise<{ readonly isAws: boolean }>
  /** Images that cannot be read without a login. */
  readonly privateRegistry: PrivateRegistry
  /** What would keep the run from writing, and is asked for again before it counts; by default whatever cannot run on amd64. */
  isRefused?(inspection: ImageInspection): boolean
}

/** Creates a checker for one run; loads its client with the first check. */
export function createImageChecker(options: CheckerOptions): ImageChecker {
  const { clock } = options
  const asked = new Map<
    string,
    { readonly at: number; readonly answer: Promise<ImageInspection | undefined> }
  >()
  const closing = new AbortController()
  const signal = AbortSignal.any([options.signal, closing.signal])
  return {
    ask: (image) => {
      const known = asked.get(image)
      if (known && clock.now() - known.at < FRESH_MS) return known.answer
      const answer = inspectionOf(image, { ...options, signal })
      asked.set(image, { at: clock.now(), answer })
      return answer
    },
    close: () => closing.abort(),
  }
}

/**
 * Stored images are not checked, nor are images of an emulator that cannot be in a registry. The client is loaded only when needed.
 */
async function inspectionOf(
  image: string,
  { endpoint, privateRegistry, ...access }: CheckerOptions,
): Promise<ImageInspection | undefined> {
  const reference = parseImageReference(image)
  if (!reference) return undefined
  const options = { ...access, checkAddress: refusePrivateAddress }
  if (privateRegistry.has(image)) {
    const { checkImage } = await import('./check-image.ts')
    return await checkImage(reference, { ...options, registry: privateRegistry })
  }
  const { isAws } = await endpoint()
  // AWS reaches no registry of this machine, and an emulator's images need not be anywhere else.
  if (isAws === isLoopbackHost(reference.registry)) return undefined
  const { checkImage } = await import('./check-image.ts')
  return await checkImage(reference, options)
}
