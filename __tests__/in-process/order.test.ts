import { afterEach, describe, expect, test } from '@jest/globals'
import type { Account } from '../../simulator/lightsail/account.ts'
import { tagKeys } from '../../src/source/resource-tags.ts'
import { type Stage, setStage } from '../support/github/stage.ts'
import { writes } from './action.ts'

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

const deploy = 'CreateContainerServiceDeployment'
const [first, second] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string]
const comparisons = { [`${first}...${second}`]: 'ahead', [`${second}...${first}`]: 'behind' } as const

/** A service that runs version 18, deployed from the second commit. */
async function setDeployed(onGitHub: Parameters<typeof setStage>[1] = {}) {
  stage = await setStage({ scenario: 'update' }, { comparisons, ...onGitHub })
  const run = await stage.push({ sha: second, run: 50 })
  expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  return { stage, run }
}

function makeAnew(account: Account) {
  const at = account.now()
  account.call('DeleteContainerService', { serviceName: 'shop' })
  const gone = account.records.services.at(-1)
  if (gone) gone.deletion = { at, goneAt: at }
  account.call('CreateContainerService', { serviceName: 'shop', power: 'nano', scale: 1 })
}

describe('the commit of a deployment', () => {
  test('is remembered in tags of the service, at no cost of time: one read and one write come first', async () => {
    const { stage, run } = await setDeployed()
    expect(run.operations.slice(0, 2)).toEqual(['GetContainerServices', deploy])
    expect(writes(run)).toEqual([deploy, 'TagResource'])
    expect(stage.tagsOf('shop')).toEqual({
      team: 'storefront',
      [tagKeys.repository]: 'acme/shop',
      [tagKeys.repositoryId]: '4242',
      [tagKeys.commit]: second,
      [tagKeys.version]: '18',
      [tagKeys.run]: '50',
    })
    expect(stage.github.requests).toEqual([])
  })

  test('an older one is refused over it, with a way out', async () => {
    const { stage } = await setDeployed()
    const run = await stage.push({ sha: first })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'refused', 'reason-code': 'older-commit' },
    })
    expect(run.errors[0]).toContain(
      'commit 1111111 is older than 2222222, which version 18 of shop was deployed from; nothing was changed',
    )
    expect(run.errors[0]).toContain('allow-older-commit: true')
    expect(writes(run)).toEqual([])
  })

  test('allow-older-commit deploys it, without asking', async () => {
    const { stage } = await setDeployed()
    const run = await stage.push({ sha: first }, { 'allow-older-commit': 'true' })
    expect(run.outputs['result']).toBe('success')
    expect(stage.tagsOf('shop')).toMatchObject({ [tagKeys.commit]: first, [tagKeys.version]: '19' })
    expect(stage.github.requests).toEqual([])
  })

  test('a plan of an older one is a notice', async () => {
    const { stage } = await setDeployed()
    const run = await stage.push({ sha: first }, { mode: 'plan' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned' } })
    expect(run.log).toContain('::notice::a deployment would be refused: commit 1111111 is older than 2222222')
  })

  test('the same once more, and a newer one, are deployed', async () => {
    const { stage } = await setDeployed({ comparisons: { [`${second}...${first}`]: 'ahead' } })
    for (const sha of [second, first]) {
      const run = await stage.push({ sha })
      expect(run.outputs['result']).toBe('success')
    }
  })

  test('what somebody deployed by hand since then is from no commit that we know', async () => {
    const { stage } = await setDeployed()
    stage.simulator.account.call(deploy, {
      serviceName: 'shop',
      containers: { app: { image: 'nginx', ports: { '80': 'HTTP' } } },
    })
    for (let waited = 0; waited < 30; waited++) stage.simulator.clock.onRequest()
    const run = await stage.push({ sha: first })
    expect(run.outputs['result']).toBe('success')
    expect(stage.github.requests).toEqual([])
  })

  test('a version that failed is not what is deployed', async () => {
    const { stage } = await setDeployed()
    const failed = await stage.push({ sha: second }, { image: 'ghcr.io/acme/shop:outcome-wrong-port' })
    expect(failed.outputs['result']).toBe('failed-kept-previous')
    const run = await stage.push({ sha: first })
    expect(run.outputs['result']).toBe('success')
  })

  test('is not noted at a service that somebody made anew under the name meanwhile', async () => {
    stage = await setStage({
      scenario: 'update',
      switches: { deleteWhileDeploying: 'accepted' },
      faults: [{ operation: 'TagResource', calls: 1, effect: { kind: 'event', happens: makeAnew } }],
    })
    const run = await stage.push({ sha: second })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed-nothing-serving' } })
    expect(run.log).toContain('could not tag version 18 of shop with its commit')
    expect(stage.tagsOf('shop')).toEqual({})
  })

  test('one of this repository under its old name counts; one of another that took the name over does not', async () => {
    const { stage } = await setDeployed()
    const renamed = await stage.push({ sha: first, env: { GITHUB_REPOSITORY: 'acme-inc/storefront' } })
    expect(renamed.outputs['reason-code']).toBe('older-commit')
    const another = await stage.push({ sha: first, env: { GITHUB_REPOSITORY_ID: '4343' } })
    expect(another.outputs['result']).toBe('success')
  })

  test('one of another repository says nothing', async () => {
    const { stage } = await setDeployed()
    const run = await stage.push({
      sha: first,
      env: { GITHUB_REPOSITORY: 'acme/store', GITHUB_REPOSITORY_ID: '4343' },
    })
    expect(run.outputs['result']).toBe('success')
  })
})

describe('an order that is not known is a notice, and keeps nobody from deploying', () => {
  test.each([
    ['no token', {}, { 'INPUT_GITHUB-TOKEN': '' }, 'github-token is blank\\), so it is not refused'],
    [
      'a commit that GitHub does not know',
      { comparisons: {} },
      {},
      'GitHub did not say\\), so it is not refused',
    ],
    [
      'a token without rights',
      { faults: [{ effect: { kind: 'status', status: 403 } as const }] },
      {},
      '"permissions: contents: read"',
    ],
  ])('%s', async (_, onGitHub, env, told) => {
    const { stage } = await setDeployed(onGitHub)
    const run = await stage.push({ sha: first, env })
    expect(run.outputs['result']).toBe('success')
    expect(run.log).toMatch(new RegExp(`^::notice::.*${told}`, 'm'))
  })

  test('a role that may not tag deploys all the same; the log says that nothing is remembered', async () => {
    stage = await setStage({
      scenario: 'update',
      switches: { deleteWhileDeploying: 'accepted' },
      faults: [{ operation: 'TagResource', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    const run = await stage.push({})
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(run.log).toContain(
      'could not tag version 18 of shop with its commit, so an older commit would not be refused',
    )
    expect(run.log).not.toMatch(/^::(?:notice|warning|error)/m)
  })

  test('allow-older-commit leaves a service without such tags as it is', async () => {
    stage = await setStage({ scenario: 'update' })
    const run = await stage.push({}, { 'allow-older-commit': 'true' })
    expect(writes(run)).toEqual([deploy])
    expect(stage.tagsOf('shop')).toEqual({ team: 'storefront' })
  })
})

test('what is put back after a failure is not taken for the commit of this run', async () => {
  stage = await setStage({ scenario: 'does-not-verify' }, { comparisons })
  const run = await stage.push(
    { sha: second },
    {
      'verify-url': '/version',
      'verify-body': '9a8b7c',
      'verify-minutes': '0.05',
      'rollback-on-failure': 'true',
    },
  )
  expect(run.outputs['result']).toBe('rolled-back')
  expect(stage.tagsOf('shop')[tagKeys.version]).toBe(run.outputs['deployment-version'])
  const older = await stage.push({ sha: first })
  expect(older.outputs['result']).toBe('success')
})
