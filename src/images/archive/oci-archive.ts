import * as z from 'zod/mini'
import { ServiceError } from '../../runtime/service-error.ts'
import { unreadableArchive, wrongPlatform } from '../image-errors.ts'
import { type Blob, digestOf, type ImageContent, uniqueBlobs } from './content.ts'
import { type ArchiveWork, indexTar, shortly, type TarIndex } from './tar-index.ts'

/** The OCI image layout, as buildx writes it: https://github.com/opencontainers/image-spec/blob/main/image-layout.md */

const descriptor = z.object({
  mediaType: z.optional(z.string()),
  digest: z.string().check(z.regex(/^sha256:[a-f0-9]{64}$/)),
  size: z.number(),
  platform: z.optional(z.object({ os: z.string(), architecture: z.string() })),
  annotations: z.optional(z.record(z.string(), z.string())),
})
type Descriptor = z.infer<typeof descriptor>

const index = z.object({ manifests: z.array(descriptor) })

const imageManifest = z.object({
  mediaType: z.optional(z.string()),
  config: descriptor,
  layers: z.array(descriptor),
})

const configuration = z.object({ os: z.optional(z.string()), architecture: z.optional(z.string()) })

/** An image of the layout: what its manifest says, and which platform it is for. */
interface Candidate {
  readonly mediaType: string
  readonly digest: string
  readonly text: string
  readonly parts: readonly Descriptor[]
  /** `linux/amd64` */
  readonly platform: string
}

/** An index may hold an index, and no more than that is seen in the wild. */
const MAX_LEVELS = 4

/** Entries of all indexes together: an image for every platform has some dozen, with its attestations. */
const MAX_DESCRIPTORS = 1000

/**
 * The linux/amd64 image of an OCI archive, exactly as it was built, so that its digest stays. `shown` is what the user
 * wrote. Throws `ServiceError`, or the reason of the signal.
 */
export async function readOciArchive(path: string, shown: string, work: ArchiveWork): Promise<ImageContent> {
  const archive = await indexTar(path, work)
  try {
    const top = index.parse(JSON.parse(await archive.text('index.json')))
    const walk: Walk = { archive, signal: work.signal, read: new Set(), descriptors: 0 }
    const candidates = await imagesIn(walk, top.manifests, MAX_LEVELS)
    return contentOf(archive, chosen(candidates, shown))
  } catch (error) {
    work.signal.throwIfAborted()
    if (error instanceof ServiceError) throw error
    throw unreadableArchive('read', `${shown} contains no readable image: ${shortly(error)}`, error)
  }
}

/** A walk through the indexes of an archive, which may name one another as often as they like. */
interface Walk {
  readonly archive: TarIndex
  readonly signal: AbortSignal
  /** Digests that were read: nothing is read twice. */
  readonly read: Set<string>
  descriptors: number
}

function chosen(candidates: readonly Candidate[], shown: string): Candidate {
  const fitting = candidates.filter(({ platform }) => platform === 'linux/amd64')
  const [first] = fitting
  if (first === undefined)
    throw wrongPlatform(shown, [...new Set(candidates.map(({ platform }) => platform))])
  if (fitting.some(({ digest }) => digest !== first.digest))
    throw unreadableArchive(
      'read',
      `${shown} contains several images for linux/amd64, but exactly one is needed`,
    )
  return first
}

/** The images below an index; attestations of BuildKit and other things that cannot run are passed over. */
async function imagesIn(
  walk: Walk,
  descriptors: readonly Descriptor[],
  levels: number,
): Promise<Candidate[]> {
  const { archive, signal, read } = walk
  walk.descriptors += descriptors.length
  if (walk.descriptors > MAX_DESCRIPTORS)
    throw unreadableArchive('read', `the indexes of the archive list more than ${MAX_DESCRIPTORS} images`)
  const found: Candidate[] = []
  for (const entry of descriptors.filter(isRunnable)) {
    signal.throwIfAborted()
    if (read.has(entry.digest)) continue
    read.add(entry.digest)
    const text = await archive.text(blobPath(entry.digest))
    if (digestOf(Buffer.from(text)) !== entry.digest)
      throw unreadableArchive(
        'read',
        `the archive is damaged: the content of ${entry.digest} does not match its digest`,
      )
    const json: unknown = JSON.parse(text)
    const inner = index.safeParse(json)
    if (inner.success) {
      if (levels === 0) throw unreadableArchive('read', `more than ${MAX_LEVELS} nested indexes`)
      found.push(...(await imagesIn(walk, inner.data.manifests, levels - 1)))
    } else {
      const { mediaType, config, layers } = imageManifest.parse(json)
      found.push({
        mediaType: mediaType ?? entry.mediaType ?? 'application/vnd.oci.image.manifest.v1+json',
        digest: entry.digest,
        text,
        parts: [config, ...layers],
        platform: await platformOf(archive, entry, config),
      })
    }
  }
  return found
}

function isRunnable({ platform, annotations }: Descriptor): boolean {
  return platform?.os !== 'unknown' && annotations?.['vnd.docker.reference.type'] !== 'attestation-manifest'
}

async function platformOf(archive: TarIndex, entry: Descriptor, config: Descriptor): Promise<string> {
  const { os, architecture } =
    entry.platform ?? configuration.parse(JSON.parse(await archive.text(blobPath(config.digest))))
  return `${os}/${architecture}`
}

function contentOf(archive: TarIndex, { mediaType, digest, text, parts }: Candidate): ImageContent {
  const blobs = parts.map((part): Blob => {
    const entry = archive.find(blobPath(part.digest))
    if (entry === undefined) throw unreadableArchive('read', `the archive lacks the layer ${part.digest}`)
    return { digest: part.digest, size: entry.size, path: archive.path, offset: entry.offset }
  })
  return {
    manifest: { mediaType, bytes: new Uint8Array(Buffer.from(text)), digest },
    blobs: uniqueBlobs(blobs),
  }
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`
}
