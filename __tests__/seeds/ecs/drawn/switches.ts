import type { Switches } from '../../../../simulator/ecs/behaviour-options.ts'
import type { Chance } from '../../machinery/prng.ts'

/** How ECS behaves where its behavior is not documented. */
export function drawSwitches(chance: Chance): Partial<Switches> {
  return {
    readLagSeconds: chance.percent(20) ? chance.whole(1, 40) : 0,
    listLagSeconds: chance.percent(30) ? chance.whole(1, 40) : 0,
    missingAfterCreateSeconds: chance.percent(25) ? chance.whole(1, 20) : 0,
    currentServiceDeployment: chance.one(['fresh', 'stale', 'absent']),
    revisionDigits: chance.percent(85) ? 'same' : 'different',
    breakerCountsPlacementFailures: chance.percent(60),
    updateDuringRollback: chance.one(['accepted', 'refused']),
    firstFailureWithoutRollback: chance.one(['STOPPED', 'for-ever']),
    failedStateLagSeconds: chance.percent(25) ? chance.whole(1, 60) : 0,
    serviceDeploymentCalls: chance.percent(80)
      ? 'available'
      : chance.one(['access-denied', 'unknown-operation']),
    monitoringIsReadable: chance.percent(60),
    updateReply: chance.percent(85) ? 'new-primary' : 'before',
    rollbackPrimary: chance.percent(75) ? 'new-id' : 'earlier-id',
    repeatedEvents: chance.one(['left-out', 'told']),
    successBeforeDrain: chance.percent(30),
    drainingTasksCount: chance.percent(70),
    identicalCreate: chance.one(['accepted', 'refused']),
    deploymentConfigurationUpdate: chance.one(['replaces', 'merges']),
    inactiveSeconds: chance.one([3600, 3600, 5]),
    stoppedTaskSeconds: chance.one([3600, 60]),
    logLagSeconds: chance.whole(0, 60),
    pendingSeconds: chance.one([2, 2, 0, 20]),
    pullSeconds: chance.one([15, 15, 1, 90]),
    healthCheckSeconds: chance.one([20, 20, 5, 60]),
    settleSeconds: chance.one([40, 40, 0]),
    drainSeconds: chance.one([30, 30, 0, 300]),
    rollbackSeconds: chance.one([20, 20, 3, 200]),
  }
}
