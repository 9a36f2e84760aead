import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type HttpRequest, NetworkError } from '../../../src/net/http.ts'
import { createHttpClient } from '../../../src/net/http-client.ts'
import { freePort, serve, serveRaw, serveSecurely } from '../../support/net/servers.ts'

let client = createHttpClient({ environment: {} })

afterEach(() => {
  client.close()
  client = createHttpClient({ environment: {} })
})

const notTimers = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
] as const

function ask(url: string, more: Omit<HttpRequest, 'url'> = {}) {
  return client.request({ url, ...more })
}

/** What a request ends with that gets no answer. */
async function failureOf(call: Promise<unknown>): Promise<NetworkError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof NetworkError) return error
  throw new Error('a NetworkError was expected', { cause: error })
}

async function textOf(message: IncomingMessage): Promise<string> {
  message.setEncoding('utf8')
  let text = ''
  for await (const part of message) text += part
  return text
}

describe('an answer', () => {
  test('has a status, headers in lower case, and a body', async () => {
    const url = await serve((_, response) => {
      response.writeHead(404, [
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
        ['Set-Cookie', 'c=1'],
        ['Set-Cookie', 'd=2'],
      ])
      response.end('nöthing hêre')
    })
    const response = await ask(url)
    expect(response.status).toBe(404)
    expect(response.headers).toMatchObject({ 'x-twice': 'a, b', 'set-cookie': 'c=1, d=2' })
    expect(await response.text()).toBe('nöthing hêre')
  })

  test('a redirect is an answer like any other', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end())
    const { status, headers, discard } = await ask(url)
    discard()
    expect({ status, location: headers['location'] }).toEqual({ status: 302, location: '/elsewhere' })
  })

  test('is given to no more than so many bytes, also of a body without an end', async () => {
    const url = await serve((_, response) => {
      const write = () => {
        while (response.write('0123456789'.repeat(1000)));
      }
      response.on('drain', write)
      write()
    })
    const response = await ask(url)
    expect(await response.text(25)).toBe('0123456789012345678901234')
  })

  test('whoever leaves the body closes the connection', async () => {
    let hasClosed: () => void = () => undefined
    const closed = new Promise<void>((resolve) => {
      hasClosed = resolve
    })
    const url = await serve((message, response) => {
      message.socket.on('close', hasClosed)
      response.write('the beginning')
    })
    for await (const part of (await ask(url)).body) {
      expect(Buffer.from(part).toString()).toBe('the beginning')
      break
    }
    await closed
  })

  test.each([
    ['HEAD', 200, { 'content-length': '1000' }],
    ['POST', 202, { 'content-length': '0' }],
    ['DELETE', 204, {}],
  ])(
    'one without a body to %s keeps its connection for the next request',
    async (method, status, headers) => {
      const ports: unknown[] = []
      const url = await serve((message, response) => {
        ports.push(message.socket.remotePort)
        response.writeHead(status, headers).end()
      })
      for (const turn of ['first', 'second']) {
        const response = await ask(url, { method, headers: { turn } })
        const ended = new Promise((resolve) => setImmediate(resolve))
        response.discard()
        await ended
      }
      expect(ports).toEqual([ports[0], ports[0]])
    },
  )
})

describe('a request', () => {
  test.each<[string, HttpRequest['body'], string]>([
    ['a text', 'hällo', 'hällo'],
    ['bytes', Buffer.from('bytes'), 'bytes'],
    ['nothing', undefined, ''],
    [
      'a stream',
      (async function* () {
        for (const part of ['one ', 'two ', 'three']) yield Buffer.from(part)
      })(),
      'one two three',
    ],
  ])('sends %s', async (_, body, sent) => {
    const heard: unknown[] = []
    const url = await serve(async (message, response) => {
      heard.push(message.method, message.url, message.headers['x-mine'], await textOf(message))
      response.end()
    })
    const headers = { 'x-mine': 'yes' }
    const response = await ask(`${url}/a%20b?c=d`, { method: 'PUT', headers, ...(body && { body }) })
    expect(await response.text()).toBe('')
    expect(heard).toEqual(['PUT', '/a%20b?c=d', 'yes', sent])
  })

  test('whose body cannot be read is ended', async () => {
    const url = await serve((message) => void message.resume())
    const body = (async function* () {
      yield Buffer.from('half')
      throw new Error('disk on fire')
    })()
    const { kind, cause } = await failureOf(ask(url, { method: 'PUT', body }))
    expect({ kind, cause }).toEqual({ kind: 'invalid-request', cause: new Error('disk on fire') })
  })

  test('is sent once more when the connection that was kept for it turned out to be closed', async () => {
    let connections = 0
    const port = await serveRaw((socket) => {
      connections++
      let requests = 0
      // Answers one request of each connection, and hangs up at the next.
      socket.on('data', () =>
        ++requests > 1 ? socket.resetAndDestroy() : socket.write('HTTP/1.1 204 No Content\r\n\r\n'),
      )
    })
    const url = `http://127.0.0.1:${port}`
    for (let turn = 0; turn < 3; turn++) expect(await (await ask(url)).text()).toBe('')
    expect(connections).toBe(3)
    const { kind, mayHaveArrived } = await failureOf(ask(url, { method: 'POST' }))
    expect({ kind, mayHaveArrived }).toEqual({ kind: 'broken', mayHaveArrived: true })
  })
})

describe('no answer', () => {
  // Time passes only when somebody lets it: how long a connection takes decides nothing.
  beforeEach(() => void jest.useFakeTimers({ doNotFake: [...notTimers] }))
  afterEach(() => void jest.useRealTimers())
  const pass = (ms: number) => void jest.advanceTimersByTime(ms)

  test('nobody listens', async () => {
    const error = await failureOf(ask(`http://127.0.0.1:${await freePort()}`))
    expect(error).toMatchObject({ kind: 'refused', code: 'ECONNREFUSED', mayHaveArrived: false })
    expect(error.message).toMatch(/^connect ECONNREFUSED 127\.0\.0\.1:\d+$/)
  })

  test('nobody listens at any of the addresses of a name', async () => {
    const error = await failureOf(ask(`http://localhost:${await freePort()}`))
    expect(error).toMatchObject({ kind: 'refused', code: 'ECONNREFUSED' })
    expect(error.message).toMatch(/^connect ECONNREFUSED /)
  })

  test('a name that does not exist', async () => {
    const error = await failureOf(ask('http://no-such-host.invalid'))
    expect(error).toMatchObject({ kind: 'dns', mayHaveArrived: false })
    expect(error.message).toMatch(/^getaddrinfo \w+ no-such-host\.invalid$/)
  })

  test('a certificate that nobody signed', async () => {
    const url = await serveSecurely((_, response) => response.end())
    const error = await failureOf(ask(url))
    expect(error).toMatchObject({ kind: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', mayHaveArrived: false })
    expect(error.message).toMatch(/self-signed certificate/)
  })

  test('a server that speaks no TLS', async () => {
    const port = await serveRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const error = await failureOf(ask(`https://127.0.0.1:${port}`))
    expect(error).toMatchObject({ kind: 'tls', mayHaveArrived: false })
    expect(error.message).toMatch(/^(?:SSL routines: )?(?:wrong version number|packet length too long)$/)
  })

  test('somebody on the way who hangs up as soon as TLS begins', async () => {
    const port = await serveRaw((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(await failureOf(ask(`https://127.0.0.1:${port}`))).toMatchObject({
      kind: 'tls',
      mayHaveArrived: false,
    })
  })

  test('a server that hangs up', async () => {
    const url = await serve((message) => void message.socket.resetAndDestroy())
    const error = await failureOf(ask(url))
    expect(error).toMatchObject({ kind: 'broken', code: 'ECONNRESET', mayHaveArrived: true })
  })

  test('a server that speaks no HTTP', async () => {
    const port = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    const error = await failureOf(ask(`http://127.0.0.1:${port}`))
    expect(error).toMatchObject({ kind: 'broken', mayHaveArrived: true })
  })

  test('headers that never come', async () => {
    const url = await serve(() => pass(50))
    const error = await failureOf(ask(url, { responseTimeoutMs: 50 }))
    expect(error).toMatchObject({ kind: 'response-timeout', mayHaveArrived: true })
    expect(error.message).toBe('no answer within 0.05 s')
  })

  test('a body that never ends', async () => {
    const url = await serve((_, response) => void response.write('the beginning'))
    const response = await ask(url, { timeoutMs: 50 })
    pass(50)
    const error = await failureOf(response.text())
    expect(error).toMatchObject({ kind: 'response-timeout', mayHaveArrived: true, host: new URL(url).host })
    expect(error.message).toBe('no complete answer within 0.05 s')
    const silent = await serve(() => pass(50))
    expect((await failureOf(ask(silent, { timeoutMs: 50 }))).message).toBe('no answer within 0.05 s')
  })

  test('TLS that never stands', async () => {
    const port = await serveRaw(() => pass(50))
    const error = await failureOf(ask(`https://127.0.0.1:${port}`, { connectTimeoutMs: 50 }))
    expect(error).toMatchObject({ kind: 'connect-timeout', mayHaveArrived: false })
    expect(error.message).toBe('no connection within 0.05 s')
    const later = await failureOf(ask(`https://127.0.0.1:${port}`, { responseTimeoutMs: 50 }))
    expect(later).toMatchObject({ kind: 'connect-timeout', mayHaveArrived: false })
  })

  test('a body that breaks off', async () => {
    const port = await serveRaw((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nthe beginning'),
    )
    const response = await ask(`http://127.0.0.1:${port}`)
    expect(response.status).toBe(200)
    expect(await failureOf(response.text())).toMatchObject({ kind: 'broken', mayHaveArrived: true })
  })

  test.each(['ftp://127.0.0.1/', 'data:text/plain,hello', 'file:///etc/passwd', 'not a url', ''])(
    'what no web server is behind: %j',
    async (url) => {
      expect(await failureOf(ask(url))).toMatchObject({ kind: 'unsupported', mayHaveArrived: false })
    },
  )

  test('user and password in a URL are neither sent nor shown', async () => {
    const { kind, message } = await failureOf(ask('http://somebody:hunter2@127.0.0.1/'))
    expect({ kind, message }).toEqual({
      kind: 'unsupported',
      message: 'user and password in a URL are not sent',
    })
  })

  test.each([
    ['a line break in a header', { headers: { authorization: 'Bearer x\ny' } }],
    ['a method that is none', { method: 'GET IT' }],
  ])('%s', async (_, more) => {
    const url = await serve((_, response) => response.end())
    const { kind, mayHaveArrived, message } = await failureOf(ask(url, more))
    expect({ kind, mayHaveArrived }).toEqual({ kind: 'invalid-request', mayHaveArrived: false })
    expect(message).not.toContain('Bearer')
  })
})

describe('given up', () => {
  test('before it was sent', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked++
      response.end()
    })
    const error = await failureOf(ask(url, { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ kind: 'aborted', mayHaveArrived: false })
    expect(asked).toBe(0)
  })

  test('while it waits for the answer', async () => {
    const ending = new AbortController()
    const url = await serve(() => ending.abort())
    expect(await failureOf(ask(url, { signal: ending.signal }))).toMatchObject({
      kind: 'aborted',
      mayHaveArrived: true,
    })
  })

  test('in the middle of the body', async () => {
    const ending = new AbortController()
    const url = await serve((_, response) => void response.write('the beginning'))
    const response = await ask(url, { signal: ending.signal })
    const text = failureOf(response.text())
    ending.abort()
    expect(await text).toMatchObject({ kind: 'aborted' })
  })

  test('when the door is closed', async () => {
    const url = await serve((_, response) => void response.write('the beginning'))
    const response = await ask(url)
    client.close()
    expect(await failureOf(response.text())).toMatchObject({ kind: 'broken' })
  })
})

describe('addresses that are not to be connected to', () => {
  const noLoopback = (address: string) =>
    /^127\.|^::1$|^::ffff:7f/.test(address) ? `${address} is private` : undefined

  test.each(['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]'])(
    'written as %s',
    async (host) => {
      const { port } = new URL(await serve((_, response) => response.end()))
      const error = await failureOf(ask(`http://${host}:${port}/`, { checkAddress: noLoopback }))
      expect(error).toMatchObject({ kind: 'blocked', mayHaveArrived: false })
      expect(error.message).toMatch(/is private$/)
    },
  )

  test('behind a name', async () => {
    const { port } = new URL(await serve((_, response) => response.end()))
    const error = await failureOf(ask(`http://localhost:${port}/`, { checkAddress: noLoopback }))
    expect(error).toMatchObject({ kind: 'blocked', mayHaveArrived: false })
    expect(error.message).toMatch(/is private$/)
  })

  test('are looked at although a connection is open already', async () => {
    const url = (await serve((_, response) => response.end('hello'))).replace('127.0.0.1', 'localhost')
    expect(await (await ask(url)).text()).toBe('hello')
    expect(await failureOf(ask(url, { checkAddress: noLoopback }))).toMatchObject({ kind: 'blocked' })
  })

  test('others of the same name are', async () => {
    const url = (await serve((_, response) => response.end('hello'))).replace('127.0.0.1', 'localhost')
    const asked: string[] = []
    const checkAddress = (address: string) => {
      asked.push(address)
      return address.includes(':') ? 'not this one' : undefined
    }
    expect(await (await ask(url, { checkAddress })).text()).toBe('hello')
    expect(asked).toContain('127.0.0.1')
  })
})
