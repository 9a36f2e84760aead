import { afterEach, describe, expect, test } from '@jest/globals'
import { marks } from '../../src/lightsail/marks.ts'
import { previewTags, pull, type Stage, setStage } from '../github/stage.ts'
import { runBundle, writes } from './bundle.ts'

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

const day = 24 * 3600_000

/** Makes a preview of shop five days ago. */
const arrange = (
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
) =>
  simulator.account.call(
    'CreateContainerService',
    { serviceName: name, power: 'nano', scale: 1, tags: previewTags(number, tags) },
    { at: simulator.clock.now() - daysAgo * day },
  )

const over = { [marks.expires]: '2026-01-13T09:00:00.000Z' }
const soon = { [marks.expires]: '2026-01-18T12:00:00.000Z' }
const sha = 'a'.repeat(40)

const sweep = (inputs: Readonly<Record<string, string>> = {}) => {
  if (!stage) throw new Error('there is no stage')
  return stage.push({ event: 'schedule' }, { mode: 'cleanup', image: '', ...inputs })
}

const names = () => stage?.services().map(({ containerServiceName }) => containerServiceName)

describe('mode: cleanup', () => {
  test('deletes what is closed or over, leaves the rest with age and cost, and touches nothing else', async () => {
    stage = await setStage({}, { pulls: [pull(1, sha), pull(3, sha), pull(4, sha)] })
    arrange(stage, 1, { tags: soon })
    arrange(stage, 2)
    arrange(stage, 3, { tags: over })
    arrange(stage, 4, { tags: { [marks.expires]: 'some day' } })
    arrange(stage, 5, { tags: { ...over, [marks.repository]: 'acme/store' } })
    arrange(stage, 6, { tags: { ...over, [marks.base]: 'store' } })
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
      reason: 'there is no preview of shop',
    })
    expect(stage.github.requests).toEqual([])
  })

  test('one that cannot be deleted does not keep the others, and the step is red', async () => {
    stage = await setStage({
      faults: [
        {
          operation: 'DeleteContainerService',
          calls: 2,
          effect: { kind: 'error', type: 'InvalidInputException', message: 'Sorry, not this one.' },
        },
      ],
    })
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
    stage = await setStage({
      faults: [{ operation: 'DeleteContainerService', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    arrange(stage, 1)
    arrange(stage, 2)
    const run = await sweep()
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'refused', 'reason-code': 'access-denied' } })
    expect(run.errors[0]).toContain('lightsail:DeleteContainerService')
  })

  test('answers that get lost, and calls that are throttled: each preview is deleted once more', async () => {
    stage = await setStage({
      faults: [
        { operation: 'DeleteContainerService', calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } },
        { operation: 'DeleteContainerService', calls: 3, effect: { kind: 'throttle' } },
      ],
    })
    arrange(stage, 1)
    arrange(stage, 2)
    const run = await sweep()
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(names()).toEqual([])
  })

  test('answers that never come: it looks before it asks again, and tells of it once', async () => {
    stage = await setStage({
      switches: { secondDelete: 'rejected' },
      faults: [{ operation: 'DeleteContainerService', calls: 'every', effect: { kind: 'truncate' } }],
    })
    arrange(stage, 1)
    arrange(stage, 2)
    const run = await sweep()
    expect(run).toMatchObject({ exitCode: 0, errors: [], outputs: { result: 'deleted' } })
    expect(writes(run)).toEqual(['DeleteContainerService', 'DeleteContainerService'])
    expect(run.log.match(/no answer to DeleteContainerService/g)).toHaveLength(1)
    expect(names()).toEqual([])
  })

  test('a preview that is being deployed stays until the next time', async () => {
    stage = await setStage({ secondsPerCall: 1 })
    arrange(stage, 1)
    stage.simulator.account.call('CreateContainerServiceDeployment', {
      serviceName: 'shop-pr-1',
      containers: { app: { image: 'nginx', ports: { '80': 'HTTP' } } },
    })
    const run = await sweep()
    expect(run.outputs['result']).toBe('reported')
    expect(run.log).toContain('busy: it goes the next time')
    expect(writes(run)).toEqual([])
  })

  test('closes the environments of what it deleted at GitHub, if deployments are recorded there', async () => {
    const deployments = [{ environment: 'shop-pr-1' }, { environment: 'shop-pr-2' }]
    stage = await setStage({}, { pulls: [pull(2, sha)], deployments })
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
      '::notice::which pull requests are closed is not known: only expired previews are deleted',
    )
    expect(names()).toEqual(['shop-pr-2'])
  })

  test('outside of GitHub, or with inputs for one service, nothing is called', async () => {
    const outside = await runBundle({ inputs: { mode: 'cleanup', image: '' } })
    expect(outside.errors).toEqual([
      'mode: cleanup needs a run of GitHub Actions: GITHUB_REPOSITORY and its like are not set',
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
  const open = Array.from({ length: 250 }, (_, index) => pull(1000 + index, sha))

  test('one call lists them all, in each look; GitHub is asked page by page', async () => {
    stage = await setStage({ switches: { serviceQuota: 1000 } }, { pulls: open })
    for (let number = 1; number <= 300; number++) arrange(stage, number, { tags: over })
    for (let number = 1000; number < 1100; number++) arrange(stage, number, { tags: soon })
    const run = await sweep({ 'wait-for-minutes': '9' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(run.outputs['reason']).toMatch(/^300 previews are gone: shop-pr-1, .* and 290 more$/)
    expect(writes(run)).toHaveLength(300)
    const looks = run.operations.filter((operation) => operation === 'GetContainerServices')
    expect(looks.length).toBeLessThan(10)
    const pages = stage.github.requests.filter(({ path }) => path.includes('/pulls?'))
    expect(pages.length).toBeLessThanOrEqual(3)
    expect(names()).toHaveLength(100)
  }, 60_000)

  test('while pages are turned a pull request may slip through: each missing one is asked for', async () => {
    stage = await setStage({}, { pulls: open })
    arrange(stage, 1, { tags: soon })
    arrange(stage, 1249, { tags: soon })
    stage.github.pulls.set(1, pull(1, sha, 'closed'))
    const run = await sweep()
    expect(names()).toEqual(['shop-pr-1249'])
    expect(run.outputs['reason']).toBe('1 preview is gone: shop-pr-1')
    expect(stage.github.requests.map(({ path }) => path)).toContain('/repos/acme/shop/pulls/1')
  })
})
