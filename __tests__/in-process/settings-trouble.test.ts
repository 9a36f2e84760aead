import { describe, expect, test } from '@jest/globals'
import type { Effect } from '../../simulator/wire/faults.ts'
import { runAction, type Situation, writes } from './action.ts'
import { accepted, runSettings } from './helpers.ts'

/** Settings and tags while other clients write, and while replies are lost. */

const update = 'UpdateContainerService'
const deploy = 'CreateContainerServiceDeployment'
const create = 'CreateContainerService'

describe('settings while something else is going on', () => {
  test('a deployment is in progress: it is waited for, then the settings, then ours', async () => {
    const ended = await runAction({ scenario: 'deployment-in-progress', inputs: { scale: '2' } })
    expect(ended.outputs).toMatchObject({
      result: 'success',
      'deployment-version': '19',
      'previous-version': '18',
    })
    expect(writes(ended)).toEqual([update, deploy])
  })

  test('if-in-progress: fail refuses before anything is written', async () => {
    const ended = await runAction({
      scenario: 'deployment-in-progress',
      secondsPerCall: 1,
      inputs: { scale: '2', tags: 'a=b', 'if-in-progress': 'fail' },
    })
    expect(ended.outputs).toMatchObject({ result: 'refused', 'reason-code': 'deployment-in-progress' })
    expect(writes(ended)).toEqual([])
  })

  test('if-in-progress: fail does not mean the update that this run made', async () => {
    const ended = await runAction({ scenario: 'update', inputs: { scale: '2', 'if-in-progress': 'fail' } })
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  })

  test.each([
    ['with an image', {}],
    ['alone', { image: '' }],
  ])(
    'our update never ends: the budget does, and says that the settings were updated (%s)',
    async (_, inputs) => {
      const ended = await runAction({
        scenario: 'update',
        switches: { updateSeconds: 1e9 },
        inputs: { scale: '2', 'wait-for-minutes': '0.2', ...inputs },
      })
      expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'timed-out' } })
      expect(ended.outputs['reason']).toContain('the settings were updated')
      expect(writes(ended)).toEqual([update])
    },
  )

  test('somebody makes the same changes while we wait: nothing is left to do, and nothing is said to be changed', async () => {
    const ended = await runSettings(
      { scale: '2' },
      {
        faults: [
          {
            operation: update,
            calls: 1,
            effect: {
              kind: 'event',
              happens: (account) => account.call(update, { serviceName: 'shop', scale: 2 }),
            },
          },
        ],
      },
    )
    expect(ended.outputs).toMatchObject({ result: 'unchanged', 'has-changes': 'false', 'changes-count': '0' })
    expect(accepted(ended, update)).toBe(0)
  })

  test("somebody else's update never ends: nothing was changed", async () => {
    const ended = await runAction({
      scenario: 'updating-service',
      switches: { updateSeconds: 1e9 },
      inputs: { power: 'micro', 'wait-for-minutes': '0.2' },
    })
    expect(ended.outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'queue-timeout' })
    expect(ended.outputs['reason']).toContain('nothing was changed')
    expect(writes(ended)).toEqual([])
  })
})

describe('settings that are written in part', () => {
  test('the tags are accepted and the update is denied: it is not said that nothing was changed', async () => {
    const ended = await runSettings(
      { tags: 'a=b', scale: '2' },
      { faults: [{ operation: update, calls: 'every', effect: { kind: 'access-denied' } }] },
    )
    expect(ended.exitCode).toBe(1)
    expect(accepted(ended, 'TagResource')).toBe(1)
    expect(ended.outputs['reason']).not.toContain('nothing was changed')
  })

  test('the update is accepted and the deployment is denied', async () => {
    const ended = await runAction({ scenario: 'deploy-denied', inputs: { scale: '2' } })
    expect(ended.outputs['reason-code']).toBe('access-denied')
    expect(ended.outputs['reason']).toContain('the settings were updated, but nothing was deployed')
  })

  test('the credentials end while our update is through: that is no refusal, as something was changed', async () => {
    const ended = await runSettings(
      { scale: '2' },
      {
        faults: [
          {
            operation: 'GetContainerServices',
            calls: ({ ordinal }) => ordinal > 1,
            effect: { kind: 'expired-token' },
          },
        ],
      },
    )
    expect(ended.outputs).toMatchObject({ result: 'unknown', 'reason-code': 'credentials-expired' })
    expect(ended.outputs['reason']).toContain('the settings were updated')
  })

  test('settings and an image that runs already: no new version', async () => {
    const ended = await runAction({ scenario: 'registry', inputs: { image: ':shop.app.5', scale: '2' } })
    expect(ended.outputs).toMatchObject({ result: 'success', 'reason-code': 'settings-applied' })
    expect(writes(ended)).toEqual([update])
  })

  test('the role for private ECR alone: its ARN and the statement to add', async () => {
    const ended = await runSettings({ 'ecr-image-puller-role': 'true' })
    expect(ended.outputs['result']).toBe('success')
    expect(ended.outputs['principal-arn']).toContain('private-repo-access')
    expect(ended.log).toContain('"Sid":"LightsailPull"')
  })

  test('a first deployment from private ECR of another Region is warned of', async () => {
    const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1'
    const ended = await runAction({
      scenario: 'empty-account',
      inputs: { image, 'container-port': '80', mode: 'plan' },
    })
    expect(ended.log).toContain('Lightsail pulls from private ECR only in its own Region')
  })
})

describe('lost answers', () => {
  const lost: readonly (readonly [string, Effect])[] = [
    ['reset, accepted', { kind: 'drop', when: 'after-acceptance' }],
    ['reset, not accepted', { kind: 'drop', when: 'before-acceptance' }],
    ['HTTP 500, accepted', { kind: 'service-exception', accepted: true }],
    ['cut in the middle', { kind: 'truncate' }],
  ]

  test.each(lost)('TagResource: %s', async (_, effect) => {
    const ended = await runSettings(
      { tags: 'a=b' },
      { faults: [{ operation: 'TagResource', calls: 1, effect }] },
    )
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
  })

  test.each(lost)(
    'UpdateContainerService, settings alone: what this run did is not "unchanged": %s',
    async (_, effect) => {
      const ended = await runSettings({ scale: '2' }, { faults: [{ operation: update, calls: 1, effect }] })
      expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success', 'has-changes': 'true' } })
      expect(
        accepted(ended, update) + ended.calls.filter(({ status }) => status !== 200).length,
      ).toBeLessThan(4)
    },
  )

  test.each(lost)(
    'UpdateContainerService with if-in-progress: fail: it is our own: %s',
    async (_, effect) => {
      const ended = await runAction({
        scenario: 'update',
        inputs: { scale: '2', 'if-in-progress': 'fail' },
        faults: [{ operation: update, calls: 1, effect }],
      })
      expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    },
  )

  test.each(['TagResource', update])(
    '%s never gets an answer: the run ends, and does not claim to know',
    async (operation) => {
      const ended = await runSettings(
        { scale: '2', tags: 'a=b', 'max-retries': '1' },
        {
          faults: [
            {
              operation: operation as never,
              calls: 'every',
              effect: { kind: 'drop', when: 'before-acceptance' },
            },
          ],
        },
      )
      expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'unknown' } })
      expect(ended.operations.filter((name) => name === operation).length).toBeLessThan(4)
    },
  )

  test.each([
    ['TagResource', { tags: 'a=b' }],
    [update, { scale: '2' }],
    [update, { scale: '2', tags: 'a=b' }],
  ])('%s %j, accepted, and max-retries: 0: nothing needs to be repeated', async (operation, inputs) => {
    const ended = await runAction({
      scenario: 'update',
      inputs: { ...inputs, 'max-retries': '0' },
      faults: [
        { operation: operation as never, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } },
      ],
    })
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  })

  test('an update that was not accepted, and nobody can look any more: it is not said to be written', async () => {
    const ended = await runSettings(
      { scale: '2' },
      {
        faults: [
          { operation: update, calls: 1, effect: { kind: 'drop', when: 'before-acceptance' } },
          {
            operation: 'GetContainerServices',
            calls: ({ ordinal }) => ordinal > 1,
            effect: { kind: 'expired-token' },
          },
        ],
      },
    )
    expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'unknown' } })
    expect(ended.outputs['reason']).not.toContain('the settings were updated')
    expect(ended.outputs['reason']).not.toContain('nothing was changed')
  })

  test.each(lost)('CreateContainerService without a deployment: made once: %s', async (_, effect) => {
    const ended = await runSettings(
      { power: 'micro' },
      { scenario: 'empty-account', faults: [{ operation: create, calls: 1, effect }] },
    )
    expect(ended.outputs).toMatchObject({ result: 'success', 'service-created': 'true', state: 'READY' })
    expect(accepted(ended, create)).toBeLessThan(2)
  })

  test('a deployment of the newest stored image is found again, although Lightsail shows its number', async () => {
    const ended = await runAction({
      scenario: 'registry',
      inputs: { image: ':shop.app.latest', command: 'serve' },
      faults: [{ operation: deploy, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } }],
    })
    expect(writes(ended)).toEqual([deploy])
    expect(ended.outputs['result']).toBe('success')
  })
})

describe('somebody else changes the same setting back', () => {
  const back = (howOften: number): Situation => {
    let times = 0
    return {
      switches: { updateSeconds: 0 },
      faults: [
        {
          operation: 'GetContainerServices',
          calls: ({ ordinal }) => ordinal > 1,
          effect: {
            kind: 'event',
            happens: (account) => {
              if (++times <= howOften) account.call(update, { serviceName: 'shop', scale: 1 })
            },
          },
        },
      ],
    }
  }

  test('once: it is corrected again', async () => {
    const ended = await runSettings({ scale: '2' }, back(1))
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
  })

  test('too many times: the run gives up, and says that it did write', async () => {
    const ended = await runSettings({ scale: '2' }, back(Number.POSITIVE_INFINITY))
    expect(ended).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'drift-persists' } })
    expect(ended.outputs['reason']).not.toContain('nothing was changed')
    expect(writes(ended).length).toBeLessThan(6)
  })
})
