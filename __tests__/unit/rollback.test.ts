import { describe, expect, test } from '@jest/globals'
import type { DeploymentSpec } from '../../src/lightsail/deployment.ts'
import type { Request } from '../../src/lightsail/inputs/request.ts'
import { planRollback } from '../../src/lightsail/rollback.ts'
import type { Deployment, Service } from '../../src/lightsail/service.ts'
import type { Observed } from '../../src/lightsail/steps.ts'
import { container, deployment, publicAt, request, service, web } from './shop.ts'

const specOf = (image: string): DeploymentSpec => ({ ...web, containers: { app: container({ image }) } })

/** `17A 16I 15F 14?`: versions with the initials of their states. */
const states: Readonly<Record<string, string>> = { A: 'ACTIVE', I: 'INACTIVE', F: 'FAILED', N: 'ACTIVATING' }
const historyOf = (text: string): Deployment[] =>
  text
    .split(' ')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const version = Number(entry.slice(0, -1))
      return deployment(version, states[entry.slice(-1)] ?? 'DEGRADED', specOf(`shop:${version}`))
    })

const planFor = ({
  history,
  seen = {},
  asked = {},
  images = [],
}: {
  history: readonly Deployment[]
  seen?: Partial<Service>
  asked?: Partial<Request>
  images?: readonly string[]
}) => {
  const current = history.find(({ state }) => state === 'ACTIVE')
  const stored = images.map((name) => ({ name, digest: '' }))
  const observed: Observed = { at: 42, history, images: stored, service: service({ current, ...seen }) }
  return planRollback(request({ mode: 'rollback', deployment: undefined, ...asked }), observed)
}

const imageOf = (plan: ReturnType<typeof planFor>): string | undefined =>
  plan.kind === 'apply' && plan.steps.kind === 'deploy'
    ? plan.steps.deployment.containers['app']?.image
    : undefined

describe('last-good is the newest version before the one that serves that once was good', () => {
  test.each([
    ['the one before', '17A 16I 15I', 'shop:16'],
    ['failed ones are passed over', '17A 16F 15F 14I', 'shop:14'],
    ['failed attempts after the serving one do not count', '19F 18F 17A 16I', 'shop:16'],
    ['a newer inactive one is not before it', '18I 17A 16I', 'shop:16'],
    ['gaps', '42A 12I 3I', 'shop:12'],
    ['a state that nobody knows is not known to be good', '17A 16? 15I', 'shop:15'],
    ['nothing serves: the newest that once did', '19F 18I 17I', 'shop:18'],
  ])('%s: %s', (_, history, image) => {
    expect(imageOf(planFor({ history: historyOf(history) }))).toBe(image)
  })

  test.each([
    ['only one version', '1A'],
    ['all earlier ones failed', '4A 3F 2F 1F'],
    ['nothing but failures', '2F 1F'],
    ['no history', ''],
    ['one that is still on its way', '17A 16N'],
  ])('there is none: %s', (_, history) => {
    const plan = planFor({ history: historyOf(history) })
    expect(plan).toMatchObject({
      kind: 'end',
      verdict: { result: 'refused', reasonCode: 'version-not-usable' },
    })
  })
})

describe('a version by its number', () => {
  test.each([
    ['an old one', 12, 'shop:12'],
    ['one newer than the one that serves', 18, 'shop:18'],
  ])('%s', (_, rollbackTo, image) => {
    expect(imageOf(planFor({ history: historyOf('18I 17A 12I'), asked: { rollbackTo } }))).toBe(image)
  })

  test.each([
    ['is gone', 11, 'version 11 does not exist (any more)'],
    ['FAILED', 16, 'version 16 FAILED'],
  ])('refused with the list of good ones: %s', (_, rollbackTo, why) => {
    const plan = planFor({ history: historyOf('17A 16F 15I 12I'), asked: { rollbackTo } })
    expect(plan).toMatchObject({
      kind: 'end',
      verdict: { result: 'refused', fix: expect.stringContaining('17 (serving), 15, 12') },
    })
    expect(plan.kind === 'end' && plan.verdict.reason).toContain(why)
  })

  test('the one that serves is nothing to do', () => {
    expect(planFor({ history: historyOf('17A 16I'), asked: { rollbackTo: 17 } })).toMatchObject({
      kind: 'end',
      verdict: { result: 'unchanged' },
    })
  })
})

describe('the new version', () => {
  test('has the exact content of the old one', () => {
    const old: DeploymentSpec = {
      containers: { app: container({ environment: { A: 'x' }, command: ['a'], ports: { 80: 'HTTP' } }) },
      publicEndpoint: publicAt('app', 80, { path: '/old' }),
    }
    const history = [deployment(17, 'ACTIVE'), deployment(16, 'INACTIVE', old)]
    expect(planFor({ history })).toMatchObject({
      kind: 'apply',
      steps: { kind: 'deploy', deployment: old, previous: { version: 17 }, newest: 17, observedAt: 42 },
    })
  })

  test('names no environment value in its plan', () => {
    const withValue = (value: string): DeploymentSpec => ({
      containers: { app: container({ environment: { TOKEN: value, ONLY: value } }) },
    })
    const history = [
      deployment(17, 'ACTIVE', withValue('canary-new')),
      deployment(16, 'INACTIVE', withValue('canary-old')),
    ]
    const plan = planFor({ history })
    expect(plan.kind === 'apply' && plan.changes).toMatchObject([{ subject: 'app environment' }])
    expect(plan.kind === 'apply' && JSON.stringify([plan.changes, plan.notices, plan.remark])).not.toContain(
      'canary',
    )
  })

  test('says which version it copies', () => {
    const plan = planFor({ history: historyOf('17A 16I') })
    expect(plan.kind === 'apply' && plan.notices).toEqual([expect.stringContaining('version 16')])
  })
})

describe('images stored in the service', () => {
  const rollback = (image: string, images: readonly string[]) =>
    planFor({ history: [deployment(17, 'ACTIVE'), deployment(16, 'INACTIVE', specOf(image))], images })

  test.each([
    ['a public one needs none stored', 'ghcr.io/acme/shop:1', []],
    ['it is stored', ':shop.app.5', [':shop.app.6', ':shop.app.5']],
    ['the newest of a label that has one', ':shop.app.latest', [':shop.app.5']],
  ])('usable: %s', (_, image, images) => {
    expect(imageOf(rollback(image, images))).toBe(image)
  })

  test.each([
    ['it was deleted', ':shop.app.5', [':shop.app.6']],
    ['nothing is stored', ':shop.app.5', []],
    ['another number begins alike', ':shop.app.5', [':shop.app.55']],
    ['the newest of a label that has none', ':shop.app.latest', [':shop.worker.5']],
  ])('refused: %s', (_, image, images) => {
    expect(rollback(image, images)).toMatchObject({
      kind: 'end',
      verdict: { result: 'refused', reasonCode: 'image-gone', reason: expect.stringContaining(image) },
    })
  })
})

describe('what stands in the way', () => {
  const history = historyOf('17A 16I')
  const current = history[0]
  test.each<[string, Partial<Service>, string, string]>([
    ['a deployment', { state: 'DEPLOYING', current }, 'wait', 'deployment-in-progress'],
    ['a deployment alone', { current, next: deployment(18, 'ACTIVATING') }, 'wait', 'deployment-in-progress'],
    ['an update', { state: 'UPDATING', current }, 'wait', 'service-updating'],
    ['a deletion', { state: 'DELETING', current }, 'wait', 'service-deleting'],
    ['its creation', { state: 'PENDING', current: undefined }, 'wait', 'service-pending'],
    ['it is disabled', { state: 'DISABLED', isDisabled: true, current }, 'end', 'service-disabled'],
    [
      'it is stuck',
      { state: 'PENDING', current: undefined, detail: { code: 'UNKNOWN_ERROR', message: '' } },
      'end',
      'service-creation-failed',
    ],
  ])('%s', (_, seen, kind, reasonCode) => {
    expect(planFor({ history, seen })).toMatchObject(
      kind === 'wait' ? { kind, reasonCode } : { kind, verdict: { result: 'refused', reasonCode } },
    )
  })

  test('a failed next one does not', () => {
    expect(
      imageOf(planFor({ history: historyOf('18F 17A 16I'), seen: { next: deployment(18, 'FAILED') } })),
    ).toBe('shop:16')
  })

  test('there is no service', () => {
    const plan = planRollback(request({ mode: 'rollback' }), { at: 1, service: undefined, history: [] })
    expect(plan).toMatchObject({ kind: 'end', verdict: { result: 'refused', reasonCode: 'service-missing' } })
  })

  test('its URL cannot be asked, as the old version was private', () => {
    const old = deployment(16, 'INACTIVE', { containers: web.containers })
    const verification = {
      at: { kind: 'health-check' },
      statusCodes: '200',
      body: undefined,
      windowMs: 1,
    } as const
    expect(planFor({ history: [deployment(17, 'ACTIVE'), old], asked: { verification } })).toMatchObject({
      kind: 'end',
      verdict: { reasonCode: 'no-public-endpoint' },
    })
  })
})
