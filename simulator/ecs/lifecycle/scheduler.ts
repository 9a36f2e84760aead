import { stuckText, tell, tellStarted, tellStopped } from './events.ts'
import { countFailure } from './failures.ts'
import { sceneOf } from './scene.ts'
import { movingRollout, type ServiceState, type Task, type TaskGroup } from './state.ts'
import { isActive, isHealthy, newTask, scaleIn, wantedTasks } from './tasks.ts'

/**
 * Starts and stops what may be started and stopped at this moment. A rolling update moves between minimum and maximum
 * percent; the other strategies start the new revision beside the old one and keep that until CLEAN_UP. True if anything
 * changed.
 */
export function schedule(state: ServiceState, at: number): boolean {
  if (state.status !== 'ACTIVE') return stopAll(state, at, state.tasks.filter(isActive))
  const [primary] = state.groups
  if (primary === undefined) return false
  const { least, most } = limitsOf(state)
  const hasStopped = stopSurplus(state, primary, { at, least })
  const hasStarted = startMissing(state, primary, { at, most })
  if (!hasStopped && !hasStarted) tellIfStuck(state, primary, { at, most })
  return hasStopped || hasStarted
}

interface Limits {
  readonly least: number
  readonly most: number
}

/** Minimum is rounded up, maximum down (docs/ecs-facts.md §1). */
function limitsOf(state: ServiceState): Limits {
  const wanted = wantedTasks(state)
  const rollout = movingRollout(state)
  if (rollout !== undefined && isShifting(rollout.settings.deploymentConfiguration.strategy))
    return { least: keepsOld(rollout) ? Number.POSITIVE_INFINITY : wanted, most: Number.POSITIVE_INFINITY }
  const isDaemon = state.record.creation.schedulingStrategy === 'DAEMON'
  const { minimumHealthyPercent = isDaemon ? 0 : 100, maximumPercent = isDaemon ? 100 : 200 } =
    state.settings.deploymentConfiguration
  return {
    least: Math.ceil((wanted * minimumHealthyPercent) / 100),
    most: Math.floor((wanted * maximumPercent) / 100),
  }
}

export function isShifting(strategy: string | undefined): boolean {
  return strategy !== undefined && strategy !== 'ROLLING'
}

function keepsOld({ rollback, stages, stageIndex }: NonNullable<ReturnType<typeof movingRollout>>): boolean {
  return rollback === undefined && stages[stageIndex]?.kind !== 'clean-up'
}

function stopSurplus(
  state: ServiceState,
  primary: TaskGroup,
  { at, least }: { at: number; least: number },
): boolean {
  const wanted = wantedTasks(state)
  const active = state.tasks.filter(isActive)
  const ours = active.filter(({ group }) => group === primary)
  const excess = [...ours].reverse().slice(0, Math.max(0, ours.length - wanted))
  const isGivenUp = primary.startsFrom === Number.POSITIVE_INFINITY
  const old =
    isGivenUp || least === Number.POSITIVE_INFINITY ? [] : active.filter(({ group }) => group !== primary)
  const unhealthy = old.filter((task) => !isHealthy(task, at))
  const healthy = old.filter((task) => isHealthy(task, at))
  const spare = active.filter((task) => isHealthy(task, at) && !excess.includes(task)).length - least
  return stopAll(state, at, [...excess, ...unhealthy, ...healthy.slice(0, Math.max(0, spare))])
}

function stopAll(state: ServiceState, at: number, tasks: readonly Task[]): boolean {
  if (tasks.length === 0) return false
  tellStopped(state, at, tasks)
  for (const task of tasks) scaleIn(state, task, at)
  state.isSteady = false
  return true
}

function startMissing(
  state: ServiceState,
  primary: TaskGroup,
  { at, most }: { at: number; most: number },
): boolean {
  if (primary.startsFrom > at) return false
  const active = state.tasks.filter(isActive)
  const missing = wantedTasks(state) - active.filter(({ group }) => group === primary).length
  const count = Math.min(missing, most - active.length)
  const started: Task[] = []
  const first = primary.outcome.task(primary.started)
  if (count > 0 && first.kind === 'not-placed') {
    tell(state, at, first.event(sceneOf(state, primary)), { stays: true })
    primary.started += 1
    countFailure(state, primary, at, { isPlacement: true })
    return true
  }
  for (let turn = 0; turn < count; turn += 1) {
    const outcome = primary.outcome.task(primary.started)
    if (outcome.kind === 'not-placed') break
    started.push(newTask(state, primary, outcome, at))
    primary.started += 1
  }
  if (started.length === 0) return false
  state.tasks.push(...started)
  state.isSteady = false
  state.isStuck = false
  tellStarted(state, at, started)
  return true
}

/** Stuck: the percentages leave no room for a single task. */
function tellIfStuck(
  state: ServiceState,
  primary: TaskGroup,
  { at, most }: { at: number; most: number },
): void {
  const active = state.tasks.filter(isActive)
  const missing = wantedTasks(state) - active.filter(({ group }) => group === primary).length
  const waits = primary.startsFrom > at || active.length < most || active.some((task) => !isHealthy(task, at))
  if (missing <= 0 || waits || state.isStuck) return
  state.isStuck = true
  tell(state, at, stuckText, { stays: true })
}
