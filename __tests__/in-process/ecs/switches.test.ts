import { describe, expect, test } from '@jest/globals'
import type { Switches } from '../../../simulator/ecs/behaviour-options.ts'
import { ending, runEcs, writes } from './action.ts'

/** What is not known about ECS is a switch of the simulator: a run ends right whichever way it stands. */

const switches: readonly Partial<Switches>[] = [
  { readLagSeconds: 5 },
  { listLagSeconds: 5 },
  { listLagSeconds: 30 },
  { currentServiceDeployment: 'stale' },
  { currentServiceDeployment: 'absent' },
  { revisionDigits: 'different' },
  { breakerCountsPlacementFailures: false },
  { updateDuringRollback: 'refused' },
  { rolloutState: 'absent' },
  { failedStateLagSeconds: 20 },
  { serviceDeploymentCalls: 'access-denied' },
  { serviceDeploymentCalls: 'unknown-operation' },
  { serviceDeploymentCalls: 'access-denied', failedStateLagSeconds: 20 },
  { serviceDeploymentCalls: 'access-denied', rollbackPrimary: 'earlier-id' },
  { serviceDeploymentCalls: 'access-denied', repeatedEvents: 'told' },
  { serviceDeploymentCalls: 'access-denied', rolloutState: 'absent' },
  { serviceDeploymentCalls: 'access-denied', readLagSeconds: 10 },
  { serviceDeploymentCalls: 'access-denied', successBeforeDrain: true },
  { readLagSeconds: 20, listLagSeconds: 20 },
  { updateReply: 'before' },
  { updateReply: 'before', serviceDeploymentCalls: 'access-denied' },
  { rollbackPrimary: 'earlier-id' },
  { repeatedEvents: 'told' },
  { successBeforeDrain: true },
  { drainingTasksCount: false },
  { drainingTasksCount: true },
  { deploymentConfigurationUpdate: 'merges' },
]

const named = switches.map((one) => [JSON.stringify(one), one] as const)

describe('another image', () => {
  test.each(named)('comes through with %s', async (_, one) => {
    const run = await runEcs({ switches: one })
    expect(ending(run)).toBe('success · deployment-active')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'UpdateService'])
  })

  test.each(named)('that crashes is rolled back with %s', async (_, one) => {
    const run = await runEcs({ scenario: 'circuit-breaker', switches: one })
    expect(ending(run)).toBe('rolled-back · app-crashed')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'UpdateService'])
  })
})

describe('a first deployment', () => {
  const whole = {
    image: '',
    'task-definition-arn': 'web',
    subnets: 'subnet-0a1b2c3d',
    'launch-type': 'FARGATE',
  }
  const lagging: readonly Partial<Switches>[] = [
    { missingAfterCreateSeconds: 10 },
    { missingAfterCreateSeconds: 10, listLagSeconds: 30 },
    { missingAfterCreateSeconds: 10, serviceDeploymentCalls: 'access-denied' },
  ]

  test.each(lagging.map((one) => [JSON.stringify(one), one] as const))(
    'comes through with %s',
    async (_, one) => {
      const run = await runEcs({ scenario: 'first-deployment', inputs: whole, switches: one })
      expect(ending(run)).toBe('success · deployment-active')
      expect(writes(run)).toEqual(['CreateService'])
    },
  )
})
