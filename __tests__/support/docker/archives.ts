import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip, gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

/** Archives of images of a few bytes, written as docker save and buildx write them. */

export interface Part {
  readonly bytes: Buffer
  readonly digest: string
}

export function part(content: Buffer | string | object): Part {
  const bytes = Buffer.isBuffer(content)
    ? content
    : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
  return { bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` }
}

/** A layer that holds one file. */
export async function layerWith(name: string, content: Buffer | string): Promise<Buffer> {
  return await tarOf([[name, Buffer.from(content)]])
}

async function tarOf(entries: readonly (readonly [string, Buffer])[]): Promise<Buffer> {
  const tar = pack()
  for (const [name, bytes] of entries) tar.entry({ name }, bytes)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A file beside what can be read from memory, or a link to another. */
export type ArchiveEntry = readonly [name: string, content: Buffer | { readonly linkTo: string }]

export async function writeTar(
  path: string,
  entries: readonly ArchiveEntry[],
  { compressed = false }: { compressed?: boolean } = {},
): Promise<void> {
  const tar = pack()
  for (const [name, content] of entries) {
    if (Buffer.isBuffer(content)) tar.entry({ name }, content)
    else tar.entry({ name, type: 'symlink', linkname: content.linkTo })
  }
  tar.finalize()
  const file = createWriteStream(path)
  if (compressed) await pipeline(tar, createGzip(), file)
  else await pipeline(tar, file)
}

function described(mediaType: string, { bytes, digest }: Part) {
  return { mediaType, digest, size: bytes.length }
}

/** The manifest of an image for one platform, with all its parts. */
export function ociImage(
  layers: readonly Buffer[],
  {
    os = 'linux',
    architecture = 'amd64',
    config: settings = {},
  }: { os?: string; architecture?: string; config?: object } = {},
) {
  const packed = layers.map((layer) => part(gzipSync(layer)))
  const plain = layers.map((layer) => part(layer).digest)
  const config = part({ os, architecture, rootfs: { type: 'layers', diff_ids: plain }, config: settings })
  const manifest = part({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: described('application/vnd.oci.image.config.v1+json', config),
    layers: packed.map((layer) => described('application/vnd.oci.image.layer.v1.tar+gzip', layer)),
  })
  const descriptor = {
    ...described('application/vnd.oci.image.manifest.v1+json', manifest),
    platform: { os, architecture },
  }
  return { manifest, descriptor, parts: [manifest, config, ...packed] }
}

/** An attestation as BuildKit puts it beside an image. */
export function attestationOf(image: ReturnType<typeof ociImage>) {
  const attestation = ociImage([Buffer.from('provenance')], { os: 'unknown', architecture: 'unknown' })
  return {
    ...attestation,
    descriptor: {
      ...attestation.descriptor,
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': image.manifest.digest,
      },
    },
  }
}

/** What `docker buildx build --output type=oci` writes: an index, below it the index of the image. */
export async function writeOciArchive(
  path: string,
  images: readonly ReturnType<typeof ociImage>[],
  options?: { compressed?: boolean },
): Promise<void> {
  const inner = part({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: images.map(({ descriptor }) => descriptor),
  })
  const outer = {
    schemaVersion: 2,
    manifests: [described('application/vnd.oci.image.index.v1+json', inner)],
  }
  const blobs = new Map(
    [inner, ...images.flatMap(({ parts }) => parts)].map(({ digest, bytes }) => [digest, bytes]),
  )
  await writeTar(
    path,
    [
      ...[...blobs].map(([digest, bytes]): ArchiveEntry => [`blobs/${digest.replace(':', '/')}`, bytes]),
      ['index.json', Buffer.from(JSON.stringify(outer))],
      ['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')],
    ],
    options,
  )
}

/** What `docker save` writes: plain layers in folders of their own, a layer that occurs twice as a link. */
export async function writeDockerArchive(
  path: string,
  layers: readonly Buffer[],
  { architecture = 'amd64', compressed = false } = {},
): Promise<void> {
  const ids = layers.map((layer) => part(layer).digest.slice('sha256:'.length))
  const config = part({
    os: 'linux',
    architecture,
    rootfs: { type: 'layers', diff_ids: ids.map((id) => `sha256:${id}`) },
    config: {},
  })
  const configName = `${config.digest.slice('sha256:'.length)}.json`
  const names = ids.map((_, at) => `layer-${at}/layer.tar`)
  const entries = layers.map((layer, at): ArchiveEntry => {
    const first = ids.indexOf(ids[at] ?? '')
    return [names[at] ?? '', first === at ? layer : { linkTo: `../${names[first]}` }]
  })
  const manifest = [{ Config: configName, RepoTags: ['shop:1'], Layers: names }]
  await writeTar(
    path,
    [...entries, [configName, config.bytes], ['manifest.json', Buffer.from(JSON.stringify(manifest))]],
    { compressed },
  )
}
