import { describe, expect, test } from '@jest/globals'
import type { Account } from '../../../../simulator/ecs/account.ts'
import type { Switches } from '../../../../simulator/ecs/behaviour-options.ts'
import { scaleByOthers, stopByOthers, updateByOthers } from '../../../../simulator/ecs/other-actors.ts'
import type { EcsFault } from '../../../../simulator/wire/ecs.ts'
import { expectTold, runEcs, whole, writes } from '../action.ts'

/** Rows of the judge that no scenario alone leads to, and what a tired person reads at the end of them. */

type Texts = Readonly<Record<string, string>>

const shop = { cluster: 'prod', service: 'shop' }
const classic = { serviceDeploymentCalls: 'access-denied' } as const
/** Sees what lasts some seconds, as a service that is being deleted. */
const often = { 'poll-interval-seconds': '5' }

/** Where it cannot be read why tasks ended, ECS's own words tell the end. */
const untold = (['ListTasks', 'DescribeTasks'] as const).map(
  (operation): EcsFault => ({ operation, calls: 'every', effect: { kind: 'access-denied' } }),
)
function ran(number: number) {
  return expect.stringMatching(new RegExp(`web:${number}$`))
}

function event(
  operation: EcsFault['operation'],
  calls: number,
  happens: (account: Account) => void,
): EcsFault {
  return { operation, calls, effect: { kind: 'event', happens } }
}

const isOver: EcsFault = {
  operation: 'StopServiceDeployment',
  calls: 'every',
  effect: { kind: 'error', type: 'ConflictException', message: 'The service deployment is already over.' },
}

describe('where service deployments cannot be read, the deployments of the service tell', () => {
  test.each<[string, string, string, Partial<Switches>, Texts]>([
    ['circuit-breaker', 'rolled-back · circuit-breaker', 'tasks failed to start', {}, {}],
    ['circuit-breaker', 'rolled-back · circuit-breaker', 'failed: tasks', { rolloutState: 'absent' }, {}],
    ['circuit-breaker-without-rollback', 'failed-kept-previous · circuit-breaker', 'web:19 keeps', {}, {}],
    [
      'circuit-breaker-without-rollback',
      'failed-kept-previous · circuit-breaker',
      'web:19 keeps',
      { rolloutState: 'absent' },
      {},
    ],
    [
      'failing-first-deployment',
      'failed-nothing-serving · unable-to-start-consistently',
      'nothing serves',
      {},
      whole,
    ],
    ['rollback-fails', 'failed-kept-previous · rollback-failed', 'the rollback failed as well', {}, {}],
    ['no-circuit-breaker', 'timed-out · too-many-failed-tasks', 'ECS keeps trying', {}, {}],
    ['alarm', 'rolled-back · alarm', 'alarm detected', {}, {}],
    ['alarm-without-rollback', 'failed-nothing-serving · alarm', 'only 3 tasks of its own', {}, {}],
    ['hook-fails', 'rolled-back · lifecycle-hook', 'smoke-test returned FAILED', {}, {}],
    ['rolled-back-by-somebody', 'rolled-back · stopped-by-somebody', 'by user', {}, {}],
    ['stopped-by-somebody', 'failed-kept-previous · stopped-by-somebody', 'by user', {}, {}],
    ['pause-called-off', 'rolled-back · stopped-by-somebody', 'by user', {}, {}],
    ['two-runs-race', 'superseded · newer-version', 'web:17 is the current revision', {}, {}],
    ['deleted-while-waiting', 'failed-nothing-serving · service-gone', 'is deleting it', {}, {}],
    [
      'classic-load-balancer',
      'success · deployment-active',
      'from its task counts only',
      { rolloutState: 'absent' },
      {},
    ],
    ['never-ends', 'timed-out · wait-timeout', 'web:19 serves now', {}, {}],
  ])('%s: %s (%s, %j)', async (scenario, end, words, switches, inputs) => {
    const run = await runEcs({
      scenario,
      inputs: { ...often, ...inputs },
      faults: untold,
      switches: { ...classic, ...switches },
    })
    expectTold(run, end)
    expect(run.outputs['reason']).toContain(words)
    expect(run.log.match(/following the deployment in the description of the service/g)).toHaveLength(1)
  })
})

describe('who or what is to blame', () => {
  test.each<[string, Texts, string, string, string]>([
    ['pause-called-off', {}, 'rolled-back · stopped-by-somebody', 'rolled back by user', 'who stopped it'],
    ['pause-expires', {}, 'rolled-back · lifecycle-hook', 'nobody continued the pause', 'continue the pause'],
    ['hook-fails', {}, 'rolled-back · lifecycle-hook', 'at POST_TEST_TRAFFIC_SHIFT failed', "hook's log"],
    [
      'no-circuit-breaker',
      { 'on-timeout': 'rollback' },
      'rolled-back · app-crashed',
      'the app exited with 1',
      'docker run',
    ],
    [
      'never-ends',
      { 'on-timeout': 'rollback', 'wait-for-minutes': '5' },
      'rolled-back · timed-out-and-rolled-back',
      'it timed out',
      'wait-for-minutes',
    ],
  ])('%s %j: %s', async (scenario, inputs, end, why, fix) => {
    const run = await runEcs({ scenario, inputs: { ...often, ...inputs } })
    expectTold(run, end)
    expect(run.outputs['reason']).toContain(why)
    expect(run.errors[0]).toMatch(new RegExp(`Fix .*${fix}`))
    expect(run.outputs).toMatchObject({ 'rolled-back': 'true', 'serving-task-definition-arn': ran(19) })
  })
})

describe('what serves', () => {
  test.each([
    ['circuit-breaker-without-rollback', '| Serving | web:19 (unchanged) |'],
    ['no-circuit-breaker', '| Serving | web:19 (unchanged) |'],
    ['circuit-breaker', '| Serving | web:19 (unchanged) |'],
    ['shop-on-ecs', '| Serving | web:19 → web:20 |'],
    ['deleted-while-waiting', '| Serving | web:19 → nothing |'],
  ])('%s: %s', async (scenario, text) => {
    expect((await runEcs({ scenario, inputs: often })).summary).toContain(text)
  })

  test('a service that is made after another one of its name was gone is a new one', async () => {
    const run = await runEcs({ scenario: 'draining', inputs: whole })
    expectTold(run, 'success · deployment-active')
    expect(run.outputs['service-created']).toBe('true')
  })
})

describe('only the count', () => {
  const five = { image: '', 'desired-count': '5' }

  test('a read that lags still shows the count before, which proves nothing', async () => {
    const run = await runEcs({ inputs: five, switches: { readLagSeconds: 15 } })
    expectTold(run, 'success · count-reached')
    expect(run.outputs).toMatchObject({ 'running-count': '5', 'desired-count': '5' })
  })

  test('somebody else sets another one: ours was not reached', async () => {
    const scaled = event('DescribeServices', 3, (account) => scaleByOthers(account, shop, 2))
    const run = await runEcs({ inputs: five, faults: [scaled] })
    expectTold(run, 'superseded · newer-version')
    expect(run.outputs['reason']).toContain('ECS accepted a desired count of 5 for shop, but it is now 2')
  })

  test.each(['leave', 'rollback'])('it does not end in time, on-timeout: %s', async (onTimeout) => {
    const inputs = { ...five, 'wait-for-minutes': '1', 'on-timeout': onTimeout }
    const run = await runEcs({ inputs, switches: { pullSeconds: 600 } })
    expectTold(run, 'timed-out · wait-timeout')
    expect(writes(run)).toEqual(['UpdateService'])
    expect(run.outputs['reason']).toContain('the change of shop to 5 tasks did not finish within 1 min')
  })
})

describe('a stop that is asked for when the time is over', () => {
  const late = { 'on-timeout': 'rollback', 'wait-for-minutes': '1' }

  test('comes too late: what came through is good, and that is said', async () => {
    const run = await runEcs({ inputs: late, faults: [isOver] })
    expectTold(run, 'success · deployment-active')
    expect(run.outputs['reason']).toContain('it completed just before the rollback could begin')
  })

  test('was accepted without an answer, and is over: it was ours', async () => {
    const run = await runEcs({
      scenario: 'never-ends',
      inputs: late,
      secondsPerCall: 5,
      switches: { rollbackSeconds: 0 },
      faults: [
        {
          operation: 'StopServiceDeployment',
          calls: 1,
          effect: { kind: 'drop', when: 'after-acceptance' },
        },
      ],
    })
    expectTold(run, 'rolled-back · timed-out-and-rolled-back')
    expect(writes(run).filter((name) => name === 'StopServiceDeployment')).toHaveLength(2)
  })

  test('cannot be sent: the rollout is left, and why is said', async () => {
    const run = await runEcs({ scenario: 'never-ends', inputs: late, switches: classic })
    expectTold(run, 'timed-out · wait-timeout')
    expect(writes(run)).not.toContain('StopServiceDeployment')
    expect(run.outputs['reason']).toContain('service deployments cannot be read')
  })

  test('has no end itself: nobody hopes for ours any more', async () => {
    const run = await runEcs({ scenario: 'never-ends', inputs: late, switches: { rollbackSeconds: 5_000 } })
    expectTold(run, 'timed-out · wait-timeout')
    expect(run.outputs['reason']).toContain('the rollback may still complete')
    expect(run.outputs['reason']).not.toContain('web:20 of shop may still succeed')
  })
})

describe('a rollback that is asked for', () => {
  const back = { mode: 'rollback', image: '', 'check-image': '' }

  test('of a rollout that came through meanwhile goes back by a rollout of its own', async () => {
    // It is in progress when it is looked at, and over when it is to be stopped.
    const run = await runEcs({
      inputs: back,
      secondsPerCall: 25,
      during: (_, { ecs: { account } }) =>
        updateByOthers(account, { ...shop, at: account.now() - 20_000 }, { taskDefinition: 'web:16' }),
    })
    expectTold(run, 'success · deployment-active')
    expect(writes(run)).toEqual(['StopServiceDeployment', 'UpdateService'])
    expect(run.outputs).toMatchObject({ 'serving-task-definition-arn': ran(19) })
  })

  test('of a rollout that ECS rolls back meanwhile is that rollback', async () => {
    const run = await runEcs({
      scenario: 'rollout-in-progress',
      inputs: back,
      faults: [event('StopServiceDeployment', 1, (account) => stopByOthers(account, shop))],
    })
    expectTold(run, 'success · rolled-back-on-request')
    expect(run.outputs).toMatchObject({ 'serving-task-definition-arn': ran(19) })
  })
})

describe('a rollback that ECS was at before it could be asked for', () => {
  const back = { mode: 'rollback', image: '', 'check-image': '' }
  const past = ({ now }: Account) => ({ ...shop, at: now() - 10_000 })

  test('and that is over: nothing is claimed, and nothing is put over it', async () => {
    const run = await runEcs({
      scenario: 'rollout-in-progress',
      inputs: back,
      switches: { readLagSeconds: 15, rollbackSeconds: 0 },
      faults: [event('StopServiceDeployment', 1, (account) => stopByOthers(account, past(account)))],
    })
    expectTold(run, 'unchanged · no-changes')
    expect(writes(run)).toEqual(['StopServiceDeployment'])
    expect(run.outputs['reason']).toContain('ECS had begun to roll back web:17 of shop before this run asked')
    expect(run.outputs).toMatchObject({ 'serving-task-definition-arn': ran(19), 'rolled-back': 'false' })
  })

  test('and that goes on is waited for, and not gone back from', async () => {
    const run = await runEcs({
      inputs: back,
      during: (_, { ecs: { account } }) => {
        updateByOthers(account, { ...shop, at: account.now() - 40_000 }, { taskDefinition: 'web:16' })
        stopByOthers(account, { ...shop, at: account.now() - 1_000 })
      },
    })
    expectTold(run, 'unchanged · no-changes')
    expect(writes(run)).toEqual([])
    expect(run.outputs).toMatchObject({ 'serving-task-definition-arn': ran(19) })
  })

  test('unlike one that was only stopped, which is gone back from', async () => {
    const run = await runEcs({
      scenario: 'rollout-in-progress',
      inputs: back,
      faults: [event('StopServiceDeployment', 1, (account) => stopByOthers(account, shop, 'ABORT'))],
    })
    expectTold(run, 'success · deployment-active')
    expect(writes(run)).toEqual(['StopServiceDeployment', 'UpdateService'])
    expect(run.outputs).toMatchObject({ 'serving-task-definition-arn': ran(19) })
  })
})

describe('a rollout of somebody else is in progress', () => {
  test.each([
    ['replace', 'success · deployment-active'],
    ['wait', 'success · deployment-active'],
    ['fail', 'refused · deployment-in-progress'],
  ])('if-in-progress: %s', async (ifInProgress, end) => {
    const inputs = { 'if-in-progress': ifInProgress }
    const run = await runEcs({ scenario: 'rollout-in-progress', inputs })
    expectTold(run, end)
    expect(writes(run)).toEqual(ifInProgress === 'fail' ? [] : ['RegisterTaskDefinition', 'UpdateService'])
  })
})
