import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Part } from './archives.ts'

/**
 * A registry on loopback that answers people without a login as the public ones do. Where each answer is from stands in
 * docs/reference/image-check.md.
 */
export type Manner = 'docker-hub' | 'ghcr' | 'quay' | 'ecr-public' | 'gitlab' | 'google' | 'open' | 'basic'

export interface PublicImage {
  /** Of the tag: an index or a manifest. */
  readonly manifest: Part
  readonly mediaType: string
  /** What it refers to: manifests and blobs. */
  readonly parts: readonly Part[]
}

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

export interface PublicRegistry {
  /** `127.0.0.1:PORT` */
  readonly address: string
  /** Every request, in order. */
  readonly asked: readonly Asked[]
  /** `repository:tag`; may be changed while it runs. */
  readonly images: Map<string, PublicImage>
  /** Repositories that are there, but not for everybody. */
  readonly hidden: Set<string>
  stop(): Promise<void>
}

export interface RegistryOptions {
  readonly manner?: Manner
  readonly images?: Readonly<Record<string, PublicImage>>
  readonly hidden?: readonly string[]
  /** Answers in place of the registry, if it returns true. */
  readonly instead?: (asked: Asked, answer: ServerResponse, before: readonly Asked[]) => boolean | undefined
}

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const TOKEN = 'a-token-for-everybody'

export async function startPublicRegistry({
  manner = 'open',
  images: given = {},
  hidden: closed = [],
  instead,
}: RegistryOptions = {}): Promise<PublicRegistry> {
  const images = new Map(Object.entries(given))
  const hidden = new Set(closed)
  const asked: Asked[] = []
  let address = ''
  const server = createServer((incoming, answer) => {
    incoming.resume()
    const one = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers }
    const before = [...asked]
    asked.push(one)
    if (instead?.(one, answer, before)) return
    const { status, headers, body } = answerTo(one, { manner, images, hidden, address })
    answer.writeHead(status, headers).end(body)
  })
  address = await listening(server)
  return {
    address,
    asked,
    images,
    hidden,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | string
}

/** A fault in the form of the distribution API. */
function fault(status: number, code: string, challenge?: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...(challenge && { 'www-authenticate': challenge }) },
    body: JSON.stringify({ errors: [{ code, message: `what ${code} means` }] }),
  }
}

function content({ bytes, digest }: Part, type: string): Answer {
  return {
    status: 200,
    headers: { 'content-type': type, 'docker-content-digest': digest },
    body: bytes,
  }
}

interface Holdings {
  readonly manner: Manner
  readonly images: ReadonlyMap<string, PublicImage>
  readonly hidden: ReadonlySet<string>
  readonly address: string
}

function answerTo({ url, headers }: Asked, { manner, images, hidden, address }: Holdings): Answer {
  const { pathname, searchParams } = new URL(url, `http://${address}`)
  const isPublic = (repository: string) =>
    !hidden.has(repository) && [...images.keys()].some((name) => name.startsWith(`${repository}:`))
  if (pathname === '/token') {
    const [, repository = ''] = searchParams.get('scope')?.split(':') ?? []
    const isForAll = ['docker-hub', 'quay', 'ecr-public'].includes(manner)
    if (isForAll || isPublic(repository))
      return { status: 200, headers: {}, body: JSON.stringify({ token: TOKEN }) }
    return manner === 'ghcr' ? fault(401, 'UNAUTHORIZED') : fault(403, 'DENIED')
  }
  const [, repository = '', kind, reference = ''] =
    /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(pathname) ?? []
  const scope = manner === 'ecr-public' ? 'aws' : `repository:${repository}:pull`
  const bearer = `Bearer realm="http://${address}/token",service="the registry",scope="${scope}"`
  if (manner === 'basic') return fault(401, 'UNAUTHORIZED', 'Basic realm="Registry"')
  if (manner !== 'open' && headers.authorization !== `Bearer ${TOKEN}`)
    return fault(401, manner === 'ecr-public' ? 'DENIED' : 'UNAUTHORIZED', bearer)
  if (!isPublic(repository)) {
    return manner === 'docker-hub' || manner === 'quay'
      ? fault(401, 'UNAUTHORIZED', `${bearer},error="insufficient_scope"`)
      : fault(404, 'NAME_UNKNOWN')
  }
  const image = images.get(`${repository}:${reference}`)
  if (kind === 'manifests' && image) return content(image.manifest, image.mediaType)
  const parts = [...images].flatMap(([name, { parts: own, manifest }]) =>
    name.startsWith(`${repository}:`) ? [manifest, ...own] : [],
  )
  const found = parts.find(({ digest }) => digest === reference)
  if (!found) return fault(404, kind === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN')
  return content(found, kind === 'manifests' ? OCI_MANIFEST : 'application/octet-stream')
}
