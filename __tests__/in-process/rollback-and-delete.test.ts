import { describe, expect, test } from '@jest/globals'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { arrangeRunningShop, shopDeployment } from '../../simulator/lightsail/scenarios/shop.ts'
import type { Simulator } from '../../simulator/wire/server.ts'
import { type ActionRun, type Situation, writes } from './action.ts'
import { accepted, inputOf, runSettings } from './helpers.ts'

const deploy = 'CreateContainerServiceDeployment'
const create = 'CreateContainerService'
const remove = 'DeleteContainerService'

describe('mode: rollback', () => {
  const rollback = (inputs: Situation['inputs'], situation: Situation = {}): Promise<ActionRun> =>
    runSettings({ mode: 'rollback', ...inputs }, situation)

  test('while a deployment is in progress: waits, and puts back what served before that one', async () => {
    const ended = await rollback({}, { scenario: 'deployment-in-progress' })
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '19' })
    expect(inputOf(ended, deploy)).toMatchObject({
      containers: { app: { image: 'ghcr.io/acme/shop:1f2e3d' } },
    })
    expect(writes(ended)).toEqual([deploy])
  })

  test('while a deployment is in progress that then fails: what serves is left, and the one before it comes back', async () => {
    const ended = await rollback(
      { 'rollback-to': '17' },
      {
        scenario: {
          ...scenarioNamed('update'),
          arrange: (account) => {
            arrangeRunningShop(account)
            const next = { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:c0ffee') }
            account.call(deploy, next, { at: account.now() - 60_000, outcome: 'crashes' })
          },
        },
      },
    )
    expect(ended.outputs['result']).toBe('unchanged')
    expect(writes(ended)).toEqual([])
  })

  test('if-in-progress: fail', async () => {
    const ended = await rollback(
      { 'if-in-progress': 'fail' },
      { scenario: 'deployment-in-progress', secondsPerCall: 1 },
    )
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'deployment-in-progress' })
  })

  test('it fails: red, and the version before keeps serving', async () => {
    const ended = await rollback({}, { outcomes: ['crashes'] })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'failed-kept-previous' } })
    expect(writes(ended)).toEqual([deploy])
  })

  test('its answer is lost: found, and not sent a second time', async () => {
    const ended = await rollback(
      {},
      { faults: [{ operation: deploy, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } }] },
    )
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(ended)).toEqual([deploy])
  })

  test('a version that Lightsail has forgotten is refused with those there are', async () => {
    const ended = await rollback({ 'rollback-to': '3' }, { switches: { deploymentsKept: 5 } })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'version-not-usable' })
    expect(ended.errors[0]).toContain('one of these versions: 16, 15, 14, 13')
  })

  test.each(['newest-first', 'ascending'] as const)(
    'whatever the order of the history: %s',
    async (deploymentOrder) => {
      const ended = await rollback({ 'rollback-to': '8' }, { switches: { deploymentOrder } })
      expect(inputOf(ended, deploy)).toMatchObject({
        containers: { app: { image: expect.stringMatching(/^ghcr\.io\/acme\/shop:(?!1f2e3d)/) } },
      })
      expect(ended.outputs['result']).toBe('success')
    },
  )

  test('public images need no permission for the stored ones', async () => {
    const ended = await rollback(
      {},
      { faults: [{ operation: 'GetContainerImages', calls: 'every', effect: { kind: 'access-denied' } }] },
    )
    expect(ended.outputs['result']).toBe('success')
  })

  test('the newest image of a label, where Lightsail shows it as it was written', async () => {
    const ended = await rollback(
      {},
      {
        scenario: {
          ...scenarioNamed('registry'),
          switches: { latestIsShownResolved: false },
          arrange: (account) => {
            scenarioNamed('registry').arrange(account)
            const next = { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:1') }
            account.call(deploy, next, { at: account.now() - 3_600_000, outcome: 'succeeds-at-once' })
          },
        },
      },
    )
    expect(ended.outputs['result']).toBe('success')
  })

  test('the URL is verified as after any deployment', async () => {
    const ended = await rollback(
      { 'verify-url': 'true', 'verify-body': '"service":"shop"' },
      { switches: { urlTemplate: 'loopback' } },
    )
    expect(ended.outputs).toMatchObject({ result: 'success', verified: 'true' })
  })

  test('a disabled service is refused, with a fix that works', async () => {
    const ended = await rollback({}, { scenario: 'disabled-service' })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'service-disabled' })
    expect(ended.errors[0]).not.toMatch(/Fix +set disabled: false, which enables it first$/m)
  })
})

describe('mode: delete', () => {
  const deletion = (situation: Situation, inputs: Situation['inputs'] = {}): Promise<ActionRun> =>
    runSettings({ mode: 'delete', ...inputs }, { secondsPerCall: 5, ...situation })

  const pending = {
    ...scenarioNamed('empty-account'),
    arrange: (account: Simulator['account']) =>
      void account.call(
        create,
        { serviceName: 'shop', power: 'nano', scale: 1 },
        { at: account.now() - 1_000 },
      ),
  }

  test('while it is being created: waits until it can be deleted', async () => {
    const ended = await deletion({ scenario: pending, secondsPerCall: 20 })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(accepted(ended, remove)).toBe(1)
  })

  test('while it is being created, with if-in-progress: fail', async () => {
    const ended = await deletion({ scenario: pending }, { 'if-in-progress': 'fail' })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'refused' } })
    expect(accepted(ended, remove)).toBe(0)
  })

  test.each(['CERTIFICATE_LIMIT_EXCEEDED', 'UNKNOWN_ERROR'] as const)(
    'its creation is stuck: %s',
    async (creation) => {
      const scenario = {
        ...pending,
        switches: { creation },
        arrange: (account: Simulator['account']) =>
          void account.call(
            create,
            { serviceName: 'shop', power: 'nano', scale: 1 },
            { at: account.now() - 600_000 },
          ),
      }
      expect((await deletion({ scenario })).outputs['result']).toBe('deleted')
    },
  )

  test('somebody is deleting it, and a second deletion is rejected: it is followed', async () => {
    const ended = await deletion({
      scenario: 'deleting-service',
      secondsPerCall: 1,
      switches: { secondDelete: 'rejected' },
    })
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
  })

  test('somebody has deleted it between our look and our write: it is gone, as asked', async () => {
    const ended = await deletion({
      switches: { deleteSeconds: 0 },
      faults: [
        {
          operation: remove,
          calls: 1,
          effect: { kind: 'event', happens: (account) => account.call(remove, { serviceName: 'shop' }) },
        },
      ],
    })
    expect(ended.exitCode).toBe(0)
    expect(['deleted', 'unchanged']).toContain(ended.outputs['result'])
  })

  test('somebody makes a new one of the same name at once: ours is gone, and the new one is left alone', async () => {
    const ended = await deletion(
      {
        scenario: {
          ...scenarioNamed('update'),
          events: [
            {
              dueAt: ({ records }) => records.services[0]?.deletion?.goneAt,
              happens: (account, at) =>
                account.call(create, { serviceName: 'shop', power: 'nano', scale: 1 }, { at }),
            },
          ],
        },
      },
      { 'wait-for-minutes': '0.5' },
    )
    expect(ended.outputs['result']).toBe('deleted')
    expect(writes(ended)).toEqual([remove])
  })

  test('a deletion that is never through: the budget ends it, red', async () => {
    const ended = await deletion({ switches: { deleteSeconds: 1e9 } }, { 'wait-for-minutes': '0.2' })
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out' } })
    expect(ended.outputs['reason']).not.toContain('may still succeed')
  })
})
