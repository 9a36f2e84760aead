import { afterEach, describe, expect, test } from '@jest/globals'
import { tagKeys } from '../../src/source/resource-tags.ts'
import type { GitHubFault } from '../support/github/server.ts'
import { previewTags, pull, type Stage, setStage } from '../support/github/stage.ts'
import { runAction, writes } from './action.ts'

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

const day = 24 * 3600_000

/** Makes a preview of shop five days ago. */
function arrange(
  { simulator }: Stage,
  number: number,
  {
    tags = {},
    name = `shop-pr-${number}`,
    daysAgo = 5,
  }: {
    tags?: Readonly<Record<string, string>>
    name?: string
    daysAgo?: number
  } = {},
) {
  return simulator.account.call(
    'CreateContainerService',
    { serviceName: name, power: 'nano', scale: 1, tags: previewTags(number, tags) },
    { at: simulator.clock.now() - daysAgo * day },
  )
}

const over = { [tagKeys.expires]: '2026-01-13T09:00:00.000Z' }
const soon = { [tagKeys.expires]: '2026-01-18T12:00:00.000Z' }
const sha = 'a'.repeat(40)

function gone(...numbers: readonly number[]) {
  return numbers.map((number) => pull(number, sha, 'closed'))
}

function sweep(inputs: Readonly<Record<string, string>> = {}) {
  if (!stage) throw new Error('there is no stage')
  return stage.push({ event: 'schedule' }, { mode: 'cleanup', image: '', ...inputs })
}

function names() {
  return stage?.services().map(({ containerServiceName }) => containerServiceName)
}

describe('mode: cleanup', () => {
  test('deletes what is closed or over, leaves the rest with age and cost, and touches nothing else', async () => {
    stage = await setStage({}, { pulls: [pull(1, sha), ...gone(2), pull(3, sha), pull(4, sha)] })
    arrange(stage, 1, { tags: soon })
    arrange(stage, 2)
    arrange(stage, 3, { tags: over })
    arrange(stage, 4, { tags: { [tagKeys.expires]: 'some day' } })
    arrange(stage, 5, { tags: { ...over, [tagKeys.repository]: 'acme/store' } })
    arrange(stage, 6, { tags: { ...over, [tagKeys.base]: 'store' } })
    arrange(stage, 8, { tags: over, name: 'shop' })
    const run = await sweep()
    expect(run).toMatchObject({
      exitCode: 0,
      errors: [],
      outputs: {
        result: 'deleted',
        'reason-code': 'previews-deleted',
        reason: '2 previews are gone: shop-pr-2, shop-pr-3',
        'service-name': 'shop',
      },
    })
    expect(names()).toEqual(['shop-pr-1', 'shop-pr-4', 'shop-pr-5', 'shop-pr-6', 'shop'])
    expect(writes(run)).toEqual(['DeleteContainerService', 'DeleteContainerService'])
    expect(run.log).toContain(
      '- preview shop-pr-2  pull request 2 is closed · 5 days old · $7.00 a month\n' +
        '  - preview shop-pr-3  pull request 3, expired 2 days ago · 5 days old · $7.00 a month',
    )
    expect(run.log).toContain(
      '::notice::2 previews stay:%0Ashop-pr-1: pull request 1, expires in 3 days · 5 days old · $7.00 a month%0Ashop-pr-4: pull request 4, never expires',
    )
    expect(run.summary).toContain('| shop-pr-2 | deleted · pull request 2 is closed ·')
    expect(run.summary).toContain('| shop-pr-1 | pull request 1, expires in 3 days ·')
  })

  test('nothing to do: a report', async () => {
    stage = await setStage({}, { pulls: [pull(1, sha)] })
    arrange(stage, 1, { tags: soon })
    const run = await sweep()
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { result: 'reported', 'reason-code': 'nothing-to-clean-up' },
    })
    expect(run.log).toContain(
      'shop-pr-1        pull request 1, expires in 3 days · 5 days old · $7.00 a month',
    )
    expect(writes(run)).toEqual([])
  })

  test('no preview at all: GitHub is not even asked', async () => {
    stage = await setStage()
    const run = await sweep()
    expect(run.outputs).toMatchObject({
      result: 'reported',
      reason: 'there are no previews of shop',
    })
    expect(stage.github.requests).toEqual([])
  })

  test('one that cannot be deleted does not keep the others, and the step is red', async () => {
    stage = await setStage(
      {
        faults: [
          {
            operation: 'DeleteContainerService',
            calls: 2,
            effect: { kind: 'error', type: 'InvalidInputException', message: 'Sorry, not this one.' },
          },
        ],
      },
      { pulls: gone(1, 2, 3) },
    )
    for (const number of [1, 2, 3]) arrange(stage, number)
    const run = await sweep()
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'cleanup-incomplete' } })
    expect(run.errors[0]).toContain(
      '1 of 3 previews could not be deleted: shop-pr-2 (Sorry, not this one); the others are gone',
    )
    expect(names()).toEqual(['shop-pr-2'])
    expect(run.summary).toContain('| shop-pr-2 | not deleted (Sorry, not this one) ·')
  })

  test('a role that may not delete: red, and it says what to allow', async () => {
    stage = await setStage(
      {
        faults: [{ operation: 'DeleteContainerService', calls: 'every', effect: { kind: 'access-denied' } }],
      },
      { pulls: gone(1, 2) },
    )
    arrange(stage, 1)
    arrange(stage, 2)
    const run = await sweep()
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'refused', 'reason-code': 'access-denied' } })
    expect(run.errors[0]).toContain('lightsail:DeleteContainerService')
  })

  test('answers that get lost, and calls that are throttled: each preview is deleted once more', async () => {
    stage = await setStage(
      {
        faults: [
          {
            operation: 'DeleteContainerService',
            calls: 1,
            effect: { kind: 'drop', when: 'after-acceptance' },
          },
          { operation: 'DeleteContainerService', calls: 3, effect: { kind: 'throttle' } },
        ],
      },
      { pulls: gone(1, 2) },
    )
    arrange(stage, 1)
    arrange(stage, 2)
    const run = await sweep()
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(names()).toEqual([])
  })

  test('answers that never come: it looks before it asks again, and tells of it once', async () => {
    stage = await setStage(
      {
        switches: { secondDelete: 'rejected' },
        faults: [{ operation: 'DeleteContainerService', calls: 'every', effect: { kind: 'truncate' } }],
      },
      { pulls: gone(1, 2) },
    )
    arrange(stage, 1)
    arrange(stage, 2)
    const run = await sweep()
    expect(run).toMatchObject({ exitCode: 0, errors: [], outputs: { result: 'deleted' } })
    expect(writes(run)).toEqual(['DeleteContainerService', 'DeleteContainerService'])
    expect(run.log.match(/no answer to DeleteContainerService/g)).toHaveLength(1)
    expect(names()).toEqual([])
  })

  test('a preview that is being deployed stays until the next time', async () => {
    stage = await setStage({ secondsPerCall: 1 }, { pulls: gone(1) })
    arrange(stage, 1)
    stage.simulator.account.call('CreateContainerServiceDeployment', {
      serviceName: 'shop-pr-1',
      containers: { app: { image: 'nginx', ports: { '80': 'HTTP' } } },
    })
    const run = await sweep()
    expect(run.outputs['result']).toBe('reported')
    expect(run.log).toContain('busy, will be deleted next time')
    expect(writes(run)).toEqual([])
  })

  test('closes the environments of what it deleted at GitHub, if deployments are recorded there', async () => {
    const deployments = [{ environment: 'shop-pr-1' }, { environment: 'shop-pr-2' }]
    stage = await setStage({}, { pulls: [...gone(1), pull(2, sha)], deployments })
    arrange(stage, 1)
    arrange(stage, 2)
    await sweep({ 'github-deployment': 'true' })
    const closed = stage.github.deployments
      .filter(({ id }) => stage?.github.statuses.get(id)?.[0]?.state === 'inactive')
      .map(({ environment }) => environment)
    expect(closed).toEqual(['shop-pr-1'])
  })

  test.each([
    ['a token without rights', { faults: [{ effect: { kind: 'status', status: 403 } as const }] }, {}],
    ['no token', {}, { 'INPUT_GITHUB-TOKEN': '' }],
  ])('%s: only what is over is deleted, and a notice says so', async (_, onGitHub, env) => {
    stage = await setStage({}, onGitHub)
    arrange(stage, 1, { tags: over })
    arrange(stage, 2)
    const run = await stage.push({ event: 'schedule', env }, { mode: 'cleanup', image: '' })
    expect(run.outputs).toMatchObject({ result: 'deleted', reason: '1 preview is gone: shop-pr-1' })
    expect(run.log).toContain(
      '::notice::cannot tell which pull requests are closed; deleting only expired previews',
    )
    expect(names()).toEqual(['shop-pr-2'])
  })

  test('outside of GitHub, or with inputs for one service, nothing is called', async () => {
    const outside = await runAction({ inputs: { mode: 'cleanup', image: '' } })
    expect(outside.errors).toEqual([
      'mode: cleanup needs a GitHub Actions run: GITHUB_REPOSITORY and similar variables are not set',
    ])
    stage = await setStage()
    const run = await sweep({ image: 'nginx', power: 'nano' })
    expect(run.errors).toEqual([
      'image: has no effect with mode: cleanup; remove it',
      'power: has no effect with mode: cleanup; remove it',
    ])
    expect(run.operations).toEqual([])
  })
})

describe('hundreds of previews', () => {
  const open = Array.from({ length: 150 }, (_, index) => pull(1000 + index, sha))
  const asked = () => stage?.github.requests.map(({ path }) => path)

  test('300 closed ones and 150 open pull requests cost a handful of calls', async () => {
    const closed = Array.from({ length: 300 }, (_, index) => pull(1 + index, sha, 'closed'))
    stage = await setStage({ switches: { serviceQuota: 1000 } }, { pulls: [...closed, ...open] })
    for (const { number } of closed) arrange(stage, number, { tags: soon })
    for (const { number } of open) arrange(stage, number, { tags: soon })
    const run = await sweep({ 'wait-for-minutes': '9' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(run.outputs['reason']).toMatch(/^300 previews are gone: shop-pr-1, .* and 290 more$/)
    expect(writes(run)).toHaveLength(300)
    const looks = run.operations.filter((operation) => operation === 'GetContainerServices')
    expect(looks.length).toBeLessThan(10)
    expect(asked()).toEqual(Array(5).fill('/graphql'))
    expect(names()).toHaveLength(150)
  })
})

describe('nothing but the word of GitHub about that very pull request makes it closed', () => {
  type Case = readonly [string, GitHubFault['effect'] | undefined, RegExp]
  const denied = { type: 'FORBIDDEN', message: 'Resource not accessible by integration' }
  const missing = {
    type: 'NOT_FOUND',
    message: "Could not resolve to a Repository with the name 'acme/shop'.",
  }
  const text = (text: string, type?: string): GitHubFault['effect'] => ({
    kind: 'text',
    text,
    ...(type !== undefined && { type }),
  })

  test.each<Case>([
    ['an empty 200', text(''), /an unexpected answer/],
    ['null', text('null'), /an unexpected answer/],
    ['an empty map', text('{}'), /an unexpected answer/],
    ['data without the repository', text('{"data":{}}'), /an unexpected answer/],
    ['a list', text('{"data":{"repository":[]}}'), /an unexpected answer/],
    ['a web page', text('<html>Sign in</html>', 'text/html'), /an unexpected answer/],
    [
      'a repository without any of them',
      text('{"data":{"repository":{}}}'),
      /cannot tell which pull requests are closed/,
    ],
    [
      'the state of another number',
      text('{"data":{"repository":{"pr1":{"number":2,"state":"CLOSED"}}}}'),
      /cannot tell which pull requests are closed/,
    ],
    [
      'a state that nobody knows',
      text('{"data":{"repository":{"pr1":{"number":1,"state":"LOCKED"}}}}'),
      /cannot tell which pull requests are closed/,
    ],
    ['a token without rights', { kind: 'query', error: denied }, /"permissions: pull-requests: read"/],
    ['a repository that the token cannot see', { kind: 'query', error: missing }, /pull-requests: read/],
    [
      'a limit',
      { kind: 'query', error: { type: 'RATE_LIMITED', message: 'API rate limit exceeded' } },
      /rate limit was reached/,
    ],
    [
      'a 409 without a text',
      { kind: 'status', status: 409, message: '' },
      /cannot tell which pull requests are closed/,
    ],
    ['a 502', { kind: 'status', status: 502 }, /GitHub answered 502/],
    ['a number that does not exist any more', undefined, /cannot tell which pull requests are closed/],
  ])('%s: the preview stays, and that is said', async (_, effect, told) => {
    const faults = effect ? [{ path: /graphql/, effect }] : []
    stage = await setStage({}, { faults, pulls: effect ? gone(1) : [] })
    arrange(stage, 1)
    const run = await sweep()
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'reported' } })
    expect(run.log).toMatch(new RegExp(`^::(?:notice|warning)::.*${told.source}`, 'm'))
    expect(run.log).toContain('cannot tell which pull requests are closed')
    expect(run.log).not.toContain('could not be reached')
    expect(names()).toEqual(['shop-pr-1'])
  })

  test('one of three that was transferred: it stays and is named, the closed one goes', async () => {
    stage = await setStage({}, { pulls: [...gone(1), pull(2, sha)] })
    for (const number of [1, 2, 3]) arrange(stage, number, { tags: soon })
    const run = await sweep()
    expect(run.outputs).toMatchObject({ result: 'deleted', reason: '1 preview is gone: shop-pr-1' })
    expect(names()).toEqual(['shop-pr-2', 'shop-pr-3'])
    expect(run.log).toContain('::notice::GitHub did not say whether pull request 3 is closed')
  })

  test('merged, and on Enterprise Server', async () => {
    const merged = { ...pull(1, sha, 'closed'), merged_at: '2026-01-14T09:00:00Z' }
    stage = await setStage({}, { root: '/api/v3', pulls: [merged] })
    arrange(stage, 1)
    expect((await sweep()).outputs['result']).toBe('deleted')
    expect(stage.github.requests.map(({ path }) => path)).toEqual(['/api/graphql'])
  })
})
