/**
 * Writes a small image for linux/amd64 into an OCI archive, for the steps of a workflow where no container engine runs:
 *
 *     node scripts/ci/oci-archive.js image.tar
 *
 * https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'

const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('Usage: node scripts/ci/oci-archive.js FILE')

/** @type {[string, Buffer][]} */
const files = []
const layer = blob('application/vnd.oci.image.layer.v1.tar', tar([['hello.txt', Buffer.from('hello\n')]]))
const config = blob(
  'application/vnd.oci.image.config.v1+json',
  json({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [layer.digest] } }),
)
const mediaType = 'application/vnd.oci.image.manifest.v1+json'
const manifest = blob(mediaType, json({ schemaVersion: 2, mediaType, config, layers: [layer] }))
files.push(['oci-layout', json({ imageLayoutVersion: '1.0.0' })])
files.push(['index.json', json({ schemaVersion: 2, manifests: [manifest] })])
writeFileSync(path, tar(files))

/** Adds a blob, and gives its descriptor. @param {string} mediaType @param {Buffer} bytes */
function blob(mediaType, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex')
  files.push([`blobs/sha256/${hash}`, bytes])
  return { mediaType, digest: `sha256:${hash}`, size: bytes.length }
}

/** @param {unknown} value */
function json(value) {
  return Buffer.from(JSON.stringify(value))
}

/** A tar of regular files, in the form of POSIX. @param {[string, Buffer][]} entries */
function tar(entries) {
  const blocks = entries.flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512)
    header.write(name, 0)
    header.write('0000644\0', 100)
    header.write('0000000\0', 108)
    header.write('0000000\0', 116)
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('00000000000\0', 136)
    header.write(' '.repeat(8), 148)
    header.write('0', 156)
    header.write('ustar\0', 257)
    header.write('00', 263)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, bytes, Buffer.alloc(-bytes.length & 511)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}
