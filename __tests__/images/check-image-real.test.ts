import { afterAll, describe, expect, test } from '@jest/globals'
import { startRegistry } from '../../scripts/machine.js'
import { checkImage } from '../../src/images/registry/check-image.ts'
import { parseImageReference } from '../../src/images/registry/image-reference.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import type { Part } from '../support/docker/archives.ts'
import { indexOf, singleImage } from '../support/docker/public-images.ts'
import type { PublicImage } from '../support/docker/public-registry.ts'

const open = await startRegistry({ isOpen: true })
const closed = await startRegistry()
const testHere = open && closed ? test : test.skip
const http = createHttpClient({ environment: {} })
afterAll(async () => {
  http.close()
  await open?.stop()
  await closed?.stop()
})

/** As every client pushes: blobs first, then what refers to them. */
async function push(repository: string, tag: string, { manifest, mediaType, parts }: PublicImage) {
  const base = `http://${open?.address}/v2/${repository}`
  const put = async (url: URL | string, body: Buffer, type: string) => {
    const response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': type },
      body: Uint8Array.from(body),
    })
    if (response.status !== 201) throw new Error(await response.text())
  }
  const isManifest = ({ bytes }: Part) => bytes[0] === '{'.charCodeAt(0) && bytes.includes('"layers":[')
  for (const { bytes, digest } of parts.filter((part) => !isManifest(part))) {
    const { headers } = await fetch(`${base}/blobs/uploads/`, { method: 'POST' })
    const location = new URL(headers.get('location') ?? '')
    location.searchParams.set('digest', digest)
    await put(location, bytes, 'application/octet-stream')
  }
  for (const { bytes, digest } of parts.filter(isManifest))
    await put(`${base}/manifests/${digest}`, bytes, JSON.parse(bytes.toString('utf8')).mediaType)
  await put(`${base}/manifests/${tag}`, manifest.bytes, mediaType)
}

async function check(name: string) {
  const image = parseImageReference(name)
  if (!image) throw new Error(`${name} is not an image`)
  return await checkImage(image, {
    http,
    userAgent: 'test/1',
    signal: new AbortController().signal,
    checkAddress: () => undefined,
    clock: { sleep: async () => undefined, alarm: (ms) => AbortSignal.timeout(ms) },
  })
}

describe('a real registry', () => {
  testHere('has an image for several platforms', async () => {
    const image = indexOf([{ architecture: 'arm64' }, { exposes: ['3000/tcp'] }])
    await push('acme/shop', '1', image)
    expect(await check(`${open?.address}/acme/shop:1`)).toEqual({
      kind: 'found',
      digest: image.manifest.digest,
      isAmd64: true,
      platforms: ['linux/arm64', 'linux/amd64'],
      isComplete: true,
      exposedPorts: [3000],
    })
  })

  testHere('has an image for arm64 alone, and one without an index', async () => {
    await push('acme/arm', '1', singleImage({ architecture: 'arm64' }))
    expect(await check(`${open?.address}/acme/arm:1`)).toMatchObject({
      isAmd64: false,
      platforms: ['linux/arm64'],
    })
  })

  testHere('has no such tag, and no such repository', async () => {
    await push('acme/shop', 'there', singleImage())
    expect(await check(`${open?.address}/acme/shop:2`)).toMatchObject({ kind: 'not-found' })
    expect(await check(`${open?.address}/acme/nothing:1`)).toMatchObject({ kind: 'not-found' })
  })

  testHere('that lets nobody in without a password does not tell', async () => {
    expect(await check(`${closed?.address}/acme/shop:1`)).toEqual({ kind: 'login-needed' })
  })
})
