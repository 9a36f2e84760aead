import { epochSeconds } from '../api-types.ts'
import { breakerThreshold } from '../lifecycle/failures.ts'
import { type HookRun, isOver, type Rollout, type ServiceState } from '../lifecycle/state.ts'
import type { View } from '../requests/context.ts'
import { revisionSummary } from './services.ts'

/** A brief of ListServiceDeployments. */
export function briefView({ record }: ServiceState, rollout: Rollout): object {
  return {
    serviceDeploymentArn: rollout.record.serviceDeploymentArn,
    serviceArn: record.arn,
    clusterArn: record.clusterArn,
    ...(rollout.startedAt !== undefined && { startedAt: epochSeconds(rollout.startedAt) }),
    createdAt: epochSeconds(rollout.record.createdAt),
    ...(rollout.finishedAt !== undefined && { finishedAt: epochSeconds(rollout.finishedAt) }),
    targetServiceRevisionArn: rollout.record.revisionArn,
    status: rollout.status,
    ...(rollout.statusReason !== undefined && { statusReason: rollout.statusReason }),
  }
}

/** The service deployment, as DescribeServiceDeployments returns it. */
export function serviceDeploymentView(state: ServiceState, rollout: Rollout, { at }: View): object {
  const { targetServiceRevisionArn, ...brief } = briefView(state, rollout) as Record<string, unknown>
  const stage = rollout.stages[rollout.stageIndex]
  return {
    ...brief,
    ...(rollout.stoppedAt !== undefined && { stoppedAt: epochSeconds(rollout.stoppedAt) }),
    updatedAt: epochSeconds(rollout.updatedAt),
    sourceServiceRevisions: rollout.sources.map((group) => sourceSummary(state, rollout, group, at)),
    targetServiceRevision: revisionSummary(state, rollout.target, at),
    ...(stage !== undefined && !isOver(rollout) && { lifecycleStage: stage.name }),
    lifecycleHookDetails: rollout.hooks.map(hookView),
    deploymentConfiguration: rollout.settings.deploymentConfiguration,
    ...(rollout.rollback && {
      rollback: {
        reason: rollout.rollback.reason,
        startedAt: epochSeconds(rollout.rollback.startedAt),
        serviceRevisionArn: rollout.rollback.group.revisionArn,
      },
    }),
    deploymentCircuitBreaker: breakerView(state, rollout),
    alarms: alarmsView(rollout),
  }
}

/** What a rollback has taken over counts for the revision that it belongs to. */
function sourceSummary(
  state: ServiceState,
  { rollback, candidate }: Rollout,
  group: Rollout['target'],
  at: number,
): object {
  return revisionSummary(state, rollback !== undefined && group === candidate ? rollback.group : group, at)
}

function breakerView(state: ServiceState, rollout: Rollout): object {
  const isEnabled = rollout.settings.deploymentConfiguration.deploymentCircuitBreaker?.enable === true
  return {
    status: monitorStatus({ isEnabled, isTriggered: rollout.isBreakerTriggered, rollout }),
    failureCount: rollout.breakerFailures,
    threshold: breakerThreshold(state, rollout),
  }
}

function alarmsView(rollout: Rollout): object {
  const alarms = rollout.settings.deploymentConfiguration.alarms
  const isTriggered = rollout.triggeredAlarms.length > 0
  return {
    status: monitorStatus({ isEnabled: alarms?.enable === true, isTriggered, rollout }),
    ...(alarms && { alarmNames: alarms.alarmNames }),
    ...(isTriggered && { triggeredAlarmNames: rollout.triggeredAlarms }),
  }
}

function monitorStatus({
  isEnabled,
  isTriggered,
  rollout,
}: {
  isEnabled: boolean
  isTriggered: boolean
  rollout: Rollout
}): string {
  if (!isEnabled) return 'DISABLED'
  if (isTriggered) return 'TRIGGERED'
  return isOver(rollout) ? 'MONITORING_COMPLETE' : 'MONITORING'
}

function hookView({ hookId, targetType, targetArn, status, expiresAt, timeoutAction }: HookRun): object {
  return {
    hookId,
    targetType,
    ...(targetArn !== undefined && { targetArn }),
    status,
    expiresAt: epochSeconds(expiresAt),
    timeoutAction,
  }
}
