import { inconsistentText, tell } from './events.ts'
import {
  type FailureKind,
  groupId,
  movingRollout,
  type Rollout,
  type ServiceState,
  type TaskGroup,
} from './state.ts'
import { isActive, isHealthy, never, scaleIn, wantedTasks } from './tasks.ts'

const MAX_PAUSE_SECONDS = 900

/** Another task has failed: ECS retries with growing pauses, and the circuit breaker counts. */
export function countFailure(
  state: ServiceState,
  group: TaskGroup,
  at: number,
  { isPlacement }: { isPlacement: boolean },
): void {
  const { switches } = state.surroundings
  group.failures += 1
  group.updatedAt = at
  const rounds = Math.ceil(group.failures / Math.max(1, wantedTasks(state)))
  const pause = rounds < 3 ? 5 : Math.min(MAX_PAUSE_SECONDS, 15 * 2 ** (rounds - 3))
  if (group.startsFrom !== never) group.startsFrom = at + (isPlacement ? Math.max(60, pause) : pause) * 1000
  if (rounds === 3) tell(state, at, inconsistentText, { stays: true })
  if (isPlacement && !switches.breakerCountsPlacementFailures) return
  group.failedTasks += 1
  const rollout = movingRollout(state)
  if (rollout === undefined || rollout.failure !== undefined || rollout.target !== group) return
  rollout.breakerFailures += 1
  const breaker = rollout.settings.deploymentConfiguration.deploymentCircuitBreaker
  if (breaker?.enable !== true || rollout.breakerFailures < breakerThreshold(state, rollout)) return
  rollout.isBreakerTriggered = true
  fail(state, rollout, at, {
    kind: 'circuit-breaker',
    reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
  })
}

/** A healthy task resets the count to 0, unless the breaker is configured otherwise (docs/ecs-facts.md §2a). */
export function countHealthy({ rollouts }: ServiceState, group: TaskGroup): void {
  group.failedTasks = 0
  group.failures = 0
  const rollout = rollouts.findLast(({ target }) => target === group)
  const resets =
    rollout?.settings.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask !== false
  if (rollout !== undefined && rollout.failure === undefined && resets) rollout.breakerFailures = 0
}

/** Half of the desired count, at least 3 and at most 200, unless configured (docs/ecs-facts.md §2a). */
export function breakerThreshold(state: ServiceState, { settings }: Pick<Rollout, 'settings'>): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } =
    settings.deploymentConfiguration.deploymentCircuitBreaker?.thresholdConfiguration ?? {}
  if (type === 'COUNT') return Math.max(1, value)
  const part = Math.ceil((wantedTasks(state) * value) / 100)
  return type === 'BOUNDED_PERCENT' ? Math.min(200, Math.max(3, part)) : Math.max(1, part)
}

/** Ends a failed rollout: it rolls back, if that is configured and there is a candidate. */
export function fail(
  state: ServiceState,
  rollout: Rollout,
  at: number,
  { kind, reason, rollsBack }: { kind: FailureKind; reason: string; rollsBack?: boolean },
): void {
  const { deploymentCircuitBreaker, alarms } = rollout.settings.deploymentConfiguration
  const isWanted =
    rollsBack ??
    (kind === 'circuit-breaker'
      ? deploymentCircuitBreaker?.rollback === true
      : kind === 'alarm'
        ? alarms?.rollback === true
        : true)
  rollout.failure = { kind, at, reason }
  rollout.updatedAt = at
  giveUp(state, rollout, at)
  if (isWanted) {
    rollout.status = kind === 'user' ? 'STOP_REQUESTED' : 'ROLLBACK_REQUESTED'
    rollout.statusReason = reason
    if (rollout.candidate !== undefined)
      tell(state, at + 1, `rolling back to deployment ${groupId(rollout.candidate)}.`)
    return
  }
  const isFirst = rollout.candidate === undefined
  if (isFirst && kind !== 'user' && state.surroundings.switches.firstFailureWithoutRollback === 'for-ever')
    return
  stopRollout(rollout, at, stoppedReason(kind, reason))
}

function stoppedReason(kind: FailureKind, reason: string): string {
  switch (kind) {
    case 'circuit-breaker':
      return 'Service deployment stopped because the circuit breaker threshold was exceeded.'
    case 'alarm':
      return 'Service deployment stopped because of alarms.'
    case 'user':
      return 'Service deployment stopped by user.'
    case 'lifecycle-hook':
      return reason
  }
}

export function stopRollout(rollout: Rollout, at: number, reason: string): void {
  rollout.status = 'STOPPED'
  rollout.statusReason = reason
  rollout.stoppedAt = at
  rollout.finishedAt = at
  rollout.updatedAt = at
}

/** Starts no further task, and stops those that are not healthy. */
function giveUp(state: ServiceState, { target, failure }: Rollout, at: number): void {
  target.startsFrom = never
  target.rolloutState = 'FAILED'
  target.updatedAt = at
  const what =
    failure?.kind === 'alarm'
      ? 'alarm detected.'
      : failure?.kind === 'circuit-breaker'
        ? 'tasks failed to start.'
        : (failure?.reason ?? '')
  target.rolloutStateReason =
    failure?.kind === 'circuit-breaker'
      ? `ECS deployment circuit breaker: ${what}`
      : `ECS deployment failed: ${what}`
  tell(state, at, `(deployment ${groupId(target)}) deployment failed: ${what}`)
  for (const task of state.tasks)
    if (task.group === target && isActive(task) && !isHealthy(task, at)) scaleIn(state, task, at)
}
