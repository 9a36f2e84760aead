import { describe, expect, test } from '@jest/globals'
import type { Account } from '../../simulator/lightsail/account.ts'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { runAction, type Situation, writes } from './action.ts'
import { accepted, runSettings } from './helpers.ts'

const update = 'UpdateContainerService'
const remove = 'DeleteContainerService'

/** Reads of a past state: writes become visible late, and what has ended goes on for a while. */

const look = 'GetContainerServices'
const deploy = 'CreateContainerServiceDeployment'
const create = 'CreateContainerService'
function lagging(readLagSeconds: number): Situation {
  return { secondsPerCall: 5, switches: { readLagSeconds } }
}

describe('what we wrote appears late', () => {
  test.each([10, 60, 300])(
    'an update, after %d s: followed to its end, and written once',
    async (seconds) => {
      const run = await runAction({ scenario: 'update', ...lagging(seconds) })
      expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
      expect(writes(run)).toEqual([deploy])
    },
  )

  test.each([10, 60])('a first deployment, after %d s: missing at first is not gone', async (seconds) => {
    const run = await runAction({
      scenario: 'first-deploy',
      ...lagging(seconds),
      inputs: { 'container-port': '8080' },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '1' })
    expect(writes(run)).toEqual([create])
  })

  test('a first deployment in the place of a service that was deleted just before: the old one is not ours', async () => {
    const run = await runAction({
      scenario: {
        ...scenarioNamed('update'),
        arrange: (account: Account) => {
          scenarioNamed('update').arrange(account)
          account.call('DeleteContainerService', { serviceName: 'shop' }, { at: account.now() - 60_000 })
        },
      },
      secondsPerCall: 5,
      switches: { readLagSeconds: 0 },
      inputs: { 'container-port': '8080' },
      faults: [
        {
          operation: look,
          calls: 2,
          effect: {
            kind: 'event',
            happens: (account) => {
              account.switches = { ...account.switches, readLagSeconds: 75 }
            },
          },
        },
      ],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '1' })
    expect(writes(run)).toEqual([create])
  })
})

describe('the end appears late, or elsewhere', () => {
  test.each([
    ['in the list of versions alone', false],
    ['as the next deployment, where it stays', true],
  ])('FAILED shows %s: red, by our own version', async (_, failedStaysInNextDeployment) => {
    const run = await runAction({
      scenario: 'update',
      outcomes: ['crashes'],
      secondsPerCall: 30,
      switches: { failedStaysInNextDeployment, readLagSeconds: 60 },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'failed-kept-previous', 'deployment-version': '18', 'deployment-state': 'FAILED' },
    })
  })

  test('an earlier FAILED that stays as the next deployment is neither in the way nor ours', async () => {
    const run = await runAction({
      scenario: {
        ...scenarioNamed('update'),
        switches: { failedStaysInNextDeployment: true },
        arrange: (account: Account) => {
          scenarioNamed('update').arrange(account)
          const containers = { app: { image: 'ghcr.io/acme/shop:c0ffee' } }
          const at = account.now() - 3_600_000
          account.call(deploy, { serviceName: 'shop', containers }, { at, outcome: 'crashes' })
        },
      },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '19' })
    expect(writes(run)).toEqual([deploy])
  })

  test('the service and the list of versions contradict each other for a while: the end is good', async () => {
    const run = await runAction({
      scenario: 'update',
      switches: { pendingShowsNextDeployment: false },
      faults: [
        {
          operation: look,
          calls: [2, 4, 6],
          effect: {
            kind: 'alter',
            alter: (body) => {
              const answer = JSON.parse(body)
              delete answer.containerServices[0].nextDeployment
              return JSON.stringify(answer)
            },
          },
        },
      ],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  })

  test('the service is not found now and then: asked again, never taken for gone', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: look, calls: ({ ordinal }) => ordinal % 3 === 0, effect: { kind: 'not-found' } }],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  })
})

describe('reads that lag behind writes', () => {
  const lagging: Situation = { secondsPerCall: 5, switches: { readLagSeconds: 30 } }

  test('tags alone: written once, and in the end they are there', async () => {
    const ended = await runSettings({ tags: 'a=b' }, lagging)
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(accepted(ended, 'TagResource')).toBe(1)
  })

  test.each([
    ['slowly', 120],
    ['at once', 0],
  ])('settings alone, that are through %s: updated once', async (_, updateSeconds) => {
    const ended = await runSettings(
      { scale: '2' },
      { ...lagging, switches: { ...lagging.switches, updateSeconds } },
    )
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(accepted(ended, update)).toBe(1)
  })

  test('settings and an image: updated once, deployed once', async () => {
    const ended = await runAction({ scenario: 'update', ...lagging, inputs: { scale: '2', tags: 'a=b' } })
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect([accepted(ended, update), accepted(ended, deploy)]).toEqual([1, 1])
  })

  test('a deletion', async () => {
    const ended = await runSettings({ mode: 'delete' }, lagging)
    expect(ended.outputs['result']).toBe('deleted')
    expect(accepted(ended, remove)).toBe(1)
  })

  test('a rollback', async () => {
    const ended = await runSettings({ mode: 'rollback' }, lagging)
    expect(ended.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(accepted(ended, deploy)).toBe(1)
  })

  test('a new service alone', async () => {
    const ended = await runSettings({ power: 'micro' }, { ...lagging, scenario: 'empty-account' })
    expect(ended.outputs).toMatchObject({ result: 'success', 'service-created': 'true' })
    expect(accepted(ended, create)).toBe(1)
  })
})
