import type { HttpClient } from '../../net/http.ts'
import type { Clock } from '../../runtime/clock.ts'
import { createAnonymousClient } from './anonymous-client.ts'
import type { ImageReference } from './image-reference.ts'
import { type ImageInspection, inspectImage } from './inspect-image.ts'

/** Images that only a login may read, and that are asked about with the job's own. */
export interface PrivateRegistry {
  has(image: string): boolean
  /** What it says of the image; nothing that keeps it from answering is thrown. */
  inspect(image: ImageReference, signal: AbortSignal): Promise<ImageInspection>
}

/** For all that is asked of one image at once. Milliseconds. */
export const ANSWER_MS = 5_000

/** A push may be seconds old, and not be everywhere in the registry yet. Milliseconds. */
export const SECOND_LOOK_MS = 4_000

/** True for what makes the image unusable, whatever is done: the registry said so. */
export function isCertainNo(inspection: ImageInspection): boolean {
  return (
    inspection.kind === 'not-found' ||
    inspection.kind === 'denied' ||
    (inspection.kind === 'found' && inspection.isAmd64 === false)
  )
}

/**
 * Asks the image's registry what it has. What would be a certain no is asked for again some seconds later; the second
 * answer counts, also where it is none. Takes `2 * ANSWER_MS + SECOND_LOOK_MS` at most, throws nothing, and ends at
 * once when `signal` is aborted.
 */
export async function checkImage(
  image: ImageReference,
  {
    clock,
    signal,
    isRefused = isCertainNo,
    registry,
    ...access
  }: {
    /** Asked in place of the registry's own address. */
    registry?: PrivateRegistry | undefined
    /** What is asked for again before it counts. */
    isRefused?: ((inspection: ImageInspection) => boolean) | undefined
    http: HttpClient
    clock: Pick<Clock, 'alarm' | 'sleep'>
    signal: AbortSignal
    userAgent: string
    /** Why no connection may be made to an IP address; `undefined` lets it pass. */
    checkAddress(address: string): string | undefined
  },
): Promise<ImageInspection> {
  const look = async () => {
    const bound = AbortSignal.any([signal, clock.alarm(ANSWER_MS)])
    return registry
      ? await registry.inspect(image, bound)
      : await inspectImage(image, createAnonymousClient(image, { ...access, signal: bound }))
  }
  const first = await look()
  if (!isRefused(first)) return first
  await clock.sleep(SECOND_LOOK_MS, signal)
  return signal.aborted ? { kind: 'unknown', why: 'the job was cancelled' } : await look()
}
