import { describe, expect, test } from '@jest/globals'
import { neededReads } from '../../../../src/ecs/plan/reads.ts'
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
  requestOf,
  shop,
  stepOf,
} from '../shop.ts'

describe('mode: register', () => {
  const files = { 'task.json': JSON.stringify(content()) }
  const inputs = { service: '', 'task-definition': 'task.json' }
  const nothing = { at: 0, service: undefined }

  test('registers, and ends once that is done', async () => {
    const plan = await planOf(inputs, nothing, files)
    expect(stepOf(plan)).toMatchObject({ kind: 'register', isLast: true, content: content() })
    const registered = definition(1)
    expect(endOf(await planOf(inputs, { ...nothing, registered }, files))).toBe(
      'success registered: web:1 was registered',
    )
  })

  test('what the newest revision holds is not registered again', async () => {
    expect(endOf(await planOf(inputs, { ...nothing, named: read(definition(4)) }, files))).toBe(
      'unchanged no-changes: web:4 already matches the inputs',
    )
  })

  test('of an image for what a service runs', async () => {
    const plan = await planOf({ mode: 'register', image: 'nginx:2' })
    expect(stepOf(plan)).toMatchObject({
      kind: 'register',
      content: { containerDefinitions: [{ image: 'nginx:2' }] },
    })
  })
})

describe('mode: delete', () => {
  test('deletes what is there, and says what stays', async () => {
    const plan = await planOf({ mode: 'delete' })
    expect(stepOf(plan)).toMatchObject({ kind: 'delete', service: 'shop', cluster: 'prod', arn: shop().arn })
    expect(linesOf(plan)).toEqual(['- service shop web:18; 3 tasks will be stopped'])
    expect(plan.kind === 'apply' && plan.notices.join()).toContain('task definitions')
  })
  test('what does not exist is no failure, and what goes is waited for', async () => {
    expect(endOf(await planOf({ mode: 'delete' }, observed({ service: undefined })))).toContain(
      'unchanged already-deleted',
    )
    expect(
      endOf(await planOf({ mode: 'delete' }, observed({ service: shop({ status: 'DRAINING' }) }))),
    ).toContain('wait service-draining')
  })
})

describe('mode: status', () => {
  test('tells what runs', async () => {
    const service = shop({
      deployments: [
        primary({ rolloutState: 'IN_PROGRESS' }),
        deployment('ecs-svc/1', revision(17), { runningCount: 2 }),
      ],
      runningCount: 3,
      pendingCount: 1,
    })
    const plan = await planOf({ mode: 'status' }, observed({ service }))
    expect(endOf(plan)).toBe(
      `reported status: shop on prod is ACTIVE; web:18 (${content().containerDefinitions[0]?.image}) has been the current revision since 2026-01-15 12:00 UTC; 3 of 3 tasks running, 1 starting; its rollout is in progress (${primary().id}); 2 tasks of web:17 still running`,
    )
  })
  test('a service that does not exist is a refusal', async () => {
    expect(endOf(await planOf({ mode: 'status' }, observed({ service: undefined })))).toContain(
      'refused service-missing',
    )
  })
})

describe('what is read', () => {
  const files = {
    'task.json': JSON.stringify(content()),
    's.yml': 'serviceName: shop\nmonitoring: {}\ntaskDefinition: web:18\n',
  }
  const none = { running: undefined, named: undefined, revisionMembers: false, history: false }
  const running = { ...none, running: revision(18) }
  test.each<[string, Record<string, string>, object]>([
    ['an image', { image: 'a:1' }, running],
    ['a file', { 'task-definition': 'task.json' }, running],
    ['a count', { 'desired-count': '2' }, none],
    ['another revision by its name', { 'task-definition-arn': 'web:7' }, none],
    [
      'the one that runs, whose tags may move',
      { 'task-definition-arn': revision(18) },
      { ...none, named: revision(18) },
    ],
    ['a family', { 'task-definition-family': 'web' }, { ...none, named: 'web' }],
    [
      'an image for a certain revision',
      { 'task-definition-arn': 'web:7', image: 'a:1' },
      { ...running, named: 'web:7' },
    ],
    [
      'members that only a revision tells',
      { 'service-definition': 's.yml' },
      { ...none, named: 'web:18', revisionMembers: true },
    ],
    ['a rollback', { mode: 'rollback' }, { ...running, history: true }],
    ['a deletion', { mode: 'delete' }, none],
  ])('%s', async (_, inputs, reads) => {
    expect(neededReads(await requestOf(inputs, files), shop())).toEqual(reads)
  })
  test('a file without a service is compared with the newest of its family', async () => {
    const request = await requestOf({ service: '', 'task-definition': 'task.json' }, files)
    expect(neededReads(request, undefined)).toEqual({ ...none, named: 'web' })
  })
})
