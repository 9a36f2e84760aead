import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, describe, expect, test } from '@jest/globals'
import { createRegistry } from '../../src/images/registry/registry.ts'
import { uploadImage } from '../../src/images/registry/upload.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { ServiceError } from '../../src/runtime/service-error.ts'
import { serve } from '../support/net/servers.ts'
import { sleeper } from '../support/shop.ts'

const http = createHttpClient({ environment: {} })
afterAll(() => http.close())

const manifest = { mediaType: 'any', bytes: new Uint8Array(2), digest: 'any' }
const blob = { digest: 'sha256:ab', size: 10, path: new URL(import.meta.url).pathname, offset: 0 }

type Answering = (message: IncomingMessage, response: ServerResponse) => unknown

/** What an upload to a registry ends with that answers in its own way. */
async function endOf(answer: Answering): Promise<unknown> {
  const address = new URL(await serve((message, response) => void answer(message.resume(), response))).host
  const login = async () => ({ address, username: 'AWS', password: 'hunter2' })
  const { clock } = sleeper()
  const { signal } = new AbortController()
  const registry = createRegistry({
    ...{ logins: { current: login, renewed: login }, repository: 'sr', http, signal },
    clean: (text) => text,
  })
  const retries = {
    ...{ clock, signal, maxRetries: 1, deadline: Number.POSITIVE_INFINITY },
    progress: { transient: () => undefined },
  }
  const progress = { sent: () => undefined, done: () => undefined }
  return await uploadImage({ manifest, blobs: [blob] }, { registry, tag: 'tag', retries, progress }).then(
    () => 'pushed',
    (error: unknown) => error,
  )
}

const missing: Answering = (_, response) => response.writeHead(404).end()
function by(method: string, answer: Answering, others: Answering = missing): Answering {
  return (message, response) => (message.method === method ? answer : others)(message, response)
}

describe('a registry that breaks the rules is named, and nothing of ours takes the blame', () => {
  test.each<[string, Answering, RegExp]>([
    [
      'a Location that is no URL',
      by('POST', (_, response) => response.writeHead(202, { location: 'http://[' }).end()),
      /^the registry continues an upload at a Location, which is not a URL$/,
    ],
    [
      'a Location of another protocol',
      by('POST', (_, response) => response.writeHead(202, { location: 'ftp://a.test/x' }).end()),
      /at a Location, which is not an https: URL$/,
    ],
    [
      'no Location at all',
      by('POST', (_, response) => response.writeHead(202).end()),
      /^the registry begins an upload without a Location$/,
    ],
    [
      'a redirect to nowhere',
      by('HEAD', (_, response) => response.writeHead(307, { location: 'https://:x' }).end()),
      /^the registry answers HTTP 307 with a Location, which is not a URL$/,
    ],
    [
      'redirects in circles',
      by('HEAD', (_, response) => response.writeHead(307, { location: '?again' }).end()),
      /^the registry redirects more than 5 times$/,
    ],
    [
      'a realm that is no URL',
      (_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://["' }).end(),
      /^the registry requires a token from a realm, which is not a URL$/,
    ],
    [
      'a realm of another protocol',
      (_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer realm="file:///etc"' }).end(),
      /from a realm, which is not an https: URL$/,
    ],
    [
      'no realm',
      (_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer service="x"' }).end(),
      /^the registry requires a token but names no realm that issues one$/,
    ],
    [
      'a token that is no JSON',
      (message, response) =>
        message.url?.startsWith('/token')
          ? response.end('<html>')
          : response.writeHead(401, { 'www-authenticate': 'Bearer realm="/token"' }).end(),
      /^the registry returned an unreadable token$/,
    ],
    [
      'a login without a token',
      (message, response) =>
        message.url?.startsWith('/token')
          ? response.end('{}')
          : response.writeHead(401, { 'www-authenticate': 'Bearer realm="/token"' }).end(),
      /^the registry returned an unreadable token$/,
    ],
  ])('%s', async (_, answer, words) => {
    const end = await endOf(answer)
    expect(end).toBeInstanceOf(ServiceError)
    expect(end).toMatchObject({ reasonCode: 'push-failed', message: expect.stringMatching(words) })
  })
})

test('a blob that lies elsewhere is there, and the login is not told', async () => {
  const told: unknown[] = []
  const elsewhere = await serve((message, response) => {
    told.push(message.method, message.headers.authorization)
    response.end()
  })
  const end = await endOf((message, response) => {
    if (message.method === 'HEAD') response.writeHead(307, { location: `${elsewhere}/blob` }).end()
    else response.writeHead(201).end()
  })
  expect(end).toBe('pushed')
  expect(told).toEqual(['HEAD', undefined])
})
