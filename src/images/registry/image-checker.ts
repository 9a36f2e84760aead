import type { HttpClient } from '../../net/http.ts'
import { isLoopbackHost } from '../../net/loopback.ts'
import { refusePrivateAddress } from '../../net/private-address.ts'
import type { Clock } from '../../runtime/clock.ts'
import { parseImageReference } from './image-reference.ts'
import type { ImageInspection } from './inspect-image.ts'

/** What a registry said is asked for anew after so long: a tag may move while we wait for our turn. Milliseconds. */
const FRESH_MS = 60_000

/** Asks the registries of images what they have, once for each image and minute. */
export interface ImageChecker {
  /** `undefined` for an image that nobody is asked about. Never throws for what network or registry do. */
  ask(image: string): Promise<ImageInspection | undefined>
  /** Ends what nobody waits for any more. */
  close(): void
}

export interface CheckerMeans {
  readonly http: HttpClient
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly userAgent: string
  /** Where what is deployed to answers: registries of this machine are asked only for an emulator. */
  endpoint(): Promise<{ readonly isAws: boolean }>
  /** True of images that nobody may ask about without a login that we do not have. */
  isLeftOut(image: string): boolean
}

export function createImageChecker(means: CheckerMeans): ImageChecker {
  const { clock } = means
  const asked = new Map<
    string,
    { readonly at: number; readonly answer: Promise<ImageInspection | undefined> }
  >()
  const closing = new AbortController()
  const signal = AbortSignal.any([means.signal, closing.signal])
  return {
    ask: (image) => {
      const known = asked.get(image)
      if (known && clock.now() - known.at < FRESH_MS) return known.answer
      const answer = inspectionOf(image, { ...means, signal })
      asked.set(image, { at: clock.now(), answer })
      return answer
    },
    close: () => closing.abort(),
  }
}

/**
 * Nobody is asked about stored images, and about all that the registry of an emulator's user could not have. What asks is
 * loaded only by runs that do.
 */
async function inspectionOf(
  image: string,
  { endpoint, isLeftOut, ...access }: CheckerMeans,
): Promise<ImageInspection | undefined> {
  if (isLeftOut(image)) return undefined
  const reference = parseImageReference(image)
  if (!reference) return undefined
  const { isAws } = await endpoint()
  // AWS reaches no registry of this machine, and an emulator's images need not be anywhere else.
  if (isAws === isLoopbackHost(reference.registry)) return undefined
  const { checkImage } = await import('./check-image.ts')
  return await checkImage(reference, { ...access, checkAddress: refusePrivateAddress })
}
