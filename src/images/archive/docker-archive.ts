import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import * as z from 'zod/mini'
import { ServiceError } from '../../runtime/service-error.ts'
import { unreadableArchive, wrongPlatform } from '../image-errors.ts'
import { type Blob, digestOf, type ImageContent, uniqueBlobs } from './content.ts'
import {
  type ArchiveWork,
  indexTar,
  isGzip,
  readEntry,
  shortly,
  streamPart,
  type TarIndex,
} from './tar-index.ts'

/** What docker save writes: https://github.com/moby/docker-image-spec/blob/main/v1.2.md */

const saved = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) }))
const configuration = z.object({ os: z.optional(z.string()), architecture: z.optional(z.string()) })

const mediaTypes = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
}

/** Images and layers of an archive; docker itself takes 127 layers. */
const MAX_PARTS = 1000

/** What zstd begins with: https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1 */
const ZSTD = '28b52ffd'

export interface DockerArchive {
  /** The image for a registry; its plain layers are compressed into the folder first. Throws `ServiceError`. */
  content(): Promise<ImageContent>
}

/**
 * Opens the linux/amd64 image of a docker archive. `shown` is what the user wrote. Throws `ServiceError`, or the reason of the
 * signal.
 */
export async function openDockerArchive(
  path: string,
  shown: string,
  work: ArchiveWork,
): Promise<DockerArchive> {
  const archive = await indexTar(path, work)
  try {
    const images = saved.parse(JSON.parse(await archive.text('manifest.json')))
    const parts = images.reduce((count, { Layers }) => count + 1 + Layers.length, 0)
    if (parts > MAX_PARTS)
      throw unreadableArchive('read', `the archive lists more than ${MAX_PARTS} images and layers`)
    const platforms: string[] = []
    for (const { Config } of images) {
      work.signal.throwIfAborted()
      const { os, architecture } = configuration.parse(JSON.parse(await archive.text(Config)))
      platforms.push(`${os ?? 'linux'}/${architecture}`)
    }
    const fitting = images.filter((_, at) => platforms[at] === 'linux/amd64')
    const [first] = fitting
    if (first === undefined) throw wrongPlatform(shown, [...new Set(platforms)])
    if (fitting.some(({ Config }) => Config !== first.Config))
      throw unreadableArchive('read', `${shown} contains several images, but exactly one is needed`)
    return { content: () => contentOf(archive, first, work) }
  } catch (error) {
    work.signal.throwIfAborted()
    if (error instanceof ServiceError) throw error
    throw unreadableArchive('read', `${shown} contains no readable image: ${shortly(error)}`, error)
  }
}

async function contentOf(
  archive: TarIndex,
  { Config, Layers }: z.infer<typeof saved>[number],
  work: ArchiveWork,
): Promise<ImageContent> {
  const config = await partOf(archive, Config, work)
  const layers: Blob[] = []
  /** By where it lies in the archive: several names may mean one layer. */
  const known = new Map<number, Blob>()
  for (const name of Layers) {
    const { offset } = entryOf(archive, name)
    const layer = known.get(offset) ?? (await layerOf(archive, name, { ...work, index: known.size }))
    known.set(offset, layer)
    layers.push(layer)
  }
  const described = (mediaType: string, { digest, size }: Blob) => ({ mediaType, size, digest })
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: described(mediaTypes.config, config),
    layers: layers.map((layer) => described(mediaTypes.layer, layer)),
  })
  const bytes = new Uint8Array(Buffer.from(text))
  return {
    manifest: { mediaType: mediaTypes.manifest, bytes, digest: digestOf(bytes) },
    blobs: uniqueBlobs([config, ...layers]),
  }
}

function entryOf(archive: TarIndex, name: string) {
  const entry = archive.find(name)
  if (entry === undefined) throw unreadableArchive('read', `the archive lacks ${name}`)
  return entry
}

async function partOf(archive: TarIndex, name: string, { signal }: ArchiveWork): Promise<Blob> {
  const { offset, size } = entryOf(archive, name)
  const hash = createHash('sha256')
  await pipeline(await streamPart(archive.path, offset, size), hash, { signal })
  return { digest: `sha256:${hash.digest('hex')}`, size, path: archive.path, offset }
}

/** A layer is sent compressed; its place in the image's configuration is the digest of the plain one. */
async function layerOf(
  archive: TarIndex,
  name: string,
  { index, ...work }: ArchiveWork & { index: number },
): Promise<Blob> {
  const { offset, size } = entryOf(archive, name)
  if (await isGzip(archive.path, offset)) return await partOf(archive, name, work)
  if ((await readEntry(archive.path, offset, 4)).toString('hex') === ZSTD)
    throw unreadableArchive('read', `${name} is compressed with zstd, which only an OCI archive can declare`)
  // Not by its name: that is text of others, which may be another one's on a disk, or lead out of the folder.
  const path = join(work.folder, `layer-${index}.gz`)
  const hash = createHash('sha256')
  let written = 0
  await pipeline(
    await streamPart(archive.path, offset, size),
    createGzip(),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        written += chunk.length
        yield chunk
      }
    },
    createWriteStream(path),
    { signal: work.signal },
  )
  return { digest: `sha256:${hash.digest('hex')}`, size: written, path, offset: 0 }
}
