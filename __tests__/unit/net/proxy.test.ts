import { afterEach, describe, expect, test } from '@jest/globals'
import { NetworkError } from '../../../src/net/http.ts'
import { createHttpClient } from '../../../src/net/http-client.ts'
import { isExcepted, proxyFor } from '../../../src/net/proxy.ts'
import { startProxy } from '../../support/net/proxy-server.ts'
import { freePort, serve, serveRaw, serveSecurely } from '../../support/net/servers.ts'

function proxyName(url: string, environment: Record<string, string>) {
  return proxyFor(new URL(url), environment)?.name
}

describe('the proxy of a URL', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['https://a.test', {}, undefined],
    ['https://a.test', { HTTPS_PROXY: 'http://p.test:3128' }, 'p.test:3128'],
    ['https://a.test', { https_proxy: 'http://p.test:3128' }, 'p.test:3128'],
    [
      'https://a.test',
      { HTTPS_PROXY: 'http://upper.test', https_proxy: 'http://lower.test' },
      'lower.test:80',
    ],
    ['https://a.test', { HTTPS_PROXY: ' http://p.test:3128\n' }, 'p.test:3128'],
    ['https://a.test', { HTTPS_PROXY: 'p.test:3128' }, 'p.test:3128'],
    ['https://a.test', { HTTPS_PROXY: 'p.test' }, 'p.test:80'],
    ['https://a.test', { HTTPS_PROXY: 'https://p.test' }, 'p.test:443'],
    ['https://a.test', { HTTPS_PROXY: 'http://[::1]:3128' }, '[::1]:3128'],
    ['https://a.test', { HTTPS_PROXY: 'http://u:p@p.test:3128/' }, 'p.test:3128'],
    ['https://a.test', { HTTPS_PROXY: '' }, undefined],
    ['https://a.test', { HTTPS_PROXY: ' ' }, undefined],
    ['https://a.test', { HTTP_PROXY: 'http://p.test:3128' }, undefined],
    ['http://a.test', { HTTP_PROXY: 'http://p.test:3128' }, 'p.test:3128'],
    ['http://a.test', { http_proxy: 'http://p.test:3128' }, 'p.test:3128'],
    ['http://a.test', { HTTPS_PROXY: 'http://p.test:3128' }, undefined],
    ['https://a.test', { HTTPS_PROXY: 'http://p.test', NO_PROXY: 'a.test' }, undefined],
    ['https://a.test', { HTTPS_PROXY: 'http://p.test', no_proxy: 'a.test' }, undefined],
    ['https://a.test', { HTTPS_PROXY: 'http://p.test', no_proxy: 'b.test', NO_PROXY: 'a.test' }, 'p.test:80'],
    ['http://169.254.169.254/latest', { HTTP_PROXY: 'http://p.test' }, undefined],
    ['http://169.254.170.2/creds', { HTTP_PROXY: 'http://p.test' }, undefined],
    ['http://[fd00:ec2::254]/latest', { HTTP_PROXY: 'http://p.test' }, undefined],
  ])('%s with %j: %s', (url, environment, name) => {
    expect(proxyName(url, environment)).toBe(name)
  })

  test.each([
    ['http://user:pass@p.test', 'user:pass'],
    ['http://us%40er:p%3Ass@p.test', 'us@er:p:ss'],
    ['http://user@p.test', 'user:'],
    ['http://user:100%@p.test', 'user:100%'],
    ['user:pass@p.test:3128', 'user:pass'],
  ])('logs in with the user info of %s', (text, login) => {
    const proxy = proxyFor(new URL('https://a.test'), { HTTPS_PROXY: text })
    expect(proxy?.authorization).toBe(`Basic ${Buffer.from(login).toString('base64')}`)
    expect(proxy?.url.href).not.toContain('@')
  })

  test.each([
    ['http://user:hunter2@', /^HTTPS_PROXY is not the URL of a proxy, such as http:\/\/proxy/],
    ['http://user:hunter2@p.test:99999', /^HTTPS_PROXY is not the URL of a proxy/],
    ['socks5://user:hunter2@p.test:1080', /^HTTPS_PROXY names a socks5 proxy, but only http and https/],
  ])('%s is told to be none, without its password', (text, words) => {
    const error = (() => {
      try {
        return proxyFor(new URL('https://a.test'), { HTTPS_PROXY: text })
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ kind: 'proxy', message: expect.stringMatching(words) })
    expect(String(error)).not.toContain('hunter2')
  })
})

test.each<[string, string, boolean]>([
  ['https://a.test', 'a.test', true],
  ['https://A.test.', 'a.TEST', true],
  ['https://b.a.test', 'a.test', true],
  ['https://b.a.test', '.a.test', true],
  ['https://b.a.test', '*.a.test', true],
  ['https://a.test', '.a.test', true],
  ['https://ba.test', 'a.test', false],
  ['https://a.test', 'b.a.test', false],
  ['https://a.test', '*', true],
  ['https://a.test', '', false],
  ['https://a.test', ',, ,', false],
  ['https://a.test', 'b.test, a.test', true],
  ['https://a.test', 'b.test a.test', true],
  ['https://a.test', 'a.test:443', true],
  ['https://a.test:8443', 'a.test:443', false],
  ['http://a.test', 'a.test:80', true],
  ['https://10.1.2.3', '10.0.0.0/8', true],
  ['https://11.1.2.3', '10.0.0.0/8', false],
  ['https://10.1.2.3', '10.1.2.3', true],
  ['https://10.1.2.3', '1.2.3', false],
  ['https://10.1.2.3', '10.1.2.3/99', false],
  ['https://10.1.2.3', '10.1.2.3:443', true],
  ['https://[::1]', '::1', true],
  ['https://[::1]', '[::1]', true],
  ['https://[::1]:8443', '[::1]:8443', true],
  ['https://[::1]:8443', '[::1]:443', false],
  ['https://[fd00::7]', 'fd00::/8', true],
  ['https://[fe80::7]', 'fd00::/8', false],
  ['https://127.0.0.1', 'localhost', false],
  ['https://localhost', 'localhost', true],
])('%s is excepted by NO_PROXY=%s: %s', (url, list, excepted) => {
  expect(isExcepted(new URL(url), list)).toBe(excepted)
})

describe('through a proxy', () => {
  const clients: { close(): void }[] = []
  afterEach(() => {
    for (const client of clients.splice(0)) client.close()
  })
  const clientOf = (environment: Record<string, string>) => {
    const client = createHttpClient({ environment })
    clients.push(client)
    return client
  }
  const failureOf = async (call: Promise<unknown>): Promise<NetworkError> => {
    const error = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error instanceof NetworkError) return error
    throw new Error('a NetworkError was expected', { cause: error })
  }

  test('http is asked for in the name of the other, with its own headers and body', async () => {
    const heard: unknown[] = []
    const target = await serve(async (message, response) => {
      let body = ''
      for await (const part of message) body += part
      heard.push(message.method, message.url, message.headers.host, message.headers['x-mine'], body)
      heard.push(message.headers['proxy-authorization'])
      response.end('hello')
    })
    const proxy = await startProxy({
      login: 'me:secret',
      hosts: { 'shop.test:80': Number(new URL(target).port) },
    })
    const client = clientOf({ HTTP_PROXY: `http://me:secret@${proxy.address}` })
    const url = 'http://shop.test/a?b=c#d'
    const response = await client.request({ url, method: 'POST', headers: { 'x-mine': 'yes' }, body: 'text' })
    expect(await response.text()).toBe('hello')
    expect(heard).toEqual(['POST', '/a?b=c', 'shop.test', 'yes', 'text', undefined])
    expect(proxy.passages).toEqual(['POST http://shop.test/a?b=c'])
  })

  test('https goes through a tunnel, in which the other side is asked for its own certificate', async () => {
    const target = await serveSecurely((_, response) => response.end())
    const proxy = await startProxy({ hosts: { 'shop.test:443': Number(new URL(target).port) } })
    const error = await failureOf(
      clientOf({ HTTPS_PROXY: `http://${proxy.address}` }).request({ url: 'https://shop.test/' }),
    )
    expect(error).toMatchObject({ kind: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', proxy: proxy.address })
    expect(proxy.passages).toEqual(['CONNECT shop.test:443'])
  })

  test('an excepted host is asked directly', async () => {
    const target = await serve((_, response) => response.end('hello'))
    const proxy = await startProxy()
    const client = clientOf({ HTTP_PROXY: `http://${proxy.address}`, NO_PROXY: '127.0.0.0/8' })
    expect(await (await client.request({ url: target })).text()).toBe('hello')
    expect(proxy.passages).toEqual([])
  })

  test.each([403, 407, 502, 503])('a proxy that answers %d to CONNECT', async (status) => {
    const proxy = await startProxy({ status })
    const client = clientOf({ HTTPS_PROXY: `http://me:hunter2@${proxy.address}` })
    const error = await failureOf(client.request({ url: 'https://shop.test/' }))
    expect(error).toMatchObject({ kind: 'proxy', proxy: proxy.address, mayHaveArrived: false })
    expect(error.message).toBe(`the proxy ${proxy.address} answers HTTP ${status} to CONNECT shop.test:443`)
  })

  test('a proxy that wants a password for http', async () => {
    const proxy = await startProxy({ login: 'me:hunter2' })
    const client = clientOf({ HTTP_PROXY: `http://me:wrong@${proxy.address}` })
    const error = await failureOf(client.request({ url: 'http://shop.test/' }))
    expect(error).toMatchObject({ kind: 'proxy', proxy: proxy.address, mayHaveArrived: false })
    expect(error.message).toBe(`the proxy ${proxy.address} answers HTTP 407 to shop.test`)
  })

  test('503 to http is an answer: whose it is cannot be told', async () => {
    const proxy = await startProxy({ status: 503 })
    const { status, discard } = await clientOf({ HTTP_PROXY: proxy.address }).request({
      url: 'http://shop.test',
    })
    discard()
    expect(status).toBe(503)
  })

  test.each(['http', 'https'])('a proxy that does not exist, for %s', async (scheme) => {
    const proxy = `127.0.0.1:${await freePort()}`
    const client = clientOf({ HTTP_PROXY: `http://${proxy}`, HTTPS_PROXY: `http://${proxy}` })
    const error = await failureOf(client.request({ url: `${scheme}://shop.test/` }))
    expect(error).toMatchObject({ kind: 'proxy', proxy, code: 'ECONNREFUSED', mayHaveArrived: false })
    expect(error.message).toBe(`no connection through the proxy ${proxy}: connect ECONNREFUSED ${proxy}`)
  })

  test.each(['http', 'https'])('a proxy whose name does not exist, for %s', async (scheme) => {
    const proxy = 'http://no-such-proxy.invalid:3128'
    const client = clientOf({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy })
    const error = await failureOf(client.request({ url: `${scheme}://shop.test/` }))
    expect(error).toMatchObject({ kind: 'proxy', proxy: 'no-such-proxy.invalid:3128', mayHaveArrived: false })
  })

  test('a proxy that says nothing to CONNECT', async () => {
    const proxy = `127.0.0.1:${await serveRaw(() => undefined)}`
    const client = clientOf({ HTTPS_PROXY: proxy })
    const error = await failureOf(client.request({ url: 'https://shop.test/', connectTimeoutMs: 50 }))
    expect(error).toMatchObject({ kind: 'proxy', proxy, mayHaveArrived: false })
    expect(error.message).toBe(`no connection through the proxy ${proxy}: no connection within 0.05 s`)
  })

  test('a proxy that hangs up', async () => {
    const proxy = `127.0.0.1:${await serveRaw((socket) => socket.once('data', () => socket.end()))}`
    const error = await failureOf(clientOf({ HTTPS_PROXY: proxy }).request({ url: 'https://shop.test/' }))
    expect(error).toMatchObject({ kind: 'proxy', proxy, mayHaveArrived: false })
  })

  test('a variable that names none', async () => {
    const client = clientOf({ HTTPS_PROXY: 'socks5://u:hunter2@p.test' })
    const error = await failureOf(client.request({ url: 'https://shop.test/' }))
    expect(error.kind).toBe('proxy')
    expect(error.message).not.toContain('hunter2')
  })
})
