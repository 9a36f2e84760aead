import { describe, expect, test } from '@jest/globals'
import {
  isAsWritten,
  memberEffect,
  mergedConfiguration,
} from '../../../../../src/ecs/model/compare/service-members.ts'
import { secretValues } from '../../../../../src/ecs/model/secret-values.ts'
import { strategyMinutes } from '../../../../../src/ecs/model/strategy-time.ts'

function same(name: string, written: unknown, current: unknown) {
  return isAsWritten(written, current, [name])
}

describe('a member is as it is written', () => {
  test.each<[string, unknown, unknown, boolean]>([
    ['platformVersion', 'LATEST', undefined, true],
    ['platformVersion', '1.4.0', undefined, false],
    ['schedulingStrategy', 'REPLICA', undefined, true],
    ['propagateTags', 'NONE', undefined, true],
    ['enableExecuteCommand', false, undefined, true],
    ['enableExecuteCommand', true, false, false],
    ['healthCheckGracePeriodSeconds', 0, undefined, true],
    ['healthCheckGracePeriodSeconds', 60, 0, false],
    ['deploymentConfiguration', { maximumPercent: 200, minimumHealthyPercent: 100 }, undefined, true],
    [
      'deploymentConfiguration',
      { maximumPercent: 200 },
      { maximumPercent: 150, minimumHealthyPercent: 50 },
      false,
    ],
    ['deploymentConfiguration', { deploymentCircuitBreaker: { enable: false, rollback: false } }, {}, true],
    ['deploymentConfiguration', { deploymentCircuitBreaker: { enable: true, rollback: false } }, {}, false],
    ['deploymentConfiguration', { strategy: 'ROLLING', bakeTimeInMinutes: 0 }, { maximumPercent: 200 }, true],
    ['deploymentController', { type: 'ECS' }, undefined, true],
    ['loadBalancers', [], undefined, true],
    ['loadBalancers', [], [{}], false],
    [
      'loadBalancers',
      [{ containerName: 'a' }, { containerName: 'b' }],
      [{ containerName: 'b', x: 1 }, { containerName: 'a' }],
      true,
    ],
    [
      'loadBalancers',
      [{ containerName: 'a' }, { containerName: 'a' }],
      [{ containerName: 'a' }, { containerName: 'b' }],
      false,
    ],
    [
      'placementStrategy',
      [{ type: 'spread' }, { type: 'binpack' }],
      [{ type: 'binpack' }, { type: 'spread' }],
      false,
    ],
    [
      'capacityProviderStrategy',
      [{ capacityProvider: 'FARGATE' }],
      [{ capacityProvider: 'FARGATE', weight: 0, base: 0 }],
      true,
    ],
    [
      'capacityProviderStrategy',
      [{ capacityProvider: 'FARGATE', base: 0 }],
      [{ capacityProvider: 'FARGATE' }],
      true,
    ],
    ['role', 'ecs', 'arn:aws:iam::123456789012:role/ecs', true],
    ['novelty', 1, undefined, false],
  ])('%s: %j over %j: %s', (name, written, current, expected) => {
    expect(same(name, written, current)).toBe(expected)
  })
})

test.each([
  ['loadBalancers', 'rollout'],
  ['deploymentConfiguration', 'settings'],
  ['capacityProviderStrategy', 'rollout'],
  ['novelty', 'unknown'],
  ['launchType', 'fixed'],
])('%s: %s', (name, effect) => {
  expect(memberEffect(name)).toBe(effect)
})

describe('a configuration is merged with what runs', () => {
  test('at any depth', () => {
    expect(
      mergedConfiguration(
        { alarms: { enable: true } },
        { maximumPercent: 150, alarms: { alarmNames: ['a'], enable: false } },
      ),
    ).toEqual({ maximumPercent: 150, alarms: { alarmNames: ['a'], enable: true } })
  })
  test('but what belongs to another strategy does not stay', () => {
    const linear = { strategy: 'LINEAR', linearConfiguration: { stepPercent: 10 }, bakeTimeInMinutes: 5 }
    expect(mergedConfiguration({ strategy: 'ROLLING' }, linear)).toEqual({
      strategy: 'ROLLING',
      bakeTimeInMinutes: 5,
    })
    expect(mergedConfiguration({ bakeTimeInMinutes: 6 }, linear)).toEqual({ ...linear, bakeTimeInMinutes: 6 })
  })
})

test.each<[unknown, number]>([
  [undefined, 0],
  [{ bakeTimeInMinutes: 9 }, 0],
  [{ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 9 }, 9],
  [{ strategy: 'CANARY', bakeTimeInMinutes: 1 }, 11],
  [{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 2 } }, 6],
  [{ strategy: 'LINEAR' }, 54],
])('%j takes %d minutes', (configuration, minutes) => {
  expect(strategyMinutes(configuration)).toBe(minutes)
})

test('what is secret of a definition, a service and overrides', () => {
  const found = secretValues({
    containerDefinitions: [
      {
        environment: [
          { name: 'A', value: 'a' },
          { name: 'E', value: '' },
        ],
        secrets: [{ name: 'S', valueFrom: 'arn' }],
      },
      {
        logConfiguration: {
          options: { 'splunk-token': 'b', 'splunk-url': 'https://h', url: 'https://u:c@h' },
        },
      },
    ],
    volumes: [{ dockerVolumeConfiguration: { driverOpts: { password: 'd', device: 'e' } } }],
    overrides: { containerOverrides: [{ environment: [{ name: 'B', value: 'f' }] }] },
  })
  expect(found.map(({ value }) => value)).toEqual(['a', 'b', 'https://u:c@h', 'd', 'f'])
})
