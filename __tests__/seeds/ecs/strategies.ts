import type { DeploymentConfiguration } from '../../../simulator/ecs/api-types.ts'
import { alarms, breaker, smokeTest } from '../../../simulator/ecs/scenarios/shop.ts'

const blueGreen: DeploymentConfiguration = { ...breaker, strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 }

function pausing(action: 'ROLLBACK' | 'CONTINUE', timeoutInMinutes: number): DeploymentConfiguration {
  const pause = {
    targetType: 'PAUSE' as const,
    lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
    timeoutConfiguration: { timeoutInMinutes, action },
  }
  return { ...blueGreen, lifecycleHooks: [pause] }
}

/** How rollouts go, by name. */
export const strategies: Readonly<Record<string, DeploymentConfiguration>> = {
  'no breaker': {},
  'breaker without rollback': { deploymentCircuitBreaker: { enable: true, rollback: false } },
  'breaker with alarms': { ...breaker, ...alarms },
  'alarms without rollback': { alarms: { alarmNames: ['shop-5xx'], enable: true, rollback: false } },
  'half at a time': { ...breaker, minimumHealthyPercent: 50, maximumPercent: 100 },
  'no room to move': { ...breaker, minimumHealthyPercent: 100, maximumPercent: 100 },
  'blue/green': blueGreen,
  'blue/green without breaker': { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 },
  linear: {
    ...breaker,
    strategy: 'LINEAR',
    bakeTimeInMinutes: 1,
    linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 },
  },
  canary: {
    ...breaker,
    ...alarms,
    strategy: 'CANARY',
    bakeTimeInMinutes: 1,
    canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 2 },
  },
  'a pause that rolls back': pausing('ROLLBACK', 3),
  'a pause that goes on': pausing('CONTINUE', 3),
  'a long pause': pausing('ROLLBACK', 600),
  'a hook': {
    ...blueGreen,
    lifecycleHooks: [
      {
        targetType: 'AWS_LAMBDA',
        hookTargetArn: smokeTest,
        roleArn: 'arn:aws:iam::123456789012:role/ecsHookRole',
        lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        timeoutConfiguration: { timeoutInMinutes: 4, action: 'ROLLBACK' },
      },
    ],
  },
}
