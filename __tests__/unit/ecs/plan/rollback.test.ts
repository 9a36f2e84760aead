import { describe, expect, test } from '@jest/globals'
import type { Deployment, PastRollout, Service } from '../../../../src/ecs/model/service.ts'
import { failedRevisions, failedRevisionsTag } from '../../../../src/ecs/order/failed-revisions.ts'
import { rollbackTarget } from '../../../../src/ecs/plan/rollback.ts'
import type { Observed } from '../../../../src/ecs/plan/steps.ts'
import { deployment, revision } from '../rollout/rollouts.ts'
import {
  content,
  definition,
  endOf,
  linesOf,
  observed,
  planOf,
  primary,
  read,
  shop,
  stepOf,
} from '../shop.ts'

const bad = 'lightsail-deploy:bad'

/** Rollouts of these revisions, newest first; the first one is of the PRIMARY. */
function rollouts(...revisions: number[]): PastRollout[] {
  return revisions.map((number, index) => ({
    arn: `arn:${index}`,
    status: 'SUCCESSFUL',
    createdAt: -index,
    serviceRevision: index === 0 ? `arn:${primary().id.replace('ecs-svc', '')}` : `arn:x/${100 - index}`,
    taskDefinition: revision(number),
  }))
}

function running(number: number, more: Partial<Service> = {}) {
  return shop({
    taskDefinition: revision(number),
    deployments: [primary({ taskDefinition: revision(number) })],
    ...more,
  })
}

function seenWith(more: Partial<Observed>): Observed {
  return observed({ history: read(rollouts(18, 17)), ...more })
}

describe('the last good revision', () => {
  const targetOf = (history: PastRollout[], service: Service) => {
    const target = rollbackTarget({ rollbackTo: 'last-good' }, { service, history: read(history) })
    return 'fault' in target
      ? target.fault.message
      : `${target.arn.split('/')[1]} ${target.notices.join()}`.trim()
  }
  test.each<[string, PastRollout[], Service, string]>([
    ['is the one before', rollouts(18, 17, 16), running(18), 'web:17'],
    [
      'is another than what runs, however often that was deployed',
      rollouts(18, 18, 17),
      running(18),
      'web:17 skipped web:18 (it is already the current revision)',
    ],
    [
      'a second rollback goes further back',
      rollouts(17, 18, 17, 16),
      running(17),
      'web:16 skipped web:18 (web:17 replaced it), web:17 (it is already the current revision)',
    ],
    [
      'and a third one, too',
      rollouts(16, 17, 18, 17, 16, 15),
      running(16),
      'web:15 skipped web:17 (web:16 replaced it), web:18 (web:16 replaced it), web:16 (it is already the current revision)',
    ],
    [
      'one that failed its URL check is passed over',
      rollouts(18, 17, 16),
      running(18, { tags: { [bad]: 'web:17' } }),
      'web:16 skipped web:17 (it failed its URL check)',
    ],
    [
      'a rollout that failed is not in the history, and what was before it is',
      rollouts(99, 17, 16).slice(1),
      running(18),
      'web:17',
    ],
    [
      'what failed has replaced nothing, also if it was good before',
      rollouts(99, 19, 18, 17).slice(1),
      running(18),
      'web:19',
    ],
    [
      'a revision that could not be read is none',
      rollouts(18, 17, 16).map((one, index) => (index === 1 ? { ...one, taskDefinition: undefined } : one)),
      running(18),
      'web:16',
    ],
    [
      'there may be none',
      rollouts(18),
      running(18),
      'shop cannot be rolled back: it has no earlier good revision',
    ],
    [
      'nor where all failed',
      rollouts(18, 17),
      running(18, { tags: { [bad]: 'web:17' } }),
      'shop cannot be rolled back: it has no earlier good revision: skipped web:17 (it failed its URL check)',
    ],
  ])('%s', (_, history, service, expected) => {
    expect(targetOf(history, service)).toBe(expected)
  })

  test('without the history it is the revision before, and without knowing whether it was good', async () => {
    const denied = { kind: 'denied', action: 'ecs:ListServiceDeployments' } as const
    const revisions = read([revision(19), revision(18), revision(17), revision(4)])
    const target = rollbackTarget(
      { rollbackTo: 'last-good' },
      { service: running(18), history: denied, revisions },
    )
    expect(target).toMatchObject({
      arn: revision(17),
      notices: [expect.stringContaining('without knowing whether it was good')],
    })
    const both = await planOf(
      { mode: 'rollback' },
      seenWith({ history: denied, revisions: { kind: 'denied', action: 'ecs:ListTaskDefinitions' } }),
    )
    expect(endOf(both)).toContain('refused access-denied')
  })
})

describe('a rollback', () => {
  test('sends the task definition, and nothing else', async () => {
    const plan = await planOf(
      { mode: 'rollback' },
      seenWith({ named: read(definition(17, content({ cpu: '512' }))) }),
    )
    expect(stepOf(plan)).toMatchObject({
      kind: 'update',
      rollsOut: 'yes',
      before: { taskDefinition: revision(18) },
    })
    expect(stepOf(plan)).toHaveProperty('members', { taskDefinition: revision(17) })
    expect(linesOf(plan)).toEqual(['~ task definition web:18 → web:17', '+ task cpu 512'])
  })

  test.each<[string, string]>([
    ['7', revision(7)],
    ['web:7', 'web:7'],
    [revision(7, 'other'), revision(7, 'other')],
  ])('to %s', async (to, arn) => {
    const plan = await planOf({ mode: 'rollback', 'rollback-to': to }, seenWith({}))
    expect(stepOf(plan)).toHaveProperty('members', { taskDefinition: to === '7' ? 'web:7' : arn })
    const resolved = await planOf(
      { mode: 'rollback', 'rollback-to': to },
      seenWith({ named: read(definition(7)) }),
    )
    expect(stepOf(resolved)).toHaveProperty('members', { taskDefinition: revision(7) })
  })

  test('of what is in progress is asked of ECS', async () => {
    const busy = primary({ rolloutState: 'IN_PROGRESS' })
    const service = shop({ deployments: [busy, deployment('ecs-svc/1', revision(17))] })
    const plan = await planOf({ mode: 'rollback' }, seenWith({ service, history: read(rollouts(17)) }))
    expect(stepOf(plan)).toMatchObject({ kind: 'stop', service: 'shop', cluster: 'prod', deployment: busy })
  })

  test.each<[string, Record<string, string>, Partial<Deployment>, string]>([
    [
      'goes on is waited for',
      {},
      { rolloutState: 'IN_PROGRESS' },
      'wait deployment-in-progress: ECS is rolling shop back to web:18',
    ],
    [
      'goes on is left, where nobody waits',
      { 'wait-for-service-stability': 'false' },
      { rolloutState: 'IN_PROGRESS' },
      'unchanged no-changes: ECS is rolling shop back to web:18 already',
    ],
    [
      'came through is all there is to do',
      {},
      {},
      'unchanged no-changes: ECS has rolled shop back to web:18',
    ],
    ['failed is gone back from', {}, { rolloutState: 'FAILED' }, 'apply'],
  ])('that ECS began by itself and that %s', async (_, inputs, more, end) => {
    const service = shop({ deployments: [primary(more)] })
    const seen = seenWith({ service, restored: primary().id, named: read(definition(17)) })
    expect(endOf(await planOf({ mode: 'rollback', ...inputs }, seen))).toContain(end)
  })

  test.each<[string, Partial<Deployment>, string]>([
    ['runs is nothing to do', {}, 'unchanged no-changes: shop already runs web:18'],
    ['is in progress is waited for', { rolloutState: 'IN_PROGRESS' }, 'wait'],
  ])('to the revision that %s', async (_, more, end) => {
    const service = shop({ deployments: [primary(more)] })
    const seen = seenWith({ service, named: read(definition(18)) })
    expect(endOf(await planOf({ mode: 'rollback', 'rollback-to': '18' }, seen))).toContain(end)
  })

  test('to the revision that failed deploys it again', async () => {
    const service = shop({ deployments: [primary({ rolloutState: 'FAILED' })] })
    const seen = seenWith({ service, named: read(definition(18)) })
    const plan = await planOf({ mode: 'rollback', 'rollback-to': '18' }, seen)
    expect(stepOf(plan)).toMatchObject({ members: { forceNewDeployment: true } })
    expect(linesOf(plan)).toEqual(['~ deployment redeploy web:18: its last rollout failed'])
  })

  test('to a certain revision replaces what is in progress', async () => {
    const service = shop({ deployments: [primary({ rolloutState: 'IN_PROGRESS' })] })
    const plan = await planOf({ mode: 'rollback', 'rollback-to': '7' }, seenWith({ service }))
    expect(stepOf(plan)).toMatchObject({ kind: 'update', replaces: { rolloutState: 'IN_PROGRESS' } })
  })

  test.each<[string, Record<string, string>, Partial<Observed>, string]>([
    ['of nothing', {}, { service: undefined }, 'refused service-missing'],
    ['of what is being deleted', {}, { service: shop({ status: 'DRAINING' }) }, 'refused service-draining'],
    [
      'of a first rollout',
      {},
      { service: shop({ deployments: [primary({ rolloutState: 'IN_PROGRESS' })] }), history: read([]) },
      'refused version-not-usable: shop cannot be rolled back: its first rollout, web:18, is in progress',
    ],
    [
      'to a revision that was deregistered',
      {},
      { named: read(definition(17, content(), { status: 'INACTIVE' })) },
      'refused version-not-usable: the task definition web:17 is INACTIVE',
    ],
    [
      'to one that does not exist',
      { 'rollback-to': '99' },
      { named: { kind: 'missing' } },
      'refused version-not-usable',
    ],
    ['to what runs', { 'rollback-to': '18' }, {}, 'unchanged no-changes: shop already runs web:18'],
    [
      'of a service of CodeDeploy',
      {},
      { service: shop({ deploymentController: 'CODE_DEPLOY' }) },
      'refused deployment-controller',
    ],
  ])('%s', async (_, inputs, seen, end) => {
    expect(endOf(await planOf({ mode: 'rollback', ...inputs }, seenWith(seen))).slice(0, end.length)).toBe(
      end,
    )
  })
})

describe('revisions that failed their URL check', () => {
  test('are remembered in a tag, the newest first, each once', () => {
    const once = failedRevisionsTag({ tags: {} }, revision(17))
    expect(once).toEqual({ [bad]: 'web:17' })
    expect(failedRevisions({ tags: { [bad]: 'web:17 nonsense 18 web:0' } })).toEqual(['web:17'])
    expect(failedRevisionsTag({ tags: failedRevisionsTag({ tags: once }, 'web:18') }, 'web:17')[bad]).toBe(
      'web:17 web:18',
    )
  })
  test('as many as a tag holds', () => {
    let tags: Readonly<Record<string, string>> = {}
    for (let number = 1; number < 99; number++) tags = failedRevisionsTag({ tags }, revision(number))
    expect(tags[bad]?.length).toBeLessThanOrEqual(256)
    expect(failedRevisions({ tags })[0]).toBe('web:98')
  })
})
