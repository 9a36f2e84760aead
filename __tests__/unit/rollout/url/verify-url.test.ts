import { describe, expect, test } from '@jest/globals'
import type { HttpClient } from '../../../../src/net/http.ts'
import { createHttpClient } from '../../../../src/net/http-client.ts'
import { refusePrivateAddress } from '../../../../src/net/private-address.ts'
import { lightsailDeploy as product } from '../../../../src/product.ts'
import {
  describeResponse,
  probeUrl,
  responseExcerpt,
  type UrlProbe,
} from '../../../../src/rollout/url/verify-url.ts'
import { createProgress } from '../../../../src/runtime/progress.ts'
import { sanitizeLine } from '../../../../src/text/sanitize.ts'
import { freePort, serve } from '../../../support/net/servers.ts'
import { recorder, sleeper } from '../../../support/shop.ts'

/** Answers with these statuses in turn, the last one too many times. */
function serveStatuses(...statuses: readonly number[]): Promise<string> {
  let asked = 0
  return serve((_, response) => {
    response.writeHead(statuses[Math.min(asked, statuses.length - 1)] ?? 500).end('hello')
    asked++
  })
}

/** Time is virtual: what is to take too long rings the alarm. */
async function verify(
  url: string,
  {
    check = {},
    deadline = 600_000,
    pollMs,
    onSleep,
    http = createHttpClient({ environment: {} }),
    controller = new AbortController(),
    time = sleeper(() => onSleep?.(++slept)),
  }: {
    check?: Partial<UrlProbe>
    deadline?: number
    pollMs?: number
    onSleep?: (time: number) => void
    http?: HttpClient
    controller?: AbortController
    time?: ReturnType<typeof sleeper>
  } = {},
) {
  slept = 0
  const { clock, sleeps } = time
  const { log, lines } = recorder()
  const { signal } = controller
  const proof = await probeUrl(
    {
      site: { asked: url, own: 'https://shop.invalid/', domainNames: [] },
      statusCodes: '200-399',
      wanted: undefined,
      windowMs: 60_000,
      settleMs: 0,
      clean: sanitizeLine,
      refuseAddress: refusePrivateAddress,
      ...check,
    },
    { clock, signal, http, product, deadline, pollMs, progress: createProgress({ clock, log }) },
  )
  http.close()
  return { ...proof, sleeps, lines }
}
let slept = 0

test('looks at the service may be rarer than there is time for: the URL is asked often enough all the same', async () => {
  const url = await serveStatuses(200)
  const asked = { pollMs: 300_000, deadline: 300_000, check: { windowMs: 300_000 } }
  expect((await verify(url, asked)).proven).toBe(true)
})

describe('several good answers in a row', () => {
  test.each([
    ['three good ones', [200], 3],
    ['bad ones before them are ridden out', [404, 502, 503, 200], 6],
    ['a bad one starts the row anew', [200, 200, 503, 200], 6],
    ['too many times', [200, 500, 200, 200, 500, 200], 8],
    ['any of the status codes', [204, 301, 399], 3],
  ])('%s', async (_, statuses, attempts) => {
    expect(await verify(await serveStatuses(...statuses))).toMatchObject({ proven: true, attempts })
  })

  test('two in a row are not enough, however often', async () => {
    let asked = 0
    const url = await serve((_, response) => response.writeHead(asked++ % 3 === 2 ? 503 : 200).end())
    const proof = await verify(url, { check: { windowMs: 30_000 } })
    expect(proof.proven).toBe(false)
    expect(proof.attempts).toBeGreaterThan(6)
  })

  test('each change is told, and a good answer is not the end yet', async () => {
    const { lines } = await verify(await serveStatuses(503, 200))
    expect(lines.map((line) => line.replace(/^.*?: /, ''))).toEqual([
      'HTTP 503',
      'HTTP 200 (1 of 3)',
      'HTTP 200 (2 of 3)',
      'HTTP 200 (3 of 3)',
    ])
  })

  test('they must last as long as what served before may answer', async () => {
    const { proven, sleeps, attempts } = await verify(await serveStatuses(200), {
      check: { settleMs: 9_000 },
    })
    expect(proven).toBe(true)
    expect(sleeps.reduce((sum, ms) => sum + ms)).toBeGreaterThanOrEqual(9_000)
    expect(attempts).toBe(6)
  })

  test('a bad one starts the lasting anew', async () => {
    const url = await serveStatuses(200, 200, 200, 503, 200)
    const { sleeps } = await verify(url, { check: { settleMs: 6_000 } })
    expect(sleeps).toEqual([2_000, 2_000, 2_000, 5_000, 2_000, 2_000, 2_000])
  })

  test('good answers that do not last long enough within the window prove nothing', async () => {
    const check = { settleMs: 30_000, windowMs: 10_000 }
    expect(await verify(await serveStatuses(200), { check })).toMatchObject({ proven: false })
  })

  test('only the codes that were asked for are good', async () => {
    expect(
      await verify(await serveStatuses(204), { check: { statusCodes: '200,301', windowMs: 1 } }),
    ).toMatchObject({
      proven: false,
      last: { status: 204 },
    })
  })
})

describe('redirects', () => {
  test('are followed and shown, without queries', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b?x=1' }).end()
      else if (request.url === '/b?x=1') response.writeHead(308, { location: `${url}/c` }).end('moved')
      else response.end('arrived')
    })
    const { proven, last } = await verify(`${url}/a`, { check: { wanted: 'arrived' } })
    expect(proven).toBe(true)
    expect(responseExcerpt(last)).toEqual([
      'HTTP 200',
      `redirected to ${url}/b?…`,
      `redirected to ${url}/c`,
      'arrived',
    ])
  })

  test('what stands at their end decides', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/gone') response.writeHead(404).end()
      else response.writeHead(301, { location: '/gone' }).end()
    })
    expect(await verify(url, { check: { windowMs: 1 } })).toMatchObject({
      proven: false,
      last: { status: 404 },
    })
  })

  test.each([
    ['to itself', '/'],
    ['ever further', undefined],
  ])('a loop is never good, although 302 is among the codes: %s', async (_, location) => {
    let asked = 0
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: location ?? `/${++asked}` }).end()
    })
    const proof = await verify(url, { check: { windowMs: 1 } })
    expect(proof.proven).toBe(false)
    expect(responseExcerpt(proof.last).join('\n')).toContain('more than 5 redirects')
  })

  test('five are followed', async () => {
    const url = await serve((request, response) => {
      const turn = Number(request.url?.slice(1))
      if (turn === 5) response.end('arrived')
      else response.writeHead(302, { location: `/${turn + 1}` }).end()
    })
    expect(await verify(`${url}/0`, { check: { wanted: 'arrived' } })).toMatchObject({ proven: true })
    expect(await verify(`${url}/-1`, { check: { windowMs: 1 } })).toMatchObject({ proven: false })
  })

  test.each(['https://[', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'data:text/plain,good', 'http://'])(
    'to where no answer can come from, they prove nothing: %s',
    async (location) => {
      const url = await serve((_, response) => response.writeHead(302, { location }).end('good'))
      const { proven, last } = await verify(url, { check: { windowMs: 1 } })
      expect(proven).toBe(false)
      expect(responseExcerpt(last)).toEqual([
        expect.stringMatching(/^HTTP 302 redirects to (?:something that is not a URL|\w+:…)/),
      ])
    },
  )

  test.each([300, 301, 302, 304, 307, 308])(
    '%i without a place to go to is judged by its status',
    async (status) => {
      expect(await verify(await serveStatuses(status))).toMatchObject({ proven: true, last: { status } })
    },
  )

  test.each([300, 304])('%i is no redirect, whatever place it names', async (status) => {
    let asked = 0
    const url = await serve((_, response) => {
      asked++
      response.writeHead(status, { location: '/other?token=canary' }).end()
    })
    const { last, attempts } = await verify(url)
    expect(last).toMatchObject({ kind: 'answered', status })
    expect(asked).toBe(attempts)
    expect(responseExcerpt(last).join()).not.toContain('canary')
  })

  test('a certificate that nobody knows is not passed over', async () => {
    // The same port, and https: what was asked speaks no TLS.
    const url = await serve((_, response) =>
      response.writeHead(302, { location: url.replace('http:', 'https:') }).end(),
    )
    const { proven, last } = await verify(url, { check: { windowMs: 1 } })
    expect([proven, last.kind]).toEqual([false, 'silent'])
    expect(responseExcerpt(last).at(-1)).toBe(`redirected to ${url.replace('http:', 'https:')}/`)
  })
})

describe('a redirect elsewhere', () => {
  /** Another service of the same machine, which must never be asked. */
  const inside = async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('server', 'canary').end('{"SecretAccessKey":"canary"}')
    })
    return { asked, url, port: new URL(url).port }
  }

  test.each<[string, (port: string) => string, string]>([
    ['another port', (port) => `http://127.0.0.1:${port}/`, 'another port'],
    ['another name of the machine', (port) => `http://localhost:${port}/`, 'another host'],
    ['as a number', (port) => `http://2130706433:${port}/`, 'another port'],
    ['in hexadecimal', (port) => `http://0x7f.1:${port}/`, 'another port'],
    ['IPv4 in IPv6', (port) => `http://[::ffff:127.0.0.1]:${port}/`, 'another host'],
    ['without a scheme', (port) => `//localhost:${port}/`, 'another host'],
    ['with backslashes', (port) => `\\\\localhost:${port}\\`, 'another host'],
    ['behind user info', (port) => `http://127.0.0.1@localhost:${port}/`, 'another host'],
  ])('is not followed, and is an answer: %s', async (_, locationOf, why) => {
    const { asked, port } = await inside()
    const url = await serve((__, response) =>
      response
        .writeHead(302, { location: `${locationOf(port)}?token=canary`, server: 'nginx' })
        .end(`to ${locationOf(port)}?token=canary`),
    )
    const { proven, last, lines } = await verify(url)
    expect(asked).toEqual([])
    expect(proven).toBe(true)
    expect(describeResponse(last)).toMatch(/^HTTP 302, redirects to http:\/\/[^@]*\/\?…$/)
    expect(responseExcerpt(last).slice(1)).toEqual([`not followed: ${why}`])
    expect([...responseExcerpt(last), ...lines].join()).not.toContain('canary')
  })

  test.each([
    ['its status is asked for', { statusCodes: '302' }, true],
    ['its status is not', { statusCodes: '200' }, false],
    ['it holds no text, whatever its body says', { wanted: 'hello' }, false],
  ])('is judged by its status: %s', async (_, check, proven) => {
    const { asked, url: other } = await inside()
    const url = await serve((__, response) => response.writeHead(302, { location: other }).end('hello'))
    expect(await verify(url, { check: { ...check, windowMs: 10_000 } })).toMatchObject({ proven })
    expect(asked).toEqual([])
  })

  test('after some that were followed', async () => {
    const { asked, url: other } = await inside()
    const url = await serve((request, response) =>
      response
        .writeHead(307, { location: request.url === '/' ? '/login' : `${other}/login?next=canary` })
        .end(),
    )
    const { last } = await verify(url, { check: { windowMs: 1 } })
    expect(responseExcerpt(last)).toEqual([
      `HTTP 307, redirects to ${other}/login?…`,
      `redirected to ${url}/login`,
      'not followed: another port',
    ])
    expect(asked).toEqual([])
  })

  test('a domain name of the service that leads into a private network', async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.headers.host ?? '')
      response.writeHead(302, { location: `http://localhost:${new URL(url).port}/` }).end()
    })
    const site = { asked: url, own: 'https://shop.invalid/', domainNames: ['localhost'] }
    const { last } = await verify(url, { check: { site, windowMs: 1 } })
    expect(responseExcerpt(last)).toEqual([
      `HTTP 302, redirects to http://localhost:${new URL(url).port}/`,
      'not followed: its name resolves to a private network address',
    ])
    expect(new Set(asked)).toEqual(new Set([new URL(url).host]))
  })

  test('a domain name of the service that does not: followed, and nothing of its answer is shown', async () => {
    const url = await serve((request, response) => {
      if (request.headers.host?.startsWith('localhost'))
        response.setHeader('server', 'canary').writeHead(500).end('canary')
      else response.writeHead(302, { location: `http://localhost:${new URL(url).port}/?a` }).end()
    })
    const site = { asked: url, own: 'https://shop.invalid/', domainNames: ['localhost'] }
    const refuseAddress = () => undefined
    const { last } = await verify(url, { check: { site, refuseAddress, windowMs: 1 } })
    expect(responseExcerpt(last)).toEqual([
      'HTTP 500',
      `redirected to http://localhost:${new URL(url).port}/?…`,
    ])
  })

  test("the service's own URL is free: its API named it", async () => {
    const url = await serve((request, response) => {
      if (request.headers.host?.startsWith('localhost')) response.end('arrived')
      else response.writeHead(302, { location: `http://localhost:${new URL(url).port}/` }).end()
    })
    const site = { asked: url, own: `http://localhost:${new URL(url).port}/`, domainNames: [] }
    expect(await verify(url, { check: { site, wanted: 'arrived' } })).toMatchObject({ proven: true })
  })
})

describe('the text of the body', () => {
  const verifyBody = async (chunks: readonly (string | Buffer)[], body: string) => {
    const url = await serve((_, response) => {
      const [first = '', ...rest] = chunks
      response.write(first)
      const send = () => {
        const chunk = rest.shift()
        if (chunk === undefined) response.end()
        else response.write(chunk, () => setImmediate(send))
      }
      setImmediate(send)
    })
    return await verify(url, { check: { wanted: body, windowMs: 1, statusCodes: '200' }, pollMs: 1 })
  }

  test.each([
    ['in the middle', ['{"commit":"9a8b7c"}'], '9a8b7c'],
    ['over two chunks', ['{"commit":"9a8', 'b7c"}'], '9a8b7c'],
    [
      'a character over two chunks',
      [Buffer.from('gr\u00fc').subarray(0, 3), Buffer.from('ü').subarray(1)],
      'grü',
    ],
    ['behind many chunks', ['x'.repeat(70_000), 'y'.repeat(70_000), 'end'], 'yend'],
  ])('is found: %s', async (_, chunks, body) => {
    expect((await verifyBody(chunks, body)).last).toMatchObject({ status: 200, hasText: true })
  })

  test.each([
    ['another text', ['commit 1f2e3d'], '9a8b7c'],
    ['in other letters', ['COMMIT'], 'commit'],
    ['no body', [''], 'x'],
    ['a pattern is no pattern', ['commit 9a8b7c'], 'commit .*'],
  ])('is not found: %s', async (_, chunks, body) => {
    const proof = await verifyBody(chunks, body)
    expect(proof.proven).toBe(false)
    expect(describeResponse(proof.last)).toBe('HTTP 200 without the expected text')
  })

  test('a good text with a bad status is bad', async () => {
    const url = await serve((_, response) => response.writeHead(500).end('9a8b7c'))
    expect(await verify(url, { check: { wanted: '9a8b7c', windowMs: 1 } })).toMatchObject({ proven: false })
  })
})

describe('bodies that are too long', () => {
  test('a huge one is read in part, and 200 bytes are shown', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(5_000_000)))
    const { proven, last } = await verify(url)
    expect(proven).toBe(true)
    expect(last).toMatchObject({ body: 'x'.repeat(200) })
  })

  test('an endless one is left', async () => {
    const url = await serve((_, response) => {
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(more))
      }
      more()
    })
    expect(await verify(url)).toMatchObject({ proven: true, attempts: 3 })
  })

  test('what is shown is cut between characters', async () => {
    const url = await serve((_, response) => response.end(`x${'ü'.repeat(200)}`))
    const { last } = await verify(url, { check: { windowMs: 1 } })
    expect(last.kind === 'answered' && last.body).toMatch(/^xü+$/)
  })
})

async function* ringingAfterFirst(body: AsyncIterable<Uint8Array>, ring: () => void) {
  for await (const chunk of body) {
    yield chunk
    ring()
  }
}

describe('no answer', () => {
  test('a path alone, as the service was shown without its URL: that is said, and the query is not', async () => {
    const { proven, last } = await verify('/healthz?tok=abcdef', { check: { windowMs: 1_000 } })
    expect(proven).toBe(false)
    expect(last).toMatchObject({ kind: 'silent', message: 'the service did not report its URL' })
  })

  test.each([
    ['a name that does not exist', async () => 'http://shop.invalid/'],
    [
      'nobody listens',
      async () => {
        return `http://127.0.0.1:${await freePort()}`
      },
    ],
    ['what speaks no HTTP', async () => (await serve(() => undefined)).replace('http:', 'https:')],
  ])('%s', async (_, urlOf) => {
    const { proven, attempts, last } = await verify(await urlOf(), { check: { windowMs: 12_000 } })
    expect([proven, attempts, last.kind]).toEqual([false, 4, 'silent'])
    expect(responseExcerpt(last)).toEqual([describeResponse(last)])
    expect(describeResponse(last)).not.toBe('')
  })

  test('the connection is closed without one, or in the middle', async () => {
    const closed = await serve((request) => void request.socket.destroy())
    expect((await verify(closed, { check: { windowMs: 1 } })).last.kind).toBe('silent')
    const cut = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy())
    })
    expect(await verify(cut, { check: { windowMs: 1 } })).toMatchObject({
      proven: false,
      last: { kind: 'silent' },
    })
  })

  test('it takes longer than an answer may, before it begins', async () => {
    const time = sleeper()
    const url = await serve(() => time.ring())
    const { last } = await verify(url, { check: { windowMs: 1 }, deadline: 0, time })
    expect(last).toMatchObject({ kind: 'silent', message: 'no answer within 10 s' })
  })

  test('it takes longer before it ends: what began is an answer, as a stream of events never ends', async () => {
    const time = sleeper()
    const url = await serve((_, response) => void response.writeHead(200).write('hello'))
    const real = createHttpClient({ environment: {} })
    const http: HttpClient = {
      ...real,
      request: async (request) => {
        const response = await real.request(request)
        return { ...response, body: ringingAfterFirst(response.body, time.ring) }
      },
    }
    const { last } = await verify(url, { check: { windowMs: 1, wanted: 'hello' }, deadline: 0, time, http })
    expect(last).toMatchObject({ kind: 'answered', status: 200, hasText: true, body: 'hello' })
  })

  test('it is ridden out like a bad answer', async () => {
    let asked = 0
    const url = await serve((request, response) => {
      if (++asked < 3) request.socket.destroy()
      else response.end()
    })
    expect(await verify(url)).toMatchObject({ proven: true, attempts: 5 })
  })
})

describe('what is shown of the last answer', () => {
  test('its status, a few headers and the beginning of its body', async () => {
    const url = await serve((_, response) => {
      response.setHeader('retry-after', '30')
      response.setHeader('www-authenticate', 'Basic')
      response.setHeader('set-cookie', 'session=canary')
      response.setHeader('x-secret', 'canary')
      response.writeHead(401, { 'content-type': 'text/plain' }).end('who are you?')
    })
    const { last } = await verify(url, { check: { windowMs: 1 } })
    expect(responseExcerpt(last)).toEqual([
      'HTTP 401',
      'content-type: text/plain',
      'retry-after: 30',
      'www-authenticate: Basic',
      'who are you?',
    ])
  })

  test('control characters, and what a runner would obey, are not', async () => {
    const url = await serve((_, response) =>
      response.writeHead(500).end('\u001b[31mred\r\n\u0007::error::x\n##[add-path]y\u202e'),
    )
    const { last } = await verify(url, { check: { windowMs: 1 } })
    const shown = responseExcerpt(last).join('|')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    expect(shown).not.toMatch(/[\u0000-\u001f\u202e]/)
    expect(shown).not.toContain('##[')
    expect(shown).toContain('red')
  })

  test('nothing of it is shown unless it was cleaned', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/canary' }).end()
      else response.writeHead(500, { server: 'canary' }).end('canary')
    })
    const clean = (text: string) => text.replaceAll('canary', '***')
    const { last, lines } = await verify(url, { check: { windowMs: 1, clean } })
    expect(responseExcerpt(last)).toEqual(
      expect.arrayContaining([`redirected to ${url}/***`, 'server: ***', '***']),
    )
    expect([...responseExcerpt(last), ...lines].join('\n')).not.toContain('canary')
  })

  test('a query of what was asked is not', async () => {
    const url = await serve((_, response) => response.writeHead(500).end())
    const { lines } = await verify(`${url}/h?tok=canary#canary`, { check: { windowMs: 1 } })
    expect(lines.join()).toContain(`checking ${url}/h?…: HTTP 500`)
    expect(lines.join()).not.toContain('canary')
  })

  test('cleaning is given no more than 64 kB at once, of a body and of a header', async () => {
    const url = await serve((_, response) =>
      response.writeHead(500, { server: 's'.repeat(10_000) }).end('x'.repeat(1_000_000)),
    )
    let longest = 0
    const clean = (text: string) => {
      longest = Math.max(longest, text.length)
      return sanitizeLine(text)
    }
    await verify(url, { check: { windowMs: 1, clean } })
    expect(longest).toBe(65_536)
  })

  test('the half of a secret at the cut is not shown, however much of what stands before it goes', async () => {
    const secret = `canary-${'s'.repeat(50)}`
    for (const cut of [65_536, 32_768]) {
      const body = `${'\u001b[31m'.repeat(20_000).slice(0, cut - 20)}${secret}`.padEnd(1_000_000, 'x')
      const url = await serve((_, response) => response.writeHead(500).end(body))
      const clean = (text: string) => sanitizeLine(text.replaceAll(secret, '***'))
      const { last } = await verify(url, { check: { windowMs: 1, clean } })
      expect(responseExcerpt(last).join()).not.toContain('canary')
    }
  })

  test('bytes that are no text do no harm', async () => {
    const url = await serve((_, response) => response.writeHead(500).end(Buffer.from([0xff, 0xfe, 0, 0xc3])))
    expect((await verify(url, { check: { windowMs: 1 } })).last).toMatchObject({
      kind: 'answered',
      status: 500,
    })
  })
})

describe('time', () => {
  test('asks until the window ends, and once at its end', async () => {
    const { attempts, sleeps } = await verify(await serveStatuses(503), { check: { windowMs: 12_000 } })
    expect(sleeps).toEqual([5_000, 5_000, 2_000])
    expect(attempts).toBe(4)
  })

  test('asks sooner after a good answer', async () => {
    expect((await verify(await serveStatuses(200))).sleeps).toEqual([2_000, 2_000])
  })

  test('asks as often as the poll interval says', async () => {
    const { sleeps } = await verify(await serveStatuses(503, 200), { pollMs: 700 })
    expect(sleeps).toEqual([700, 700, 700])
  })

  test('the deadline of the run ends it before the window does', async () => {
    const { sleeps } = await verify(await serveStatuses(503), { deadline: 7_000 })
    expect(sleeps).toEqual([5_000, 2_000])
  })

  test('when the time is up already it asks once', async () => {
    expect(await verify(await serveStatuses(503), { deadline: 0 })).toMatchObject({
      proven: false,
      attempts: 1,
    })
  })
})

describe('the job is cancelled', () => {
  test('between two answers: nothing more is asked', async () => {
    const controller = new AbortController()
    let asked = 0
    const url = await serve((_, response) => {
      asked++
      response.writeHead(503).end()
    })
    const proof = await verify(url, {
      controller,
      onSleep: (time) => {
        if (time === 2) controller.abort()
      },
    })
    expect(proof.proven).toBe(false)
    expect(asked).toBe(2)
  })

  test('while an answer is awaited: it is not waited for', async () => {
    const controller = new AbortController()
    const url = await serve(() => controller.abort())
    expect(await verify(url, { controller })).toMatchObject({ proven: false, attempts: 1 })
  })
})
