import { describe, expect, test } from '@jest/globals'
import type { Account } from '../../simulator/lightsail/account.ts'
import type { OperationName } from '../../simulator/lightsail/operations/index.ts'
import type { OutcomeName } from '../../simulator/lightsail/outcomes.ts'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import {
  activeAt,
  arrangeRunningShop,
  shopDeployment,
  shopVersion,
} from '../../simulator/lightsail/scenarios/shop.ts'
import type { Fault } from '../../simulator/wire/faults.ts'
import { runAction, writes } from './action.ts'

/** Other clients that change the same service at the same time. */

const look = 'GetContainerServices'
const deploy = 'CreateContainerServiceDeployment'
const theirs = { serviceName: 'shop', ...shopDeployment('ghcr.io/acme/shop:c0ffee') }
const shop = { serviceName: 'shop' }

/** What another client does just before that call of ours is handled. */
function justBefore(
  operation: Fault['operation'],
  calls: number,
  happens: (account: Account) => void,
): Fault {
  return {
    operation,
    calls,
    effect: { kind: 'event', happens },
  }
}
function theyDeploy(outcome: OutcomeName, at?: (account: Account) => number) {
  return (account: Account) => account.call(deploy, theirs, { outcome, ...(at && { at: at(account) }) })
}
function aMinuteAgo(account: Account) {
  return account.now() - 60_000
}

describe('a deployment of somebody else', () => {
  test.each([
    ['becomes active', 'succeeds', '18'],
    ['fails', 'crashes', '17'],
  ] as const)('is in progress at the start, and %s: ours comes next', async (_, outcome, previous) => {
    const run = await runAction({
      scenario: {
        ...scenarioNamed('update'),
        arrange: (account) => {
          arrangeRunningShop(account)
          theyDeploy(outcome, aMinuteAgo)(account)
        },
      },
      outcomes: ['succeeds'],
    })
    expect(run.outputs).toMatchObject({
      result: 'success',
      'deployment-version': '19',
      'previous-version': previous,
    })
    expect(writes(run)).toEqual([deploy])
    expect(run.log.match(/queued/g)?.length).toBeLessThan(3)
  })

  test.each([
    ['goes on', theyDeploy('succeeds'), [deploy, deploy]],
    ['is through already', theyDeploy('succeeds-at-once', aMinuteAgo), [deploy]],
    ['has failed already', theyDeploy('crashes', (account) => account.now() - 3_600_000), [deploy]],
  ])('slips in between our read and our write, and %s: ours comes next', async (_, happens, sent) => {
    const run = await runAction({ scenario: 'update', faults: [justBefore(deploy, 1, happens)] })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '19' })
    expect(writes(run)).toEqual(sent)
  })

  test('slips in between our read and our write, and if-in-progress is fail: refused, nothing was changed', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { 'if-in-progress': 'fail' },
      faults: [justBefore(deploy, 1, theyDeploy('succeeds'))],
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'refused', 'reason-code': 'deployment-in-progress' },
    })
    expect(run.outputs['reason']).toContain('deployment 18 is in progress')
    expect(run.outputs['reason']).toContain('nothing was changed')
  })

  test('replaces ours before anybody saw it active: superseded', async () => {
    const run = await runAction({ scenario: 'superseded', secondsPerCall: 170 })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'superseded', 'deployment-version': '18', 'deployment-state': 'INACTIVE' },
    })
    expect(run.outputs['reason']).toContain('version 19, deployed by somebody else, serves')
  })

  test('comes after ours failed, and is on its way: ours failed', async () => {
    const run = await runAction({
      scenario: {
        ...scenarioNamed('update'),
        outcomes: ['crashes'],
        events: [
          {
            dueAt: (account) => {
              const ours = shopVersion(account, 18)
              return ours && ours.createdAt + 341_000
            },
            happens: (account, at) => account.call(deploy, theirs, { at, outcome: 'never-ends' }),
          },
        ],
      },
      secondsPerCall: 200,
    })
    expect(run.outputs).toMatchObject({ result: 'failed-kept-previous', 'deployment-version': '18' })
  })
})

describe('the list of versions has rolled past ours', () => {
  const after = (outcomes: readonly OutcomeName[]) =>
    outcomes.map((outcome, index) => ({
      dueAt: (account: Account) => {
        const ours = shopVersion(account, 18)
        return ours && ours.createdAt + (index + 1) * 600_000
      },
      happens: (account: Account, at: number) => void account.call(deploy, theirs, { at, outcome }),
    }))

  test.each([
    [
      'a newer one serves: superseded',
      ['succeeds'],
      ['crashes', 'succeeds-at-once', 'crashes'],
      'superseded',
    ],
    [
      'ours had failed as those after it: failed',
      ['crashes'],
      ['crashes', 'crashes', 'crashes'],
      'failed-kept-previous',
    ],
  ] as const)('%s', async (_, outcomes, next, result) => {
    const run = await runAction({
      scenario: { ...scenarioNamed('update'), events: after(next) },
      outcomes,
      inputs: { 'wait-for-minutes': '0.5' },
      switches: { deploymentsKept: 2 },
      secondsPerCall: 2_400,
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result, 'deployment-version': '18' } })
  })
})

describe('the service is changed under us', () => {
  test('deleted: red, and ours does not serve', async () => {
    const run = await runAction({ scenario: 'deleted-while-waiting', switches: { deleteSeconds: 120 } })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'failed-nothing-serving', 'reason-code': 'service-gone' },
    })
    expect(writes(run)).toEqual([deploy])
  })

  test('deleted between our read and our write: red, and it is not made anew', async () => {
    const run = await runAction({
      scenario: 'update',
      switches: { deleteSeconds: 0 },
      faults: [justBefore(deploy, 1, (account) => account.call('DeleteContainerService', shop))],
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'refused', 'reason-code': 'service-missing' },
    })
    expect(writes(run)).toEqual([deploy])
  })

  test.each(['ACTIVE', 'INACTIVE'] as const)(
    'disabled while we wait, and what it holds is shown as %s: red, nothing serves',
    async (disabledDeploymentState) => {
      const disable = (account: Account) =>
        account.call('UpdateContainerService', { ...shop, isDisabled: true })
      const run = await runAction({
        scenario: 'update',
        outcomes: ['succeeds-at-once'],
        secondsPerCall: 2,
        switches: { disabledDeploymentState },
        faults: [justBefore(look, 2, disable)],
      })
      expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'failed-nothing-serving', url: '' } })
    },
  )

  test('scaled while we wait: that is none of our business', async () => {
    const scale = (account: Account) => account.call('UpdateContainerService', { ...shop, scale: 3 })
    const run = await runAction({
      scenario: 'update',
      outcomes: ['succeeds-at-once'],
      secondsPerCall: 2,
      faults: [justBefore(look, 2, scale)],
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
  })
})

describe('the service is deleted and made anew while we wait', () => {
  const remake = (outcome: OutcomeName | undefined) => (account: Account) => {
    const at = account.now() - 3_600_000
    for (const record of account.records.services)
      if (record.deletion === undefined) record.deletion = { at, goneAt: at }
    const made = { ...shop, power: 'nano', scale: 1 }
    account.call('CreateContainerService', made, { at })
    if (outcome) account.call(deploy, theirs, { at: account.now() - 1_000_000, outcome })
  }

  test('its version 1 is not ours, although ours is version 1 as well', async () => {
    const run = await runAction({
      scenario: 'first-deploy',
      inputs: { 'container-port': '8080' },
      faults: [justBefore(look, 4, remake('succeeds'))],
    })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'superseded', 'deployment-version': '1' } })
    expect(run.outputs['reason']).toContain(
      'somebody deleted the service and created another with the same name',
    )
    expect(run.outputs['url']).toBe('')
  })

  test('nothing was deployed to it: red at once, not after the whole budget', async () => {
    const run = await runAction({ scenario: 'update', faults: [justBefore(look, 3, remake(undefined))] })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'failed-nothing-serving', 'reason-code': 'service-gone' },
    })
  })

  test('ours failed the URL check: nothing is put back into the new one', async () => {
    let looks = 0
    const run = await runAction({
      scenario: 'does-not-verify',
      inputs: { 'verify-url': 'true', 'verify-minutes': '0.01', 'rollback-on-failure': 'true' },
      secondsPerCall: 60,
      faults: [
        {
          operation: look,
          calls: 'every',
          effect: {
            kind: 'event',
            // The first sees ours active, the second looks again after the URL was asked, the third is for the rollback.
            happens: (account) => {
              if ((activeAt(account, 18) ?? Number.POSITIVE_INFINITY) > account.now()) return
              if (++looks === 3) remake('succeeds')(account)
            },
          },
        },
      ],
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'superseded', 'reason-code': 'rollback-failed', 'rolled-back': 'false' },
    })
    expect(writes(run)).toEqual([deploy, 'TagResource'])
    expect(run.calls.find(({ operation }) => operation === 'TagResource')?.errorType).toBe(
      'NotFoundException',
    )
    expect(run.outputs['reason']).toContain('created another with the same name')
  })

  test.each<[string, OperationName, Record<string, unknown>, string]>([
    ['deleted', 'DeleteContainerService', {}, 'somebody is deleting the service'],
    ['disabled', 'UpdateContainerService', { isDisabled: true }, 'somebody disabled it'],
  ])(
    'ours did not verify, and the service is %s before anything is put back',
    async (_, operation, more, why) => {
      let looks = 0
      const run = await runAction({
        scenario: 'does-not-verify',
        inputs: { 'verify-url': 'true', 'verify-minutes': '0.01', 'rollback-on-failure': 'true' },
        secondsPerCall: 60,
        faults: [
          {
            operation: look,
            calls: 'every',
            effect: {
              kind: 'event',
              happens: (account) => {
                if ((activeAt(account, 18) ?? Number.POSITIVE_INFINITY) > account.now()) return
                if (++looks === 3) account.call(operation, { serviceName: 'shop', ...more })
              },
            },
          },
        ],
      })
      expect(run.outputs).toMatchObject({
        result: 'failed-nothing-serving',
        'reason-code': 'rollback-failed',
      })
      expect(run.outputs['reason']).toContain(why)
      expect(writes(run).filter((operation) => operation === deploy)).toHaveLength(1)
    },
  )
})
