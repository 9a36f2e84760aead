import { describe, expect, test } from '@jest/globals'
import { defaultSwitches, type Switches } from '../../../../simulator/ecs/behaviour-options.ts'
import { expectTold, runEcs, whole } from '../action.ts'

/** Nobody knows how ECS behaves where the simulator has a switch: a run that fails ends the same both ways, in both views. */

const others: { readonly [Name in keyof Switches]?: readonly Switches[Name][] } = {
  readLagSeconds: [5, 30],
  listLagSeconds: [5, 30, 60],
  missingAfterCreateSeconds: [10],
  currentServiceDeployment: ['stale', 'absent'],
  revisionDigits: ['different'],
  breakerCountsPlacementFailures: [false],
  updateDuringRollback: ['refused'],
  firstFailureWithoutRollback: ['for-ever'],
  rolloutState: ['absent'],
  failedStateLagSeconds: [30],
  monitoringIsReadable: [false],
  updateReply: ['before'],
  rollbackPrimary: ['earlier-id'],
  repeatedEvents: ['told'],
  successBeforeDrain: [true],
  drainingTasksCount: [false],
  identicalCreate: ['accepted'],
  deploymentConfigurationUpdate: ['merges'],
  inactiveSeconds: [0],
}

/** These are not read by a run, or are only durations of a rollout. */
const durations: readonly (keyof Switches)[] = [
  ...(['stoppedTaskSeconds', 'logLagSeconds', 'containerInstances', 'pendingSeconds'] as const),
  ...(['provisioningSeconds', 'pullSeconds', 'activatingSeconds', 'healthCheckSeconds'] as const),
  ...(['settleSeconds', 'unhealthySeconds', 'drainSeconds', 'stopSeconds', 'stageSeconds'] as const),
  ...(['rollbackSeconds', 'alarmBakeSeconds', 'hookSeconds'] as const),
]

/** These are of tasks that belong to no service. */
const ofTasks: readonly (keyof Switches)[] = ['taskSeconds', 'stoppedByRequestExitCode', 'repeatedRunTask']

/** How a run ends, and what is the PRIMARY then. */
const ends: Readonly<Record<string, readonly [ending: string, primary: number]>> = {
  'circuit-breaker-without-rollback': ['failed-kept-previous · app-crashed', 20],
  'two-runs-race': ['superseded · newer-version', 17],
}

const each = Object.entries(others).flatMap(([name, values]) => values.map((value) => [name, value] as const))

test('each switch is turned, or is a duration', () => {
  const known = [...Object.keys(others), ...durations, ...ofTasks, 'serviceDeploymentCalls']
  expect(known.toSorted()).toEqual(Object.keys(defaultSwitches).toSorted())
})

describe.each(each)('%s: %s', (name, value) => {
  test.each(['available', 'access-denied'] as const)(
    'service deployments %s',
    async (serviceDeploymentCalls) => {
      for (const [scenario, [end, primary]] of Object.entries(ends)) {
        const switches = { [name]: value, serviceDeploymentCalls }
        const run = await runEcs({ scenario, switches })
        expectTold(run, end)
        expect([scenario, run.outputs['serving-task-definition-arn']]).toEqual([
          scenario,
          expect.stringMatching(new RegExp(`web:${primary}$`)),
        ])
      }
    },
    30_000,
  )
})

test.each(['STOPPED', 'for-ever'] as const)(
  'a failed first deployment without rollback ends %s',
  async (firstFailureWithoutRollback) => {
    const run = await runEcs({
      scenario: 'failing-first-deployment',
      inputs: { ...whole, 'circuit-breaker': 'enable' },
      switches: { firstFailureWithoutRollback },
    })
    expectTold(
      run,
      firstFailureWithoutRollback === 'STOPPED'
        ? 'failed-nothing-serving · app-crashed'
        : 'timed-out · app-crashed',
    )
  },
)
