import { describe, expect, test } from '@jest/globals'
import type { Request } from '../../../../src/lightsail/inputs/request-types.ts'
import type { DeploymentSpec } from '../../../../src/lightsail/model/deployment.ts'
import type { DeploymentPatch } from '../../../../src/lightsail/model/patch.ts'
import type { Service } from '../../../../src/lightsail/model/service.ts'
import { planDeploy } from '../../../../src/lightsail/plan/deploy.ts'
import type { Step } from '../../../../src/lightsail/plan/steps.ts'
import type { Plan } from '../../../../src/rollout/contract/plan.ts'
import { container, deployment, publicAt, request, service, web } from '../../../support/shop.ts'

function planFor(seen: Service | undefined, asked: Partial<Request> = {}): Plan<Step> {
  return planDeploy(request(asked), { service: seen, at: 42 })
}

function patching(patch: DeploymentPatch, spec: DeploymentSpec = web) {
  return planFor(service({ current: deployment(17, 'ACTIVE', spec) }), { deployment: patch })
}

function told(plan: Plan<Step>): string[] {
  return plan.kind === 'apply'
    ? plan.changes.map(({ sign, subject, detail }) => `${sign} ${subject}: ${detail}`)
    : [plan.kind]
}

describe('what stands in the way', () => {
  const current = deployment(17, 'ACTIVE')
  test.each<[string, Partial<Service>, string, string]>([
    ['being created', { state: 'PENDING' }, 'wait', 'service-pending'],
    [
      'being created, slowly',
      { state: 'PENDING', detail: { code: 'PROVISIONING_CERTIFICATE', message: '' } },
      'wait',
      'service-pending',
    ],
    ['deploying', { state: 'DEPLOYING', current }, 'wait', 'deployment-in-progress'],
    [
      'deploying, by its next deployment alone',
      { current, next: deployment(18, 'ACTIVATING') },
      'wait',
      'deployment-in-progress',
    ],
    ['updating', { state: 'UPDATING', current }, 'wait', 'service-updating'],
    ['being switched off', { state: 'UPDATING', isDisabled: true, current }, 'wait', 'service-updating'],
    ['being deleted', { state: 'DELETING', current }, 'wait', 'service-deleting'],
    ['disabled', { state: 'DISABLED', isDisabled: true, current }, 'end', 'service-disabled'],
    ['disabled by its state alone', { state: 'DISABLED', current }, 'end', 'service-disabled'],
    ['disabled by its switch alone', { isDisabled: true, current }, 'end', 'service-disabled'],
    [
      'stuck for want of a certificate',
      { state: 'PENDING', detail: { code: 'CERTIFICATE_LIMIT_EXCEEDED', message: '' } },
      'end',
      'certificate-limit',
    ],
    [
      'stuck for no known reason',
      { state: 'PENDING', detail: { code: 'UNKNOWN_ERROR', message: '' } },
      'end',
      'service-creation-failed',
    ],
  ])('%s', (_, seen, kind, reasonCode) => {
    const plan = planFor(service(seen))
    expect(plan.kind).toBe(kind)
    expect(plan).toMatchObject(
      kind === 'wait' ? { reasonCode } : { verdict: { result: 'refused', reasonCode } },
    )
  })

  test.each(['RUNNING', 'READY', 'SOMETHING_NEW'])('nothing: the service is %s', (state) => {
    expect(planFor(service({ state, current })).kind).toBe('apply')
  })

  test.each(['FAILED', 'INACTIVE'])('a next deployment that is %s is not in the way', (state) => {
    expect(planFor(service({ current, next: deployment(18, state) })).kind).toBe('apply')
  })

  test('waiting says for which deployment', () => {
    const seen = service({ state: 'DEPLOYING', current, next: deployment(18, 'ACTIVATING') })
    expect(planFor(seen)).toMatchObject({ reason: 'deployment 18 of shop is in progress' })
    expect(planFor(service({ state: 'DEPLOYING' }))).toMatchObject({
      reason: 'a deployment of shop is in progress',
    })
  })
})

describe('the service does not exist', () => {
  test('it is created with its first deployment, in one write', () => {
    const plan = planFor(undefined, { deployment: { image: 'nginx:1', containerPort: 80 } })
    expect(told(plan)).toEqual([
      '+ service shop: nano × 1',
      '+ app image: nginx:1',
      '+ app ports: 80=HTTP',
      '+ public endpoint: app:80',
      '+ health check: /',
    ])
    expect(plan).toMatchObject({
      step: { kind: 'create', name: 'shop', power: 'nano', scale: 1, observedAt: 42 },
    })
  })

  test('power and scale as asked', () => {
    expect(planFor(undefined, { service: { power: 'micro', scale: 3 } })).toMatchObject({
      step: { power: 'micro', scale: 3 },
    })
  })

  test.each<[string, DeploymentPatch, number]>([
    ['a port was forgotten', { image: 'x' }, 1],
    ['no port was wanted', { image: 'x', publicEndpoint: 'none' }, 0],
    ['a port was given', { image: 'x', containerPort: 80 }, 0],
    ['a file says so', { file: { containers: web.containers } }, 0],
  ])('a private service is noticed: %s', (_, asked, notices) => {
    const plan = planFor(undefined, { deployment: asked })
    expect(plan.kind === 'apply' && plan.notices).toHaveLength(notices)
    const empty = planFor(service({ state: 'READY' }), { deployment: asked })
    expect(empty.kind === 'apply' && empty.notices).toHaveLength(notices)
  })

  test.each<[string, Partial<Request>, string]>([
    ['create-service is false', { createService: false }, 'service-missing'],
    ['there is not an image', { deployment: { containerPort: 80 } }, 'image-needed'],
    [
      'a health check without a public endpoint',
      { deployment: { image: 'nginx', healthCheck: { path: '/x' } } },
      'no-public-endpoint',
    ],
  ])('refused: %s', (_, asked, reasonCode) => {
    expect(planFor(undefined, asked)).toMatchObject({
      kind: 'end',
      verdict: {
        result: 'refused',
        reasonCode,
        reason: expect.stringMatching(/no container service shop in eu-central-1/),
      },
    })
  })
})

describe('refusals of an existing service', () => {
  test.each<[string, DeploymentPatch, string]>([
    ['an unknown container', { containerName: 'api', command: ['x'] }, 'image-needed'],
    ['a port that is not open', { publicPort: 9000 }, 'port-not-open'],
    ['nothing but what already runs', { command: [] }, 'nothing-to-deploy'],
    ['only a container name', { containerName: 'app' }, 'nothing-to-deploy'],
  ])('%s', (_, patch, reasonCode) => {
    expect(patching(patch)).toMatchObject({
      kind: 'end',
      verdict: { result: 'refused', reasonCode },
    })
  })

  test('an image that already runs is deployed again when it is named', () => {
    const plan = patching({ image: 'ghcr.io/acme/shop:1' })
    expect(told(plan)).toEqual([
      '~ deployment: redeploy: the tag ghcr.io/acme/shop:1 may point to a new image',
    ])
  })

  test('settings that differ are corrected first; those that do not are not written', () => {
    const current = deployment(17, 'ACTIVE')
    const drifted = planFor(service({ current }), { service: { power: 'small', scale: 1 } })
    expect(drifted).toMatchObject({ step: { kind: 'update', update: { power: 'small' } } })
    expect(told(drifted)[0]).toBe('~ power: nano → small')
    const equal = planFor(service({ current }), { service: { power: 'nano', scale: 1 } })
    expect(equal).toMatchObject({ step: { kind: 'deploy' } })
  })
})

const full: DeploymentSpec = {
  containers: {
    app: container({
      command: ['npm', 'start'],
      environment: { TOKEN: 'old-token', MODE: 'fast' },
      ports: { 8080: 'HTTP', 9000: 'TCP' },
    }),
    proxy: container({ image: 'nginx:1', ports: { 80: 'HTTP' }, environment: { UPSTREAM: 'localhost' } }),
  },
  publicEndpoint: publicAt('proxy', 80, { path: '/healthz', timeoutSeconds: 9 }),
}

describe('what is not mentioned is not wiped', () => {
  const app = (patch: DeploymentPatch): DeploymentPatch => ({ containerName: 'app', ...patch })
  test.each<[string, DeploymentPatch, string[]]>([
    ['an image', app({ image: 'x:2' }), ['~ app image: ghcr.io/acme/shop:1 → x:2']],
    ['images', { images: { proxy: 'nginx:2' } }, ['~ proxy image: nginx:1 → nginx:2']],
    ['a command', app({ command: ['sh'] }), ['~ app command: ["npm","start"] → ["sh"]']],
    ['no command', app({ command: [] }), ['- app command: ["npm","start"]']],
    ['ports', app({ ports: { 7: 'UDP' } }), ['~ app ports: 8080=HTTP, 9000=TCP → 7=UDP']],
    [
      'a variable',
      app({ environment: { values: { TOKEN: 'new' }, strategy: 'merge' } }),
      ['~ app environment: TOKEN'],
    ],
    [
      'the whole environment',
      app({ environment: { values: { NEW: 'x' }, strategy: 'overwrite' } }),
      ['+ app environment: NEW', '- app environment: MODE, TOKEN'],
    ],
    ['a health check', { healthCheck: { path: '/up' } }, ['~ health check: path /healthz → /up']],
    [
      'a public endpoint',
      { publicEndpoint: { containerName: 'app' } },
      ['~ public endpoint: proxy:80 → app:8080'],
    ],
    ['no public endpoint', { publicEndpoint: 'none' }, ['- public endpoint: proxy:80']],
    ['a new container', { containerName: 'cache', image: 'redis:8' }, ['+ cache image: redis:8']],
    [
      'a container port',
      app({ containerPort: 9000 }),
      ['~ app ports: 8080=HTTP, 9000=TCP → 8080=HTTP, 9000=HTTP', '~ public endpoint: proxy:80 → app:9000'],
    ],
  ])('%s changes that and nothing else', (_, patch, changes) => {
    expect(told(patching(patch, full))).toEqual(changes)
  })

  const notices = (plan: Plan<Step>) => (plan.kind === 'wait' ? [] : plan.notices)
  test.each<[string, DeploymentPatch]>([
    ['an input', { publicEndpoint: 'none' }],
    ['a file that does not name one', { file: { containers: full.containers } }],
  ])('a public service that becomes private by %s is no line among others', (_, patch) => {
    expect(notices(patching(patch, full))).toEqual([
      'the public endpoint will be removed: shop becomes private, and https://shop.abc123.eu-central-1.cs.amazonlightsail.com/ stops answering; to keep it, name its container and port',
    ])
  })

  test('one that was private, or stays public, hears nothing of it', () => {
    expect(notices(patching(app({ image: 'x:2' }), full))).toEqual([])
    expect(notices(patching({ image: 'x:2' }, { containers: { app: container() } }))).toEqual([])
  })

  test('a current deployment in a state that nobody knows is not taken for nothing', () => {
    const plan = planFor(service({ current: deployment(17, 'DEGRADED', full) }), {
      deployment: { containerName: 'app', image: 'x:2' },
    })
    expect(told(plan)).toEqual(['~ app image: ghcr.io/acme/shop:1 → x:2'])
  })

  test('after a failed first deployment there is nothing to patch', () => {
    const plan = planFor(service({ state: 'READY' }), { deployment: { image: 'nginx:1' } })
    expect(plan).toMatchObject({ step: { kind: 'deploy', previous: undefined, newest: 0 } })
    expect(told(plan)).toEqual(['+ app image: nginx:1'])
  })
})

test('the steps name what serves now and the newest version seen', () => {
  const seen = service({ current: deployment(17, 'ACTIVE'), next: deployment(19, 'FAILED') })
  expect(planFor(seen)).toMatchObject({
    step: { kind: 'deploy', name: 'shop', previous: { version: 17 }, newest: 19, observedAt: 42 },
  })
})
