import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { createRegistry } from '../../src/images/registry/registry.ts'
import { uploadImage } from '../../src/images/registry/upload.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { systemClock } from '../../src/runtime/clock.ts'

const http = createHttpClient({ environment: {} })
afterAll(() => http.close())

/**
 * Debian's registry forgets an upload that was cut within a part. Registries that go on there, and ECR, which names
 * the end of the first part for ever and answers 201, are played here by the specification's few requests.
 */

const folder = mkdtempSync(join(tmpdir(), 'lightsail-resume-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Play {
  /** The part, from 1, whose line breaks after so many bytes. */
  readonly cut?: { readonly part: number; readonly after: number }
  /** Answers like ECR. */
  readonly likeEcr?: boolean
}

async function startUploads({ cut, likeEcr = false }: Play) {
  const stored: Buffer[] = []
  let size = 0
  let parts = 0
  let first = 0
  const asked: string[] = []
  const range = () => `0-${(likeEcr ? first : size) - 1}`
  const take = async (incoming: IncomingMessage, answer: ServerResponse, status: number) => {
    parts++
    const [from = size] = (incoming.headers['content-range'] ?? '').split('-').filter(Boolean).map(Number)
    if (from !== size) return answer.writeHead(416).end()
    for await (const chunk of incoming) {
      const room = cut?.part === parts ? cut.after : Number.POSITIVE_INFINITY
      const taken = (chunk as Buffer).subarray(0, room)
      stored.push(taken)
      size += taken.length
      if (cut?.part === parts) return incoming.socket.destroy()
    }
    if (first === 0) first = size
    return answer.writeHead(status, { location: '/upload/next', range: range() }).end()
  }
  const server = createServer((incoming, answer) => {
    const { method, url = '' } = incoming
    asked.push(`${method} ${incoming.headers['content-range'] ?? ''}`.trim())
    if (method === 'HEAD') answer.writeHead(404).end()
    else if (method === 'POST') answer.writeHead(202, { location: '/upload/first' }).end()
    else if (method === 'GET') answer.writeHead(204, { location: '/upload/next', range: range() }).end()
    else if (url.includes('/manifests/')) incoming.resume().on('end', () => answer.writeHead(201).end())
    else void take(incoming, answer, method === 'PATCH' && !likeEcr ? 202 : 201)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    address: `127.0.0.1:${port}`,
    asked,
    digest: () => `sha256:${createHash('sha256').update(Buffer.concat(stored)).digest('hex')}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function upload(play: Play) {
  const size = 23 * 1024 * 1024
  const bytes = Buffer.alloc(size, 'a layer that is the same all over ')
  const path = join(folder, 'layer')
  writeFileSync(path, bytes)
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const registry = await startUploads(play)
  const { signal } = new AbortController()
  const clock = { ...systemClock, sleep: async () => undefined }
  const login = async () => ({ address: registry.address, username: 'AWS', password: 'secret' })
  try {
    await uploadImage(
      {
        manifest: { mediaType: 'any', bytes: new Uint8Array(2), digest: 'any' },
        blobs: [{ digest, size, path, offset: 0 }],
      },
      {
        registry: createRegistry({
          ...{ logins: { current: login, renewed: login }, repository: 'sr', http, signal },
          clean: (text) => text,
        }),
        tag: 'tag',
        retries: {
          ...{ clock, signal, maxRetries: 3, deadline: clock.now() + 60_000 },
          progress: { transient: () => undefined },
        },
        progress: { sent: () => undefined, done: () => undefined },
      },
    )
    return { arrived: registry.digest() === digest, asked: registry.asked }
  } finally {
    await registry.stop()
  }
}

describe('an upload', () => {
  test('that is cut within a part goes on within the part', async () => {
    const { arrived, asked } = await upload({ cut: { part: 2, after: 1000 } })
    expect(arrived).toBe(true)
    expect(asked.filter((line) => line.startsWith('P'))).toEqual([
      'POST',
      'PATCH 0-10485759',
      'PATCH 10485760-20971519',
      'PATCH 10486760-20972519',
      'PUT 20972520-24117247',
      'PUT',
    ])
  })

  test('to ECR is not misled by what ECR says it has', async () => {
    const { arrived, asked } = await upload({ likeEcr: true })
    expect(arrived).toBe(true)
    expect(asked.filter((line) => line.startsWith('POST'))).toHaveLength(1)
  })

  test('to ECR that is cut within its last part goes on or begins anew, and arrives', async () => {
    const { asked } = await upload({ likeEcr: true, cut: { part: 3, after: 0 } })
    expect(asked.filter((line) => line.startsWith('PUT 20971520'))).toHaveLength(2)
  })
})
