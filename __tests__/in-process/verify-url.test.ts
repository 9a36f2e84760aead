import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { pullRequestRun } from '../support/github/runs.ts'
import { type GitHubServer, startGitHub } from '../support/github/server.ts'
import { serve, serveRaw } from '../support/net/servers.ts'
import { type ActionRun, runAction, type Situation, writes } from './action.ts'

/** The application under test controls the answers of its URL, but not what the run reads, shows or waits for. */

let github: GitHubServer
beforeEach(async () => {
  github = await startGitHub()
})
afterEach(() => github.close())

/** A pull request's run that verifies an app, and shows what it found in log, summary, outputs and comment. */
async function verifyApp(
  app: RequestListener,
  { path = '/', inputs = {}, ...situation }: Situation & { readonly path?: string } = {},
): Promise<ActionRun & { readonly url: string; readonly comment: string; readonly visible: string }> {
  const url = await serve(app)
  const run = await runAction({
    scenario: 'update',
    ...pullRequestRun(github),
    ...situation,
    inputs: {
      'verify-url': `${url}${path}`,
      'verify-minutes': '0.05',
      'verify-status-codes': '200',
      ...inputs,
    },
  })
  const comment = (github.comments.get(7) ?? []).map(({ body = '' }) => body).join('\n')
  const log = run.log.replace(/^::add-mask::.*$/gm, '')
  return {
    ...run,
    url,
    comment,
    visible: [log, run.summary, comment, JSON.stringify(run.outputs)].join('\n'),
  }
}

function redirectTo(location: string, status = 302) {
  return (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, { location }).end(`Found. Redirecting to ${location}`)
}

/** Another service on the runner's own machine, such as the metadata of a cloud. */
async function startInside() {
  const asked: string[] = []
  const url = await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.setHeader('server', 'INSIDECANARY').setHeader('content-type', 'application/json')
    response.end('{"AccessKeyId":"ASIAINTERNALCANARY00","SecretAccessKey":"INSIDECANARY"}')
  })
  return { asked, url }
}

describe('a redirect to another service of the machine', () => {
  test('is not followed: what that answers stands nowhere', async () => {
    const { asked, url } = await startInside()
    const run = await verifyApp(redirectTo(`${url}/latest?token=QUERYCANARY`))
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'not-verified', verified: 'false' } })
    expect(asked).toEqual([])
    expect(run.visible).not.toMatch(/CANARY/)
    expect(run.outputs['reason']).toContain(`failed the URL check: HTTP 302, redirects to ${url}/latest?…`)
    expect(run.errors[0]).toContain('not followed: another port')
    expect(run.comment).toContain('not followed: another port')
  })

  test('is an answer by itself where its status is asked for, and the log says where it leads', async () => {
    const { asked, url } = await startInside()
    // Nothing served before: three good answers are enough, however long they take.
    const run = await verifyApp(redirectTo(url.replace('127.0.0.1', 'localhost')), {
      scenario: 'first-deploy',
      inputs: { 'container-port': '8080', 'verify-status-codes': '302', 'verify-minutes': '5' },
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success', verified: 'true' } })
    expect(run.log).toContain(`passed the URL check: HTTP 302, redirects to http://localhost:`)
    expect(asked).toEqual([])
    expect(run.visible).not.toMatch(/CANARY/)
  })

  test('holds no text, whatever its own body repeats', async () => {
    const { asked, url } = await startInside()
    const run = await verifyApp(redirectTo(`${url}/?v2-marker`), {
      inputs: { 'verify-status-codes': '200-399', 'verify-body': 'v2-marker' },
    })
    expect(run.outputs).toMatchObject({ result: 'not-verified', verified: 'false' })
    expect(asked).toEqual([])
  })
})

test('a redirect to data: is no proof', async () => {
  const run = await verifyApp(redirectTo('data:text/plain,v2-marker'), {
    inputs: { 'verify-status-codes': '200-399' },
  })
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'not-verified', verified: 'false' } })
  expect(run.outputs['reason']).toContain('HTTP 302 redirects to data:…, which is not a web address')
})

describe('queries and user info', () => {
  test('of what is asked are hidden, also where the app repeats them', async () => {
    const run = await verifyApp(({ url }, response) => response.writeHead(404).end(`Cannot GET ${url}`), {
      path: '/h?tok=QUERYCANARY',
    })
    expect(run.outputs['reason']).toContain(`${run.url}/h?… failed the URL check: HTTP 404`)
    expect(run.errors[0]).toContain('Cannot GET /h?***')
    expect(run.visible).not.toContain('CANARY')
  })

  test("of the health check's path are hidden in the plan", async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { 'health-check-path': '/h?tok=QUERYCANARY' },
    })
    expect(run.log).toMatch(/~ health check +path \/ → \/h\?tok=\*\*\*$/m)
    expect(run.log.replace(/^::add-mask::.*$/gm, '') + run.summary).not.toContain('CANARY')
  })

  test('of what is redirected to are hidden, and user info is not sent', async () => {
    const asked: (string | undefined)[] = []
    const run = await verifyApp(function app({ url, headers }, response) {
      asked.push(headers.authorization)
      if (url !== '/') return void response.writeHead(500).end('broken')
      const location = `http://user:USERCANARY@${headers.host}/in?X-Amz-Signature=QUERYCANARY`
      response.writeHead(302, { location }).end()
    })
    expect(run.outputs['reason']).toContain('failed the URL check: HTTP 500')
    expect(run.errors[0]).toContain(`redirected to ${run.url}/in?…`)
    expect(new Set(asked)).toEqual(new Set([undefined]))
    expect(run.visible).not.toContain('CANARY')
  })

  test('in a URL that is refused stand nowhere', async () => {
    for (const [text, right] of [
      ['https://user:USERCANARY@shop.example.com/', 'must not contain a user name or a password'],
      ['ftp://shop.example.com/?QUERYCANARY', 'starts with https:// or http://'],
      ['data:text/plain,QUERYCANARY', 'starts with https:// or http://'],
      ['shop.example.com/h?tok=QUERYCANARY', 'write https:// before shop.example.com'],
      ['https://shop.example.com/a b?QUERYCANARY', 'a path such as /healthz'],
    ] as const) {
      const run = await runAction({ scenario: 'update', inputs: { 'verify-url': text } })
      expect(run.outputs).toMatchObject({ result: 'invalid-input' })
      expect(run.outputs['reason']).toContain(right)
      expect([run.log, run.summary, JSON.stringify(run.outputs)].join('\n')).not.toContain('CANARY')
      expect(run.operations).toEqual([])
    }
  })
})

describe('a body of 1 MB that takes long to clean', () => {
  const hostile = '\u001b]8;;'.repeat(200_000)

  test('the window and the run end all the same', async () => {
    const run = await verifyApp((_, response) => response.writeHead(500).end(hostile))
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'not-verified', verified: 'false' } })
    expect(run.comment).toContain('active, but failed the URL check')
  })

  test('a cancellation is obeyed, and all is told', async () => {
    let cancel: () => void = () => undefined
    const run = await verifyApp((_, response) => response.writeHead(500).end(hostile, () => cancel()), {
      inputs: { 'verify-minutes': '5' },
      during: ({ kill }) => {
        cancel = () => kill('SIGINT')
      },
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled', 'deployment-version': '18' } })
    expect(run.outputs['reason']).toContain(`while checking ${run.url}/`)
    expect(run.summary).toContain('cancelled')
  })
})

test('a cancellation is obeyed by a site that takes the request and says nothing', async () => {
  let cancel: () => void = () => undefined
  const port = await serveRaw((socket) => void socket.once('data', () => cancel()))
  const url = `http://127.0.0.1:${port}/`
  const run = await runAction({
    scenario: 'update',
    inputs: { 'verify-url': url },
    during: ({ kill }) => {
      cancel = () => kill('SIGINT')
    },
  })
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled', 'deployment-version': '18' } })
  expect(run.outputs['reason']).toContain(`while checking ${url}`)
})

describe('not-verified', () => {
  test('the headline is true of what serves', async () => {
    const run = await verifyApp((_, response) => response.writeHead(503).end(), {
      inputs: { 'github-deployment': 'true' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: {
        result: 'not-verified',
        'reason-code': 'not-verified',
        'deployment-version': '18',
        'deployment-state': 'ACTIVE',
        'rolled-back': 'false',
      },
    })
    expect(run.outputs['url']).not.toBe('')
    for (const page of [run.summary, run.comment]) {
      expect(page).toContain('### ⚠️ shop in eu-central-1: active, but failed the URL check')
      expect(page).toContain('it keeps serving')
      expect(page).not.toContain('nothing serves')
    }
    const [record] = github.deployments
    expect(github.statuses.get(record?.id ?? 0)?.[0]?.state).toBe('failure')
  })

  test('the old version failed to come back: ours keeps serving', async () => {
    const run = await runAction({
      scenario: 'does-not-verify',
      outcomes: ['succeeds-but-answers-500', 'crashes'],
      inputs: { 'verify-url': 'true', 'verify-minutes': '0.05', 'rollback-on-failure': 'true' },
    })
    expect(run.outputs).toMatchObject({ result: 'not-verified', 'reason-code': 'rollback-failed' })
    expect(writes(run).filter((operation) => operation.endsWith('Deployment'))).toHaveLength(2)
  })
})

describe('what stands on the page and in url', () => {
  test('settings alone: applied, not deployed', async () => {
    const run = await runAction({
      scenario: 'ready-service',
      ...pullRequestRun(github),
      inputs: { image: '', scale: '2' },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'reason-code': 'settings-applied', url: '' })
    expect(run.summary).toContain('### ✅ shop in eu-central-1: settings applied')
    expect((github.comments.get(7) ?? [])[0]?.body).toContain('### ✅ shop in eu-central-1: settings applied')
  })

  test.each<[string, Situation, boolean]>([
    ['nothing serves: no url', { scenario: 'first-deploy', inputs: { 'container-port': '8080' } }, false],
    [
      'on a service that is ready: no url',
      { scenario: 'ready-service', inputs: { 'container-port': '8080' } },
      false,
    ],
    ['the version before serves: its url', { scenario: 'update' }, true],
  ])('started, and %s', async (_, situation, hasUrl) => {
    const run = await runAction({
      ...situation,
      inputs: { ...situation.inputs, 'wait-for-service-stability': 'false' },
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'started' } })
    expect(run.outputs['url'] !== '').toBe(hasUrl)
  })
})
