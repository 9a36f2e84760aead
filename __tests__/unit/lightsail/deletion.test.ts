import { describe, expect, test } from '@jest/globals'
import type { LightsailApi } from '../../../src/lightsail/api/lightsail-api.ts'
import { deletionTarget } from '../../../src/lightsail/deletion.ts'
import type { Service } from '../../../src/lightsail/model/service.ts'
import { deployment, request, service } from '../../support/shop.ts'

function never() {
  return Promise.reject(new Error('not to be called'))
}

/** A cloud in which only deleting and looking at services is possible. */
function cloudWith(
  seen: readonly (Service | undefined)[],
  onDelete: () => Promise<void> = async () => undefined,
) {
  const looks = [...seen]
  const calls: string[] = []
  const api: LightsailApi = {
    getService: async () => {
      calls.push('look')
      return looks.length > 1 ? looks.shift() : looks[0]
    },
    deleteService: async () => {
      calls.push('delete')
      await onDelete()
    },
    listServices: never,
    getDeployments: never,
    createService: never,
    createDeployment: never,
    updateService: never,
    tagService: never,
    getPrices: never,
    getPowerSizes: never,
    getCertificates: never,
    getImages: never,
    registerImage: never,
    deleteImage: never,
    registryLogin: never,
    getLog: never,
    serviceTime: () => 0,
    endpoint: never,
    close: () => undefined,
  }
  return { api, calls }
}

function targetFor(...seen: (Service | undefined)[]) {
  const { api, calls } = cloudWith(seen)
  return { target: deletionTarget({ request: request({ mode: 'delete' }), api }), calls }
}

const current = deployment(17, 'ACTIVE')

describe('the plan', () => {
  const planOf = (seen: Service | undefined) => targetFor(seen).target.plan({ service: seen, lastSeen: seen })

  test.each<[string, Partial<Service>]>([
    ['it runs', { current }],
    ['it never had a deployment', { state: 'READY' }],
    ['it is disabled', { state: 'DISABLED', isDisabled: true, current }],
    ['its creation is stuck', { state: 'PENDING', detail: { code: 'UNKNOWN_ERROR', message: '' } }],
    ['it is being deleted', { state: 'DELETING', current }],
    ['its last deployment FAILED', { current, next: deployment(18, 'FAILED') }],
    ['a state nobody knows', { state: 'RESTING' }],
  ])('is to delete: %s', (_, seen) => {
    expect(planOf(service(seen))).toMatchObject({
      kind: 'apply',
      changes: [{ sign: '-', subject: 'service shop' }],
    })
  })

  test.each<[string, Partial<Service>, string]>([
    ['a deployment', { state: 'DEPLOYING', current }, 'deployment-in-progress'],
    ['a deployment alone', { current, next: deployment(18, 'ACTIVATING') }, 'deployment-in-progress'],
    ['an update', { state: 'UPDATING', current }, 'service-updating'],
  ])('is to wait for %s', (_, seen, reasonCode) => {
    expect(planOf(service(seen))).toMatchObject({ kind: 'wait', reasonCode })
  })

  test('has nothing to do when there is no service', () => {
    expect(planOf(undefined)).toMatchObject({ kind: 'end', verdict: { result: 'unchanged' } })
  })

  test('says what is lost', () => {
    const plan = planOf(service({ current, power: 'micro', scale: 3 }))
    expect(plan.kind === 'apply' && plan.changes[0]?.detail).toBe('micro × 3, version 17 serves')
  })

  test('a service that is disabled serves nothing that could be lost', () => {
    const plan = planOf(service({ current, state: 'DISABLED', isDisabled: true }))
    expect(plan.kind === 'apply' && plan.changes[0]?.detail).not.toContain('serves')
  })
})

describe('the verdict', () => {
  const judged = (now: Service | undefined) => {
    const before = service({ current })
    return targetFor(before).target.status({ service: before }, { service: now })
  }

  test.each(['DELETING', 'RUNNING', 'RESTING'])('it is still there: %s', (state) => {
    expect(judged(service({ state }))).toMatchObject({ kind: 'progressing' })
  })

  test('it is gone', () => {
    expect(judged(undefined)).toMatchObject({ kind: 'done', verdict: { result: 'deleted' } })
  })

  test('another service of the same name is not ours: ours is gone', () => {
    const another = service({ arn: 'arn:aws:lightsail:eu-central-1:123456789012:ContainerService/2' })
    expect(judged(another)).toMatchObject({ kind: 'done', verdict: { result: 'deleted' } })
  })

  test('a look without an ARN proves nothing', () => {
    expect(judged(service({ arn: '' }))).toMatchObject({ kind: 'progressing' })
  })
})

describe('a lost answer', () => {
  test.each<[string, Service | undefined, boolean]>([
    ['it is gone', undefined, true],
    ['it is being deleted', service({ state: 'DELETING' }), true],
    ['it is there as before', service({ current }), false],
  ])('%s', async (_, seen, found) => {
    expect((await targetFor(seen).target.findAccepted({ service: service() })) !== undefined).toBe(found)
  })

  test('another with the same name is there: ours was deleted, and the new one is left alone', async () => {
    const { target, calls } = targetFor(service(), service({ arn: 'arn:another' }))
    await target.observe(undefined)
    expect(await target.findAccepted({ service: service() })).toMatchObject({ kind: 'started' })
    expect(calls).not.toContain('delete')
  })
})

test('a service that is being deleted is followed, not deleted a second time', async () => {
  const { target, calls } = targetFor(service({ state: 'DELETING' }))
  const observed = await target.observe(undefined)
  const plan = target.plan(observed)
  expect(plan.kind).toBe('apply')
  if (plan.kind === 'apply') await target.apply(plan.step, () => undefined)
  expect(calls).toEqual(['look'])
})

test('the outputs keep what the service was after it is gone', async () => {
  const { target } = targetFor(service({ current }), undefined)
  const latest = await target.observe(undefined)
  const verdict = { result: 'deleted', reasonCode: 'service-deleted', reason: 'shop is gone' } as const
  const { outputs, closing } = target.summarize({ latest, snapshot: { service: undefined } }, verdict, 0)
  expect(outputs).toMatchObject({
    'service-name': 'shop',
    'service-arn': service().arn,
    state: '',
    'previous-version': '17',
  })
  expect(closing).toBe('shop is gone')
})
