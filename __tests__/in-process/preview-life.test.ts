import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { tagKeys } from '../../src/source/resource-tags.ts'
import { pull, type Stage, setStage } from '../support/github/stage.ts'
import { writes } from './action.ts'

/** One preview from its first day to its last; each test goes on where the one before it ended. */

const [first, second, third] = ['1', '2', '3'].map((digit) => digit.repeat(40)) as [string, string, string]
const label = { 'preview-label': 'preview' }

describe('the life of a preview', () => {
  let stage: Stage
  beforeAll(async () => {
    const comparisons = { [`${first}...${second}`]: 'ahead', [`${second}...${first}`]: 'behind' } as const
    stage = await setStage({}, { comparisons })
  })
  afterAll(() => stage.close())

  const imageOf = (name: string) =>
    Object.values(stage.service(name)?.currentDeployment?.containers ?? {}).map(({ image }) => image)

  test('opened without the label: a green end that says why, and not one call to AWS', async () => {
    const run = await stage.preview({ action: 'opened', sha: first }, label)
    expect(run).toMatchObject({ exitCode: 0, operations: [] })
    expect(run.outputs).toMatchObject({
      result: 'unchanged',
      'reason-code': 'preview-not-wanted',
      reason: 'pull request 7 has no label "preview"; nothing was written',
      'service-name': 'shop-pr-7',
    })
  })

  test('labelled: a service of its own, which is ours from its creation on', async () => {
    const facts = { action: 'labeled', sha: first, labels: ['preview'], label: 'preview' }
    const run = await stage.preview(facts, { ...label, 'github-deployment': 'true', tags: 'team=shop' })
    expect(run.outputs).toMatchObject({ result: 'success', 'service-name': 'shop-pr-7' })
    expect(run.log).toContain('+ preview            of pull request 7, for 7 days')
    expect(writes(run)).toEqual(['CreateContainerService'])
    expect(stage.tagsOf('shop-pr-7')).toEqual({
      team: 'shop',
      [tagKeys.base]: 'shop',
      [tagKeys.repository]: 'acme/shop',
      [tagKeys.repositoryId]: '4242',
      [tagKeys.pullRequest]: '7',
      [tagKeys.commit]: first,
      [tagKeys.version]: '1',
      [tagKeys.run]: '42',
      [tagKeys.expires]: expect.stringMatching(/^2026-01-22T/),
    })
    expect(stage.github.deployments).toMatchObject([
      { environment: 'shop-pr-7', sha: first, transient_environment: true, production_environment: false },
    ])
  })

  test('another label: nothing happens', async () => {
    const run = await stage.preview(
      { action: 'labeled', labels: ['preview', 'docs'], label: 'docs' },
      { ...label },
    )
    expect(run).toMatchObject({ exitCode: 0, operations: [], outputs: { result: 'unchanged' } })
  })

  test('a push: the newer commit is what serves, and is remembered', async () => {
    const run = await stage.preview(
      { action: 'synchronize', sha: second, run: 44, labels: ['preview'] },
      { ...label, image: `ghcr.io/acme/shop:${second}` },
    )
    expect(run.outputs['result']).toBe('success')
    expect(imageOf('shop-pr-7')).toEqual([`ghcr.io/acme/shop:${second}`])
    expect(stage.tagsOf('shop-pr-7')[tagKeys.commit]).toBe(second)
  })

  test('a push of an older commit: refused, and the newer one keeps serving', async () => {
    const run = await stage.preview({ action: 'synchronize', sha: first, labels: ['preview'] }, label)
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'refused', 'reason-code': 'older-commit' },
    })
    expect(run.errors[0]).toMatch(/^commit 1111111 is older than 2222222, which version \d of shop-pr-7/)
    expect(writes(run)).toEqual([])
    expect(imageOf('shop-pr-7')).toEqual([`ghcr.io/acme/shop:${second}`])
  })

  test('a push over it: what the pull request no longer holds is older, too', async () => {
    stage.github.comparisons.set(`${second}...${third}`, 'diverged')
    stage.github.pulls.set(7, pull(7, second))
    const run = await stage.preview({ sha: third, labels: ['preview'] }, label)
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'older-commit' })
  })

  test('a failed deployment: red, and the preview of the commit before keeps serving', async () => {
    stage.github.pulls.set(7, pull(7, third))
    const run = await stage.preview(
      { sha: third, labels: ['preview'] },
      { ...label, image: 'ghcr.io/acme/shop:outcome-wrong-port' },
    )
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed-kept-previous' } })
    expect(imageOf('shop-pr-7')).toEqual([`ghcr.io/acme/shop:${second}`])
  })

  test('the label comes off: the preview and its deployments at GitHub are gone', async () => {
    const facts = { action: 'unlabeled', label: 'preview', sha: third }
    const run = await stage.preview(facts, { ...label, 'github-deployment': 'true' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted', 'service-name': 'shop-pr-7' } })
    expect(stage.services()).toEqual([])
    const states = [...stage.github.statuses.values()].map(([newest]) => newest?.state)
    expect(states).toEqual(['inactive'])
  })

  test('labelled again: it is back', async () => {
    const facts = { action: 'labeled', label: 'preview', labels: ['preview'], sha: third }
    const run = await stage.preview(facts, label)
    expect(run.outputs).toMatchObject({ result: 'success', 'service-created': 'true' })
  })

  test('closed while deploying: the deployment is waited for, then the preview is deleted', async () => {
    const begun = await stage.preview(
      { sha: third, labels: ['preview'] },
      { ...label, 'wait-for-service-stability': 'false' },
    )
    expect(begun.outputs['result']).toBe('started')
    stage.github.pulls.set(7, pull(7, third, 'closed'))
    // The image was not built for this event, so its name has no tag.
    const closed = { action: 'closed', labels: ['preview'], sha: third }
    const run = await stage.preview(closed, { ...label, image: 'ghcr.io/acme/shop:' })
    expect(run.log).toContain('queued: deployment 2 of shop-pr-7 is in progress')
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(writes(run)).toEqual(['DeleteContainerService'])
    expect(stage.services()).toEqual([])
  })

  test('a push whose run comes after the end: it makes no second preview', async () => {
    const run = await stage.preview({ action: 'synchronize', sha: third, labels: ['preview'] }, label)
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { result: 'unchanged', 'reason-code': 'pull-request-closed' },
    })
    expect(stage.services()).toEqual([])
  })

  test('closed once more: it is gone already, and that is good', async () => {
    const run = await stage.preview({ action: 'closed', labels: ['preview'] }, label)
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
  })

  test('forgotten: the cleanup deletes it when its time is over', async () => {
    stage.github.pulls.set(7, pull(7, third))
    await stage.preview({ action: 'reopened', sha: third }, { 'preview-ttl': '30m' })
    const sweep = () => stage.push({ event: 'schedule' }, { mode: 'cleanup', image: '' })
    const early = await sweep()
    expect(early.outputs['result']).toBe('reported')
    expect(early.log).toMatch(/shop-pr-7 +pull request 7, expires in \d+ minutes/)
    for (let waited = 0; waited < 90; waited++) stage.simulator.clock.onRequest()
    const late = await sweep()
    expect(late).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(stage.services()).toEqual([])
  })
})
