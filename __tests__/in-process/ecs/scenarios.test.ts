import { describe, expect, test } from '@jest/globals'
import { scenarios } from '../../../simulator/ecs/scenarios/index.ts'
import { ending, runEcs, writes } from './action.ts'

/** Every situation of the simulator, and how a run ends that deploys another image into it. */

type Row = readonly [scenario: string, ending: string, inputs?: Readonly<Record<string, string>>]

/** A first service needs to be told what it is. */
const whole = {
  'task-definition-arn': 'web',
  image: '',
  subnets: 'subnet-0a1b2c3d',
  'launch-type': 'FARGATE',
}

const rows: readonly Row[] = [
  ['first-deployment', 'success · deployment-active', whole],
  ['shop-on-ecs', 'success · deployment-active'],
  ['circuit-breaker', 'rolled-back · app-crashed'],
  [
    'failing-migration',
    'failed-kept-previous · task-failed',
    { 'run-task': 'true', 'wait-for-task-stopped': 'true' },
  ],
  ['circuit-breaker-without-rollback', 'failed-kept-previous · app-crashed'],
  ['failing-first-deployment', 'failed-nothing-serving · app-crashed', whole],
  ['rollback-fails', 'failed-kept-previous · app-crashed'],
  ['no-circuit-breaker', 'timed-out · app-crashed'],
  ['flapping', 'success · deployment-active'],
  ['never-ends', 'timed-out · wait-timeout'],
  ['missing-image', 'rolled-back · image-not-found'],
  ['failing-health-check', 'rolled-back · health-check-failed'],
  ['no-capacity', 'timed-out · no-capacity'],
  ['cannot-move', 'timed-out · rollout-cannot-move'],
  ['alarm', 'rolled-back · alarm'],
  ['alarm-without-rollback', 'failed-nothing-serving · alarm'],
  ['rolled-back-by-somebody', 'rolled-back · stopped-by-somebody'],
  ['stopped-by-somebody', 'failed-kept-previous · stopped-by-somebody'],
  ['two-runs-race', 'superseded · newer-version'],
  ['superseded', 'success · deployment-active'],
  ['later-one-fails', 'success · deployment-active'],
  ['rollout-in-progress', 'success · deployment-active'],
  ['does-not-verify', 'success · deployment-active'],
  ['draining', 'success · deployment-active', whole],
  ['deleted', 'success · deployment-active', whole],
  ['deleted-while-waiting', 'failed-nothing-serving · service-gone'],
  ['autoscaled', 'success · deployment-active'],
  ['scaled-to-zero', 'success · deployment-active'],
  ['deregistered', 'success · deployment-active'],
  ['daemon-service', 'success · deployment-active', { service: 'agent' }],
  ['codedeploy-service', 'refused · deployment-controller'],
  ['external-service', 'refused · deployment-controller'],
  ['express-service', 'refused · express-service'],
  ['classic-load-balancer', 'success · deployment-active'],
  ['empty-account', 'refused · cluster-missing'],
  ['throttled', 'success · deployment-active'],
  ['lost-answer', 'success · deployment-active'],
  ['lost-creation', 'success · deployment-active', whole],
  ['credentials-end', 'unknown · credentials-expired'],
  ['logs-denied', 'rolled-back · app-crashed'],
  ['old-policy', 'refused · access-denied'],
  ['old-partition', 'success · deployment-active'],
  ['lagging-lists', 'success · deployment-active'],
  ['lagging-creation', 'success · deployment-active', whole],
  ['role-not-ready', 'success · deployment-active', whole],
  ['target-group-without-listener', 'refused · target-group-without-listener', whole],
  ['pass-role-denied', 'refused · pass-role'],
  ['blue-green-bake', 'success · deployment-active'],
  ['blue-green-breaker', 'rolled-back · app-crashed'],
  ['linear', 'success · deployment-active'],
  ['canary-alarm', 'rolled-back · alarm'],
  ['hook-fails', 'rolled-back · lifecycle-hook'],
  ['paused', 'timed-out · wait-timeout'],
  ['paused-and-continued', 'success · deployment-active'],
  ['pause-called-off', 'rolled-back · stopped-by-somebody'],
  ['pause-expires', 'rolled-back · lifecycle-hook'],
  ['first-blue-green', 'success · deployment-active', whole],
]

describe('in every situation', () => {
  test.each(rows.map(([name, end, inputs = {}]) => [name, end, inputs] as const))(
    '%s: %s',
    async (scenario, expected, inputs) => {
      const run = await runEcs({ scenario, inputs })
      expect(ending(run)).toBe(expected)
      const isGood = expected.startsWith('success')
      expect(run.exitCode).toBe(isGood ? 0 : 1)
      // One rollout is started, however the run ends.
      const rollouts = writes(run).filter((operation) => /^(?:Update|Create)Service$/.test(operation))
      expect(rollouts.length).toBeLessThanOrEqual(/lost|role-not-ready|throttled/.test(scenario) ? 3 : 1)
      const shown = run.log.split('\n').filter((line) => !line.startsWith('::add-mask::'))
      expect(shown.some((line) => line.includes('correct-horse-battery-staple'))).toBe(false)
    },
  )

  test('what runs is told by its tasks, not by what ECS is asked to run', async () => {
    const { summary } = await runEcs({ scenario: 'no-circuit-breaker' })
    expect(summary).toContain('| Serving | web:19 (unchanged) |')
  })

  test('each is in the table', () => {
    expect(rows.map(([name]) => name).toSorted()).toEqual(scenarios.map(({ name }) => name).toSorted())
  })
})
