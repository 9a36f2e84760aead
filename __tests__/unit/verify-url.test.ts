import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { printable } from '../../src/engine/foreign.ts'
import { startProgress } from '../../src/engine/progress.ts'
import { answerLines, answerText, type UrlCheck, verifyUrl } from '../../src/engine/verify-url.ts'
import { recorder, sleeper } from './shop.ts'

/** Real servers on loopback, closed after each test whatever connections are open. */
const open: { close(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers with these statuses in turn, the last one again and again. */
const serveStatuses = (...statuses: readonly number[]): Promise<string> => {
  let asked = 0
  return serve((_, response) => {
    response.writeHead(statuses[Math.min(asked, statuses.length - 1)] ?? 500).end('hello')
    asked++
  })
}

const verify = async (
  url: string,
  {
    check = {},
    deadline = 600_000,
    pollMs,
    onSleep,
    signal = new AbortController().signal,
  }: {
    check?: Partial<UrlCheck>
    deadline?: number
    pollMs?: number
    onSleep?: (time: number) => void
    signal?: AbortSignal
  } = {},
) => {
  let slept = 0
  const { clock, sleeps } = sleeper(() => onSleep?.(++slept))
  const { log, lines } = recorder()
  const proof = await verifyUrl(
    {
      url,
      statusCodes: '200-399',
      body: undefined,
      windowMs: 60_000,
      settleMs: 0,
      clean: printable,
      ...check,
    },
    { clock, signal, fetch, deadline, pollMs, progress: startProgress({ clock, log }) },
  )
  return { ...proof, sleeps, lines }
}

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
    ['and again', [200, 500, 200, 200, 500, 200], 8],
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
    expect(lines.map((line) => line.replace(/^.*?: /, ''))).toEqual(['HTTP 503', 'HTTP 200, asking on'])
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
  test('are followed and shown', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b?x=1' }).end()
      else if (request.url === '/b?x=1') response.writeHead(308, { location: `${url}/c` }).end('moved')
      else response.end('arrived')
    })
    const { proven, last } = await verify(`${url}/a`, { check: { body: 'arrived' } })
    expect(proven).toBe(true)
    expect(answerLines(last)).toEqual(
      expect.arrayContaining([`redirected to ${url}/b?x=1`, `redirected to ${url}/c`, 'arrived']),
    )
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
    const proof = await verify(url, { check: { windowMs: 10_000 } })
    expect(proof.proven).toBe(false)
    expect(answerLines(proof.last).join('\n')).toContain('redirect')
  })

  test.each(['https://[', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'data:text/plain,good'])(
    'to where no answer can come from: %s',
    async (location) => {
      const url = await serve((_, response) => response.writeHead(302, { location }).end())
      expect((await verify(url, { check: { windowMs: 1 } })).proven).toBe(false)
    },
  )

  test('a redirect without a place to go to is judged by its status', async () => {
    expect(await verify(await serveStatuses(304))).toMatchObject({ proven: true })
  })

  test('the certificate of the place they lead to is not passed over', async () => {
    const other = await serve((_, response) => response.end('not TLS'))
    const url = await serve((_, response) =>
      response.writeHead(302, { location: other.replace('http:', 'https:') }).end(),
    )
    expect(await verify(url, { check: { windowMs: 1 } })).toMatchObject({
      proven: false,
      last: { kind: 'silent' },
    })
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
    return await verify(url, { check: { body, windowMs: 1, statusCodes: '200' }, pollMs: 1 })
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
    expect(answerText(proof.last)).toBe('HTTP 200 without the text asked for')
  })

  test('a good text with a bad status is bad', async () => {
    const url = await serve((_, response) => response.writeHead(500).end('9a8b7c'))
    expect(await verify(url, { check: { body: '9a8b7c', windowMs: 1 } })).toMatchObject({ proven: false })
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

describe('no answer', () => {
  test.each([
    ['a name that does not exist', async () => 'http://shop.invalid/'],
    [
      'nobody listens',
      async () => {
        const url = await serve(() => undefined)
        await Promise.all(open.splice(0).map((server) => server.close()))
        return url
      },
    ],
    ['what speaks no HTTP', async () => (await serve(() => undefined)).replace('http:', 'https:')],
  ])('%s', async (_, urlOf) => {
    const { proven, attempts, last } = await verify(await urlOf(), { check: { windowMs: 12_000 } })
    expect([proven, attempts, last.kind]).toEqual([false, 4, 'silent'])
    expect(answerLines(last)).toEqual([answerText(last)])
    expect(answerText(last)).not.toBe('')
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

  test('it takes longer than an answer may, before it begins or before it ends', async () => {
    const silent = await serve(() => undefined)
    const drip = await serve((_, response) => void response.writeHead(200).write('x'))
    const proofs = await Promise.all(
      [silent, drip].map((url) => verify(url, { check: { windowMs: 1 }, deadline: 0 })),
    )
    // What began is an answer: a stream of events never ends.
    expect(proofs.map(({ last }) => last.kind)).toEqual(['silent', 'answered'])
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
    expect(answerLines(last)).toEqual([
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
    const shown = answerLines(last).join('|')
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
    expect(answerLines(last)).toEqual(
      expect.arrayContaining([`redirected to ${url}/***`, 'server: ***', '***']),
    )
    expect([...answerLines(last), ...lines].join('\n')).not.toContain('canary')
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
      signal: controller.signal,
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
    expect(await verify(url, { signal: controller.signal })).toMatchObject({ proven: false, attempts: 1 })
  })
})
