import type { Switches } from '../behaviour-options.ts'
import type { ServiceRecord } from '../records.ts'
import type { Rollout, ServiceState, Surroundings, TaskGroup } from './state.ts'

/**
 * Cache of replayed states, so that a later moment need not be computed from the start. Changes no result: a snapshot is used only
 * if nothing was recorded since for the time that it covers.
 */
export interface Snapshot {
  /** The moment asked for. */
  readonly at: number
  /** The last moment at which anything happened. */
  readonly now: number
  readonly appliedChanges: number
  readonly state: ServiceState
  readonly switches: Switches
  readonly observed: number
}

const MAX_SNAPSHOTS = 6

const snapshots = new WeakMap<ServiceRecord, Snapshot[]>()

export function rememberSnapshot(record: ServiceRecord, snapshot: Snapshot): void {
  const kept = (snapshots.get(record) ?? []).filter(({ at }) => at !== snapshot.at)
  snapshots.set(record, [...kept, snapshot].sort((one, other) => one.at - other.at).slice(-MAX_SNAPSHOTS))
}

/** The latest snapshot to continue from; undefined to start from the beginning. */
export function resumedFrom(
  record: ServiceRecord,
  at: number,
  surroundings: Surroundings,
): { state: ServiceState; now: number; appliedChanges: number } | undefined {
  const found = snapshots
    .get(record)
    ?.findLast(
      (snapshot) =>
        snapshot.at <= at &&
        snapshot.switches === surroundings.switches &&
        snapshot.observed === surroundings.observations.count &&
        record.changes.filter((change) => change.at <= snapshot.at).length === snapshot.appliedChanges,
    )
  if (found === undefined) return undefined
  const { now, appliedChanges } = found
  return { state: copyOf(found.state, surroundings), now, appliedChanges }
}

/** A deep copy, with the same references between groups, tasks and rollouts. */
function copyOf(state: ServiceState, surroundings: Surroundings): ServiceState {
  const groups = new Map<TaskGroup, TaskGroup>()
  const groupOf = (group: TaskGroup): TaskGroup => {
    const copy = groups.get(group) ?? { ...group }
    groups.set(group, copy)
    return copy
  }
  const rolloutOf = (rollout: Rollout): Rollout => ({
    ...rollout,
    target: groupOf(rollout.target),
    candidate: rollout.candidate && groupOf(rollout.candidate),
    sources: rollout.sources.map(groupOf),
    hooks: rollout.hooks.map((hook) => ({ ...hook })),
    ...(rollout.rollback && { rollback: { ...rollout.rollback, group: groupOf(rollout.rollback.group) } }),
  })
  return {
    ...state,
    surroundings,
    groups: state.groups.map(groupOf),
    rollouts: state.rollouts.map(rolloutOf),
    tasks: state.tasks.map((task) => ({ ...task, group: groupOf(task.group) })),
    events: [...state.events],
    ...(state.lastCompleted && { lastCompleted: groupOf(state.lastCompleted) }),
  }
}
