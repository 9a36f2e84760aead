import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { type ApiOperation, createApi } from '../../src/github/api/api.ts'
import { create } from '../../src/github/api/comments.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import {
  type GitHubFault,
  type GitHubOptions,
  type GitHubServer,
  startGitHub,
} from '../support/github/server.ts'
import { serve } from '../support/net/servers.ts'

const errand: ApiOperation = { what: 'find the comment', permission: 'pull-requests: write' }
const other: ApiOperation = { what: 'record the deployment', permission: 'deployments: write' }

const http = createHttpClient({ environment: {} })
let github: GitHubServer | undefined
afterEach(() => github?.close())
afterAll(() => http.close())

/** The real octokit against a local GitHub; where that does not answer, seconds pass fast. */
async function connect(options: GitHubOptions = {}, isFork = false) {
  const isHanging = options.faults?.some(({ effect, times }) => effect.kind === 'hang' && !times) === true
  github = await startGitHub(options)
  const warnings: string[] = []
  const cancelling = new AbortController()
  const api = createApi({
    baseUrl: github.apiUrl,
    token: 'secret-token',
    repository: { owner: 'acme', repo: 'shop' },
    userAgent: 'lightsail-deploy/test',
    http,
    clock: { ...systemClock, alarm: (ms) => systemClock.alarm(isHanging ? ms / 50 : ms) },
    signal: cancelling.signal,
    warn: (text) => warnings.push(text),
    isFork,
    clean: (text) => text.replaceAll('secret-token', '***'),
  })
  const bodies = () =>
    api.call(errand, async (octokit, repository) => {
      const all: (string | undefined)[] = []
      for (let page = 1; ; page++) {
        const { data, headers } = await octokit.request(
          'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
          { ...repository, issue_number: 7, per_page: 100, ...(page > 1 && { page }) },
        )
        all.push(...data.map(({ body }) => body))
        if (!headers.link?.includes('rel="next"')) return all
      }
    })
  const write = () =>
    api.call(errand, (octokit, repository) =>
      octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...repository,
        issue_number: 7,
        body: 'hello',
      }),
    )
  const record = () =>
    api.call(other, async (octokit, repository) => {
      const { data } = await octokit.request('POST /repos/{owner}/{repo}/deployments', {
        ...repository,
        ref: 'a'.repeat(40),
      })
      return 'id' in data ? data.id : undefined
    })
  return { server: github, warnings, cancelling, bodies, write, record }
}

function failing(effect: GitHubFault['effect'], rest: Partial<GitHubFault> = {}): GitHubOptions {
  return {
    faults: [{ effect, ...rest }],
  }
}

describe('answers', () => {
  test('250 comments on three pages', async () => {
    const comments = Array.from({ length: 250 }, (_, index) => ({ body: `comment ${index}` }))
    const { server, bodies } = await connect({ comments })
    expect(await bodies()).toEqual(comments.map(({ body }) => body))
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/repos/acme/shop/issues/7/comments?per_page=100',
      '/repos/acme/shop/issues/7/comments?per_page=100&page=2',
      '/repos/acme/shop/issues/7/comments?per_page=100&page=3',
    ])
    expect(server.requests[0]?.authorization).toBe('token secret-token')
  })

  test('Enterprise Server has its API below /api/v3, its other pages, too', async () => {
    const comments = Array.from({ length: 101 }, () => ({ body: 'x' }))
    const { server, bodies } = await connect({ comments, root: '/api/v3' })
    expect(server.apiUrl).toMatch(/\/api\/v3$/)
    expect(await bodies()).toHaveLength(101)
  })

  test('a passing 502 is asked again, but a comment is not written twice', async () => {
    const once = failing({ kind: 'status', status: 502 }, { times: 1 })
    const reading = await connect(once)
    expect(await reading.bodies()).toEqual([])
    expect(reading.warnings).toEqual([])
    await reading.server.close()
    const writing = await connect(once)
    expect(await writing.write()).toBeUndefined()
    expect(writing.server.requests).toHaveLength(1)
    expect(writing.warnings).toEqual(['could not find the comment: GitHub answered 502 ("Server Error")'])
  })
})

describe('a repository that was renamed', () => {
  const there = { owner: 'acme', repo: 'shop', pull_number: 7 }
  const ask = (baseUrl: string) => {
    const warnings: string[] = []
    const api = createApi({
      ...{ baseUrl, token: 'secret-token', repository: { owner: 'acme', repo: 'shop' }, http },
      ...{ userAgent: 'lightsail-deploy/test', clock: systemClock, signal: new AbortController().signal },
      ...{ warn: (text) => warnings.push(text), isFork: false, clean: (text) => text },
    })
    const state = api.call(errand, async (octokit) => {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', there)
      return data.state
    })
    return { state, warnings }
  }

  test('is found where GitHub says, with the token', async () => {
    const asked: unknown[] = []
    const url = await serve((message, response) => {
      asked.push([message.url, message.headers.authorization])
      if (message.url === '/repositories/42/pulls/7')
        response.setHeader('content-type', 'application/json; charset=utf-8').end('{"state":"open"}')
      else response.writeHead(301, { location: '/repositories/42/pulls/7' }).end('{}')
    })
    expect(await ask(url).state).toBe('open')
    expect(asked).toEqual([
      ['/repos/acme/shop/pulls/7', 'token secret-token'],
      ['/repositories/42/pulls/7', 'token secret-token'],
    ])
  })

  test('is not looked for anywhere else: the token would go there', async () => {
    let strays = 0
    const elsewhere = await serve((_, response) => {
      strays++
      response.end()
    })
    const url = await serve((_, response) => response.writeHead(301, { location: `${elsewhere}/x` }).end())
    await ask(url).state
    expect(strays).toBe(0)
  })

  test('is not looked for without an end', async () => {
    let asked = 0
    const url = await serve((message, response) => {
      asked++
      response.writeHead(302, { location: message.url ?? '' }).end()
    })
    await ask(url).state
    expect(asked).toBe(4)
  })
})

describe('trouble is one warning', () => {
  test.each([403, 404])(
    'a token that lacks a permission (%d) names the line, and other calls go on',
    async (status) => {
      const message = status === 403 ? 'Resource not accessible by integration' : 'Not Found'
      const { bodies, write, record, warnings, server } = await connect(
        failing({ kind: 'status', status, message }, { path: /comments/ }),
      )
      expect([await bodies(), await write()]).toEqual([undefined, undefined])
      expect(await record()).toBe(server.deployments[0]?.id)
      expect(warnings).toEqual([
        `could not find the comment: GitHub says "${message}"; give the job "permissions: pull-requests: write"`,
      ])
      expect(server.requests).toHaveLength(2)
    },
  )

  test.each<[string, GitHubFault['effect'], RegExp]>([
    [
      'a token that ended',
      { kind: 'status', status: 401, message: 'Bad credentials' },
      /check github-token$/,
    ],
    ['the secondary rate limit', { kind: 'limited' }, /rate limit was reached/],
    ['500 too many times', { kind: 'status', status: 500 }, /GitHub answered 500/],
    ['no answer', { kind: 'hang' }, /did not answer in time$/],
    ['a connection that breaks', { kind: 'reset' }, /could not be reached \(.+\)$/],
  ])('%s: GitHub is left alone from then on', async (_, effect, words) => {
    const { bodies, record, warnings, server } = await connect(failing(effect))
    expect([await bodies(), await record()]).toEqual([undefined, undefined])
    expect(warnings).toEqual([expect.stringMatching(words)])
    expect(server.requests.every(({ path }) => path.includes('comments'))).toBe(true)
  })

  test.each<[string, GitHubFault['effect'], string]>([
    ['an empty 200', { kind: 'text', text: '' }, 'nothing in place of a comment'],
    ['a list', { kind: 'text', text: '[]' }, 'a list in place of a comment'],
    ['a map without it', { kind: 'text', text: '{"id":null}' }, 'a comment without id'],
    [
      'a web page',
      { kind: 'text', text: '<html></html>', type: 'text/html' },
      'a web page in place of a comment',
    ],
  ])('%s is told as an unexpected answer, once, and GitHub is asked again', async (_, effect, words) => {
    github = await startGitHub(failing(effect, { times: 2 }))
    const warnings: string[] = []
    const api = createApi({
      baseUrl: github.apiUrl,
      token: 'secret-token',
      repository: { owner: 'acme', repo: 'shop' },
      userAgent: 'lightsail-deploy/test',
      http,
      clock: systemClock,
      signal: new AbortController().signal,
      warn: (text) => warnings.push(text),
      isFork: false,
      clean: (text) => text,
    })
    expect([await create(api, 7, 'x'), await create(api, 7, 'x')]).toEqual([undefined, undefined])
    expect(await create(api, 7, 'x')).toBeDefined()
    expect(warnings).toEqual([
      `could not write the comment on the pull request: GitHub gave an unexpected answer (${words})`,
    ])
  })

  test('a pull request from a fork: no line of permissions would help', async () => {
    const { write, warnings } = await connect(failing({ kind: 'status', status: 403 }), true)
    await write()
    expect(warnings).toEqual([
      'could not find the comment: GitHub says "Resource not accessible by integration": a pull request from a fork gets a read-only token',
    ])
  })

  test('what GitHub refuses for a reason of its own', async () => {
    const { write, record, warnings } = await connect(
      failing(
        { kind: 'status', status: 403, message: 'Unable to create comment because issue is locked.' },
        { times: 1 },
      ),
    )
    expect(await write()).toBeUndefined()
    expect(warnings).toEqual([
      'could not find the comment: GitHub says "Unable to create comment because issue is locked."',
    ])
    expect(await record()).toBeDefined()
  })

  test('the token is not repeated', async () => {
    const { write, warnings } = await connect(
      failing({ kind: 'status', status: 422, message: 'secret-token is odd' }),
    )
    await write()
    expect(warnings).toEqual(['could not find the comment: GitHub says "*** is odd"'])
  })
})

describe('cancellation', () => {
  test('ends a call that hangs, without a word; what is still to be said is said', async () => {
    const { bodies, write, cancelling, warnings, server } = await connect(
      failing({ kind: 'hang' }, { times: 1 }),
    )
    const asked = bodies()
    cancelling.abort()
    expect(await asked).toBeUndefined()
    expect(await write()).toBeDefined()
    expect(warnings).toEqual([])
    expect(server.comments.get(7)).toHaveLength(1)
  })
})
