import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { findOutcome } from '../../simulator/lightsail/find-outcome.ts'
import { crashScript } from '../../simulator/lightsail/log-scripts.ts'
import { head, pullRequestRun, pushRun } from '../support/github/runs.ts'
import {
  type GitHubFault,
  type GitHubOptions,
  type GitHubServer,
  startGitHub,
} from '../support/github/server.ts'
import { passTime, runAction, type Situation, writes } from './action.ts'
import { cancelledWhen } from './cancelled.ts'

const update: Situation = { scenario: 'update', inputs: { 'container-port': '8080' } }

let github: GitHubServer
async function start(options: GitHubOptions = {}) {
  await github?.close()
  github = await startGitHub(options)
}
beforeEach(() => start())
afterEach(() => github.close())

function comments() {
  return (github.comments.get(7) ?? []).map(({ body = '' }) => body)
}
function written() {
  return github.requests
    .filter(({ method }) => method === 'POST' || method === 'PATCH')
    .filter(({ path }) => path !== '/graphql')
    .map(({ body }) => String(body['body']))
}
function warnings(log: string) {
  return [...log.matchAll(/^::warning::(.*)$/gm)].map(([, text]) => text)
}
function marker(subject: string, run = 1, sha = head) {
  return `<!-- lightsail-deploy ${JSON.stringify({ subject, run, attempt: 1, sha })} -->`
}

describe('one comment on the pull request', () => {
  test('from the start of the deployment to its end, edited in place', async () => {
    const run = await runAction({ ...update, ...pullRequestRun(github) })
    const [first = '', last = '', ...more] = written()
    expect(more).toEqual([])
    expect(first).toContain('### ⏳ shop in eu-central-1: deploying')
    expect(first?.replaceAll('<!-- -->', '')).toContain('[aaaaaaa](https://github.com/acme/shop/commit/')
    expect(last).toContain('### ✅ shop in eu-central-1: deployed')
    expect(last).toMatch(/shop is live at \[https:\/\/shop\.\S+\]\(https:\/\/shop\.\S+\) · version 18/)
    for (const text of [
      'ghcr.io/acme/shop:9a8b7c',
      'nano × 1 · &#36;7.00 a month',
      '17 → 18',
      '/actions/runs/42)',
    ])
      expect(last).toContain(text)
    expect(comments()).toEqual([last])
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success', 'monthly-cost': '7.00' } })
    expect(warnings(run.log)).toEqual([])
  })

  test('the next run edits it, wherever it is among 250, and not the copy that somebody else made', async () => {
    const others = Array.from({ length: 250 }, (_, index) => ({ body: `comment ${index}`, login: 'octocat' }))
    const copy = { body: `${marker('shop in eu-central-1')}\nsend your secrets here`, login: 'mallory' }
    const ours = { body: `${marker('shop in eu-central-1')}\nold` }
    await start({ comments: [...others.slice(0, 10), copy, ...others.slice(10), ours] })
    const before = comments()
    await runAction({ ...update, ...pullRequestRun(github) })
    expect(comments()).toHaveLength(252)
    expect(comments().slice(0, 251)).toEqual(before.slice(0, 251))
    expect(comments()[251]).toContain('shop in eu-central-1: deployed')
  })

  test('of our own author, whoever the token belongs to', async () => {
    const body = `${marker('shop in eu-central-1')}\nold`
    await start({
      viewer: 'acme-deployer[bot]',
      comments: [
        { body, login: 'github-actions[bot]' },
        { body, login: 'acme-deployer[bot]' },
      ],
    })
    await runAction({ ...update, ...pullRequestRun(github) })
    expect(comments()[0]).toBe(body)
    expect(comments()[1]).toContain('deployed')
  })

  test('for each service and Region', async () => {
    await start({
      comments: [
        { body: `${marker('shop in us-east-1')}\nold` },
        { body: `${marker('api in eu-central-1')}\nold` },
      ],
    })
    await runAction({ ...update, ...pullRequestRun(github) })
    expect(comments().map((body) => /"subject":"([^"]+)"/.exec(body)?.[1])).toEqual([
      'shop in us-east-1',
      'api in eu-central-1',
      'shop in eu-central-1',
    ])
  })

  test('somebody deleted it meanwhile: it is written anew', async () => {
    const run = await runAction({
      ...update,
      ...pullRequestRun(github),
      onCall: ({ operation }) => {
        if (operation === 'GetContainerServices' && comments().length === 1 && written().length === 1)
          github.comments.set(7, [])
      },
    })
    expect(run.exitCode).toBe(0)
    expect(comments()).toEqual([expect.stringContaining('deployed')])
    expect(warnings(run.log)).toEqual([])
  })

  test('two runs started at once and wrote one each: the first one stays, the last word is ours', async () => {
    const older = `${marker('shop in eu-central-1', 41, 'd'.repeat(40))}\nof the other run`
    await runAction({
      ...update,
      ...pullRequestRun(github),
      onCall: () => {
        const [comment, ...more] = github.comments.get(7) ?? []
        if (comment && more.length === 0) {
          github.comments.set(7, [{ ...comment, id: 900, body: older }, comment])
        }
      },
    })
    expect(github.comments.get(7)?.map(({ id }) => id)).toEqual([900])
    expect(comments()).toEqual([expect.stringContaining('deployed')])
  })

  test('among 3,000 comments the run that writes ours turns the pages once', async () => {
    const talk = Array.from({ length: 3_000 }, (_, index) => ({ body: `talk ${index}`, login: 'octocat' }))
    await start({ comments: talk })
    await runAction({ ...update, ...pullRequestRun(github) })
    const pages = github.requests.filter(({ path }) => path.includes('/issues/7/comments?'))
    expect(pages.length).toBeLessThanOrEqual(31)
    expect(comments()).toHaveLength(3_001)
    expect(comments()[3_000]).toContain('shop in eu-central-1: deployed')
  })

  test('two runs at once, and a hundred comments deleted meanwhile: the first one stays all the same', async () => {
    const talk = Array.from({ length: 250 }, (_, index) => ({ body: `talk ${index}`, login: 'octocat' }))
    await start({ comments: talk })
    const older = `${marker('shop in eu-central-1', 41, 'd'.repeat(40))}\nof the other run`
    await runAction({
      ...update,
      ...pullRequestRun(github),
      onCall: () => {
        const all = github.comments.get(7) ?? []
        const [ours] = all.slice(-1)
        if (!ours || all.length !== 251) return
        github.comments.set(7, [
          ...all.slice(150, 250),
          { ...ours, id: Number(ours.id) - 1, body: older },
          ours,
        ])
      },
    })
    expect(comments()).toHaveLength(101)
    expect(comments()[100]).toContain('deployed')
  })

  test('on Enterprise Server, whose links lead there', async () => {
    await start({ root: '/api/v3', comments: [{ body: `${marker('shop in eu-central-1')}\nold` }] })
    const env = { GITHUB_SERVER_URL: 'https://ghe.acme.example' }
    await runAction({ ...update, ...pullRequestRun(github, { env }) })
    expect(comments()).toEqual([
      expect.stringContaining('(https://ghe.acme.example/acme/shop/actions/runs/42)'),
    ])
  })
})

describe('what it says', () => {
  test('plan mode: the plan, unfolded, and nothing is written at Lightsail', async () => {
    const run = await runAction({
      ...update,
      inputs: { mode: 'plan', scale: '2', 'environment-variables': 'FEATURE_X=hunter2-hunter2' },
      ...pullRequestRun(github),
    })
    expect(writes(run)).toEqual([])
    expect(written()).toHaveLength(1)
    expect(comments()[0]).toContain('### shop in eu-central-1: plan')
    expect(comments()[0]).toContain('<details open><summary>3 changes, &#36;7.00 → &#36;14.00 a month')
    expect(comments()[0]).toContain('+ app environment  FEATURE_X')
    expect(comments()[0]).not.toContain('hunter2')
  })

  test('a failed deployment: what serves, why, what to do and the end of the log, as text of others', async () => {
    const hostile = [
      'canary-secret-of-the-app',
      'paging @acme/ops, see #1 <img src=x> </pre><script>',
      '::error::fake',
      ...Array.from({ length: 30 }, (_, index) => `${index} ${'<'.repeat(1900)}`),
      'Error: @acme/ops <b>crashed</b>',
    ]
    const run = await runAction({
      ...update,
      inputs: { 'container-port': '8080', 'environment-variables': 'TOKEN=canary-secret-of-the-app' },
      outcomes: [{ ...findOutcome('crashes'), story: crashScript(() => hostile) }],
      ...pullRequestRun(github),
    })
    expect(run.outputs['result']).toBe('failed-kept-previous')
    const [body = ''] = comments()
    expect(body).toContain('### ❌ shop in eu-central-1: deployment failed')
    expect(body).toContain('Version 18 of shop failed, version 17 keeps serving')
    expect(body).toContain('**What to do:**')
    expect(body).toContain('<details><summary>Log of app')
    expect(body.length).toBeLessThanOrEqual(65_536)
    for (const page of [body, run.summary]) {
      expect(page).not.toMatch(/canary|@acme|#1\b|<img|<script|<b>/)
      expect(page).toMatch(/@<!-- -->acme\/ops/)
      for (const tag of ['pre', 'details', 'summary'])
        expect(page.split(`</${tag}>`)).toHaveLength(page.split(`<${tag}>`).length)
    }
  })

  test('the job summary reads like it, with the time of each phase', async () => {
    const { summary } = await runAction({ ...update, ...pullRequestRun(github) })
    const lines = comments()[0]?.split('\n').slice(1) ?? []
    expect(lines.filter((line) => !summary.includes(line))).toEqual([])
    expect(summary).toContain('| Phase | Time |')
    expect(comments()[0]).not.toContain('| Phase | Time |')
  })

  test('the job was cancelled', async () => {
    const situation = {
      ...update,
      scenario: 'deployment-never-ends',
      secondsPerCall: 0,
      inputs: { 'poll-interval-seconds': '600' },
      ...pullRequestRun(github),
    }
    const isTold = ({ number }: { number: number }) => number > 3 && written().length > 0
    const run = await cancelledWhen(isTold, situation)
    expect(run.outputs['result']).toBe('cancelled')
    expect(comments()).toEqual([expect.stringContaining('shop in eu-central-1: cancelled')])
  })
})

describe('a newer run has the last word', () => {
  const newer = 'c'.repeat(40)

  test('a re-run of an older commit leaves it alone, and says so', async () => {
    const body = `${marker('shop in eu-central-1', 99, newer)}\nnew`
    await start({ comments: [{ body }] })
    const run = await runAction({ ...update, ...pullRequestRun(github, { run: 42, attempt: 2 }) })
    expect(run.exitCode).toBe(0)
    expect(comments()).toEqual([body])
    expect(written()).toEqual([])
    expect(run.log).toContain(
      '::notice::the comment on the pull request was left alone: a newer run, for ccccccc, wrote it',
    )
  })

  test('one that came while we deployed', async () => {
    const body = `${marker('shop in eu-central-1', 43, newer)}\nnew`
    await runAction({
      ...update,
      ...pullRequestRun(github),
      onCall: () => {
        const [comment] = github.comments.get(7) ?? []
        if (comment) comment.body = body
      },
    })
    expect(comments()).toEqual([body])
  })

  test('a re-run of the same commit is newer than its first attempt', async () => {
    await start({ comments: [{ body: `${marker('shop in eu-central-1', 42)}\nold` }] })
    await runAction({ ...update, ...pullRequestRun(github, { attempt: 2 }) })
    expect(comments()).toEqual([expect.stringContaining('"attempt":2')])
  })
})

describe('nothing at all is asked of GitHub', () => {
  test.each<[string, () => Partial<Situation>]>([
    ['by a push', () => pushRun(github)],
    [
      'by a push whose event file is broken',
      () => pushRun(github, { env: { GITHUB_EVENT_PATH: 'gone.json' } }),
    ],
    ['without a token', () => pullRequestRun(github, { env: { 'INPUT_GITHUB-TOKEN': '' } })],
    ['with comment-on-pr: false', () => pullRequestRun(github, { env: { 'INPUT_COMMENT-ON-PR': 'false' } })],
    ['by mode: status', () => pullRequestRun(github, { env: { INPUT_MODE: 'status', INPUT_IMAGE: '' } })],
  ])('%s, and nothing is said about it', async (_, situation) => {
    const { env, ...rest } = situation()
    const run = await runAction({
      scenario: 'update',
      ...rest,
      inputs: {
        ...(env?.['INPUT_MODE'] === undefined ? {} : { mode: 'status', image: '' }),
        ...(env?.['INPUT_COMMENT-ON-PR'] === undefined ? {} : { 'comment-on-pr': 'false' }),
      },
      env: env ?? {},
    })
    expect(run.exitCode).toBe(0)
    expect(github.requests).toEqual([])
    expect(run.log).not.toMatch(/::warning|::notice/)
  })
})

describe('trouble is one warning and never the verdict', () => {
  test.each<[string, GitHubFault['effect'], RegExp]>([
    [
      'a read-only token',
      { kind: 'status', status: 403 },
      /give the job "permissions: pull-requests: write"$/,
    ],
    ['404', { kind: 'status', status: 404, message: 'Not Found' }, /"permissions: pull-requests: write"$/],
    ['500', { kind: 'status', status: 500 }, /GitHub answered 500/],
    ['no answer', { kind: 'hang' }, /GitHub did not answer in time$/],
    ['a limit', { kind: 'limited' }, /rate limit was reached/],
    [
      'an empty 200',
      { kind: 'text', text: '' },
      /an unexpected answer \(nothing in place of the comments\)$/,
    ],
    ['null', { kind: 'text', text: 'null' }, /an unexpected answer \(nothing in place of the comments\)$/],
    [
      'a map',
      { kind: 'text', text: '{}' },
      /an unexpected answer \(something else in place of the comments\)$/,
    ],
    [
      'the sign-in page of a proxy',
      { kind: 'text', text: '<html>Sign in</html>', type: 'text/html' },
      /an unexpected answer \(a web page in place of the comments\)$/,
    ],
    [
      'the error page of a proxy',
      { kind: 'text', text: '<html>Bad gateway</html>', type: 'text/html', status: 502 },
      /GitHub answered 502 \("a web page"\)$/,
    ],
  ])('%s', async (_, effect, words) => {
    await start({ faults: [{ effect, path: /comments/ }], onHang: () => passTime(5_000) })
    const run = await runAction({ ...update, ...pullRequestRun(github) })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(warnings(run.log)).toEqual([expect.stringMatching(words)])
    expect(run.log.replace(/^::add-mask::.*$/gm, '')).not.toContain('ghs_token')
  })

  test('a comment that was written, and an answer that does not say so: it is found in the end', async () => {
    await start({
      faults: [{ method: 'POST', path: /comments/, times: 1, effect: { kind: 'text', text: '' } }],
    })
    const run = await runAction({ ...update, ...pullRequestRun(github) })
    expect(run.outputs['result']).toBe('success')
    expect(warnings(run.log)).toEqual([
      'could not write the comment on the pull request: GitHub gave an unexpected answer (nothing in place of a comment)',
    ])
    expect(comments()).toEqual([expect.stringContaining('deployed')])
  })

  test.each([
    ['null among the comments', '[null]'],
    [
      'a comment of a user who is gone',
      `[{"id":1,"body":${JSON.stringify(marker('shop in eu-central-1'))},"user":null}]`,
    ],
    ['a comment without a text', '[{"id":1,"body":null,"user":{"login":"octocat"}}]'],
  ])('%s is passed over', async (_, text) => {
    await start({
      faults: [{ method: 'GET', path: /7\/comments/, times: 1, effect: { kind: 'text', text } }],
    })
    const run = await runAction({ ...update, ...pullRequestRun(github) })
    expect(warnings(run.log)).toEqual([])
    expect(comments()).toEqual([expect.stringContaining('deployed')])
  })

  test('a red run stays as red as it was', async () => {
    await start({ faults: [{ effect: { kind: 'status', status: 403 } }] })
    const run = await runAction({ scenario: 'failing-update', ...pullRequestRun(github) })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed-kept-previous' } })
    expect(warnings(run.log)).toHaveLength(1)
  })

  test.each([
    [
      'cannot be read',
      { GITHUB_EVENT_PATH: 'gone.json' },
      /no comment on the pull request: .*cannot be read: ENOENT/,
    ],
    ['is not named', { GITHUB_EVENT_PATH: '' }, /no comment on the pull request: GITHUB_EVENT_PATH/],
  ])('the file that tells about the event %s', async (_, env, words) => {
    const run = await runAction({ ...update, ...pullRequestRun(github, { env }) })
    expect(run.outputs['result']).toBe('success')
    expect(warnings(run.log)).toEqual([expect.stringMatching(words)])
    expect(github.requests).toEqual([])
  })
})
