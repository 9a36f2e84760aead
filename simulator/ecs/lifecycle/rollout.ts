import { fail, stopRollout } from './failures.ts'
import { beginHooks, isWaiting, settleHooks } from './hooks.ts'
import { advanceRollback, beginRollback, complete } from './rollback.ts'
import type { Stage } from './stages.ts'
import { isOver, type Rollout, type ServiceState } from './state.ts'
import { isActive, isHealthy, wantedTasks } from './tasks.ts'

/** Delay from a request to stop or roll back until ECS acts on it. */
const REQUEST_SECONDS = 1

/** Advances a rollout as far as possible at this moment. True if anything changed. */
export function advance(state: ServiceState, rollout: Rollout, at: number): boolean {
  if (isOver(rollout)) return false
  if (rollout.replacedAt !== undefined) {
    if (at < rollout.replacedAt) return false
    stopRollout(rollout, at, 'Replaced by a new service deployment.')
    return true
  }
  switch (rollout.status) {
    case 'PENDING':
      return begin(state, rollout, at)
    case 'IN_PROGRESS':
      return rollout.failure === undefined && progress(state, rollout, at)
    case 'STOP_REQUESTED':
    case 'ROLLBACK_REQUESTED':
      if (at < requestedUntil(rollout)) return false
      beginRollback(state, rollout, at)
      return true
    case 'ROLLBACK_IN_PROGRESS':
      return advanceRollback(state, rollout, at)
    default:
      return false
  }
}

export function requestedUntil({ failure }: Rollout): number {
  return (failure?.at ?? 0) + REQUEST_SECONDS * 1000
}

export function beginsAt({ record }: Rollout, { surroundings }: ServiceState): number {
  return record.createdAt + surroundings.switches.pendingSeconds * 1000
}

/** When the alarms of the rollout's outcome trigger. */
export function alarmAt({ record, target, settings }: Rollout): number {
  const { alarmAfterSeconds } = target.outcome
  if (alarmAfterSeconds === undefined || settings.deploymentConfiguration.alarms?.enable !== true)
    return Number.POSITIVE_INFINITY
  return record.createdAt + alarmAfterSeconds * 1000
}

/** End of the stage's own duration; Infinity where it waits for tasks or hooks. */
export function stageEndsAt({ stages, stageIndex, stageSince }: Rollout): number {
  const stage = stages[stageIndex]
  return stage?.kind === 'timed' ? stageSince + stage.seconds * 1000 : Number.POSITIVE_INFINITY
}

export function raiseAlarms(
  state: ServiceState,
  rollout: Rollout,
  { names, at }: { names: readonly string[]; at: number },
): void {
  const watched = rollout.settings.deploymentConfiguration.alarms
  const triggered = names.filter((name) => watched?.alarmNames.includes(name))
  if (watched?.enable !== true || triggered.length === 0 || rollout.failure !== undefined) return
  rollout.triggeredAlarms = triggered
  fail(state, rollout, at, { kind: 'alarm', reason: 'Service deployment rolled back because of alarms.' })
}

function begin(state: ServiceState, rollout: Rollout, at: number): boolean {
  if (at < beginsAt(rollout, state)) return false
  rollout.status = 'IN_PROGRESS'
  rollout.startedAt = at
  enter(state, rollout, 0, at)
  return true
}

function progress(state: ServiceState, rollout: Rollout, at: number): boolean {
  if (at >= alarmAt(rollout)) {
    const names = rollout.settings.deploymentConfiguration.alarms?.alarmNames.slice(0, 1) ?? []
    raiseAlarms(state, rollout, { names, at })
    return true
  }
  if (settleHooks(state, rollout, at)) return true
  const stage = rollout.stages[rollout.stageIndex]
  if (stage === undefined || !isDone(state, rollout, stage, at)) return false
  if (rollout.stageIndex + 1 < rollout.stages.length) enter(state, rollout, rollout.stageIndex + 1, at)
  else succeed(state, rollout, at)
  return true
}

function enter(state: ServiceState, rollout: Rollout, index: number, at: number): void {
  rollout.stageIndex = index
  rollout.stageSince = at
  rollout.updatedAt = at
  const stage = rollout.stages[index]
  if (stage === undefined) return
  if (stage.kind === 'scale-up') rollout.target.startsFrom = at
  if (stage.kind === 'hooks' && stage.hookStage !== undefined) beginHooks(state, rollout, stage.hookStage, at)
  shift(rollout, stage)
}

/** The target gets the stage's weight, the earlier revision the rest. */
function shift({ target, candidate }: Rollout, { productionWeight, testWeight }: Stage): void {
  if (productionWeight !== undefined) {
    target.productionWeight = productionWeight
    if (candidate !== undefined) candidate.productionWeight = 100 - productionWeight
  }
  if (testWeight !== undefined) {
    target.testWeight = testWeight
    if (candidate !== undefined) candidate.testWeight = 100 - testWeight
  }
}

function isDone(state: ServiceState, rollout: Rollout, stage: Stage, at: number): boolean {
  const { target, settings, hooks } = rollout
  switch (stage.kind) {
    case 'timed':
      return at >= stageEndsAt(rollout)
    case 'hooks':
      return !hooks.some((hook) => hook.stage === stage.hookStage && isWaiting(hook))
    case 'scale-up': {
      const healthy = state.tasks.filter((task) => task.group === target && isHealthy(task, at)).length
      const early = settings.deploymentConfiguration.earlySuccessCriteria
      const share = early?.enable === true ? (early.healthyPercent ?? 100) : 100
      return healthy >= Math.ceil((wantedTasks(state) * share) / 100)
    }
    case 'clean-up':
      return isCleanedUp(state, rollout, at)
  }
}

function isCleanedUp(state: ServiceState, { target, settings }: Rollout, at: number): boolean {
  const early = settings.deploymentConfiguration.earlySuccessCriteria
  if (early?.enable === true && early.sourceServiceRevisionCleanup === 'DEFERRED') return true
  return !state.tasks.some(
    (task) =>
      task.group !== target &&
      (isActive(task) ||
        (!state.surroundings.switches.successBeforeDrain && (task.stop?.stoppedAt ?? 0) > at)),
  )
}

function succeed(state: ServiceState, rollout: Rollout, at: number): void {
  rollout.status = 'SUCCESSFUL'
  rollout.finishedAt = at
  rollout.updatedAt = at
  complete(state, rollout.target, at)
}
