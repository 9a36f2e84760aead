import type { DeploymentRecord, ServiceChange } from '../records.ts'
import { fail, stopRollout } from './failures.ts'
import { actOnPause } from './hooks.ts'
import { raiseAlarms } from './rollout.ts'
import { isShifting } from './scheduler.ts'
import { stagesOf } from './stages.ts'
import { isOver, movingRollout, type Rollout, type ServiceState, type TaskGroup } from './state.ts'
import { never } from './tasks.ts'

/** Nobody has written it down; made after its counterpart (FIDELITY.md). */
const stoppedByUser = 'Service deployment stopped by user.'

/** Delay from the creation of a newer rollout to the older one being STOPPED (docs/ecs-facts.md §2b). */
const REPLACED_MS = 300

/** Applies a recorded change to the service. */
export function apply(state: ServiceState, change: ServiceChange): void {
  const { at } = change
  switch (change.kind) {
    case 'update':
      state.settings = change.settings
      state.isStuck = false
      if (change.deployment !== undefined) beginDeployment(state, change.deployment, at)
      return
    case 'stop':
      stop(state, rolloutOf(state, change.serviceDeploymentArn), change.stopType, at)
      return
    case 'continue': {
      const rollout = rolloutOf(state, change.serviceDeploymentArn)
      if (rollout !== undefined && !isOver(rollout)) actOnPause(state, rollout, change)
      return
    }
    case 'expire': {
      const hooks = rolloutOf(state, change.serviceDeploymentArn)?.hooks ?? []
      for (const hook of hooks) if (hook.hookId === change.hookId) hook.endsAt = Math.min(hook.endsAt, at)
      return
    }
    case 'alarm': {
      const rollout = movingRollout(state)
      if (rollout !== undefined) raiseAlarms(state, rollout, { names: change.alarmNames, at })
      return
    }
    case 'delete': {
      const rollout = movingRollout(state)
      if (rollout !== undefined)
        stopRollout(rollout, at, 'Service deployment stopped because the service was deleted.')
      state.status = 'DRAINING'
      return
    }
  }
}

function beginDeployment(state: ServiceState, record: DeploymentRecord, at: number): void {
  const isOurs = (state.settings.deploymentController?.type ?? 'ECS') === 'ECS'
  const group: TaskGroup = {
    digits: record.digits,
    createdAt: at,
    updatedAt: at,
    revisionArn: record.revisionArn,
    content: record.content,
    outcome: record.outcome,
    culprit: record.culprit,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ecs-svc/${record.digits} in progress.`,
    failedTasks: 0,
    failures: 0,
    started: 0,
    startsFrom: isOurs ? never : at,
  }
  const before = movingRollout(state)
  if (before !== undefined) before.replacedAt = at + REPLACED_MS
  const sources = state.groups
  state.groups = [group, ...state.groups]
  state.isSteady = false
  if (isOurs) state.rollouts.push(newRollout(state, { record, group, sources }, at))
}

function newRollout(
  state: ServiceState,
  { record, group, sources }: { record: DeploymentRecord; group: TaskGroup; sources: readonly TaskGroup[] },
  at: number,
): Rollout {
  const { deploymentConfiguration } = state.settings
  const candidate = candidateOf(state)
  if (isShifting(deploymentConfiguration.strategy)) {
    for (const one of [group, ...sources]) Object.assign(one, { productionWeight: 0, testWeight: 0 })
    if (candidate !== undefined) Object.assign(candidate, { productionWeight: 100, testWeight: 100 })
  }
  return {
    record,
    settings: state.settings,
    target: group,
    candidate,
    sources,
    status: 'PENDING',
    updatedAt: at,
    stages: stagesOf(deploymentConfiguration, state.surroundings.switches),
    stageIndex: -1,
    stageSince: at,
    hooks: [],
    breakerFailures: 0,
    isBreakerTriggered: false,
    triggeredAlarms: [],
  }
}

/** The last completed revision; while a rollback to it goes on, the group that runs it again. */
function candidateOf({ lastCompleted, groups }: ServiceState): TaskGroup | undefined {
  return groups.find(({ revisionArn }) => revisionArn === lastCompleted?.revisionArn) ?? lastCompleted
}

function stop(
  state: ServiceState,
  rollout: Rollout | undefined,
  stopType: 'ABORT' | 'ROLLBACK',
  at: number,
): void {
  if (rollout === undefined || isOver(rollout)) return
  if (rollout.failure === undefined) {
    const reason = stopType === 'ROLLBACK' ? 'Service deployment rolled back by user.' : stoppedByUser
    fail(state, rollout, at, { kind: 'user', reason, rollsBack: stopType === 'ROLLBACK' })
  } else if (stopType === 'ABORT') stopRollout(rollout, at, stoppedByUser)
}

function rolloutOf({ rollouts }: ServiceState, arn: string): Rollout | undefined {
  return rollouts.find(({ record }) => record.serviceDeploymentArn === arn)
}
