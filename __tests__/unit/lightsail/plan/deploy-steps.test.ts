import { describe, expect, test } from '@jest/globals'
import type { Request } from '../../../../src/lightsail/inputs/request-types.ts'
import type { DeploymentSpec } from '../../../../src/lightsail/model/deployment.ts'
import type { Service } from '../../../../src/lightsail/model/service.ts'
import { planDeploy } from '../../../../src/lightsail/plan/deploy.ts'
import type { Observed } from '../../../../src/lightsail/plan/steps.ts'
import { container, deployment, publicAt, request, service, web } from '../../../support/shop.ts'

const digest = `ghcr.io/acme/shop@sha256:${'a1'.repeat(32)}`
const fixed: DeploymentSpec = {
  containers: { app: container({ image: digest, ports: { 8080: 'HTTP' } }) },
  publicEndpoint: publicAt('app', 8080),
}

function planFor(
  seen: Partial<Service> | undefined,
  asked: Partial<Request> = {},
  observed: Partial<Observed> = {},
) {
  const found = seen && service({ current: deployment(17, 'ACTIVE', fixed), ...seen })
  const wanted = request({ deployment: { image: digest }, ...asked })
  return planDeploy(wanted, { at: 42, ...observed, service: found })
}

function stepOf(plan: ReturnType<typeof planFor>): string {
  return plan.kind === 'apply' ? plan.step.kind : plan.kind === 'end' ? plan.verdict.result : plan.kind
}

describe('what is written next, until nothing is left', () => {
  const patch = { tags: { a: '1' }, scale: 2 }
  test.each<[string, Partial<Service> | undefined, Partial<Request>, string]>([
    ['the tags first', {}, { service: patch }, 'tag'],
    ['then the settings', { tags: { a: '1' } }, { service: patch }, 'update'],
    [
      'then nothing, as the content is the same',
      { tags: { a: '1' }, scale: 2 },
      { service: patch },
      'unchanged',
    ],
    [
      'or the deployment, as it is not',
      { tags: { a: '1' }, scale: 2 },
      { service: patch, deployment: { image: 'nginx:2' } },
      'deploy',
    ],
    [
      'the role waits for its ARN',
      { ecrRole: { isActive: true, principalArn: '' } },
      { service: { ecrRole: true } },
      'wait',
    ],
    [
      'and no longer',
      { ecrRole: { isActive: true, principalArn: 'arn' } },
      { service: { ecrRole: true } },
      'unchanged',
    ],
    [
      'a role that is not asked for is not waited for',
      { ecrRole: { isActive: true, principalArn: '' } },
      {},
      'unchanged',
    ],
    [
      'enabling comes first',
      { state: 'DISABLED', isDisabled: true },
      { service: { disabled: false } },
      'update',
    ],
    ['enabling by the state alone', { state: 'DISABLED' }, { service: { disabled: false } }, 'update'],
    [
      'disabled and not enabled',
      { state: 'DISABLED', isDisabled: true },
      { service: { scale: 2 } },
      'refused',
    ],
    [
      'settings of a disabled service need no deployment',
      { state: 'DISABLED', isDisabled: true },
      { service: { scale: 2 }, deployment: undefined },
      'update',
    ],
    ['the same content, forced', {}, { forceNewDeployment: true }, 'deploy'],
    ['nothing there', undefined, { deployment: { image: digest, containerPort: 80 } }, 'create'],
  ])('%s', (_, seen, asked, step) => {
    expect(stepOf(planFor(seen, asked))).toBe(step)
  })
})

describe('the same content is nothing to do only if it serves', () => {
  test.each(['INACTIVE', 'DEGRADED', 'UNKNOWN'])('it is %s: deployed again', (state) => {
    expect(stepOf(planFor({ current: deployment(17, state, fixed) }))).toBe('deploy')
  })

  test('it FAILED: deployed again', () => {
    const plan = planFor(
      { state: 'READY', current: deployment(17, 'FAILED', fixed) },
      { deployment: { file: fixed } },
    )
    expect(stepOf(plan)).toBe('deploy')
  })

  test('a tag may point to a new image', () => {
    const current = deployment(17, 'ACTIVE', web)
    expect(stepOf(planFor({ current }, { deployment: { image: 'ghcr.io/acme/shop:1' } }))).toBe('deploy')
  })

  test('one of several images may', () => {
    const spec: DeploymentSpec = {
      containers: { app: container({ image: digest }), proxy: container({ image: 'nginx:1' }) },
    }
    const asked = { deployment: { images: { app: digest } } }
    expect(stepOf(planFor({ current: deployment(17, 'ACTIVE', spec) }, asked))).toBe('deploy')
  })
})

describe('a refusal tells the truth', () => {
  test('inputs that change the scale are not said to change nothing', () => {
    const current = deployment(17, 'ACTIVE', web)
    const plan = planFor({ current }, { service: { scale: 2 }, deployment: { containerPort: 8080 } })
    expect(plan.kind === 'end' ? plan.verdict.reason : '').not.toContain('change nothing')
  })
})

describe('the cost', () => {
  const prices = { nano: 7, micro: 10 }
  test.each<[string, Partial<Service> | undefined, Partial<Request>, string]>([
    ['unchanged', {}, {}, '$7.00 a month (unchanged)'],
    ['of another scale', {}, { service: { scale: 3 } }, '$7.00 → $21.00 a month'],
    ['of another power', { scale: 2 }, { service: { power: 'micro' } }, '$14.00 → $20.00 a month'],
    ['of a power without a price', {}, { service: { power: 'large' } }, ''],
    ['of a new service', undefined, { deployment: { image: 'x', containerPort: 80 } }, '$7.00 a month'],
  ])('%s', (_, seen, asked, titleNote) => {
    const plan = planFor(seen, asked, { prices })
    expect(plan.kind === 'wait' ? plan.kind : plan.titleNote).toBe(titleNote)
  })

  test.each([
    [7, 'unchanged'],
    [6.99, 'refused'],
  ])('capped at %d', (maxMonthlyCost, result) => {
    expect(stepOf(planFor({}, { maxMonthlyCost }, { prices }))).toBe(result)
  })
})

describe('a plan while something is in progress', () => {
  test.each<Partial<Service>>([
    { state: 'UPDATING' },
    { state: 'DEPLOYING', next: deployment(18, 'ACTIVATING') },
    { state: 'DELETING' },
  ])('%j is a notice', (seen) => {
    const plan = planFor(seen, { mode: 'plan', service: { scale: 2 } })
    expect(plan.kind === 'apply' && plan.notices).toEqual([expect.stringContaining('would wait for it')])
  })
})

describe('force-new-deployment alone restarts what runs', () => {
  const restart = { deployment: undefined, forceNewDeployment: true }

  test('its content becomes a new version, and the plan says that it is a restart', () => {
    const plan = planFor({}, restart)
    expect(plan).toMatchObject({
      kind: 'apply',
      changes: [
        {
          sign: '~',
          subject: 'deployment',
          detail: 'restart version 17 as a new version',
        },
      ],
      step: { kind: 'deploy', deployment: fixed, copyOf: 17 },
    })
  })

  test('a tag may point to a new image, and the plan says so', () => {
    const plan = planFor({ current: deployment(17, 'ACTIVE', web) }, restart)
    expect(plan.kind === 'apply' && plan.changes[0]?.detail).toContain(
      'the tag ghcr.io/acme/shop:1 may point to a new image',
    )
  })

  test('a private service', () => {
    const spec: DeploymentSpec = { containers: fixed.containers }
    const plan = planFor({ current: deployment(17, 'ACTIVE', spec) }, restart)
    expect(plan).toMatchObject({ step: { kind: 'deploy', deployment: spec } })
  })

  test('settings that differ come first', () => {
    expect(stepOf(planFor({}, { ...restart, service: { scale: 2 } }))).toBe('update')
  })

  test('a service that is being enabled', () => {
    const disabled = { state: 'DISABLED', isDisabled: true }
    expect(stepOf(planFor(disabled, { ...restart, service: { disabled: false } }))).toBe('update')
  })

  test('in mode: plan nothing is written', () => {
    const plan = planFor({}, { ...restart, mode: 'plan' })
    expect(plan.kind === 'apply' && plan.changes[0]?.detail).toContain('restart version 17 as a new version')
  })

  test.each<[string, Partial<Service> | undefined, string, string]>([
    [
      'nothing runs yet',
      { state: 'READY', current: undefined },
      'nothing-to-deploy',
      'nothing is running in shop',
    ],
    [
      'the only version FAILED',
      { state: 'READY', current: deployment(1, 'FAILED', fixed) },
      'nothing-to-deploy',
      'nothing is running in shop',
    ],
    ['it is disabled', { state: 'DISABLED', isDisabled: true }, 'service-disabled', 'shop is disabled'],
    ['there is no such service', undefined, 'service-missing', 'to restart'],
  ])('refused: %s', (_, seen, reasonCode, why) => {
    expect(planFor(seen, restart)).toMatchObject({
      kind: 'end',
      verdict: { result: 'refused', reasonCode, reason: expect.stringContaining(why) },
    })
  })
})
