/** An image of 2 GB in a file, and a registry that takes it. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
import { pack } from 'tar-stream'
import { closed, listening } from './worlds.js'

/** Takes whatever is sent, and keeps nothing. */
export async function startRegistry() {
  const server = createServer((message, response) => {
    const { method, url = '' } = message
    message.resume()
    message.on('end', () => {
      if (method === 'HEAD') response.writeHead(404).end()
      else if (method === 'POST' || method === 'PATCH')
        response.writeHead(202, { location: '/upload', ...range(message) }).end()
      else if (method === 'PUT')
        response.writeHead(201, url.includes('manifests') ? {} : range(message)).end()
      else response.writeHead(200).end()
    })
  })
  const port = await listening(server)
  return {
    switches: {
      registryAddress: `127.0.0.1:${port}`,
      registryUsername: 'AWS',
      registryPassword: 'a-password',
    },
    close: () => closed(server),
  }
}

/** @param {import('node:http').IncomingMessage} message */
function range({ headers }) {
  const end = /-(\d+)$/.exec(headers['content-range'] ?? '')?.[1]
  return end === undefined ? {} : { range: `0-${end}` }
}

/** An image of three layers, 2 GB in all. @param {string} path */
export async function writeArchive(path) {
  const block = Buffer.alloc(1_000_000, 'bytes that are not compressed: ')
  const blocks = 667
  /** @param {Buffer | string} text */
  const part = (text) => ({ bytes: Buffer.from(text), digest: digestOf([Buffer.from(text)]) })
  const tar = pack()
  const file = createWriteStream(path)
  const written = once(file, 'close')
  tar.pipe(file)
  const layers = ['a', 'b', 'c'].map((mark) => {
    const first = Buffer.from(block)
    first.write(mark)
    const hash = createHash('sha256').update(first)
    for (let index = 1; index < blocks; index++) hash.update(block)
    return { first, digest: `sha256:${hash.digest('hex')}`, size: blocks * block.length }
  })
  for (const { first, digest, size } of layers) {
    const entry = tar.entry({ name: `blobs/${digest.replace(':', '/')}`, size })
    for (let index = 0; index < blocks; index++)
      if (!entry.write(index === 0 ? first : block)) await once(entry, 'drain')
    const finished = once(entry, 'finish')
    entry.end(undefined)
    await finished
  }
  const config = part(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      config: {},
    }),
  )
  const type = 'application/vnd.oci.image'
  const manifest = part(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${type}.manifest.v1+json`,
      config: { mediaType: `${type}.config.v1+json`, digest: config.digest, size: config.bytes.length },
      layers: layers.map(({ digest, size }) => ({ mediaType: `${type}.layer.v1.tar+gzip`, digest, size })),
    }),
  )
  const platform = { os: 'linux', architecture: 'amd64' }
  const index = {
    schemaVersion: 2,
    manifests: [
      {
        mediaType: `${type}.manifest.v1+json`,
        digest: manifest.digest,
        size: manifest.bytes.length,
        platform,
      },
    ],
  }
  for (const { digest, bytes } of [config, manifest])
    tar.entry({ name: `blobs/${digest.replace(':', '/')}` }, bytes)
  tar.entry({ name: 'index.json' }, JSON.stringify(index))
  tar.entry({ name: 'oci-layout' }, '{"imageLayoutVersion":"1.0.0"}')
  tar.finalize()
  await written
}

/** @param {Buffer[]} parts */
function digestOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return `sha256:${hash.digest('hex')}`
}
