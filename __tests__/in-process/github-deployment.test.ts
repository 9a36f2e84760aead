import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { head, merge, pullRequestRun, pushRun, type RunFacts } from '../support/github/runs.ts'
import {
  type GitHubFault,
  type GitHubOptions,
  type GitHubServer,
  startGitHub,
} from '../support/github/server.ts'
import { passTime, runAction, type Situation, writes } from './action.ts'
import { cancelledWhen } from './cancelled.ts'

let github: GitHubServer
async function start(options: GitHubOptions = {}) {
  await github?.close()
  github = await startGitHub(options)
}
beforeEach(() => start())
afterEach(() => github.close())

const usual = { 'container-port': '8080', 'github-deployment': 'true' }
function situation(scenario: string, facts: RunFacts = {}, inputs: Situation['inputs'] = {}): Situation {
  return {
    scenario,
    inputs: { ...usual, ...inputs },
    ...pushRun(github, facts),
  }
}
function states(id: number | undefined) {
  return (github.statuses.get(id ?? 0) ?? []).map(({ state }) => state).reverse()
}
function newest() {
  const [deployment] = github.deployments
  if (!deployment) throw new Error('no deployment was recorded')
  return deployment
}
function lastStatus(id = newest().id) {
  return github.statuses.get(id)?.[0]
}
function warnings(log: string) {
  return [...log.matchAll(/^::warning::(.*)$/gm)].map(([, text]) => text)
}

describe('a deployment at GitHub', () => {
  test('is there before the write, and told each state until the end', async () => {
    let recordedBeforeWrite = 0
    const run = await runAction({
      ...situation('update'),
      onCall: ({ operation }) => {
        if (operation === 'CreateContainerServiceDeployment') recordedBeforeWrite = github.deployments.length
      },
    })
    expect(recordedBeforeWrite).toBe(1)
    expect(run.outputs['github-deployment-id']).toBe(String(newest().id))
    expect(states(newest().id)).toEqual(['queued', 'in_progress', 'success'])
    expect(lastStatus()).toMatchObject({
      environment_url: run.outputs['url'],
      log_url: 'https://github.com/acme/shop/actions/runs/42',
      description: 'version 18 of shop is active',
    })
    const made = github.requests.find(({ method, path }) => method === 'POST' && /deployments$/.test(path))
    expect(made?.body).toMatchObject({
      ref: head,
      environment: 'shop',
      auto_merge: false,
      required_contexts: [],
      production_environment: true,
      transient_environment: false,
    })
  })

  test("of a pull request: for the head's commit, not the merge commit, and no production", async () => {
    await runAction({ scenario: 'update', inputs: usual, ...pullRequestRun(github) })
    expect(newest()).toMatchObject({ ref: head, production_environment: false })
    expect(newest().ref).not.toBe(merge)
  })

  test('in an environment of its own name; one for rehearsals is no production', async () => {
    await runAction(situation('update', {}, { 'github-deployment-environment': 'shop-staging' }))
    expect(newest()).toMatchObject({ environment: 'shop-staging', production_environment: false })
  })

  test.each<[string, Situation['inputs'], string[], RegExp]>([
    ['failing-update', {}, ['queued', 'in_progress', 'failure'], /^version 18 of shop failed, version 17/],
    [
      'deployment-never-ends',
      { 'wait-for-minutes': '0.2' },
      ['queued', 'in_progress', 'error'],
      /did not finish/,
    ],
    [
      'update',
      { 'wait-for-service-stability': 'false' },
      ['queued', 'in_progress', 'in_progress'],
      /accepted/,
    ],
    ['deploy-denied', {}, ['queued', 'error'], /not authorized|may not|denied/],
  ])('how it ends: %s %j', async (scenario, inputs, course, description) => {
    await runAction({
      ...situation(scenario, {}, inputs),
      secondsPerCall: scenario === 'deployment-never-ends' ? 1 : 20,
    })
    expect(states(newest().id)).toEqual(course)
    expect(lastStatus()?.description).toMatch(description)
    expect(lastStatus()?.description.length).toBeLessThanOrEqual(140)
  })

  test('cancelled: it does not stay in progress', async () => {
    const endless = situation('deployment-never-ends', {}, { 'poll-interval-seconds': '600' })
    const isKnown = () => states(github.deployments[0]?.id).includes('in_progress')
    await cancelledWhen(isKnown, { ...endless, secondsPerCall: 0 }, 'SIGTERM')
    expect(states(newest().id)).toEqual(['queued', 'in_progress', 'error'])
    expect(lastStatus()?.description).toContain('the job was cancelled')
  })

  test.each<[string, string, Situation['inputs']]>([
    ['plan mode', 'update', { mode: 'plan' }],
    ['status mode', 'update', { mode: 'status', image: '', 'container-port': '' }],
    ['no changes', 'registry', { image: ':shop.app.5', 'container-port': '' }],
    ['a refused plan', 'update', { power: 'large', 'max-monthly-cost': '5' }],
  ])('is not recorded where nothing is written: %s', async (_, scenario, inputs) => {
    const run = await runAction(situation(scenario, {}, inputs))
    expect(writes(run)).toEqual([])
    expect(github.deployments).toEqual([])
    expect(run.outputs['github-deployment-id']).toBe('')
  })

  test('is not asked for: nothing is called', async () => {
    const run = await runAction(situation('update', {}, { 'github-deployment': 'false' }))
    expect(run.exitCode).toBe(0)
    expect(github.requests).toEqual([])
  })
})

describe('older deployments of the environment', () => {
  test('go inactive, production or not; those of other environments, services and Regions stay', async () => {
    await start({
      deployments: [
        { environment: 'shop' },
        { environment: 'api' },
        { environment: 'shop', production_environment: true },
        { environment: 'shop', payload: { 'lightsail-deploy': 'shop in us-east-1' } },
        { environment: 'shop' },
      ],
    })
    const [a, other, b, elsewhere, failed] = github.deployments.map(({ id }) => id)
    const tell = (id: number | undefined, state: 'success' | 'failure') => github.tell(id ?? 0, { state })
    for (const id of [a, other, b, elsewhere]) tell(id, 'success')
    tell(failed, 'failure')
    await runAction(situation('update'))
    expect([a, other, b, elsewhere, failed].map((id) => states(id).at(-1))).toEqual([
      'inactive',
      'success',
      'inactive',
      'success',
      'failure',
    ])
    expect(states(newest().id).at(-1)).toBe('success')
  })

  test('stay as they are when ours fails: they still serve', async () => {
    await start({ deployments: [{ environment: 'shop' }] })
    const { id } = newest()
    github.tell(id, { state: 'success' })
    await runAction(situation('failing-update'))
    expect(states(id)).toEqual(['success'])
  })

  test('end with the service, without a new one', async () => {
    await start({ deployments: [{ environment: 'shop' }] })
    const { id } = newest()
    github.tell(id, { state: 'success' })
    const inputs = { mode: 'delete', image: '', 'container-port': '' }
    const run = await runAction(situation('update', {}, inputs))
    expect(run.outputs['result']).toBe('deleted')
    expect(github.deployments).toHaveLength(1)
    expect(states(id)).toEqual(['success', 'inactive'])
  })
})

describe('a job that has an environment of its own', () => {
  const ofJob = (run = 42) => ({ log_url: `https://github.com/acme/shop/actions/runs/${run}/job/7` })
  const inProgress = async (url: { log_url: string }, state: 'in_progress' | 'success' = 'in_progress') => {
    await start({ deployments: [{ environment: 'production', sha: head, ref: 'main' }] })
    github.tell(newest().id, { state, ...url })
  }

  test('is recorded by GitHub itself: no second record, and a notice', async () => {
    await inProgress(ofJob())
    const run = await runAction(situation('update'))
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'github-deployment-id': '' } })
    expect(github.deployments).toHaveLength(1)
    expect(states(newest().id)).toEqual(['in_progress'])
    expect(run.log).toContain('::notice::no GitHub deployment was recorded: GitHub records one itself')
    expect(run.log).toContain('"environment: production"')
  })

  test.each<[string, () => Promise<void>, Situation['inputs']]>([
    ['another run deploys the same commit', () => inProgress(ofJob(41)), {}],
    ['a job of this run that has ended', () => inProgress(ofJob(), 'success'), {}],
    [
      'the record is to be for another environment, by name',
      () => inProgress(ofJob()),
      { 'github-deployment-environment': 'shop-in-production' },
    ],
  ])('%s: recorded', async (_, arrange, inputs) => {
    await arrange()
    await runAction(situation('update', {}, inputs))
    expect(github.deployments).toHaveLength(2)
    expect(states(newest().id).at(-1)).toBe('success')
  })
})

describe('trouble is one warning and never the verdict', () => {
  test.each<[string, GitHubFault['effect'], RegExp]>([
    ['a read-only token', { kind: 'status', status: 403 }, /"permissions: deployments: write"$/],
    ['500', { kind: 'status', status: 500 }, /GitHub answered 500/],
    ['no answer', { kind: 'hang' }, /GitHub did not answer in time$/],
    ['a limit', { kind: 'limited' }, /rate limit was reached/],
  ])('%s', async (_, effect, words) => {
    await start({ faults: [{ effect }], onHang: () => passTime(5_000) })
    const run = await runAction(situation('update'))
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success', 'github-deployment-id': '' } })
    expect(warnings(run.log)).toEqual([expect.stringMatching(words)])
  })

  test.each([
    ['without a token', { 'INPUT_GITHUB-TOKEN': '' }, /github-token is blank/],
    ['outside of GitHub Actions', { GITHUB_RUN_ID: '' }, /not a GitHub Actions run/],
  ])('%s', async (_, env, words) => {
    const run = await runAction(situation('update', { env }))
    expect(run.exitCode).toBe(0)
    expect(warnings(run.log)).toEqual([expect.stringMatching(words)])
  })

  test.each<[string, Situation['inputs'], RegExp]>([
    ['no switch', { 'github-deployment': 'yes' }, /github-deployment: must be true or false/],
    [
      'a long name',
      { 'github-deployment-environment': 'x'.repeat(256) },
      /has 256 characters; GitHub allows 255/,
    ],
    [
      'a name without effect',
      { 'github-deployment': 'false', 'github-deployment-environment': 'x' },
      /no effect without github-deployment/,
    ],
  ])('bad input: %s', async (_, inputs, words) => {
    const run = await runAction(situation('update', {}, inputs))
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.errors).toEqual([expect.stringMatching(words)])
    expect(github.requests).toEqual([])
  })
})

test('after a run that reported, the post step asks nothing', async () => {
  let asked = 0
  await runAction({
    ...situation('failing-update'),
    afterwards: async (_, post) => {
      asked = github.requests.length
      await post()
    },
  })
  expect(github.requests).toHaveLength(asked)
})
