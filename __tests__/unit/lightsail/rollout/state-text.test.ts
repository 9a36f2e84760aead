import { ContainerServiceStateDetailCode } from '@aws-sdk/client-lightsail'
import { describe, expect, test } from '@jest/globals'
import { healthCheckText, stateText } from '../../../../src/lightsail/rollout/state-text.ts'
import { publicAt, service } from '../../../support/shop.ts'

const endpoint = publicAt('app', 8080, { path: '/healthz', intervalSeconds: 7, healthyThreshold: 3 })
function words(state: string, code?: string, at: typeof endpoint | undefined = endpoint) {
  return stateText(service({ state, detail: code === undefined ? undefined : { code, message: '' } }), at)
}

test('a health check in words', () => {
  expect(healthCheckText(endpoint)).toBe('GET :8080/healthz every 7 s, 3 in a row')
})

describe('what the service is doing', () => {
  test.each([
    ['PENDING', undefined, 'creating the service'],
    ['DEPLOYING', undefined, 'deploying'],
    ['UPDATING', undefined, 'updating the service'],
    ['DELETING', undefined, 'deleting the service'],
    ['RUNNING', undefined, 'waiting (the service is RUNNING)'],
    ['READY', undefined, 'waiting (the service is READY)'],
    ['SOMETHING_NEW', undefined, 'waiting (the service is SOMETHING_NEW)'],
    ['PENDING', 'CREATING_NETWORK_INFRASTRUCTURE', 'creating the network'],
    ['DEPLOYING', 'CREATING_DEPLOYMENT', 'creating the deployment'],
    ['DEPLOYING', 'EVALUATING_HEALTH_CHECK', 'checking health: GET :8080/healthz every 7 s, 3 in a row'],
    ['UPDATING', 'PROVISIONING_SERVICE', 'provisioning the service'],
    ['DEPLOYING', 'SOMETHING_NEW', 'something new'],
  ])('%s with %s: %s', (state, code, text) => {
    expect(words(state, code)).toBe(text)
  })

  test('a private service is checked without a path', () => {
    expect(stateText(service({ detail: { code: 'EVALUATING_HEALTH_CHECK', message: '' } }), undefined)).toBe(
      'checking that the containers stay up',
    )
  })

  test.each(Object.values(ContainerServiceStateDetailCode))('%s is a phrase that follows "still"', (code) => {
    expect(words('PENDING', code)).toMatch(/^[a-z][^_]+$/)
  })
})
