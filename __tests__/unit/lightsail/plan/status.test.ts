import { describe, expect, test } from '@jest/globals'
import type { DeploymentSpec } from '../../../../src/lightsail/model/deployment.ts'
import type { Service } from '../../../../src/lightsail/model/service.ts'
import { planStatus } from '../../../../src/lightsail/plan/status.ts'
import { container, deployment, publicAt, request, service } from '../../../support/shop.ts'

function reasonOf(seen: Partial<Service>): string {
  const plan = planStatus(request({ mode: 'status' }), { at: 1, service: service(seen) })
  expect(plan).toMatchObject({ kind: 'end', verdict: { result: 'reported' } })
  return plan.kind === 'end' ? plan.verdict.reason : ''
}

const current = deployment(17, 'ACTIVE')
const next = deployment(18, 'ACTIVATING')

describe('whatever state the service is in is reported', () => {
  test.each<[string, Partial<Service>, string]>([
    ['nothing was deployed', { state: 'READY' }, 'shop is READY; nothing serves'],
    ['being created', { state: 'PENDING' }, 'shop is PENDING; nothing serves'],
    ['disabled', { state: 'DISABLED', isDisabled: true, current }, 'shop is disabled; nothing serves'],
    ['being disabled', { state: 'UPDATING', isDisabled: true, current }, 'shop is disabled; nothing serves'],
    [
      'a first deployment',
      { state: 'DEPLOYING', next },
      'shop is DEPLOYING; nothing serves; version 18 is ACTIVATING',
    ],
    ['what it held FAILED', { current: deployment(3, 'FAILED') }, 'shop is RUNNING; nothing serves'],
    ['a state nobody knows', { state: 'RESTING' }, 'shop is RESTING; nothing serves'],
  ])('%s', (_, seen, reason) => {
    expect(reasonOf(seen)).toBe(reason)
  })

  test('what serves, with its image and since when', () => {
    expect(reasonOf({ current })).toBe(
      'shop is RUNNING; version 17 (ghcr.io/acme/shop:1) has served since 1970-01-01 00:16 UTC',
    )
    expect(reasonOf({ current: { ...current, createdAt: undefined } })).not.toContain('since')
  })

  test('the image is that of the public container', () => {
    const spec: DeploymentSpec = {
      containers: { app: container({ image: 'app:1' }), proxy: container({ image: 'proxy:1' }) },
      publicEndpoint: publicAt('proxy', 80),
    }
    expect(reasonOf({ current: deployment(1, 'ACTIVE', spec) })).toContain('(proxy:1)')
  })

  test('what is on its way beside what serves', () => {
    expect(reasonOf({ state: 'DEPLOYING', current, next })).toMatch(
      /version 17 .* has served since .*; version 18 is ACTIVATING$/,
    )
  })

  test('a service that is being deleted serves nothing, as the outputs say', () => {
    expect(reasonOf({ state: 'DELETING', current })).toContain('nothing serves')
  })
})

test('a service that does not exist', () => {
  const plan = planStatus(request({ mode: 'status' }), { at: 1, service: undefined })
  expect(plan).toMatchObject({ kind: 'end', verdict: { result: 'refused', reasonCode: 'service-missing' } })
})
