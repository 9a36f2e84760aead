import type { ServiceChange, ServiceRecord, ServiceSettings } from '../records.ts'
import { apply } from './changes.ts'
import { tell, tellDeregistered, tellRegistered, tellSteady, tellStopped } from './events.ts'
import { countFailure, countHealthy } from './failures.ts'
import { isWaiting } from './hooks.ts'
import { failedRollbackAt, rollbackEndsFrom } from './rollback.ts'
import { advance, alarmAt, beginsAt, requestedUntil, stageEndsAt } from './rollout.ts'
import { schedule } from './scheduler.ts'
import { rememberSnapshot, resumedFrom } from './snapshots.ts'
import {
  isOver,
  movingRollout,
  type Rollout,
  type ServiceState,
  type Surroundings,
  type Task,
} from './state.ts'
import { hasLoadBalancer, isActive, isHealthy, stopTask, wantedTasks } from './tasks.ts'

/**
 * The service at a moment (epoch milliseconds), computed by replaying its records from event to event. Undefined before its
 * creation. Do not change the result.
 */
export function serviceStateAt(
  record: ServiceRecord,
  at: number,
  surroundings: Surroundings,
): ServiceState | undefined {
  const changes = record.changes.filter((change) => change.at <= at)
  const [first] = changes
  if (first?.kind !== 'update') return undefined
  const resumed = resumedFrom(record, at, surroundings)
  const state = resumed?.state ?? newborn(record, first.settings, surroundings)
  let next = resumed?.appliedChanges ?? 0
  let now = resumed?.now ?? first.at
  let moment = resumed === undefined ? first.at : followingMoment(state, now, changes[next])
  while (moment <= at) {
    now = moment
    for (let change = changes[next]; change !== undefined && change.at <= now; change = changes[next]) {
      apply(state, change)
      next += 1
    }
    settle(state, now)
    moment = followingMoment(state, now, changes[next])
  }
  forget(state, at)
  const { switches, observations } = surroundings
  rememberSnapshot(record, {
    at,
    now,
    appliedChanges: next,
    state,
    switches,
    observed: observations.count,
  })
  return state
}

function newborn(record: ServiceRecord, settings: ServiceSettings, surroundings: Surroundings): ServiceState {
  return {
    record,
    surroundings,
    status: 'ACTIVE',
    settings,
    groups: [],
    rollouts: [],
    tasks: [],
    events: [],
    isSteady: false,
    replacedUnhealthy: 0,
    isStuck: false,
  }
}

function followingMoment(state: ServiceState, now: number, change: ServiceChange | undefined): number {
  return Math.min(change?.at ?? Number.POSITIVE_INFINITY, nextMoment(state, now))
}

/** Applies everything that follows at this moment, until nothing changes. */
function settle(state: ServiceState, at: number): void {
  let hasChanged = true
  while (hasChanged) {
    hasChanged = passMoments(state, at)
    for (const rollout of state.rollouts) hasChanged = advance(state, rollout, at) || hasChanged
    hasChanged = schedule(state, at) || hasChanged
  }
  forget(state, at)
  const isAlive = ({ stop }: Task) => stop === undefined || stop.stoppedAt > at
  state.groups = state.groups.filter(
    (group, index) => index === 0 || state.tasks.some((task) => task.group === group && isAlive(task)),
  )
  const isIdle = !state.tasks.some(isAlive)
  if (state.status === 'DRAINING' && isIdle) {
    state.status = 'INACTIVE'
    state.inactiveSince = at
  }
  becomeSteady(state, at)
}

/** Stopped tasks are kept for about an hour. */
function forget(state: ServiceState, at: number): void {
  const kept = at - state.surroundings.switches.stoppedTaskSeconds * 1000
  state.tasks = state.tasks.filter(({ stop }) => stop === undefined || stop.stoppedAt > kept)
}

function becomeSteady(state: ServiceState, at: number): void {
  if (state.isSteady || state.status !== 'ACTIVE' || movingRollout(state) !== undefined) return
  const [primary] = state.groups
  const isFailed = primary?.rolloutState === 'FAILED'
  const living = state.tasks.filter(({ stop }) => stop === undefined || stop.stoppedAt > at)
  const areOurs = living.every((task) => task.group === primary && isHealthy(task, at))
  if (isFailed || !areOurs || living.length !== wantedTasks(state)) return
  state.isSteady = true
  tellSteady(state, at + 1)
}

/** Tasks start, become healthy, and end. */
function passMoments(state: ServiceState, at: number): boolean {
  const active = state.tasks.filter(isActive)
  const arrived = active.filter(
    (task) => !task.isRegistered && task.runningAt <= at && hasLoadBalancer({ content: task.revision }),
  )
  for (const task of arrived) task.isRegistered = true
  tellRegistered(state, at, arrived)
  const recovered = active.filter((task) => !task.wasHealthy && task.healthyAt <= at)
  for (const task of recovered) {
    task.wasHealthy = true
    countHealthy(state, task.group)
  }
  const ended = active.filter((task) => task.end !== undefined && task.end.at <= at)
  for (const task of ended) if (isActive(task)) endTask(state, task, at)
  return arrived.length + recovered.length + ended.length > 0
}

function endTask(state: ServiceState, task: Task, at: number): void {
  const { end } = task
  if (end === undefined) return
  if (end.kind === 'unhealthy') {
    tell(state, at, `(task ${task.id}) ${end.event}`)
    tellStopped(state, at, [task])
    state.replacedUnhealthy += 1
  } else {
    if (end.event !== undefined) tell(state, at, end.event, { stays: true })
    tellDeregistered(state, at, [task])
  }
  stopTask(state, task, at, end)
  countFailure(state, task.group, at, end)
}

/** The next moment at which something happens by itself; Infinity if nothing will. */
function nextMoment(state: ServiceState, now: number): number {
  const moments = [
    ...state.tasks.flatMap((task) =>
      task.stop === undefined
        ? [task.runningAt, task.healthyAt, task.end?.at ?? Number.POSITIVE_INFINITY]
        : [task.stop.stoppedAt],
    ),
    ...state.groups.slice(0, 1).map(({ startsFrom }) => startsFrom),
    ...state.rollouts.filter((rollout) => !isOver(rollout)).flatMap((rollout) => momentsOf(state, rollout)),
  ]
  return moments.reduce((soonest, at) => (at > now && at < soonest ? at : soonest), Number.POSITIVE_INFINITY)
}

function momentsOf(state: ServiceState, rollout: Rollout): readonly number[] {
  return [
    beginsAt(rollout, state),
    stageEndsAt(rollout),
    alarmAt(rollout),
    requestedUntil(rollout),
    rollout.replacedAt ?? Number.POSITIVE_INFINITY,
    ...(rollout.rollback === undefined
      ? []
      : [failedRollbackAt(rollout.rollback.startedAt), rollbackEndsFrom(state, rollout.rollback.startedAt)]),
    ...rollout.hooks.filter(isWaiting).map(({ endsAt }) => endsAt),
  ]
}
