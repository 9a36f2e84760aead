import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import * as z from 'zod/mini'
import { Failure } from '../engine/failure.ts'
import { type Archive, isGzip, openArchive, readPart } from './archive.ts'
import { type Blob, digestOf, eachOnce, type ImageContent } from './content.ts'
import { notForAmd64, unreadable } from './failures.ts'

/** What docker save writes: https://github.com/moby/docker-image-spec/blob/main/v1.2.md */

const saved = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) }))
const configuration = z.object({ os: z.optional(z.string()), architecture: z.optional(z.string()) })

const mediaTypes = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
}

/** What zstd begins with: https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1 */
const ZSTD = '28b52ffd'

export interface DockerArchive {
  /** The image for a registry; its plain layers are compressed into the folder first. Throws `Failure`. */
  content(): Promise<ImageContent>
}

/**
 * Opens the linux/amd64 image of a docker archive. `shown` is what the user wrote, `folder` takes what is unpacked or
 * compressed. Throws `Failure`.
 */
export const openDockerArchive = async (
  path: string,
  shown: string,
  folder: string,
): Promise<DockerArchive> => {
  const archive = await openArchive(path, folder)
  try {
    const images = saved.parse(JSON.parse(await archive.text('manifest.json')))
    const platforms = await Promise.all(
      images.map(async ({ Config }) => {
        const { os, architecture } = configuration.parse(JSON.parse(await archive.text(Config)))
        return `${os ?? 'linux'}/${architecture}`
      }),
    )
    const fitting = images.filter((_, at) => platforms[at] === 'linux/amd64')
    const [first] = fitting
    if (first === undefined) throw notForAmd64(shown, [...new Set(platforms)])
    if (fitting.some(({ Config }) => Config !== first.Config))
      throw unreadable('read', `${shown} holds several images, and one is needed`)
    return { content: () => contentOf(archive, first, folder) }
  } catch (error) {
    if (error instanceof Failure) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw unreadable('read', `${shown} holds no image that can be read: ${why}`, error)
  }
}

const contentOf = async (
  archive: Archive,
  { Config, Layers }: z.infer<typeof saved>[number],
  folder: string,
): Promise<ImageContent> => {
  const config = await partOf(archive, Config)
  const layers: Blob[] = []
  for (const name of Layers) layers.push(await layerOf(archive, name, folder))
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
    blobs: eachOnce([config, ...layers]),
  }
}

const entryOf = (archive: Archive, name: string) => {
  const entry = archive.find(name)
  if (entry === undefined) throw unreadable('read', `the archive lacks ${name}`)
  return entry
}

const partOf = async (archive: Archive, name: string): Promise<Blob> => {
  const { offset, size } = entryOf(archive, name)
  const hash = createHash('sha256')
  await pipeline(partStream(archive.path, offset, size), hash)
  return { digest: `sha256:${hash.digest('hex')}`, size, path: archive.path, offset }
}

const partStream = (path: string, offset: number, size: number) =>
  createReadStream(path, { start: offset, end: offset + size - 1 })

/** A layer is sent compressed; its place in the image's configuration is the digest of the plain one. */
const layerOf = async (archive: Archive, name: string, folder: string): Promise<Blob> => {
  const { offset, size } = entryOf(archive, name)
  if (await isGzip(archive.path, offset)) return await partOf(archive, name)
  if ((await readPart(archive.path, offset, 4)).toString('hex') === ZSTD)
    throw unreadable('read', `${name} is compressed with zstd, which only an OCI archive can tell`)
  const path = join(folder, `${name.replaceAll('/', '-')}.gz`)
  const hash = createHash('sha256')
  let written = 0
  await pipeline(
    partStream(archive.path, offset, size),
    createGzip(),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        written += chunk.length
        yield chunk
      }
    },
    createWriteStream(path),
  )
  return { digest: `sha256:${hash.digest('hex')}`, size: written, path, offset: 0 }
}
