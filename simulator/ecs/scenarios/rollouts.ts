import { stopByOthers, updateByOthers } from '../other-actors.ts'
import type { Scenario } from './scenario.ts'
import { afterRollout, alarms, arrangeCluster, arrangeShop, breaker, shopService } from './shop.ts'

const breakerWithoutRollback = { deploymentCircuitBreaker: { enable: true, rollback: false } }
const alarmsWithoutRollback = {
  alarms: { alarmNames: ['shop-5xx'], enable: true, rollback: false },
}

/** How a rolling update can end. */
export const rolloutScenarios: readonly Scenario[] = [
  {
    name: 'first-deployment',
    sentence:
      'The cluster prod has the task definition web but no service yet; whatever is created succeeds.',
    arrange: arrangeCluster,
  },
  {
    name: 'shop-on-ecs',
    sentence: 'shop runs web:19; the next rollout succeeds.',
    arrange: arrangeShop,
    outcomes: ['succeeds'],
  },
  {
    name: 'does-not-verify',
    sentence: 'shop runs web:19; the next rollout succeeds, but its URL answers 500.',
    arrange: arrangeShop,
    outcomes: ['succeeds-but-answers-500', 'succeeds'],
  },
  {
    name: 'circuit-breaker',
    sentence: 'shop runs web:19; the next rollout crashes, and the circuit breaker restores web:19.',
    arrange: arrangeShop,
    outcomes: ['crashes'],
  },
  {
    name: 'failing-migration',
    sentence: 'shop runs web:19; a migration before the deployment (run-task) fails, so shop is not touched.',
    arrange: arrangeShop,
    outcomes: ['missing-variable'],
  },
  {
    name: 'circuit-breaker-without-rollback',
    sentence: 'shop runs web:19; the next rollout crashes and is stopped; web:19 keeps serving.',
    arrange: (account) => arrangeShop(account, breakerWithoutRollback),
    outcomes: ['crashes'],
  },
  {
    name: 'failing-first-deployment',
    sentence: 'There is no service yet; whatever is created crashes, and there is nothing to roll back to.',
    arrange: arrangeCluster,
    outcomes: ['crashes'],
  },
  {
    name: 'rollback-fails',
    sentence: 'shop runs web:19; the next rollout crashes, and its rollback fails.',
    arrange: arrangeShop,
    outcomes: ['rollback-fails'],
  },
  {
    name: 'no-circuit-breaker',
    sentence: 'shop runs web:19 without a circuit breaker; the next rollout keeps crashing.',
    arrange: (account) => arrangeShop(account, {}),
    outcomes: ['crashes'],
  },
  {
    name: 'flapping',
    sentence: 'shop runs web:19; two tasks of the next rollout crash, then all of them run.',
    arrange: arrangeShop,
    outcomes: ['flaps'],
  },
  {
    name: 'never-ends',
    sentence: 'shop runs web:19; the tasks of the next rollout never leave PENDING.',
    arrange: arrangeShop,
    outcomes: ['never-ends'],
  },
  {
    name: 'missing-image',
    sentence: 'shop runs web:19; the image of the next rollout does not exist.',
    arrange: arrangeShop,
    outcomes: ['missing'],
  },
  {
    name: 'failing-health-check',
    sentence: 'shop runs web:19; the next rollout answers the load balancer with 404 and is rolled back.',
    arrange: arrangeShop,
    outcomes: ['elb-404'],
  },
  {
    name: 'no-capacity',
    sentence: 'shop runs web:19 without a circuit breaker; there is no Fargate capacity for more tasks.',
    arrange: (account) => arrangeShop(account, {}),
    outcomes: ['no-capacity'],
  },
  {
    name: 'cannot-move',
    sentence: 'shop runs web:19; the minimum and maximum percent leave no room for a single task.',
    arrange: (account) =>
      arrangeShop(account, { ...breaker, minimumHealthyPercent: 100, maximumPercent: 200 }),
    outcomes: ['succeeds'],
    events: [
      afterRollout(1, (account, at) =>
        updateByOthers(
          account,
          { ...shopService, at },
          {
            deploymentConfiguration: { ...breaker, minimumHealthyPercent: 100, maximumPercent: 100 },
          },
        ),
      ),
    ],
  },
  {
    name: 'alarm',
    sentence: 'shop runs web:19; an alarm goes off during the next rollout, which is rolled back.',
    arrange: (account) => arrangeShop(account, { ...breaker, ...alarms }),
    outcomes: ['alarm'],
  },
  {
    name: 'alarm-without-rollback',
    sentence: 'shop runs web:19; an alarm goes off during the next rollout, which is stopped.',
    arrange: (account) => arrangeShop(account, alarmsWithoutRollback),
    outcomes: ['alarm'],
  },
  {
    name: 'rolled-back-by-somebody',
    sentence: 'shop runs web:19; half a minute into the next rollout, somebody rolls it back.',
    arrange: arrangeShop,
    events: [afterRollout(30, (account, at) => stopByOthers(account, { ...shopService, at }))],
  },
  {
    name: 'stopped-by-somebody',
    sentence: 'shop runs web:19; half a minute into the next rollout, somebody stops it.',
    arrange: arrangeShop,
    events: [afterRollout(30, (account, at) => stopByOthers(account, { ...shopService, at }, 'ABORT'))],
  },
  {
    name: 'two-runs-race',
    sentence: 'shop runs web:19; twenty seconds into the next rollout, somebody starts another one.',
    arrange: arrangeShop,
    events: [
      afterRollout(20, (account, at) =>
        updateByOthers(account, { ...shopService, at }, { taskDefinition: 'web:17' }),
      ),
    ],
  },
  {
    name: 'superseded',
    sentence: 'shop runs web:19; a minute and a half into the next rollout, another one takes over.',
    arrange: arrangeShop,
    events: [
      afterRollout(90, (account, at) =>
        updateByOthers(account, { ...shopService, at }, { taskDefinition: 'web:17' }),
      ),
    ],
  },
  {
    name: 'later-one-fails',
    sentence:
      'shop runs web:19; after the next rollout, somebody deploys a version that crashes and is rolled back.',
    arrange: arrangeShop,
    events: [
      afterRollout(85, (account, at) =>
        updateByOthers(account, { ...shopService, at }, { taskDefinition: 'web:17' }, 'crashes'),
      ),
    ],
  },
  {
    name: 'rollout-in-progress',
    sentence: 'shop runs web:19; twenty seconds ago, somebody else started to replace it with web:17.',
    arrange: (account) => {
      arrangeShop(account)
      const at = account.now() - 20_000
      updateByOthers(account, { ...shopService, at }, { taskDefinition: 'web:17' })
    },
  },
]
