import { afterEach, describe, expect, test } from '@jest/globals'
import { tagKeys } from '../../src/source/resource-tags.ts'
import { eventRun, head, merge, pullRequestRun, pushRun, workflowRunPayload } from '../support/github/runs.ts'
import { previewTags, pull, type Stage, setStage } from '../support/github/stage.ts'
import { type Given, writes } from './action.ts'

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

async function onStage(situation: Given, inputs: Readonly<Record<string, string>> = {}) {
  if (!stage) throw new Error('there is no stage')
  return await stage.run({ ...situation, inputs: { 'container-port': '8080', ...inputs } })
}

const noPort = { image: '', 'container-port': '' }
const fork = 'mallory/shop'

describe('workflow_run is for the head of the run that it follows', () => {
  test('in the tags, the GitHub deployment, the comment and the summary', async () => {
    stage = await setStage({ scenario: 'update' })
    const { github } = stage
    const run = await onStage(eventRun(github, 'workflow_run', workflowRunPayload({ number: 7 })), {
      'github-deployment': 'true',
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(stage.tagsOf('shop')[tagKeys.commit]).toBe(head)
    expect(github.deployments).toMatchObject([{ sha: head, ref: head }])
    const [comment] = github.comments.get(7) ?? []
    for (const page of [run.summary, comment?.body ?? '']) {
      expect(page).toContain(`/commit/${head}`)
      expect(page).not.toContain(merge.slice(0, 7))
    }
  })

  test('an older one does not go over a newer one, although GITHUB_SHA is newer than both', async () => {
    const [first, second] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string]
    const comparisons = { [`${second}...${first}`]: 'behind' } as const
    stage = await setStage({ scenario: 'update' }, { comparisons })
    const { github } = stage
    const newer = await onStage(eventRun(github, 'workflow_run', workflowRunPayload({ sha: second })))
    expect(newer.outputs['result']).toBe('success')
    const older = await onStage(eventRun(github, 'workflow_run', workflowRunPayload({ sha: first })))
    expect(older).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'older-commit' } })
    expect(github.comments.get(7)).toEqual([])
  })
})

test('a comment on a pull request: the default branch is deployed, and a notice says which commit that is', async () => {
  stage = await setStage({ scenario: 'update' })
  const payload = { action: 'created', issue: { number: 7, pull_request: {} }, comment: { body: '/deploy' } }
  const run = await onStage(eventRun(stage.github, 'issue_comment', payload))
  expect(run.outputs['result']).toBe('success')
  expect(stage.tagsOf('shop')[tagKeys.commit]).toBe(merge)
  expect(run.log).toContain('::notice::a comment on pull request 7 started this run')
})

describe('the commit of a fork with the rights of this repository is refused, before any call', () => {
  const modes: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['deploy', {}],
    ['rollback', { mode: 'rollback', ...noPort }],
    ['delete', { mode: 'delete', ...noPort }],
  ]
  const events: readonly (readonly [string, (stage: Stage) => Given])[] = [
    [
      'pull_request_target',
      ({ github }) => pullRequestRun(github, { event: 'pull_request_target', from: fork }),
    ],
    [
      'pull_request_target, labelled',
      ({ github }) =>
        pullRequestRun(github, {
          event: 'pull_request_target',
          from: fork,
          action: 'labeled',
          labels: ['x'],
        }),
    ],
    [
      'pull_request_target, unreadable',
      ({ github }) => ({
        ...pullRequestRun(github, { event: 'pull_request_target' }),
        files: { 'event.json': '{' },
      }),
    ],
    ['workflow_run', ({ github }) => eventRun(github, 'workflow_run', workflowRunPayload({ from: fork }))],
    [
      'workflow_run, of a fork that is gone',
      ({ github }) => eventRun(github, 'workflow_run', workflowRunPayload({ from: null, number: 7 })),
    ],
  ]
  const cases = events.flatMap(([event, situation]) =>
    modes.map(([mode, inputs]) => [event, mode, situation, inputs] as const),
  )

  test.each(cases)('%s, mode: %s', async (_, mode, situation, inputs) => {
    stage = await setStage({ scenario: 'update' })
    const run = await onStage(situation(stage), { 'comment-on-pr': 'false', ...inputs })
    expect(run).toMatchObject({ exitCode: 1, operations: [] })
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'fork-not-trusted' })
    expect(run.errors[0]).toContain(`so mode: ${mode} is refused`)
    expect(run.errors[0]).toContain('allow-fork: true')
    expect(stage.github.requests).toEqual([])
  })

  test.each(modes)('allow-fork: true lets it through, mode: %s', async (_, inputs) => {
    stage = await setStage({ scenario: 'update' })
    const run = await onStage(eventRun(stage.github, 'workflow_run', workflowRunPayload({ from: fork })), {
      'allow-fork': 'true',
      ...inputs,
    })
    expect(run.exitCode).toBe(0)
    expect(writes(run)).not.toEqual([])
  })

  test.each<[string, (stage: Stage) => Given]>([
    ['of this repository', ({ github }) => eventRun(github, 'workflow_run', workflowRunPayload())],
    [
      'a pull request of this repository',
      ({ github }) => pullRequestRun(github, { event: 'pull_request_target' }),
    ],
    ['a fork on pull_request, which has no secrets', ({ github }) => pullRequestRun(github, { from: fork })],
  ])('%s: deployed', async (_, situation) => {
    stage = await setStage({ scenario: 'update' })
    const run = await onStage(situation(stage))
    expect(run.outputs['result']).toBe('success')
  })

  test('a plan is made, and says what would become of a deployment; status reports', async () => {
    stage = await setStage({ scenario: 'update' })
    const situation = pullRequestRun(stage.github, { event: 'pull_request_target', from: fork })
    const plan = await onStage(situation, { mode: 'plan' })
    expect(plan).toMatchObject({ exitCode: 0, outputs: { result: 'planned' } })
    expect(plan.log).toContain('::notice::a deployment would be refused: pull request 7 comes from a fork')
    const status = await onStage(situation, { mode: 'status', ...noPort })
    expect(status.outputs['result']).toBe('reported')
  })

  test('previews have a gate of their own, which allow-fork does not open', async () => {
    stage = await setStage()
    const facts = { event: 'pull_request_target', from: fork, action: 'opened' }
    const run = await stage.preview(facts, { 'allow-fork': 'true' })
    expect(run.outputs['reason-code']).toBe('fork-not-trusted')
    const labelled = { ...facts, action: 'labeled', labels: ['preview'], label: 'preview' }
    expect((await stage.preview(labelled, { 'preview-label': 'preview' })).outputs['result']).toBe('success')
    stage.github.pulls.set(7, pull(7, head, 'closed'))
    expect((await stage.preview({ ...facts, action: 'closed' })).outputs['result']).toBe('deleted')
  })

  test('a cleanup stays possible', async () => {
    stage = await setStage({}, { pulls: [pull(7, head, 'closed')] })
    stage.simulator.account.call('CreateContainerService', {
      serviceName: 'shop-pr-7',
      power: 'nano',
      scale: 1,
      tags: previewTags(7),
    })
    for (let waited = 0; waited < 30; waited++) stage.simulator.clock.onRequest()
    const situation = pullRequestRun(stage.github, { event: 'pull_request_target', from: fork })
    const run = await onStage(situation, { mode: 'cleanup', ...noPort })
    expect(run.outputs['result']).toBe('deleted')
  })
})

describe('missing credentials are explained where GitHub gives none', () => {
  const dependabot = { GITHUB_ACTOR: 'dependabot[bot]' }
  const ofFork = ({ github }: Stage) => pullRequestRun(github, { from: fork })
  const review = ({ github }: Stage) => pullRequestRun(github, { from: fork, event: 'pull_request_review' })
  test.each<[string, (stage: Stage) => Given, Readonly<Record<string, string>>, string]>([
    ['a fork, mode: deploy', ofFork, {}, 'pull request 7 comes from a fork'],
    [
      'a fork, mode: plan',
      ofFork,
      { mode: 'plan' },
      'on pull_request GitHub gives its runs neither secrets nor an id-token',
    ],
    ['a fork, mode: rollback', ofFork, { mode: 'rollback', ...noPort }, 'pull request 7 comes from a fork'],
    ['a fork, mode: delete', ofFork, { mode: 'delete', ...noPort }, 'pull request 7 comes from a fork'],
    ['a fork, mode: status', ofFork, { mode: 'status', ...noPort }, 'pull request 7 comes from a fork'],
    [
      'a fork, mode: cleanup',
      ofFork,
      { mode: 'cleanup', 'comment-on-pr': '', ...noPort },
      'pull request 7 comes from a fork',
    ],
    [
      'a fork that is reviewed',
      review,
      {},
      'on pull_request_review GitHub gives its runs neither secrets nor an id-token',
    ],
    [
      'a push of Dependabot',
      ({ github }) => pushRun(github, { env: dependabot }),
      {},
      'on push GitHub gives such runs only the Dependabot secrets',
    ],
    [
      'a pull request of Dependabot, mode: plan',
      ({ github }) => pullRequestRun(github, { env: dependabot }),
      { mode: 'plan' },
      "if: github.actor != 'dependabot[bot]'",
    ],
  ])('%s', async (_, situation, inputs, told) => {
    stage = await setStage({ scenario: 'update' })
    delete stage.simulator.env['AWS_ACCESS_KEY_ID']
    delete stage.simulator.env['AWS_SECRET_ACCESS_KEY']
    const run = await onStage(situation(stage), { 'comment-on-pr': 'false', ...inputs })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'credentials-missing' } })
    expect(run.errors[0]).toContain(told)
    expect(run.errors[0]).toContain('itself is fine: skip')
  })

  test('an input that comes from a secret is blank there, and a notice says why', async () => {
    stage = await setStage()
    const run = await onStage(pullRequestRun(stage.github, { from: fork }), { 'service-name': '' })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.log).toContain(
      '::notice::this run is for a pull request from a fork, and on pull_request GitHub gives it no secrets: inputs that come from secrets are blank',
    )
  })

  test('anybody else is told what to add', async () => {
    stage = await setStage({ scenario: 'update' })
    delete stage.simulator.env['AWS_ACCESS_KEY_ID']
    const run = await onStage(pushRun(stage.github))
    expect(run.outputs['reason-code']).toBe('credentials-missing')
    expect(run.errors[0]).toContain('configure-aws-credentials')
  })
})

describe('a repository that was renamed, and one that took its name over', () => {
  const create = (id: string | undefined) =>
    stage?.simulator.account.call('CreateContainerService', {
      serviceName: 'shop-pr-7',
      power: 'nano',
      scale: 1,
      tags: previewTags(7, id === undefined ? {} : { [tagKeys.repositoryId]: id }),
    })
  const renamed = { GITHUB_REPOSITORY: 'acme-inc/storefront' }

  test('its previews are its own under the new name, which is noted at the next deployment', async () => {
    stage = await setStage({ secondsPerCall: 60 })
    create('4242')
    const run = await stage.preview({ env: renamed })
    expect(run.outputs['result']).toBe('success')
    expect(stage.tagsOf('shop-pr-7')).toMatchObject({
      [tagKeys.repository]: 'acme-inc/storefront',
      [tagKeys.repositoryId]: '4242',
    })
    stage.github.pulls.set(7, pull(7, head, 'closed'))
    const sweep = await stage.push({ env: renamed }, { mode: 'cleanup', image: '' })
    expect(sweep.outputs['result']).toBe('deleted')
  })

  test('another one of the old name neither deploys to them nor deletes them', async () => {
    stage = await setStage({ secondsPerCall: 60 }, { pulls: [pull(7, head, 'closed')] })
    create('1111')
    for (const action of ['closed', 'synchronize']) {
      const run = await stage.preview({ action })
      expect(run.outputs['reason-code']).toBe('preview-name-taken')
      expect(run.errors[0]).toContain('of acme/shop (repository 1111, this one is 4242)')
    }
    const sweep = await stage.push({}, { mode: 'cleanup', image: '' })
    expect(sweep.outputs['reason']).toBe('there are no previews of shop')
    expect(stage.service('shop-pr-7')).toBeDefined()
  })

  test('where one side does not know the number, the name decides', async () => {
    stage = await setStage({ secondsPerCall: 60 }, { pulls: [pull(7, head, 'closed')] })
    create(undefined)
    const run = await stage.preview({ action: 'closed' })
    expect(run.outputs['result']).toBe('deleted')
  })
})
