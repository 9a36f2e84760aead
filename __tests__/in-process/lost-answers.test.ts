import { describe, expect, test } from '@jest/globals'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { arrangeRunningShop, shopDeployment } from '../../simulator/lightsail/scenarios/shop.ts'
import type { Effect } from '../../simulator/wire/faults.ts'
import { type ActionRun, passTime, runAction, type Situation, writes } from './action.ts'

/** Writes that were accepted although their answer was lost: never sent a second time, never refused for themselves. */

const look = 'GetContainerServices'
const deploy = 'CreateContainerServiceDeployment'
const create = 'CreateContainerService'
const remove = 'DeleteContainerService'
const ourImage = 'ghcr.io/acme/shop:9a8b7c'

const accepted: readonly (readonly [string, Effect])[] = [
  ['reset', { kind: 'drop', when: 'after-acceptance' }],
  ['HTTP 500', { kind: 'service-exception', accepted: true }],
  ['HTTP 502 with HTML', { kind: 'bad-gateway', accepted: true }],
  ['cut in the middle', { kind: 'truncate' }],
]
function lost(
  operation: typeof deploy | typeof create | typeof remove,
  effect: Effect = { kind: 'drop', when: 'after-acceptance' },
) {
  return { operation, calls: 1, effect } as const
}

function expectOneDeployment(run: ActionRun, version: string) {
  expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': version })
  expect(writes(run)).toEqual([version === '1' ? create : deploy])
}

describe('DeleteContainerService', () => {
  test.each(accepted)('%s: followed, and not sent a second time', async (_, effect) => {
    const run = await runAction({
      scenario: 'update',
      inputs: { mode: 'delete', image: '' },
      secondsPerCall: 2,
      switches: { secondDelete: 'rejected' },
      faults: [lost(remove, effect)],
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(writes(run)).toEqual([remove])
  })

  test('somebody makes a new one of the same name before we look: the new one is left alone', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { mode: 'delete', image: '' },
      switches: { deleteSeconds: 0 },
      faults: [
        lost(remove),
        {
          operation: look,
          calls: 2,
          effect: {
            kind: 'event',
            happens: (account) => account.call(create, { serviceName: 'shop', power: 'nano', scale: 1 }),
          },
        },
      ],
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'deleted' } })
    expect(writes(run)).toEqual([remove])
  })
})

describe('a deployment is found again', () => {
  test('whose answer takes longer than anybody waits', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [lost(deploy, { kind: 'latency', milliseconds: 3_600_000 })],
      onCall: ({ operation }) => {
        if (operation === deploy) passTime(20_000)
      },
    })
    expectOneDeployment(run, '18')
    expect(run.log).toContain('no answer within 20 s')
  })

  test.each<[string, string, Situation]>([
    ['although repeating is forbidden', '18', { inputs: { 'max-retries': '0' } }],
    ['although something else in progress would end the run', '18', { inputs: { 'if-in-progress': 'fail' } }],
    ['although reads lag behind it', '18', { secondsPerCall: 4, switches: { readLagSeconds: 12 } }],
    [
      'although reads lag so long that it is sent again, and refused for being in progress',
      '18',
      { secondsPerCall: 4, switches: { readLagSeconds: 60 } },
    ],
    [
      'although the looks for it are throttled and fail',
      '18',
      {
        inputs: { 'max-retries': '0' },
        faults: [
          { operation: look, calls: [2, 4], effect: { kind: 'throttle' } },
          { operation: 'GetContainerServiceDeployments', calls: 1, effect: { kind: 'bad-gateway' } },
        ],
      },
    ],
    ['although it is through before anybody looks', '18', { secondsPerCall: 200 }],
    [
      'although its answer came and did not name it',
      '18',
      { faults: [], switches: { deployReplyShowsNextDeployment: false } },
    ],
    [
      'that made the service, too',
      '1',
      { scenario: 'first-deploy', inputs: { 'container-port': '8080' }, faults: [lost(create)] },
    ],
    [
      'that made the service, although reads lag so long that it is sent again, and refused for being there',
      '1',
      {
        scenario: 'first-deploy',
        inputs: { 'container-port': '8080' },
        secondsPerCall: 4,
        switches: { readLagSeconds: 60 },
        faults: [lost(create)],
      },
    ],
  ])('%s', async (_, version, situation) => {
    const run = await runAction({
      scenario: 'update',
      ...situation,
      faults: [...(situation.scenario ? [] : [lost(deploy)]), ...(situation.faults ?? [])],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': version })
    const made = run.calls.filter(({ operation, status, dropped }) => {
      return !operation.startsWith('Get') && (status === 200 || dropped === 'after-acceptance')
    })
    expect(made).toHaveLength(1)
    expect(run.log).not.toMatch(/::(?:error|warning)/)
  })

  test('that FAILED before anybody looked: red for its own failure, and not sent again', async () => {
    const run = await runAction({
      scenario: 'update',
      outcomes: ['crashes', 'succeeds'],
      secondsPerCall: 400,
      faults: [lost(deploy)],
    })
    expect(run.outputs).toMatchObject({ result: 'failed-kept-previous', 'deployment-version': '18' })
    expect(writes(run)).toEqual([deploy])
  })
})

describe('what was there before is not taken for ours', () => {
  const notAccepted = { kind: 'drop', when: 'before-acceptance' } as const

  test('the version that serves, with the very content that we send', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { image: 'ghcr.io/acme/shop:1f2e3d' },
      faults: [lost(deploy, notAccepted)],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(run)).toEqual([deploy, deploy])
  })

  test('an earlier attempt with the very content that we send, which FAILED', async () => {
    const run = await runAction({
      scenario: {
        ...scenarioNamed('update'),
        arrange: (account) => {
          arrangeRunningShop(account)
          const earlier = { serviceName: 'shop', ...shopDeployment(ourImage) }
          account.call(deploy, earlier, { at: account.now() - 3_600_000, outcome: 'crashes' })
        },
      },
      outcomes: ['succeeds'],
      faults: [lost(deploy, notAccepted)],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '19' })
    expect(writes(run)).toEqual([deploy, deploy])
  })

  test("somebody else's, which slipped in while ours was lost: ours waits for its turn", async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [
        {
          operation: deploy,
          calls: 1,
          effect: {
            kind: 'event',
            happens: (account) =>
              account.call(deploy, { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:c0ffee') }),
          },
        },
        lost(deploy, notAccepted),
      ],
    })
    expect(run.outputs).toMatchObject({
      result: 'success',
      'deployment-version': '19',
      'previous-version': '18',
    })
  })

  test('a service that somebody else made while ours was lost is deployed to, and nothing is refused', async () => {
    const run = await runAction({
      scenario: 'first-deploy',
      inputs: { 'container-port': '8080' },
      faults: [
        {
          operation: create,
          calls: 1,
          effect: {
            kind: 'event',
            happens: (account) => account.call(create, { serviceName: 'shop', power: 'nano', scale: 1 }),
          },
        },
        lost(create, notAccepted),
      ],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '1' })
  })
})
