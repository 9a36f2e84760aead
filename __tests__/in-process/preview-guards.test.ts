import { afterEach, describe, expect, test } from '@jest/globals'
import { tagKeys } from '../../src/source/resource-tags.ts'
import type { RunFacts } from '../support/github/runs.ts'
import { previewTags, pull, type Stage, setStage } from '../support/github/stage.ts'
import { runAction, writes } from './action.ts'

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

/** Makes a service, as somebody did before the run. */
function create({ simulator }: Stage, serviceName: string, tags: readonly object[] = []) {
  return simulator.account.call(
    'CreateContainerService',
    { serviceName, power: 'nano', scale: 1, tags },
    { at: simulator.clock.now() - 3 * 24 * 3600_000 },
  )
}

describe('what preview: true cannot be used for is told before the first call', () => {
  test('on a push', async () => {
    stage = await setStage()
    const run = await stage.push({}, { preview: 'true' })
    expect(run).toMatchObject({ exitCode: 1, operations: [], outputs: { result: 'invalid-input' } })
    expect(run.errors).toEqual([
      'preview: true works on the events pull_request and pull_request_target only; this run is for "push"',
    ])
  })

  test('with an event that cannot be read', async () => {
    stage = await setStage()
    for (const [event, why] of [
      ['{', 'the file that describes the event cannot be read'],
      ['{}', 'no pull request in event.json'],
    ]) {
      const run = await runAction({
        inputs: { preview: 'true' },
        env: {
          GITHUB_REPOSITORY: 'acme/shop',
          GITHUB_SHA: 'a'.repeat(40),
          GITHUB_RUN_ID: '42',
          GITHUB_EVENT_NAME: 'pull_request',
          GITHUB_EVENT_PATH: 'event.json',
        },
        files: { 'event.json': event ?? '' },
      })
      expect(run.outputs['result']).toBe('invalid-input')
      expect(run.errors[0]).toContain(`preview: true needs the pull request, but ${why}`)
    }
  })

  test('outside of GitHub', async () => {
    const run = await runAction({ inputs: { preview: 'true' } })
    expect(run.errors).toEqual([
      'preview: true needs a GitHub Actions run: GITHUB_REPOSITORY and similar variables are not set',
    ])
  })

  test('with numbers that are none, and a base that leaves no room: all at once', async () => {
    stage = await setStage()
    const run = await stage.preview(
      {},
      { 'preview-ttl': 'soon', 'preview-limit': '0', 'service-name': 'x'.repeat(64) },
    )
    expect(run.errors).toEqual([
      'service-name: is 64 characters long; at most 63 are allowed',
      'preview-ttl: must be days, hours or minutes such as 7d, 12h or 30m, at most 365d, not "soon"',
      'preview-limit: must be a whole number of 1 or more, not "0"',
    ])
  })

  test('beside inputs and modes that do not go with it', async () => {
    stage = await setStage()
    const domains = await stage.preview({}, { 'public-domain-names': 'c=a.example.com' })
    expect(domains.errors).toEqual([
      'public-domain-names: cannot be used on a preview: a domain name can belong to one service only',
    ])
    const rollback = await stage.preview({}, { mode: 'rollback', image: '', 'container-port': '' })
    expect(rollback.errors).toEqual(['preview: has no effect with mode: rollback; remove it'])
    const idle = await stage.push({}, { 'preview-label': 'preview' })
    expect(idle.errors).toEqual(['preview-label: has no effect without preview: true; remove it'])
  })
})

describe('code of somebody without rights here', () => {
  const fork: RunFacts = { event: 'pull_request_target', from: 'mallory/shop', action: 'opened' }
  const label = { 'preview-label': 'preview' }

  test.each<[string, RunFacts, Record<string, string>, string]>([
    ['without a label to trust', fork, {}, 'use the event pull_request'],
    ['not labelled', fork, label, 'no maintainer has added the label "preview"'],
    [
      'pushed to after it was labelled',
      { ...fork, action: 'synchronize', labels: ['preview'] },
      label,
      'the label "preview" was added before the newest commits were pushed',
    ],
    [
      'pushed to while it was closed',
      { ...fork, action: 'reopened', labels: ['preview'] },
      label,
      'remove the label "preview" and add it again',
    ],
  ])('is not deployed on pull_request_target: %s', async (_, facts, inputs, told) => {
    stage = await setStage()
    const run = await stage.preview(facts, inputs)
    expect(run).toMatchObject({ exitCode: 1, operations: [] })
    expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'fork-not-trusted' })
    expect(run.errors[0]).toContain(
      'pull request 7 comes from a fork (mallory/shop); on pull_request_target its code would be built and run with this repository',
    )
    expect(run.errors[0]).toContain(told)
  })

  test('is deployed when a maintainer just labelled that very commit', async () => {
    stage = await setStage()
    const facts = { ...fork, action: 'labeled', labels: ['Preview'], label: 'Preview' }
    const run = await stage.preview(facts, label)
    expect(run.outputs['result']).toBe('success')
  })

  test('may always be cleared away', async () => {
    stage = await setStage()
    create(stage, 'shop-pr-7', previewTags(7))
    stage.github.pulls.set(7, pull(7, 'a'.repeat(40), 'closed'))
    const run = await stage.preview({ ...fork, action: 'closed' })
    expect(run.outputs['result']).toBe('deleted')
  })

  test('on pull_request there are no secrets, and the missing credentials are explained', async () => {
    stage = await setStage()
    delete stage.simulator.env['AWS_ACCESS_KEY_ID']
    delete stage.simulator.env['AWS_SECRET_ACCESS_KEY']
    const run = await stage.preview({ from: 'mallory/shop' })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'credentials-missing' } })
    expect(run.log).toContain(
      '::notice::pull request 7 comes from a fork (mallory/shop): GitHub gives this run no secrets',
    )
    expect(run.errors[0]).toContain('on pull_request GitHub gives its runs neither secrets nor an id-token')
    expect(run.errors[0]).toContain('the pull request itself is fine')
  })
})

describe("somebody else's service has the name of the preview", () => {
  test.each([
    ['made by hand', []],
    ['of another repository', previewTags(7, { [tagKeys.repository]: 'acme/store' })],
    ['of another pull request', previewTags(8)],
    ['of another base', previewTags(7, { [tagKeys.base]: 'shop-pr' })],
  ])('%s: neither deployed to nor deleted', async (_, tags) => {
    stage = await setStage()
    create(stage, 'shop-pr-7', tags)
    stage.github.pulls.set(7, pull(7, 'a'.repeat(40), 'closed'))
    for (const action of ['synchronize', 'closed']) {
      const run = await stage.preview({ action })
      expect(run).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'preview-name-taken' } })
      expect(run.errors[0]).toContain('shop-pr-7 is not the preview of shop for pull request 7 of acme/shop')
      expect(writes(run)).toEqual([])
    }
    const sweep = await stage.push({ event: 'schedule' }, { mode: 'cleanup', image: '' })
    expect(writes(sweep)).toEqual([])
    expect(stage.service('shop-pr-7')).toBeDefined()
  })
})

describe('preview-limit', () => {
  test('refuses one too many, and says which exist', async () => {
    stage = await setStage({}, { pulls: [3, 5, 7].map((number) => pull(number, 'a'.repeat(40))) })
    create(stage, 'shop-pr-3', previewTags(3))
    create(stage, 'shop-pr-5', previewTags(5))
    create(stage, 'shop', [])
    create(stage, 'store-pr-9', previewTags(9, { [tagKeys.base]: 'store' }))
    const run = await stage.preview({ action: 'opened' }, { 'preview-limit': '2' })
    expect(run).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'preview-limit' } })
    expect(run.errors[0]).toContain(
      'there are 2 previews of shop already, and preview-limit is 2: shop-pr-3 (pull request 3, 3 days old), shop-pr-5 (pull request 5, 3 days old)',
    )
    expect(writes(run)).toEqual([])
    const planned = await stage.preview({ action: 'opened' }, { 'preview-limit': '2', mode: 'plan' })
    expect(planned.outputs['reason-code']).toBe('preview-limit')
  })

  test('does not count against the preview that exists, nor against one more that fits', async () => {
    stage = await setStage({}, { pulls: [3, 7].map((number) => pull(number, 'a'.repeat(40))) })
    create(stage, 'shop-pr-3', previewTags(3))
    const fits = await stage.preview({ action: 'opened' }, { 'preview-limit': '2' })
    const again = await stage.preview({ action: 'synchronize' }, { 'preview-limit': '1' })
    expect([fits, again].map(({ outputs }) => outputs['result'])).toEqual(['success', 'success'])
  })
})

describe('what changed since the event', () => {
  test('opened again before the run that closes it: its preview stays', async () => {
    stage = await setStage()
    create(stage, 'shop-pr-7', previewTags(7))
    const run = await stage.preview({ action: 'closed' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'reason-code': 'pull-request-open' } })
    expect(stage.service('shop-pr-7')).toBeDefined()
  })

  test('another run made the service between our look and our write: its turn, then ours', async () => {
    stage = await setStage({
      faults: [
        {
          operation: 'CreateContainerService',
          calls: 1,
          effect: {
            kind: 'event',
            happens: (account) =>
              account.call('CreateContainerService', {
                serviceName: 'shop-pr-7',
                power: 'nano',
                scale: 1,
                tags: previewTags(7),
              }),
          },
        },
      ],
    })
    const run = await stage.preview({ action: 'opened' })
    expect(run.log).toContain('the service shop-pr-7 exists after all')
    expect(run.outputs['result']).toBe('success')
  })

  test('a token without rights is told once, and keeps nothing from being deployed or deleted', async () => {
    stage = await setStage({}, { faults: [{ effect: { kind: 'status', status: 403 } }] })
    const run = await stage.preview({ action: 'opened' })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(run.log.match(/^::(?:notice|warning)::.*permissions: .*$/gm)).toEqual([
      expect.stringContaining('"permissions: pull-requests: read"'),
    ])
    const closed = await stage.preview({ action: 'closed' })
    expect(closed.outputs['result']).toBe('deleted')
  })
})

test('mode: plan plans the preview, and its deletion; mode: delete deletes it', async () => {
  stage = await setStage()
  const planned = await stage.preview({ action: 'opened' }, { mode: 'plan' })
  expect(planned.outputs).toMatchObject({ result: 'planned', 'changes-count': '6' })
  create(stage, 'shop-pr-7', previewTags(7))
  stage.github.pulls.set(7, pull(7, 'a'.repeat(40), 'closed'))
  const closing = await stage.preview({ action: 'closed' }, { mode: 'plan' })
  expect(closing.outputs['changes-markdown']).toContain('- service shop-pr-7')
  const deleted = await stage.preview({ action: 'labeled' }, { mode: 'delete' })
  expect([planned, closing].flatMap(writes)).toEqual([])
  expect(deleted.outputs['result']).toBe('deleted')
})

test('a long base is cut, and keeps its previews apart from those of its neighbour', async () => {
  stage = await setStage({ secondsPerCall: 60 })
  const names = []
  for (const end of ['a', 'b']) {
    const run = await stage.preview({ action: 'opened' }, { 'service-name': `${'shop-'.repeat(12)}x${end}` })
    expect(run.outputs['result']).toBe('success')
    names.push(run.outputs['service-name'])
  }
  expect(names[0]).toMatch(/^(shop-){9}shop-[0-9a-f]{8}-pr-7$/)
  expect(new Set(names).size).toBe(2)
})
