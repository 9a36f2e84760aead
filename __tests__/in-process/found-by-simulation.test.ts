import { describe, expect, test } from '@jest/globals'
import type { Account } from '../../simulator/lightsail/account.ts'
import { activeAt } from '../../simulator/lightsail/scenarios/shop.ts'
import { runOnTime } from './helpers.ts'

/** Situations that `npm run simulate` found, in which a verdict or a sentence was wrong once. */

describe('somebody else', () => {
  test('deletes the service and makes it anew: its version 1 is not ours, however active it is', async () => {
    const remake = (account: Account) => {
      const gone = account.records.services.at(-1)
      if (gone) gone.deletion = { at: account.now(), goneAt: account.now() }
      const deployment = { containers: { app: { image: 'ghcr.io/acme/shop:theirs' } } }
      account.call(
        'CreateContainerService',
        { serviceName: 'shop', power: 'nano', scale: 1, deployment },
        { outcome: 'succeeds-at-once' },
      )
    }
    const { outputs } = await runOnTime({
      scenario: 'first-deploy',
      faults: [{ operation: 'GetContainerServices', calls: 20, effect: { kind: 'event', happens: remake } }],
    })
    expect(outputs).toMatchObject({
      result: expect.not.stringContaining('success'),
      reason: expect.stringContaining('somebody deleted the service and created another with the same name'),
    })
  })

  test('disables the service, which then shows our version as INACTIVE: it was stopped, not replaced', async () => {
    const { outputs } = await runOnTime({
      scenario: 'update',
      switches: { disabledDeploymentState: 'INACTIVE' },
      inputs: { 'poll-interval-seconds': '45' },
      faults: [
        {
          operation: 'GetContainerServices',
          calls: ({ at }) => at > Date.UTC(2026, 0, 15, 9, 2, 41),
          effect: {
            kind: 'event',
            happens: (account) => {
              if (
                activeAt(account, 18) !== undefined &&
                (account.records.services[0]?.updates.length ?? 0) === 0
              )
                account.call('UpdateContainerService', { serviceName: 'shop', isDisabled: true })
            },
          },
        },
      ],
    })
    expect(outputs).toMatchObject({
      result: 'failed-nothing-serving',
      'reason-code': 'service-disabled',
    })
  })
})

describe('an answer that says nothing', () => {
  test.each([
    ['an empty object', '{}'],
    ['an empty body', ''],
  ])(
    '%s with HTTP 200 is not "there is no such service": asked again, nothing is created',
    async (_, body) => {
      const { outputs, calls } = await runOnTime({
        scenario: 'update',
        faults: [
          { operation: 'GetContainerServices', calls: [1, 2], effect: { kind: 'alter', alter: () => body } },
        ],
      })
      expect(outputs['result']).toBe('success')
      expect(calls.map(({ operation }) => operation)).not.toContain('CreateContainerService')
    },
  )
})

describe('the answer to our write names no new deployment, and reads lag behind it', () => {
  test('the time ends: what is in progress may be ours, so it is not called somebody else’s', async () => {
    const { outputs, calls } = await runOnTime({
      scenario: 'update',
      switches: { deployReplyShowsNextDeployment: false, readLagSeconds: 40 },
      inputs: { 'wait-for-minutes': '0.5', 'poll-interval-seconds': '1' },
    })
    expect(outputs).toMatchObject({ result: 'unknown', 'reason-code': 'response-lost' })
    expect(outputs['reason']).not.toContain('our turn')
    const accepted = calls.filter(
      ({ operation, status }) => operation === 'CreateContainerServiceDeployment' && status === 200,
    )
    expect(accepted).toHaveLength(1)
  })
})

describe('reads lag behind writes, and the looks are a second apart', () => {
  const inputs = { 'poll-interval-seconds': '1' }
  const switches = { readLagSeconds: 36 }

  test('a new service is late, and not gone', async () => {
    const { outputs } = await runOnTime({ scenario: 'first-deploy', switches, inputs })
    expect(outputs).toMatchObject({ result: 'success', 'reason-code': 'deployment-active' })
  })

  test('settings that were written are late, and do not stay different', async () => {
    const { outputs, calls } = await runOnTime({
      scenario: 'update',
      switches,
      inputs: { ...inputs, image: '', tags: 'team=ours' },
    })
    expect(outputs).toMatchObject({ result: 'success', 'reason-code': 'settings-applied' })
    expect(calls.filter(({ operation }) => operation === 'TagResource')).toHaveLength(1)
  })
})

test('a service that was there all along is not the one whose creation got no answer', async () => {
  const { outputs, calls } = await runOnTime({
    scenario: 'update',
    inputs: { image: '', scale: '2', 'max-retries': '0' },
    faults: [
      { operation: 'GetContainerServices', calls: 1, effect: { kind: 'not-found' } },
      { operation: 'CreateContainerService', calls: 1, effect: { kind: 'bad-gateway' } },
    ],
  })
  expect(outputs).toMatchObject({ result: 'unknown', 'reason-code': 'response-lost' })
  expect(outputs['reason']).not.toContain('written')
  expect(calls.filter(({ status }) => status === 200).map(({ operation }) => operation)).not.toContain(
    'CreateContainerService',
  )
})
