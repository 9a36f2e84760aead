import { deploymentDigitsOf, hexDigitsOf } from '../identifiers.ts'
import { tellCompleted } from './events.ts'
import { type FailureKind, groupId, type Rollout, type ServiceState, type TaskGroup } from './state.ts'
import { isActive, isHealthy, wantedTasks } from './tasks.ts'

/** Duration of a rollback that fails for another reason than a missing candidate. */
const FAILING_ROLLBACK_SECONDS = 60

/** Makes the last completed revision the PRIMARY again; its running tasks are kept. */
export function beginRollback(state: ServiceState, rollout: Rollout, at: number): void {
  const { candidate, target, failure } = rollout
  if (candidate === undefined || failure === undefined) {
    end(rollout, at, 'ROLLBACK_FAILED')
    rollout.statusReason = 'No rollback candidate was found to run the rollback.'
    return
  }
  const group: TaskGroup = {
    ...candidate,
    digits:
      state.surroundings.switches.rollbackPrimary === 'earlier-id'
        ? candidate.digits
        : deploymentDigitsOf(hexDigitsOf(`${target.digits}/rollback`)),
    createdAt: at,
    updatedAt: at,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `${prefixOf(failure.kind)}: rolling back to deploymentId ${groupId(candidate)}.`,
    failedTasks: 0,
    failures: 0,
    started: 0,
    startsFrom: at,
    ...(target.productionWeight !== undefined && { productionWeight: 100, testWeight: 0 }),
  }
  if (target.productionWeight !== undefined) Object.assign(target, { productionWeight: 0, testWeight: 0 })
  const isEarlier = (one: TaskGroup) => one.revisionArn === candidate.revisionArn
  for (const task of state.tasks) if (isEarlier(task.group)) task.group = group
  state.groups = [group, target, ...state.groups.filter((one) => one !== target && !isEarlier(one))]
  rollout.status = 'ROLLBACK_IN_PROGRESS'
  rollout.rollback = { startedAt: at, reason: failure.reason, group }
  rollout.updatedAt = at
}

/** Complete once enough tasks of the earlier revision run, and none of the failed one is left. */
export function advanceRollback(state: ServiceState, rollout: Rollout, at: number): boolean {
  const { rollback, target } = rollout
  if (rollback === undefined) return false
  if (target.outcome.failsToRollBack === true) {
    if (at < failedRollbackAt(rollback.startedAt)) return false
    end(rollout, at, 'ROLLBACK_FAILED')
    rollout.statusReason = 'Service deployment rollback failed.'
    rollback.group.rolloutState = 'FAILED'
    rollback.group.rolloutStateReason = 'ECS deployment failed: tasks failed to start.'
    return true
  }
  if (at < rollbackEndsFrom(state, rollback.startedAt)) return false
  const healthy = state.tasks.filter((task) => task.group === rollback.group && isHealthy(task, at))
  const isLeft = state.tasks.some(
    (task) => task.group !== rollback.group && (isActive(task) || (task.stop?.stoppedAt ?? 0) > at),
  )
  if (healthy.length < wantedTasks(state) || isLeft) return false
  end(rollout, at, 'ROLLBACK_SUCCESSFUL')
  complete(state, rollback.group, at)
  return true
}

/** Earliest end. */
export function rollbackEndsFrom({ surroundings }: ServiceState, startedAt: number): number {
  return startedAt + surroundings.switches.rollbackSeconds * 1000
}

export function failedRollbackAt(startedAt: number): number {
  return startedAt + FAILING_ROLLBACK_SECONDS * 1000
}

/** Marks the group COMPLETED: a later rollback goes back to it. */
export function complete(state: ServiceState, group: TaskGroup, at: number): void {
  group.rolloutState = 'COMPLETED'
  group.rolloutStateReason = `ECS deployment ${groupId(group)} completed.`
  group.updatedAt = at
  state.lastCompleted = group
  state.isSteady = false
  tellCompleted(state, at, group)
}

function end(rollout: Rollout, at: number, status: 'ROLLBACK_SUCCESSFUL' | 'ROLLBACK_FAILED'): void {
  rollout.status = status
  rollout.finishedAt = at
  rollout.updatedAt = at
}

function prefixOf(kind: FailureKind): string {
  switch (kind) {
    case 'circuit-breaker':
      return 'ECS deployment circuit breaker'
    case 'alarm':
      return 'ECS deployment alarms'
    default:
      return 'ECS deployment'
  }
}
