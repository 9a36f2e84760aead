import { describe, expect, test } from '@jest/globals'
import { updateByOthers } from '../../../../simulator/ecs/other-actors.ts'
import type { EcsFault } from '../../../../simulator/wire/ecs.ts'
import { expectTold, runEcs, whole, writes } from '../action.ts'

/** A write whose answer never arrives is looked for; only one that left no trace is sent again. */

type When = 'before-acceptance' | 'after-acceptance'
type Texts = Readonly<Record<string, string>>

function drop(operation: EcsFault['operation'], when: When, calls: EcsFault['calls'] = 1): EcsFault {
  return {
    operation,
    calls,
    effect: { kind: 'drop', when },
  }
}

/** Somebody deploys another revision. */
const deployOver: EcsFault['effect'] = {
  kind: 'event',
  happens: (account) =>
    updateByOthers(account, { cluster: 'prod', service: 'shop' }, { taskDefinition: 'web:17' }),
}

const back = { mode: 'rollback', image: '', 'check-image': '' }
const late = { 'on-timeout': 'rollback', 'wait-for-minutes': '5' }

describe.each<[EcsFault['operation'], string, Texts, string]>([
  ['RegisterTaskDefinition', 'shop-on-ecs', {}, 'success · deployment-active'],
  ['UpdateService', 'shop-on-ecs', {}, 'success · deployment-active'],
  ['UpdateService', 'circuit-breaker', {}, 'rolled-back · app-crashed'],
  ['UpdateService', 'shop-on-ecs', { image: '', 'desired-count': '5' }, 'success · count-reached'],
  ['UpdateService', 'shop-on-ecs', { image: '', 'propagate-tags': 'SERVICE' }, 'success · settings-applied'],
  ['CreateService', 'first-deployment', whole, 'success · deployment-active'],
  ['CreateService', 'failing-first-deployment', whole, 'failed-nothing-serving · app-crashed'],
  [
    'DeleteService',
    'shop-on-ecs',
    { mode: 'delete', image: '', 'check-image': '' },
    'deleted · service-deleted',
  ],
  ['TagResource', 'shop-on-ecs', { image: '', tags: 'team=shop' }, 'success · settings-applied'],
  ['StopServiceDeployment', 'rollout-in-progress', back, 'success · rolled-back-on-request'],
  ['StopServiceDeployment', 'never-ends', late, 'rolled-back · timed-out-and-rolled-back'],
])('%s is lost (%s, %j)', (operation, scenario, inputs, end) => {
  const times = async (when: When) => {
    const run = await runEcs({ scenario, inputs, faults: [drop(operation, when)] })
    expectTold(run, end)
    return writes(run).filter((name) => name === operation)
  }

  test('before ECS had it: it is sent once more', async () => {
    expect(await times('before-acceptance')).toHaveLength(2)
  })

  test('after ECS had it: the end is the same', async () => {
    // A stop that was accepted is refused the second time, which is as good as an answer.
    const isRepeated = operation === 'StopServiceDeployment' && scenario === 'never-ends'
    expect(await times('after-acceptance')).toHaveLength(isRepeated ? 2 : 1)
  })
})

test('an update that never arrives is not taken for accepted', async () => {
  const run = await runEcs({ faults: [drop('UpdateService', 'before-acceptance', 'every')] })
  expectTold(run, 'unknown · response-lost')
  expect(run.outputs['serving-task-definition-arn']).toMatch(/web:19$/)
})

test.each([0, 40])('an answer without the service is an accepted update, after %d s of lag', async (lag) => {
  const effect = { kind: 'alter', alter: () => '{}' } as const
  const run = await runEcs({
    switches: { readLagSeconds: lag },
    faults: [{ operation: 'UpdateService', calls: 'every', effect }],
  })
  expectTold(run, 'success · deployment-active')
  expect(writes(run)).toEqual(['RegisterTaskDefinition', 'UpdateService'])
})

test('one that never shows is not sent again, and not called refused', async () => {
  const effect = { kind: 'alter', alter: () => '{}' } as const
  const run = await runEcs({
    switches: { readLagSeconds: 100_000 },
    faults: [{ operation: 'UpdateService', calls: 'every', effect }],
  })
  expectTold(run, 'unknown · response-lost')
  expect(writes(run)).toEqual(['RegisterTaskDefinition', 'UpdateService'])
  expect(run.outputs['reason']).toContain('UpdateService was accepted')
})

test.each([
  ['while its tasks start', 10],
  ['before it had a task', 0],
])('somebody who deployed over a lost update %s is not overwritten', async (_, secondsPerCall) => {
  const run = await runEcs({
    secondsPerCall,
    faults: [
      drop('UpdateService', 'after-acceptance'),
      { operation: 'DescribeServices', calls: 3, effect: deployOver },
    ],
  })
  expectTold(run, 'superseded · newer-version')
  expect(writes(run)).toEqual(['RegisterTaskDefinition', 'UpdateService'])
  expect(run.outputs['serving-task-definition-arn']).toMatch(/web:17$/)
})

test('somebody who deployed over a lost update that had come through, and came through as well, is not overwritten', async () => {
  const run = await runEcs({
    secondsPerCall: 300,
    faults: [
      drop('UpdateService', 'after-acceptance'),
      { operation: 'DescribeServices', calls: 3, effect: deployOver },
      { operation: 'DescribeServices', calls: [3, 4], effect: { kind: 'throttle' } },
    ],
  })
  expectTold(run, 'superseded · newer-version')
  expect(writes(run)).toEqual(['RegisterTaskDefinition', 'UpdateService'])
})

test.each([
  ['while its tasks start', 10],
  ['before it had a task', 0],
])('somebody who deployed over a lost creation %s is not overwritten', async (_, secondsPerCall) => {
  const run = await runEcs({
    scenario: 'first-deployment',
    inputs: whole,
    secondsPerCall,
    faults: [
      drop('CreateService', 'after-acceptance'),
      { operation: 'DescribeServices', calls: 2, effect: deployOver },
    ],
  })
  expectTold(run, 'superseded · newer-version')
  expect(writes(run).filter((name) => name === 'UpdateService')).toEqual([])
})

test.each(['available', 'unknown-operation'] as const)(
  'a creation that is answered with what somebody deployed over it is not followed as ours (lists: %s)',
  async (serviceDeploymentCalls) => {
    const run = await runEcs({
      scenario: 'first-deployment',
      inputs: whole,
      secondsPerCall: 0,
      switches: { missingAfterCreateSeconds: 80, identicalCreate: 'accepted', serviceDeploymentCalls },
      faults: [
        drop('CreateService', 'after-acceptance'),
        { operation: 'DescribeServices', calls: 2, effect: deployOver },
      ],
    })
    expectTold(run, 'unknown · response-lost')
    const sent = writes(run).filter((name) => /^(?:Create|Update)Service$/.test(name))
    expect(sent).toEqual(['CreateService', 'CreateService'])
  },
)

test('a stop that was accepted is followed, also if the read after it fails', async () => {
  const run = await runEcs({
    scenario: 'rollout-in-progress',
    inputs: { ...back, 'max-retries': '0' },
    faults: [{ operation: 'DescribeServices', calls: 2, effect: { kind: 'throttle' } }],
  })
  expectTold(run, 'success · rolled-back-on-request')
  expect(writes(run)).toEqual(['StopServiceDeployment'])
})
