import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { registryPassword } from '../../scripts/machine.js'
import type { ImageSource } from '../../src/images/image-source.ts'
import { createLocalImages } from '../../src/images/local-images.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import {
  type ArchiveEntry,
  attestationOf,
  layerWith,
  ociImage,
  part,
  writeDockerArchive,
  writeOciArchive,
  writeTar,
} from '../support/docker/archives.ts'
import { type Passage, startGateway, type Trouble } from '../support/docker/gateway.ts'
import { setRegistry } from '../support/docker/machine.ts'

const http = createHttpClient({ environment: {} })
afterAll(() => http.close())

const { registry, folder, testHere } = await setRegistry()
const path = join(folder, 'image.tar')
const temporary = mkdtempSync(join(folder, 'temporary-'))
let repository = ''
let turn = 0

beforeEach(() => {
  turn++
  repository = `sr${turn}`
})

const oci: ImageSource = { kind: 'oci-archive', path }
const docker: ImageSource = { kind: 'docker-archive', path }

/** Looks at the image in the archive and pushes it, through a gateway where things may go wrong. */
async function pushArchive(
  source: ImageSource,
  {
    troubleOf = () => undefined,
    stored = [],
    maxRetries = 3,
    passwords = [registryPassword],
  }: {
    troubleOf?: (passage: Passage, before: readonly Passage[]) => Trouble | undefined
    stored?: readonly string[]
    maxRetries?: number
    passwords?: readonly string[]
  } = {},
) {
  const gateway = await startGateway(registry?.address ?? '', troubleOf)
  const { signal } = new AbortController()
  const logins = passwords.map((password) => ({ address: gateway.address, username: 'AWS', password }))
  let asked = 0
  const login = async () => {
    const { [asked]: next = { address: '', username: '', password: '' } } = logins
    return next
  }
  const images = createLocalImages({
    environment: { PATH: '', RUNNER_TEMP: temporary },
    http,
    signal,
    clock: { ...systemClock, sleep: async () => undefined },
    maxRetries,
    deadline: systemClock.now() + 3_600_000,
    clean: (text) => text,
  })
  const said: string[] = []
  try {
    const look = await images.look('shop', source)
    const digest = await images.push('shop', source, {
      logins: {
        current: login,
        renewed: async () => {
          asked++
          return await login()
        },
      },
      repository,
      tag: 'tag-1',
      isStored: (candidate) => stored.includes(candidate),
      onProgress: (text) => said.push(text),
    })
    return { look, digest, said, passages: gateway.passages, asked }
  } finally {
    await gateway.stop()
  }
}

async function pulled(digest: string) {
  const types = [
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
  ]
  const response = await registry?.get(`/v2/${repository}/manifests/${digest}`, types.join(', '))
  expect(response?.status).toBe(200)
  const manifest = (await response?.json()) as { config: { digest: string }; layers: { digest: string }[] }
  for (const { digest: blob } of [manifest.config, ...manifest.layers]) {
    const bytes = await registry?.get(`/v2/${repository}/blobs/${blob}`)
    expect(part(Buffer.from((await bytes?.arrayBuffer()) ?? new ArrayBuffer(0))).digest).toBe(blob)
  }
  return { manifest, mediaType: response?.headers.get('content-type') }
}

/** Bytes that do not shrink when they are compressed, the same each time. */
function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  let state = 1
  for (let at = 0; at + 4 <= size; at += 4) {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393
    bytes.writeInt32LE(state | 0, at)
  }
  return bytes
}

describe('an archive of an image', () => {
  testHere(
    'of buildx is stored with the digest that it was built with, without its attestation',
    async () => {
      const image = ociImage([await layerWith('index.html', 'one'), await layerWith('more.html', 'two')])
      const arm = ociImage([await layerWith('index.html', 'arm')], { architecture: 'arm64' })
      await writeOciArchive(path, [arm, image, attestationOf(image)])
      const { look, digest, said } = await pushArchive(oci)
      expect(look).toMatchObject({ kind: 'usable', digests: [image.manifest.digest] })
      expect(digest).toBe(image.manifest.digest)
      expect((await pulled(digest)).mediaType).toBe('application/vnd.oci.image.manifest.v1+json')
      expect(said).toEqual([
        'pushing shop: 2 layers',
        expect.stringMatching(/^pushed shop: 2 layers, .* sent, /),
      ])
    },
  )

  testHere('that is compressed as a whole is read as well', async () => {
    const image = ociImage([await layerWith('index.html', 'zipped')])
    await writeOciArchive(path, [image], { compressed: true })
    expect((await pushArchive(oci)).digest).toBe(image.manifest.digest)
    await pulled(image.manifest.digest)
  })

  testHere('of docker save gets a manifest with compressed layers, the same each time', async () => {
    const layer = await layerWith('index.html', 'saved')
    await writeDockerArchive(path, [layer, await layerWith('b', 'b'), layer])
    const { digest } = await pushArchive(docker)
    const { manifest, mediaType } = await pulled(digest)
    expect(mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json')
    expect(manifest.layers).toHaveLength(3)
    expect(manifest.layers[0]).toEqual(manifest.layers[2])
    expect((await pushArchive(docker)).digest).toBe(digest)
  })

  testHere('whose digest is stored already is not sent', async () => {
    const image = ociImage([await layerWith('index.html', 'stored')])
    await writeOciArchive(path, [image])
    const { digest, passages, said } = await pushArchive(oci, { stored: [image.manifest.digest] })
    expect({ digest, passages, said }).toEqual({ digest: image.manifest.digest, passages: [], said: [] })
  })

  testHere('sends only the layers that are not there yet', async () => {
    const base = await layerWith('base', 'base')
    await writeOciArchive(path, [ociImage([base])])
    await pushArchive(oci)
    await writeOciArchive(path, [ociImage([base, await layerWith('app', 'app')])])
    const { said, passages } = await pushArchive(oci)
    expect(said.at(-1)).toContain('2 layers, 1 already there')
    expect(passages.filter(({ method }) => method === 'POST')).toHaveLength(2)
  })

  testHere('of many megabytes goes in chunks', async () => {
    await writeDockerArchive(path, [noise(23 * 1024 * 1024)])
    const { digest, passages } = await pushArchive(docker)
    await pulled(digest)
    const ranges = passages
      .filter(({ method }) => method === 'PATCH')
      .map(({ headers }) => headers['content-range'])
    expect(ranges).toEqual(['0-10485759', '10485760-20971519'])
  })
})

describe('an archive that cannot be used is refused before anything is sent', () => {
  const looked = async (source: ImageSource) => {
    const images = createLocalImages({
      environment: { RUNNER_TEMP: temporary },
      http,
      signal: new AbortController().signal,
      clock: systemClock,
      maxRetries: 0,
      deadline: 0,
      clean: (text) => text,
    })
    return await images.look(`archive:${path}`, source)
  }

  test.each([
    [
      'for arm64 only, by buildx',
      oci,
      () => writeOciArchive(path, [ociImage([], { architecture: 'arm64' })]),
    ],
    ['for arm64 only, by docker save', docker, () => writeDockerArchive(path, [], { architecture: 'arm64' })],
  ] as const)('%s', async (_, source, write) => {
    await write()
    await expect(looked(source)).rejects.toMatchObject({
      kind: 'rejected',
      reasonCode: 'image-not-amd64',
      message: expect.stringContaining('is built for linux/arm64, but only linux/amd64 can run'),
      fix: expect.stringContaining('--platform linux/amd64'),
    })
  })

  test.each([
    ['it does not exist', oci, async () => rmSync(path, { force: true }), 'ENOENT'],
    [
      'it is of the other kind',
      docker,
      () => writeOciArchive(path, [ociImage([])]),
      'contains no manifest.json',
    ],
    ['it is of the other kind, too', oci, () => writeDockerArchive(path, []), 'contains no index.json'],
    [
      'it holds two images',
      oci,
      () => writeOciArchive(path, [ociImage([Buffer.from('a')]), ociImage([Buffer.from('b')])]),
      'several images',
    ],
  ] as const)('%s', async (_, source, write, text) => {
    await write()
    await expect(looked(source)).rejects.toMatchObject({
      reasonCode: 'image-unreadable',
      message: expect.stringContaining(text),
    })
  })
})

describe('an archive that would not come to an end is refused at once', () => {
  const look = async (source: ImageSource) => {
    const images = createLocalImages({
      environment: { RUNNER_TEMP: temporary },
      http,
      signal: new AbortController().signal,
      clock: systemClock,
      maxRetries: 0,
      deadline: systemClock.now() + 3_600_000,
      clean: (text) => text,
    })
    return await images.look(`archive:${path}`, source)
  }
  const json = (content: unknown) => Buffer.from(JSON.stringify(content))
  const refused = async (source: ImageSource, text: string) =>
    await expect(look(source)).rejects.toMatchObject({
      reasonCode: 'image-unreadable',
      message: expect.stringContaining(text),
    })

  /** Indexes that name one index many times, some levels deep. */
  const fanOut = (width: number, levels: number) => {
    const blobs: ArchiveEntry[] = []
    let below = { digest: `sha256:${'0'.repeat(64)}`, size: 1 }
    let manifests: object[] = []
    for (let level = 0; level < levels; level++) {
      manifests = Array.from({ length: width }, () => below)
      const index = part({ schemaVersion: 2, manifests })
      blobs.push([`blobs/${index.digest.replace(':', '/')}`, index.bytes])
      below = { digest: index.digest, size: index.bytes.length }
    }
    const top = Array.from({ length: width }, () => below)
    return [...blobs, ['index.json', json({ manifests: top })] as ArchiveEntry]
  }

  test('an index that fans out', async () => {
    await writeTar(path, fanOut(300, 4))
    await refused(oci, 'list more than 1000 images')
  })

  test('an index of very many images', async () => {
    await writeTar(path, fanOut(2000, 0))
    await refused(oci, 'list more than 1000 images')
  })

  test('nested indexes', async () => {
    await writeTar(path, fanOut(1, 9))
    await refused(oci, 'more than 4 nested indexes')
  })

  test('a few kilobytes that unpack to many megabytes', async () => {
    await writeTar(path, [['zeros', Buffer.alloc(100_000_000)]], { compressed: true })
    await refused(oci, 'unpacks to more than 100 times its size')
    await refused(docker, 'unpacks to more than 100 times its size')
    expect(readdirSync(temporary)).toEqual([])
  })

  test('an image of very many layers', async () => {
    const layers = Array.from({ length: 1001 }, () => 'layer')
    await writeTar(path, [['manifest.json', json([{ Config: 'c', Layers: layers }])]])
    await refused(docker, 'lists more than 1000 images and layers')
  })

  test.each([
    ['a folder', () => mkdirSync(path), 'a folder, not a file'],
    ['a named pipe', () => execFileSync('mkfifo', [path]), 'a named pipe, not a file'],
    ['a device', () => symlinkSync('/dev/zero', path), 'a file of the operating system'],
  ] as const)('%s', async (_, make, text) => {
    rmSync(path, { recursive: true, force: true })
    make()
    await refused(oci, text)
    rmSync(path, { recursive: true, force: true })
  })

  test('a job that is cancelled while an archive is read', async () => {
    await writeDockerArchive(path, [Buffer.from('layer')])
    const images = createLocalImages({
      environment: { RUNNER_TEMP: temporary },
      http,
      signal: AbortSignal.abort(),
      clock: systemClock,
      maxRetries: 0,
      deadline: systemClock.now() + 3_600_000,
      clean: (text) => text,
    })
    await expect(images.look('archive', docker)).rejects.toMatchObject({ reasonCode: 'job-cancelled' })
  })
})

testHere(
  'layers whose names differ in their separators alone are two layers, wherever their names lead',
  async () => {
    const layers = [
      await layerWith('one', 'one'),
      await layerWith('two', 'two'),
      await layerWith('three', 'three'),
    ]
    const names = ['a/b', 'a-b', '..\\..\\x']
    const digests = layers.map((layer) => part(layer).digest)
    const config = part({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: digests } })
    await writeTar(path, [
      ...names.map((name, at): ArchiveEntry => [name, layers[at] ?? Buffer.alloc(0)]),
      ['c.json', config.bytes],
      ['manifest.json', Buffer.from(JSON.stringify([{ Config: 'c.json', Layers: names }]))],
    ])
    const { manifest } = await pulled((await pushArchive(docker)).digest)
    expect(new Set(manifest.layers.map(({ digest }) => digest)).size).toBe(3)
  },
)

describe('what goes wrong on the way is mended', () => {
  const isUpload = ({ method, url }: Passage) =>
    ['PATCH', 'PUT'].includes(method) && url.includes('/uploads/')
  const first = (before: readonly Passage[], like: (passage: Passage) => boolean) => !before.some(like)

  const secondPart = ({ headers }: Passage) => headers['content-range'] === '10485760-20971519'

  testHere('an upload that is disturbed goes on with the part that is missing', async () => {
    await writeDockerArchive(path, [noise(23 * 1024 * 1024)])
    const { digest, passages } = await pushArchive(docker, {
      troubleOf: (passage, before) =>
        secondPart(passage) && first(before, secondPart) ? { kind: 'answer', status: 502 } : undefined,
    })
    await pulled(digest)
    expect(passages.filter(({ method }) => method === 'POST')).toHaveLength(2)
    expect(passages.filter(({ method }) => method === 'PATCH')).toHaveLength(3)
  })

  // Debian's registry cannot go on within a part: it forgets such an upload.
  testHere('an upload that is cut within a part comes through', async () => {
    await writeDockerArchive(path, [noise(23 * 1024 * 1024)])
    const { digest } = await pushArchive(docker, {
      troubleOf: (passage, before) =>
        secondPart(passage) && first(before, secondPart) ? { kind: 'cut', after: 4_000_000 } : undefined,
    })
    await pulled(digest)
  })

  testHere.each([
    ['the registry answers 503 to a part', { kind: 'answer', status: 503 }],
    ['the answer to a part is lost', { kind: 'lost-answer' }],
    ['a part is cut at once', { kind: 'cut', after: 1 }],
    ['the registry forgot the upload', { kind: 'answer', status: 404 }],
    ['the registry does not agree about the range', { kind: 'answer', status: 416 }],
  ] as const)('%s', async (_, trouble) => {
    await writeOciArchive(path, [ociImage([await layerWith('index.html', 'again')])])
    const { digest } = await pushArchive(oci, {
      troubleOf: (passage, before) => (isUpload(passage) && first(before, isUpload) ? trouble : undefined),
    })
    await pulled(digest)
  })

  testHere('a login that ended is replaced, as ECR says it', async () => {
    await writeOciArchive(path, [ociImage([await layerWith('index.html', 'expired')])])
    const body = JSON.stringify({
      errors: [
        { code: 'DENIED', message: 'Your authorization token has expired. Reauthenticate and try again.' },
      ],
    })
    const { digest, asked } = await pushArchive(oci, {
      passwords: ['yesterday', registryPassword],
      troubleOf: ({ headers }) =>
        headers.authorization === `Basic ${Buffer.from('AWS:yesterday').toString('base64')}`
          ? { kind: 'answer', status: 403, body }
          : undefined,
    })
    await pulled(digest)
    expect(asked).toBe(1)
  })

  testHere('a login that ended is replaced, as others say it', async () => {
    await writeOciArchive(path, [ociImage([await layerWith('index.html', 'unauthorized')])])
    const { digest } = await pushArchive(oci, { passwords: ['wrong', registryPassword] })
    await pulled(digest)
  })

  testHere('a registry that wants a token of its own gets it', async () => {
    await writeOciArchive(path, [ociImage([await layerWith('index.html', 'token')])])
    const basic = `Basic ${Buffer.from(`AWS:${registryPassword}`).toString('base64')}`
    const gateway = await startGateway(registry?.address ?? '', ({ url, headers }) => {
      if (url.startsWith('/token'))
        return headers.authorization === basic && url.includes('scope=repository')
          ? { kind: 'answer', status: 200, body: '{"token":"of-an-hour"}' }
          : { kind: 'answer', status: 401 }
      return undefined
    })
    const seen: (string | undefined)[] = []
    const { passages } = await pushArchive(oci, {
      troubleOf: ({ headers }) => {
        seen.push(headers.authorization)
        if (headers.authorization === 'Bearer of-an-hour')
          return { kind: 'answer', status: 201, headers: { location: '/v2/sr/blobs/uploads/1' } }
        const challenge = `Bearer realm="http://${gateway.address}/token",service="test",scope="repository:sr:push"`
        return { kind: 'answer', status: 401, headers: { 'www-authenticate': challenge } }
      },
    }).finally(() => gateway.stop())
    expect(passages.at(-1)?.url).toContain('/manifests/tag-1')
    expect(new Set(seen)).toEqual(new Set([basic, 'Bearer of-an-hour']))
  })
})

describe('what cannot be mended is told with the reason of the registry', () => {
  const uploadsAnswered = (status: number, body = '') => ({
    troubleOf: ({ method }: Passage): Trouble | undefined =>
      method === 'POST' ? { kind: 'answer', status, body } : undefined,
  })

  testHere.each([
    [
      403,
      '',
      {
        kind: 'access-denied',
        reasonCode: 'push-forbidden',
        fix: expect.stringContaining('is allowed to push'),
      },
    ],
    [
      400,
      '{"errors":[{"code":"MANIFEST_INVALID","message":"not this one"}]}',
      { kind: 'rejected', message: 'the registry answers HTTP 400: MANIFEST_INVALID: not this one' },
    ],
    [
      503,
      'Service Unavailable',
      { kind: 'no-response', message: 'the registry answers HTTP 503: Service Unavailable' },
    ],
  ])('HTTP %i', async (status, body, failure) => {
    await writeOciArchive(path, [ociImage([await layerWith('index.html', String(status))])])
    await expect(pushArchive(oci, uploadsAnswered(status, body))).rejects.toMatchObject(failure)
  })

  testHere('a registry that loses every upload is left alone in the end', async () => {
    await writeOciArchive(path, [ociImage([await layerWith('index.html', 'for ever')])])
    const troubleOf = ({ method, url }: Passage): Trouble | undefined =>
      method === 'PUT' && url.includes('/uploads/') ? { kind: 'answer', status: 416 } : undefined
    await expect(pushArchive(oci, { troubleOf })).rejects.toMatchObject({
      reasonCode: 'push-failed',
      message: expect.stringContaining('lost the upload'),
    })
  })

  test('no folder is left behind', () => {
    expect(readdirSync(temporary)).toEqual([])
  })
})
