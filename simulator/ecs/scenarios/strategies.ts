import type { DeploymentConfiguration } from '../api-types.ts'
import { actOnPauseByOthers, expireHook, raiseAlarm } from '../other-actors.ts'
import type { Scenario } from './scenario.ts'
import { afterRollout, alarms, arrangeCluster, arrangeShop, breaker, shopService, smokeTest } from './shop.ts'

const blueGreen: DeploymentConfiguration = { ...breaker, strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }
const canary: DeploymentConfiguration = {
  ...breaker,
  ...alarms,
  strategy: 'CANARY',
  bakeTimeInMinutes: 3,
  canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 },
}
const linear: DeploymentConfiguration = {
  ...breaker,
  strategy: 'LINEAR',
  bakeTimeInMinutes: 1,
  linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 1 },
}

function withPause(timeoutAction: 'ROLLBACK' | 'CONTINUE'): DeploymentConfiguration {
  return {
    ...blueGreen,
    lifecycleHooks: [
      {
        targetType: 'PAUSE',
        lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        timeoutConfiguration: { timeoutInMinutes: 60, action: timeoutAction },
      },
    ],
  }
}

const withFunction: DeploymentConfiguration = {
  ...blueGreen,
  lifecycleHooks: [
    {
      targetType: 'AWS_LAMBDA',
      hookTargetArn: smokeTest,
      roleArn: 'arn:aws:iam::123456789012:role/ecsHookRole',
      lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
    },
  ],
}

/** Rollouts that shift traffic (docs/ecs-facts.md §2). While `shop` is arranged no pause has to be continued. */
export const strategyScenarios: readonly Scenario[] = [
  {
    name: 'blue-green-bake',
    sentence: 'shop is deployed blue/green and bakes for five minutes; the next rollout succeeds.',
    arrange: (account) => arrangeShop(account, blueGreen),
  },
  {
    name: 'blue-green-breaker',
    sentence: 'shop is deployed blue/green; the next rollout crashes, and the circuit breaker rolls it back.',
    arrange: (account) => arrangeShop(account, blueGreen),
    outcomes: ['crashes'],
  },
  {
    name: 'linear',
    sentence: 'shop is deployed in four steps of 25 percent; the next rollout succeeds.',
    arrange: (account) => arrangeShop(account, linear),
  },
  {
    name: 'canary-alarm',
    sentence: 'shop is deployed as a canary; an alarm goes off at 5 percent, and the rollout is rolled back.',
    arrange: (account) => arrangeShop(account, canary),
    events: [afterRollout(100, (account, at) => raiseAlarm(account, { ...shopService, at }, ['shop-5xx']))],
  },
  {
    name: 'hook-fails',
    sentence: 'shop is deployed blue/green with a smoke test, which the next rollout fails.',
    arrange: (account) => arrangeShop(account, withFunction),
    outcomes: ['hook-fails'],
  },
  {
    name: 'paused',
    sentence: 'shop is deployed blue/green and pauses before the traffic shifts; nobody continues it.',
    arrange: (account) => arrangeWithPause(account, 'ROLLBACK'),
  },
  {
    name: 'paused-and-continued',
    sentence: 'shop is deployed blue/green and pauses; two minutes later, somebody continues it.',
    arrange: (account) => arrangeWithPause(account, 'ROLLBACK'),
    events: [afterRollout(120, (account, at) => actOnPauseByOthers(account, { ...shopService, at }))],
  },
  {
    name: 'pause-called-off',
    sentence: 'shop is deployed blue/green and pauses; two minutes later, somebody calls it off.',
    arrange: (account) => arrangeWithPause(account, 'ROLLBACK'),
    events: [
      afterRollout(120, (account, at) => actOnPauseByOthers(account, { ...shopService, at }, 'ROLLBACK')),
    ],
  },
  {
    name: 'pause-expires',
    sentence: 'shop is deployed blue/green and pauses; two minutes later, the pause expires.',
    arrange: (account) => arrangeWithPause(account, 'ROLLBACK'),
    events: [afterRollout(120, (account, at) => expireHook(account, { ...shopService, at }))],
  },
  {
    name: 'first-blue-green',
    sentence:
      'The cluster prod has the task definition web but no service; a blue/green service can be created.',
    arrange: arrangeCluster,
  },
]

/** The pause is set up once web:19 runs. */
function arrangeWithPause(
  account: Parameters<Scenario['arrange']>[0],
  action: 'ROLLBACK' | 'CONTINUE',
): void {
  arrangeShop(account, blueGreen)
  account.call('UpdateService', { ...shopService, deploymentConfiguration: withPause(action) })
}
