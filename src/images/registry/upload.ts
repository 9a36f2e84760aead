import { type RetryPolicy, retry, transientErrors } from '../../runtime/retry.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { Blob, ImageContent } from '../archive/content.ts'
import { readEntry } from '../archive/tar-index.ts'
import { imageError } from '../image-errors.ts'
import type { Registry, RegistryAnswer } from './registry.ts'
import { addressIn } from './registry-answers.ts'
import { oddAnswer } from './registry-errors.ts'

/** Bytes. ECR takes parts of this size in order, and the last one with the end. */
const CHUNK_BYTES = 10 * 1024 * 1024

/** Layers that are under way at the same time. */
const SIDE_BY_SIDE = 3

/** How often an upload that the registry does not know any more is begun. */
const MAX_SESSIONS = 4

export interface UploadProgress {
  /** Bytes of a blob that arrived. */
  sent(bytes: number): void
  /** A blob is complete: it was there already, or was sent. */
  done(blob: Blob, wasThere: boolean): void
}

/** Puts an image into a registry under a tag. What is there already is not sent again. Throws `ServiceError`. */
export async function uploadImage(
  { manifest, blobs }: ImageContent,
  {
    registry,
    tag,
    retries,
    progress,
  }: {
    registry: Registry
    tag: string
    retries: RetryPolicy
    progress: UploadProgress
  },
): Promise<void> {
  const waiting = [...blobs]
  const worker = async () => {
    const nextPart = createPartReader()
    for (let blob = waiting.shift(); blob !== undefined; blob = waiting.shift()) {
      try {
        progress.done(blob, await uploadBlob(blob, { registry, retries, progress, nextPart }))
      } catch (failure) {
        waiting.length = 0
        throw failure
      }
    }
  }
  // The other uploads are aborted: nothing may continue after the end was reported.
  const ends = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const { mediaType, bytes } = manifest
  await retry(
    () => registry.send('PUT', `manifests/${tag}`, { headers: { 'content-type': mediaType }, body: bytes }),
    transientErrors,
    retries,
  )
}

/** An upload that the registry has begun; `location` says where the next part goes. */
interface Session {
  readonly location: string
  /** Bytes that the registry has for certain. */
  readonly sent: number
}

/** Gives `true` if it was there already. */
async function uploadBlob(
  blob: Blob,
  {
    registry,
    retries,
    progress,
    nextPart,
  }: { registry: Registry; retries: RetryPolicy; progress: UploadProgress; nextPart: PartReader },
): Promise<boolean> {
  const isThere = async () => {
    const { status } = await registry.send('HEAD', `blobs/${blob.digest}`, { expected: [404, 403] })
    return status === 200
  }
  if (await retry(isThere, transientErrors, retries)) return true

  let session: Session | undefined
  let sessions = 0
  let isCut = false
  /** Sends one part; after a cut it first asks how far the registry is. True after the last one. */
  const advance = async (): Promise<boolean> => {
    if (isCut) {
      if (await isThere()) return true
      session = session && (await resumed(registry, session))
    }
    isCut = true
    if (session === undefined && ++sessions > MAX_SESSIONS) throw lostAgain(blob)
    session ??= await begun(registry)
    const { location, sent } = session
    const part = await nextPart(blob, sent)
    const isLast = sent + part.length >= blob.size
    session = isLast
      ? await finished(registry, { location, part, sent }, blob)
      : await continued(registry, { location, part, sent })
    if (session) progress.sent(part.length)
    isCut = session === undefined
    return isLast && !isCut
  }
  while (!(await retry(advance, transientErrors, retries)));
  return false
}

function lostAgain({ digest }: Blob): ServiceError {
  return imageError({
    operation: 'push',
    reasonCode: 'push-failed',
    message: `the registry lost the upload of ${digest} ${MAX_SESSIONS} times`,
    fix: 'run the job again',
  })
}

/** Gives the part of a blob that follows the bytes that were sent. The one before is overwritten: it has arrived, or is cut off. */
type PartReader = (blob: Blob, sent: number) => Promise<Uint8Array>

/** A buffer for each part would be memory that is freed too late. */
function createPartReader(): PartReader {
  let buffer: Buffer<ArrayBuffer> | undefined
  return ({ path, offset, size }, sent) => {
    const length = Math.min(CHUNK_BYTES, size - sent)
    if (buffer === undefined || buffer.length < length) buffer = Buffer.alloc(length)
    return readEntry(path, offset + sent, length, buffer)
  }
}

async function begun(registry: Registry): Promise<Session> {
  const response = await registry.send('POST', 'blobs/uploads/')
  return { location: nextLocation(response, ''), sent: 0 }
}

interface Part {
  readonly location: string
  readonly part: Uint8Array
  readonly sent: number
}

function rangeOf({ part, sent }: Part) {
  return {
    'content-type': 'application/octet-stream',
    'content-range': `${sent}-${sent + part.length - 1}`,
  }
}

/**
 * `undefined` if the registry and we disagree about how far it is: then it begins anew. What it says it has after a part
 * is not looked at: ECR names the end of the first one for ever (github.com/aws/containers-roadmap/issues/2831).
 */
async function continued(registry: Registry, sending: Part): Promise<Session | undefined> {
  const { location, part, sent } = sending
  const options = { headers: rangeOf(sending), body: part, expected: [404, 416] }
  const response = await registry.send('PATCH', location, options)
  if (response.status >= 400) return undefined
  return { location: nextLocation(response, location), sent: sent + part.length }
}

async function finished(registry: Registry, sending: Part, blob: Blob): Promise<Session | undefined> {
  const { location, part, sent } = sending
  const headers = sent === 0 ? { 'content-type': 'application/octet-stream' } : rangeOf(sending)
  const end = `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(blob.digest)}`
  const response = await registry.send('PUT', end, { headers, body: part, expected: [404, 416] })
  return response.status >= 400 ? undefined : { location, sent: blob.size }
}

/** Where an upload that was cut goes on; `undefined` if the registry does not know it any more. */
async function resumed(registry: Registry, session: Session): Promise<Session | undefined> {
  try {
    const response = await registry.send('GET', session.location, { expected: [404, 405] })
    if (response.status >= 400) return undefined
    const end = Number(/^(?:bytes=)?0-(\d+)$/.exec(response.headers['range'] ?? '')?.[1] ?? 0)
    const has = end === 0 ? 0 : end + 1
    return { location: nextLocation(response, session.location), sent: Math.max(has, session.sent) }
  } catch (failure) {
    if (failure instanceof ServiceError && !transientErrors.includes(failure.kind)) return undefined
    throw failure
  }
}

/** May be relative, and changes with every answer. */
function nextLocation({ url, headers: { location } }: RegistryAnswer, before: string): string {
  if (location !== undefined) return addressIn(location, url, 'continues an upload at a Location')
  if (before === '') throw oddAnswer('begins an upload without a Location')
  return before
}
