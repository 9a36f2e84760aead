/**
 * A registry in memory that takes pushes and lets everybody in, for the steps of a workflow where no container engine runs:
 *
 *     node scripts/ci/registry.js --port 5000
 *
 * As much of the distribution specification as a push needs: https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })

/** Content by its digest, of blobs and manifests. @type {Map<string, Buffer>} */
const content = new Map()
/** What has arrived of each upload. @type {Map<string, Buffer[]>} */
const uploads = new Map()

createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { status, headers = {} } = answer(request.method ?? '', request.url ?? '', Buffer.concat(chunks))
    console.log(`${request.method} ${request.url} ${status}`)
    response.writeHead(status, headers).end()
  })
}).listen(Number(values.port), '127.0.0.1')

/** @param {string} method @param {string} address @param {Buffer} body @returns {{ status: number, headers?: Record<string, string> }} */
function answer(method, address, body) {
  const { pathname, searchParams } = new URL(address, 'http://registry')
  const [, repository, kind, name = ''] = /^\/v2\/(.+)\/(blobs|manifests)\/(.*)$/.exec(pathname) ?? []
  if (pathname === '/v2/' || pathname === '/') return { status: 200 }
  if (repository === undefined) return { status: 404 }
  if (kind === 'manifests' && method === 'PUT') return kept(body, `/v2/${repository}/manifests/`)
  if (method === 'HEAD') {
    const found = content.get(name)
    return found ? { status: 200, headers: { 'content-length': `${found.length}` } } : { status: 404 }
  }
  const upload = name.replace('uploads/', '')
  if (method === 'POST') {
    const begun = `${uploads.size + 1}`
    uploads.set(begun, [])
    return { status: 202, headers: { location: `/v2/${repository}/blobs/uploads/${begun}`, range: '0-0' } }
  }
  const parts = uploads.get(upload)
  if (parts === undefined) return { status: 404 }
  parts.push(body)
  const whole = Buffer.concat(parts)
  if (method === 'PATCH')
    return { status: 202, headers: { location: pathname, range: `0-${whole.length - 1}` } }
  if (method !== 'PUT') return { status: 405 }
  return digestOf(whole) === searchParams.get('digest')
    ? kept(whole, `/v2/${repository}/blobs/`)
    : { status: 400 }
}

/** @param {Buffer} bytes @param {string} folder */
function kept(bytes, folder) {
  const digest = digestOf(bytes)
  content.set(digest, bytes)
  return { status: 201, headers: { location: `${folder}${digest}`, 'docker-content-digest': digest } }
}

/** @param {Buffer} bytes */
function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
