/**
 * Unknown behaviour of the real service, as switches (docs/ecs-facts.md §10, and everything marked inferred in FIDELITY.md). A
 * correct client works with every setting. Times are in seconds.
 */
export interface Switches {
  /** DescribeServices, ListTasks and DescribeTasks return the state of this long ago. */
  readonly readLagSeconds: number
  /** The calls on service deployments return the state of this long ago: up to 30 s were seen. */
  readonly listLagSeconds: number
  /** DescribeServices returns MISSING for this long after CreateService. */
  readonly missingAfterCreateSeconds: number
  /** `currentServiceDeployment` right after an update (docs/ecs-facts.md §2b). */
  readonly currentServiceDeployment: 'fresh' | 'stale' | 'absent'
  /** `ecs-svc/<n>` and the ARN of the target revision end in the same digits. */
  readonly revisionDigits: 'same' | 'different'
  /** The circuit breaker counts tasks that could not be placed or pulled. */
  readonly breakerCountsPlacementFailures: boolean
  /** UpdateService with a rollout while ROLLBACK_IN_PROGRESS. */
  readonly updateDuringRollback: 'accepted' | 'refused'
  /** A failed first rollout with the breaker but without rollback. */
  readonly firstFailureWithoutRollback: 'STOPPED' | 'for-ever'
  /** `rolloutState` in `deployments[]`; absent behind a Classic Load Balancer. */
  readonly rolloutState: 'told' | 'absent'
  /** How long the entry of a failed rollout still reads IN_PROGRESS while the PRIMARY already rolls back. */
  readonly failedStateLagSeconds: number
  /** The calls on service deployments, for old permissions and partitions. */
  readonly serviceDeploymentCalls: 'available' | 'access-denied' | 'unknown-operation'
  /** `monitoring` and `gatewayConnectors` come back in DescribeServiceRevisions. */
  readonly monitoringIsReadable: boolean
  /** The reply to UpdateService contains the new PRIMARY, or the state before. */
  readonly updateReply: 'new-primary' | 'before'
  /** The PRIMARY that a rollback puts back. */
  readonly rollbackPrimary: 'new-id' | 'earlier-id'
  /** Repeated events within six hours. */
  readonly repeatedEvents: 'left-out' | 'told'
  /** SUCCESSFUL comes before the old tasks are gone. */
  readonly successBeforeDrain: boolean
  /** Old tasks that drain count in `runningCount`. */
  readonly drainingTasksCount: boolean
  /** CreateService with the same request and no token. */
  readonly identicalCreate: 'accepted' | 'refused'
  /** `deploymentConfiguration` in UpdateService sets the whole, or only the members it names. */
  readonly deploymentConfigurationUpdate: 'replaces' | 'merges'
  /** A deleted service is INACTIVE for this long, then MISSING. */
  readonly inactiveSeconds: number
  /** Stopped tasks are kept for this long. */
  readonly stoppedTaskSeconds: number
  /** A log line can be read this long after it was written. */
  readonly logLagSeconds: number
  /** Container instances, one task of a DAEMON service on each. */
  readonly containerInstances: number
  /** From CreateService or UpdateService to IN_PROGRESS. */
  readonly pendingSeconds: number
  /** Life of a task: PROVISIONING, PENDING (the image is pulled), ACTIVATING. */
  readonly provisioningSeconds: number
  readonly pullSeconds: number
  readonly activatingSeconds: number
  /** From RUNNING to healthy: at a load balancer or by a container's own check, and without any check. */
  readonly healthCheckSeconds: number
  readonly settleSeconds: number
  /** From RUNNING to unhealthy, after the grace period: three checks every 15 s. */
  readonly unhealthySeconds: number
  /** A task is stopped: with a load balancer connections drain first. */
  readonly drainSeconds: number
  readonly stopSeconds: number
  /** Stages without anything to wait for. */
  readonly stageSeconds: number
  /** Minimum duration of a rollback, also if all tasks of the earlier revision still run. */
  readonly rollbackSeconds: number
  /** Bake time of a rolling update with alarms, after the old tasks are gone; ECS computes it from the alarms. */
  readonly alarmBakeSeconds: number
  /** Run time of a lifecycle hook's function. */
  readonly hookSeconds: number
  /** How long a task of RunTask that ends well works. */
  readonly taskSeconds: number
  /** Exit code of a container that StopTask ends: 143 if SIGTERM ends it, 0 if it handles that, 137 if it ignores it. */
  readonly stoppedByRequestExitCode: number
  /** RunTask again with the same token and request returns the task that it started, or nothing. */
  readonly repeatedRunTask: 'same-task' | 'no-task'
}

export const defaultSwitches: Switches = {
  readLagSeconds: 0,
  listLagSeconds: 0,
  missingAfterCreateSeconds: 0,
  currentServiceDeployment: 'fresh',
  revisionDigits: 'same',
  breakerCountsPlacementFailures: true,
  updateDuringRollback: 'accepted',
  firstFailureWithoutRollback: 'STOPPED',
  rolloutState: 'told',
  failedStateLagSeconds: 0,
  serviceDeploymentCalls: 'available',
  monitoringIsReadable: true,
  updateReply: 'new-primary',
  rollbackPrimary: 'new-id',
  repeatedEvents: 'left-out',
  successBeforeDrain: false,
  drainingTasksCount: true,
  identicalCreate: 'refused',
  deploymentConfigurationUpdate: 'replaces',
  inactiveSeconds: 3600,
  stoppedTaskSeconds: 3600,
  logLagSeconds: 5,
  containerInstances: 2,
  pendingSeconds: 2,
  provisioningSeconds: 5,
  pullSeconds: 15,
  activatingSeconds: 2,
  healthCheckSeconds: 20,
  settleSeconds: 40,
  unhealthySeconds: 45,
  drainSeconds: 30,
  stopSeconds: 5,
  stageSeconds: 2,
  rollbackSeconds: 20,
  alarmBakeSeconds: 60,
  hookSeconds: 10,
  taskSeconds: 20,
  stoppedByRequestExitCode: 143,
  repeatedRunTask: 'same-task',
}
