import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { tagKeys } from '../../src/source/resource-tags.ts'
import { type Site, startSite } from '../support/github/site.ts'
import { type Stage, setStage } from '../support/github/stage.ts'
import { writes } from './action.ts'

/** Several runs in a row against one service: what a run found out about a version holds for later runs. */

const deploy = 'CreateContainerServiceDeployment'
const [first, second] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string]
const comparisons = { [`${first}...${second}`]: 'ahead', [`${second}...${first}`]: 'behind' } as const
const back = { mode: 'rollback', image: '' }

let stage: Stage | undefined
let site: Site
beforeEach(async () => {
  site = await startSite()
})
afterEach(async () => {
  await stage?.close()
  await site.close()
  stage = undefined
})

function imageOf({ service }: Stage) {
  return service('shop')?.currentDeployment?.containers?.['app']?.image
}

describe('a rollback after a rollback', () => {
  test('after a failed URL check: never the version that failed, nor the content that serves', async () => {
    stage = await setStage({ scenario: 'update' }, { comparisons })
    const failed = await stage.push(
      { sha: second, run: 50 },
      { ...site.inputs, 'rollback-on-failure': 'true' },
    )
    expect(failed.outputs).toMatchObject({ result: 'rolled-back', 'deployment-version': '18' })
    expect(writes(failed)).toEqual([deploy, 'TagResource', deploy, 'TagResource'])
    expect(stage.tagsOf('shop')).toMatchObject({ [tagKeys.bad]: '18' })

    const run = await stage.push({ sha: second }, back)
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success', 'deployment-version': '20' } })
    expect(imageOf(stage)).toBe('ghcr.io/acme/shop:e2160b')
    expect(run.log).toContain(
      '::notice::skipped version 18 (it failed its URL check), version 17 (its content already serves)',
    )
  })

  test('twice by hand: each goes further back, without any mark', async () => {
    stage = await setStage({ scenario: 'update', faults: [untaggable] })
    const images: (string | undefined)[] = [imageOf(stage)]
    for (const _ of [1, 2, 3]) {
      await stage.push({}, back)
      images.push(imageOf(stage))
    }
    expect(images).toEqual(['1f2e3d', 'e2160b', '5ac98e', '0d4f13'].map((tag) => `ghcr.io/acme/shop:${tag}`))
  })
})

const untaggable = { operation: 'TagResource', calls: 'every', effect: { kind: 'access-denied' } } as const

describe('the mark of a version that failed its URL check', () => {
  test('is written also where nothing is rolled back, and where no commit is tracked', async () => {
    stage = await setStage({ scenario: 'update' })
    const run = await stage.push({ sha: second }, { ...site.inputs, 'track-commit': 'false' })
    expect(run.outputs).toMatchObject({ 'reason-code': 'not-verified', 'rolled-back': 'false' })
    expect(stage.tagsOf('shop')).toEqual({ team: 'storefront', [tagKeys.bad]: '18' })
  })

  test('the same content once more, which verifies: the mark goes', async () => {
    stage = await setStage({ scenario: 'update' })
    await stage.push({ sha: second }, site.inputs)
    site.isGood = true
    const again = await stage.push({ sha: second }, site.inputs)
    expect(again.outputs).toMatchObject({ result: 'success', verified: 'true', 'deployment-version': '19' })
    expect(stage.tagsOf('shop')).toMatchObject({ [tagKeys.bad]: 'none', [tagKeys.version]: '19' })
  })

  test('the same digest once more, with the check: it is deployed and checked again, never unchanged', async () => {
    stage = await setStage({ scenario: 'update' })
    const pinned = { ...site.inputs, image: `ghcr.io/acme/shop@sha256:${'a'.repeat(64)}` }
    await stage.push({ sha: second }, pinned)
    const again = await stage.push({ sha: second }, pinned)
    expect(again.outputs).toMatchObject({ result: 'not-verified', 'deployment-version': '19' })
    expect(again.log).toMatch(/~ deployment +redeploy: version 18 failed its URL check$/m)
    const unasked = await stage.push({ sha: second }, { image: pinned.image })
    expect(unasked.outputs).toMatchObject({ result: 'unchanged', 'deployment-version': '19' })
  })

  test('a role that may not tag: the run ends the same, and the log says what does not work', async () => {
    stage = await setStage({ scenario: 'update', faults: [untaggable] })
    const run = await stage.push(
      {},
      { ...site.inputs, 'rollback-on-failure': 'true', 'track-commit': 'false' },
    )
    expect(run.outputs['result']).toBe('rolled-back')
    expect(run.log).toContain('mode: rollback does not know which versions failed their URL check')
  })

  test('rollback-on-failure does not put back a version that carries it', async () => {
    stage = await setStage({ scenario: 'update' })
    await stage.push({ sha: first }, { ...site.inputs, image: 'ghcr.io/acme/shop:bad1' })
    const run = await stage.push(
      { sha: second },
      { ...site.inputs, image: 'ghcr.io/acme/shop:bad2', 'rollback-on-failure': 'true' },
    )
    expect(run.outputs).toMatchObject({ result: 'rolled-back', 'deployment-version': '19' })
    expect(imageOf(stage)).toBe('ghcr.io/acme/shop:1f2e3d')
    expect(stage.tagsOf('shop')).toMatchObject({ [tagKeys.bad]: '19 18' })
  })
})

test('what is put back is of the commit that it was deployed from: an older one is refused over it', async () => {
  stage = await setStage({ scenario: 'update' }, { comparisons })
  await stage.push({ sha: second, run: 50 })
  const third = '3'.repeat(40)
  stage.github.comparisons.set(`${second}...${third}`, 'ahead')
  const failed = await stage.push(
    { sha: third, run: 51 },
    { ...site.inputs, image: 'ghcr.io/acme/shop:333', 'rollback-on-failure': 'true' },
  )
  expect(failed.outputs['result']).toBe('rolled-back')
  expect(stage.tagsOf('shop')).toMatchObject({
    [tagKeys.commit]: second,
    [tagKeys.version]: '20',
    [tagKeys.run]: '50',
    [tagKeys.bad]: '19',
  })
  const older = await stage.push({ sha: first })
  expect(older.outputs).toMatchObject({ result: 'refused', 'reason-code': 'older-commit' })
})

describe('force-new-deployment alone', () => {
  const restart = { image: '', 'force-new-deployment': 'true' }

  test('restarts what runs, which stays of its commit', async () => {
    stage = await setStage({ scenario: 'update' }, { comparisons })
    await stage.push({ sha: first, run: 50 })
    const run = await stage.push({ sha: second, run: 51, event: 'schedule' }, restart)
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success', 'deployment-version': '19' } })
    expect(run.log).toContain('restart version 18 as a new version')
    expect(run.calls.find(({ operation }) => operation === deploy)?.input).toMatchObject({
      containers: { app: { image: 'ghcr.io/acme/shop:9a8b7c', environment: { NODE_ENV: 'production' } } },
      publicEndpoint: { containerName: 'app', containerPort: 8080 },
    })
    expect(stage.tagsOf('shop')).toMatchObject({
      [tagKeys.commit]: first,
      [tagKeys.version]: '19',
      [tagKeys.run]: '50',
    })
  })

  test('a run of an older commit may restart, too', async () => {
    stage = await setStage({ scenario: 'update' }, { comparisons })
    await stage.push({ sha: second })
    const run = await stage.push({ sha: first }, restart)
    expect(run.outputs['result']).toBe('success')
    expect(stage.github.requests).toEqual([])
  })
})

describe('track-commit: false', () => {
  test('writes no commit, asks nothing, and refuses no older one', async () => {
    stage = await setStage({ scenario: 'update' }, { comparisons })
    await stage.push({ sha: second })
    const run = await stage.push({ sha: first }, { 'track-commit': 'false' })
    expect(run.outputs['result']).toBe('success')
    expect(writes(run)).toEqual([deploy])
    expect(stage.github.requests).toEqual([])
    expect(stage.tagsOf('shop')).toMatchObject({ [tagKeys.commit]: second, [tagKeys.version]: '18' })
  })

  test("a preview's own tags are written as ever", async () => {
    stage = await setStage()
    const made = await stage.preview({ action: 'opened', sha: first }, { 'track-commit': 'false' })
    expect(made.outputs['result']).toBe('success')
    const { base, expires, pullRequest, repository, repositoryId } = tagKeys
    const own = [base, expires, pullRequest, repository, repositoryId].sort()
    expect(Object.keys(stage.tagsOf('shop-pr-7')).sort()).toEqual(own)
    const next = await stage.preview({ sha: second }, { 'track-commit': 'false' })
    expect(writes(next)).toEqual([deploy, 'TagResource'])
    expect(Object.keys(stage.tagsOf('shop-pr-7')).sort()).toEqual(own)
  })
})
