import { describe, expect, test } from '@jest/globals'
import type { Request } from '../../../../src/lightsail/inputs/request-types.ts'
import type { DeploymentSpec } from '../../../../src/lightsail/model/deployment.ts'
import type { Deployment, Service } from '../../../../src/lightsail/model/service.ts'
import { planRollback } from '../../../../src/lightsail/plan/rollback.ts'
import type { Observed } from '../../../../src/lightsail/plan/steps.ts'
import { tagKeys } from '../../../../src/source/resource-tags.ts'
import { container, deployment, publicAt, request, service, web } from '../../../support/shop.ts'

function specOf(image: string): DeploymentSpec {
  return { ...web, containers: { app: container({ image }) } }
}

/** `17A 16I 15F 14?`: versions with the initials of their states. */
const states: Readonly<Record<string, string>> = { A: 'ACTIVE', I: 'INACTIVE', F: 'FAILED', N: 'ACTIVATING' }
function historyOf(text: string): Deployment[] {
  return text
    .split(' ')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const version = Number(entry.slice(0, -1))
      return deployment(version, states[entry.slice(-1)] ?? 'DEGRADED', specOf(`shop:${version}`))
    })
}

function planFor({
  history,
  seen = {},
  asked = {},
  images = [],
}: {
  history: readonly Deployment[]
  seen?: Partial<Service>
  asked?: Partial<Request>
  images?: readonly string[]
}) {
  const current = history.find(({ state }) => state === 'ACTIVE')
  const stored = images.map((name) => ({ name, digest: '' }))
  const observed: Observed = { at: 42, history, images: stored, service: service({ current, ...seen }) }
  return planRollback(request({ mode: 'rollback', deployment: undefined, ...asked }), observed)
}

function imageOf(plan: ReturnType<typeof planFor>): string | undefined {
  return plan.kind === 'apply' && plan.step.kind === 'deploy'
    ? plan.step.deployment.containers['app']?.image
    : undefined
}

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
    ['one that is still in progress', '17A 16N'],
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
      verdict: { result: 'refused', fix: 'set rollback-to to one of these versions: 15, 12' },
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

test('a service whose only good version serves is not offered that one', () => {
  const fix = 'deploy an image that works: the service has no other good version'
  for (const rollbackTo of ['last-good', 2] as const)
    expect(planFor({ history: historyOf('3A 2F 1F'), asked: { rollbackTo } })).toMatchObject({
      verdict: { reasonCode: 'version-not-usable', fix },
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
      step: { kind: 'deploy', deployment: old, previous: { version: 17 }, newest: 17, observedAt: 42 },
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
    expect(
      plan.kind === 'apply' && JSON.stringify([plan.changes, plan.notices, plan.titleNote]),
    ).not.toContain('canary')
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
      verdict: { result: 'refused', reasonCode: 'image-deleted', reason: expect.stringContaining(image) },
    })
  })
})

test('a version whose stored image was deleted is passed over for an earlier one, and that is said', () => {
  const history = [
    deployment(17, 'ACTIVE', specOf(':shop.app.7')),
    deployment(16, 'INACTIVE', specOf(':shop.app.6')),
    deployment(15, 'INACTIVE', specOf(':shop.app.5')),
  ]
  const plan = planFor({ history, images: [':shop.app.7', ':shop.app.5'] })
  expect(imageOf(plan)).toBe(':shop.app.5')
  expect(plan.kind === 'apply' && plan.notices).toContain(
    'skipped version 16 (:shop.app.6 is no longer stored)',
  )
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

describe('last-good is never what is known to be no way back', () => {
  /** `6A=4 5I 4I`: version 6 has the content of version 4. */
  const versions = (text: string): Deployment[] =>
    text.split(' ').map((entry) => {
      const [own = '', copied] = entry.split('=')
      const version = Number(own.slice(0, -1))
      return deployment(version, states[own.slice(-1)] ?? '', specOf(`shop:${copied ?? version}`))
    })
  const notices = (plan: ReturnType<typeof planFor>): string =>
    plan.kind === 'apply' ? plan.notices.join('\n') : ''

  test.each([
    ['one that failed its URL check', '3A=1 2I 1I', '2', undefined],
    ['and what went before it', '4A 3I 2I 1I', '3', 'shop:2'],
    ['several of them', '6A 5I 4I 3I 2I', '5 4 3', 'shop:2'],
    ['another number of the same content', '6A 5I=3 4I 3I 2I', '3', 'shop:4'],
    ['the content that serves', '6A=5 5I 4I', 'none', 'shop:4'],
    ['what was rolled back before, also without marks', '6A=4 5I 4I 3I', '', 'shop:3'],
    ['and once more', '7A=3 6I=4 5I 4I 3I 2I', '', 'shop:2'],
    ['a restart of what serves', '7A=6 6I 5I', '', 'shop:5'],
    ['a mark of what serves itself', '6A 5I', '6', 'shop:5'],
    ['a tag such as latest under every number', '3A=1 2I=1 1I', '', undefined],
  ])('%s: %s, marked %s', (_, history, bad, image) => {
    const tags = bad === '' ? {} : { [tagKeys.bad]: bad }
    const plan = planFor({ history: versions(history), seen: { tags } })
    expect(imageOf(plan)).toBe(image)
    if (image === undefined)
      expect(plan).toMatchObject({ verdict: { result: 'refused', reasonCode: 'version-not-usable' } })
  })

  test('the notice says which versions were skipped, and why', () => {
    const plan = planFor({
      history: versions('6A=3 5I 4I 3I 2I=5 1I'),
      seen: { tags: { [tagKeys.bad]: '5' } },
    })
    expect(imageOf(plan)).toBe('shop:1')
    expect(notices(plan)).toBe(
      [
        'rolling back to the content of version 1, as a new version',
        'skipped version 5 (it failed its URL check), version 4 (version 6 replaced it with the content of version 3), version 3 (its content already serves), version 2 (it has the content of version 5, which failed its URL check)',
      ].join('\n'),
    )
  })

  test('so does the refusal, and how to choose one of them all the same', () => {
    const plan = planFor({ history: versions('3A=1 2I 1I'), seen: { tags: { [tagKeys.bad]: '2' } } })
    expect(plan).toMatchObject({
      verdict: {
        reason: expect.stringContaining(
          'skipped version 2 (it failed its URL check), version 1 (its content',
        ),
        fix: expect.stringContaining('set rollback-to'),
      },
    })
  })

  test('many are counted', () => {
    const history = versions(['40A', ...Array.from({ length: 39 }, (_, index) => `${39 - index}I`)].join(' '))
    const tags = { [tagKeys.bad]: Array.from({ length: 30 }, (_, index) => 39 - index).join(' ') }
    const plan = planFor({ history, seen: { tags } })
    expect(imageOf(plan)).toBe('shop:9')
    expect(notices(plan)).toMatch(/version 32 \(it failed its URL check\) and 22 more$/)
  })

  test('by its number a marked one is deployed, with a notice', () => {
    const plan = planFor({
      history: versions('3A=1 2I 1I'),
      seen: { tags: { [tagKeys.bad]: '2' } },
      asked: { rollbackTo: 2 },
    })
    expect(imageOf(plan)).toBe('shop:2')
    expect(notices(plan)).toContain('version 2 failed its URL check when it was deployed')
  })

  test('by the number of what serves under another one: nothing to do', () => {
    expect(planFor({ history: versions('6A=4 5I 4I'), asked: { rollbackTo: 4 } })).toMatchObject({
      kind: 'end',
      verdict: { result: 'unchanged', reason: 'version 6 of shop already serves the content of version 4' },
    })
  })
})

describe('content is equal only if all of it is', () => {
  const spec = (differing: Partial<DeploymentSpec['containers'][string]>): DeploymentSpec => ({
    ...web,
    containers: { app: container({ image: 'shop:1', ...differing }) },
  })
  test.each<[string, DeploymentSpec]>([
    ['the image', spec({ image: 'shop:2' })],
    ['the command', spec({ command: ['b'] })],
    ['the environment', spec({ environment: { A: 'x' } })],
    ['the ports', spec({ ports: { 9000: 'TCP' } })],
    ['the public endpoint', { containers: spec({}).containers }],
    ['the health check', { ...spec({}), publicEndpoint: publicAt('app', 8080, { path: '/x' }) }],
    ['another container', { ...spec({}), containers: { ...spec({}).containers, proxy: container() } }],
  ])('%s differs: rolled back to', (_, old) => {
    const history = [deployment(17, 'ACTIVE', spec({})), deployment(16, 'INACTIVE', old)]
    expect(planFor({ history })).toMatchObject({ kind: 'apply', step: { deployment: old, copyOf: 16 } })
  })
})
