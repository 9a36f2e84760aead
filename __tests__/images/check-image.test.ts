import type { ServerResponse } from 'node:http'
import { afterAll, describe, expect, test } from '@jest/globals'
import { checkImage, isCertainNo } from '../../src/images/registry/check-image.ts'
import { parseImageReference } from '../../src/images/registry/image-reference.ts'
import type { ImageInspection } from '../../src/images/registry/inspect-image.ts'
import { NetworkError } from '../../src/net/http.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { DOCKER_LIST, indexOf, singleImage } from '../support/docker/public-images.ts'
import {
  type Manner,
  type PublicRegistry,
  type RegistryOptions,
  startPublicRegistry,
} from '../support/docker/public-registry.ts'

const http = createHttpClient({ environment: {} })
const running: PublicRegistry[] = []
afterAll(async () => {
  http.close()
  for (const registry of running) await registry.stop()
})

async function start(options: RegistryOptions): Promise<PublicRegistry> {
  const registry = await startPublicRegistry(options)
  running.push(registry)
  return registry
}

/** Time passes only when the check sleeps; `alarms` ends what is asked for when it is told to. */
async function ask(
  registry: PublicRegistry,
  name: string,
  {
    onSleep = () => undefined,
    alarm,
    signal = new AbortController().signal,
  }: {
    onSleep?: () => void
    alarm?: AbortSignal
    signal?: AbortSignal
  } = {},
): Promise<{ inspection: ImageInspection; slept: number[] }> {
  const slept: number[] = []
  const image = parseImageReference(`${registry.address}/${name}`)
  if (!image) throw new Error(`${name} is not an image`)
  const inspection = await checkImage(image, {
    http,
    signal,
    userAgent: 'test/1',
    checkAddress: () => undefined,
    clock: {
      sleep: async (ms) => {
        slept.push(ms)
        onSleep()
      },
      alarm: () => alarm ?? new AbortController().signal,
    },
  })
  return { inspection, slept }
}

const images = {
  'acme/shop:1': indexOf([{ architecture: 'arm64' }, { architecture: 'amd64', exposes: ['3000/tcp'] }]),
  'acme/shop:single': singleImage({ exposes: ['8080/tcp', '9000/udp'] }),
  'acme/shop:arm': singleImage({ architecture: 'arm64' }),
  'acme/shop:arms': indexOf([{ architecture: 'arm64' }, { architecture: 'arm' }], DOCKER_LIST),
}

const manners: Manner[] = ['docker-hub', 'ghcr', 'quay', 'ecr-public', 'gitlab', 'google', 'open']

describe.each(manners)('a registry in the manner of %s', (manner) => {
  test('has a public image', async () => {
    const registry = await start({ manner, images })
    const { inspection, slept } = await ask(registry, 'acme/shop:1')
    expect(inspection).toEqual({
      kind: 'found',
      digest: images['acme/shop:1'].manifest.digest,
      isAmd64: true,
      platforms: ['linux/arm64', 'linux/amd64'],
      isComplete: true,
      exposedPorts: [3000],
    })
    expect(slept).toEqual([])
  })

  test('has no such tag', async () => {
    const registry = await start({ manner, images })
    const { inspection, slept } = await ask(registry, 'acme/shop:2')
    expect(inspection).toEqual({ kind: 'not-found', missing: 'tag' })
    expect(slept).toEqual([4_000])
  })

  test('tells a private repository and a missing one apart, or not', async () => {
    const registry = await start({ manner, images, hidden: ['acme/shop'] })
    const hidden = await ask(registry, 'acme/shop:1')
    const missing = await ask(registry, 'acme/nothing:1')
    const isOpen = manner === 'open' || manner === 'ecr-public'
    const expected = isOpen ? { kind: 'not-found', missing: 'repository' } : { kind: 'denied' }
    expect(hidden.inspection).toEqual(expected)
    expect(missing.inspection).toEqual(expected)
  })
})

describe('what is in the image', () => {
  test('one manifest: the configuration decides', async () => {
    const registry = await start({ images })
    expect((await ask(registry, 'acme/shop:single')).inspection).toEqual({
      kind: 'found',
      digest: images['acme/shop:single'].manifest.digest,
      isAmd64: true,
      platforms: ['linux/amd64'],
      isComplete: true,
      exposedPorts: [8080],
    })
    const arm = await ask(registry, 'acme/shop:arm')
    expect(arm.inspection).toMatchObject({ isAmd64: false, platforms: ['linux/arm64'], exposedPorts: [] })
    expect(isCertainNo(arm.inspection)).toBe(true)
    expect(arm.slept).toEqual([4_000])
  })

  test("an index of Docker's without linux/amd64", async () => {
    const registry = await start({ images })
    const { inspection } = await ask(registry, 'acme/shop:arms')
    expect(inspection).toMatchObject({ isAmd64: false, platforms: ['linux/arm64', 'linux/arm'] })
  })

  test('a digest', async () => {
    const registry = await start({ images })
    const { digest } = images['acme/shop:1'].manifest
    expect((await ask(registry, `acme/shop@${digest}`)).inspection).toMatchObject({ kind: 'found', digest })
    const missing = await ask(registry, `acme/shop@sha256:${'0'.repeat(64)}`)
    expect(missing.inspection).toEqual({ kind: 'not-found', missing: 'tag' })
  })

  test('the digest stands also where the rest cannot be read', async () => {
    const registry = await start({
      images,
      instead: ({ url }, answer) => url.includes('/blobs/') && !!answer.writeHead(500).end(),
    })
    const { digest } = images['acme/shop:arm'].manifest
    expect((await ask(registry, 'acme/shop:arm')).inspection).toEqual({
      kind: 'found',
      digest,
      isAmd64: undefined,
      platforms: [],
      isComplete: false,
      exposedPorts: [],
    })
  })
})

describe('a second look', () => {
  test('finds what was pushed meanwhile', async () => {
    const registry = await start({ manner: 'ghcr', images: { 'acme/shop:0': singleImage() } })
    const onSleep = () => void registry.images.set('acme/shop:1', singleImage({ content: 'pushed' }))
    expect((await ask(registry, 'acme/shop:1', { onSleep })).inspection).toMatchObject({ kind: 'found' })
  })

  test('finds what was made public meanwhile', async () => {
    const registry = await start({ manner: 'docker-hub', images, hidden: ['acme/shop'] })
    const onSleep = () => void registry.hidden.clear()
    expect((await ask(registry, 'acme/shop:1', { onSleep })).inspection).toMatchObject({ kind: 'found' })
  })

  test('that gets no answer takes the first one back', async () => {
    let isDown = false
    const registry = await start({
      images,
      instead: (_, answer) => isDown && !!answer.writeHead(503).end(),
    })
    const onSleep = () => {
      isDown = true
    }
    const { inspection } = await ask(registry, 'acme/shop:2', { onSleep })
    expect(inspection).toEqual({ kind: 'unknown', why: 'it answers HTTP 503' })
  })

  test('is not made by a job that was cancelled', async () => {
    const registry = await start({ images })
    const job = new AbortController()
    const { inspection } = await ask(registry, 'acme/shop:2', {
      onSleep: () => job.abort(),
      signal: job.signal,
    })
    expect(inspection.kind).toBe('unknown')
    expect(registry.asked).toHaveLength(1)
  })
})

describe('what says nothing about the image', () => {
  const isManifest = (url: string) => url.includes('/manifests/')
  const header = { 'content-type': 'application/vnd.oci.image.index.v1+json' }

  test.each<[string, NonNullable<RegistryOptions['instead']>]>([
    [
      'too many requests',
      (_, answer) => !!answer.writeHead(429).end('{"errors":[{"code":"TOOMANYREQUESTS"}]}'),
    ],
    ['a registry that is down', (_, answer) => !!answer.writeHead(502).end('<html>')],
    ['a page in place of an answer', (_, answer) => !!answer.writeHead(404).end('<html>')],
    ['errors of another form', (_, answer) => !!answer.writeHead(404).end('{"errors":"MANIFEST_UNKNOWN"}')],
    ['a broken connection', (_, answer) => !!answer.socket?.destroy()],
    ['no end of a body', (_, answer) => !!answer.writeHead(200, header).end('x'.repeat(5_000_000))],
    ['no end of redirects', ({ url }, answer) => !!answer.writeHead(307, { location: url }).end()],
    ['a redirect to no address', (_, answer) => !!answer.writeHead(302, { location: 'http://[' }).end()],
    [
      'a redirect into the cloud, without TLS',
      (_, answer) => !!answer.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    ],
    [
      'a redirect to a file',
      (_, answer) => !!answer.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    ],
    [
      'a token service without TLS elsewhere',
      (_, answer) =>
        !!answer.writeHead(401, { 'www-authenticate': 'Bearer realm="http://169.254.169.254/t"' }).end(),
    ],
    [
      'a token service that is no address',
      (_, answer) => !!answer.writeHead(401, { 'www-authenticate': 'Bearer realm="http://["' }).end(),
    ],
    [
      'does not match its digest',
      (_, answer) =>
        !!answer.writeHead(200, { ...header, 'docker-content-digest': `sha256:${'0'.repeat(64)}` }).end('{}'),
    ],
  ])('%s', async (_, instead) => {
    const registry = await start({ images, instead })
    const { inspection, slept } = await ask(registry, 'acme/shop:1')
    expect(inspection.kind).toBe('unknown')
    expect(slept).toEqual([])
  })

  test.each([
    ['odd JSON', 'null'],
    ['no token', '{"token":""}'],
    ['a token with a line break', '{"token":"a\\r\\nx: y"}'],
    ['a token of a megabyte', JSON.stringify({ token: 'a'.repeat(1_000_000) })],
  ])('a token service that gives %s', async (_, body) => {
    const registry = await start({
      manner: 'ghcr',
      images,
      instead: ({ url }, answer) => url.startsWith('/token') && !!answer.writeHead(200).end(body),
    })
    expect((await ask(registry, 'acme/shop:1')).inspection.kind).toBe('unknown')
  })

  test('a token that is refused for its own sake', async () => {
    const registry = await start({
      manner: 'ghcr',
      images,
      instead: ({ url, headers }, answer) =>
        isManifest(url) &&
        headers.authorization !== undefined &&
        !!answer
          .writeHead(401, { 'www-authenticate': 'Bearer realm="/token",error="invalid_token"' })
          .end('{"errors":[{"code":"UNAUTHORIZED"}]}'),
    })
    expect((await ask(registry, 'acme/shop:1')).inspection.kind).toBe('unknown')
  })

  test('a login of another kind is what it is', async () => {
    const registry = await start({ manner: 'basic', images })
    const { inspection, slept } = await ask(registry, 'acme/shop:1')
    expect(inspection).toEqual({ kind: 'login-needed' })
    expect(slept).toEqual([])
  })

  test.each<[string, (answer: ServerResponse) => unknown]>([
    ['before its answer', () => undefined],
    ['in the middle of its answer', (answer) => answer.writeHead(200, header).write('{')],
  ])('a registry that hangs %s is given up', async (_, hang) => {
    const alarm = new AbortController()
    const registry = await start({
      images,
      instead: (_asked, answer) => {
        hang(answer)
        alarm.abort()
        return true
      },
    })
    const { inspection } = await ask(registry, 'acme/shop:1', { alarm: alarm.signal })
    expect(inspection.kind).toBe('unknown')
  })

  test('nobody answers there', async () => {
    const registry = await startPublicRegistry({ images })
    await registry.stop()
    expect((await ask(registry, 'acme/shop:1')).inspection.kind).toBe('unknown')
  })
})

describe('redirects', () => {
  test('to where a registry keeps its blobs, without the token', async () => {
    const store = await start({ images })
    const registry = await start({
      manner: 'ghcr',
      images,
      instead: ({ url }, answer) =>
        url.includes('/blobs/') &&
        !!answer.writeHead(307, { location: `http://${store.address}${url}` }).end(),
    })
    const { inspection } = await ask(registry, 'acme/shop:1')
    expect(inspection).toMatchObject({ kind: 'found', exposedPorts: [3000] })
    expect(store.asked.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  test('of a manifest: what another host has counts, what it has not does not', async () => {
    const elsewhere = await start({ images })
    const registry = await start({
      instead: ({ url }, answer) =>
        !!answer.writeHead(307, { location: `http://${elsewhere.address}${url}` }).end(),
    })
    expect((await ask(registry, 'acme/shop:1')).inspection).toMatchObject({ kind: 'found', isAmd64: true })
    expect((await ask(registry, 'acme/shop:2')).inspection.kind).toBe('unknown')
  })
})

describe('a registry elsewhere', () => {
  test.each(['ghcr.io/acme/shop:1', 'registry.example.com/acme/shop:1', '10.0.0.1:5000/acme/shop:1'])(
    '%s is asked with TLS, by a name that leads where it may',
    async (name) => {
      const image = parseImageReference(name)
      const asked: { url: string; isChecked: boolean }[] = []
      const inspection =
        image &&
        (await checkImage(image, {
          http: {
            request: async ({ url, checkAddress }) => {
              asked.push({ url, isChecked: checkAddress !== undefined })
              throw new NetworkError('blocked', 'private')
            },
            close: () => undefined,
          },
          signal: new AbortController().signal,
          userAgent: 'test/1',
          checkAddress: () => 'private',
          clock: { sleep: async () => undefined, alarm: () => new AbortController().signal },
        }))
      expect(inspection?.kind).toBe('unknown')
      expect(asked).toEqual([
        { url: `https://${name.replace(/acme.*/, '')}v2/acme/shop/manifests/1`, isChecked: true },
      ])
    },
  )
})
