import { hexDigitsOf } from '../identifiers.ts'
import { observationOf, observedTimes } from '../outcomes/observation.ts'
import type { TaskOutcome } from '../outcomes/outcome.ts'
import { sceneOf } from './scene.ts'
import {
  groupId,
  type PlannedEnd,
  type ServiceState,
  type Task,
  type TaskGroup,
  type TaskLife,
  type TaskStop,
} from './state.ts'

export const never = Number.POSITIVE_INFINITY

/** Desired number of tasks: for a DAEMON as many as there are container instances. */
export function wantedTasks({ record, settings, surroundings, status }: ServiceState): number {
  if (status !== 'ACTIVE') return 0
  return record.creation.schedulingStrategy === 'DAEMON'
    ? surroundings.switches.containerInstances
    : settings.desiredCount
}

/** The task was not stopped. */
export function isActive({ stop }: Pick<TaskLife, 'stop'>): boolean {
  return stop === undefined
}

/** Whether the task is running and healthy at that moment. */
export function isHealthy(task: TaskLife, at: number): boolean {
  return isActive(task) && task.healthyAt <= at
}

/** Seconds between two lines: ten lines a second, and all of them within five. */
export function pace(lines: number): number {
  return Math.min(0.1, 4 / lines)
}

/** Creates the next task of a group, with the outcome that the group has for it. */
export function newTask(state: ServiceState, group: TaskGroup, outcome: TaskOutcome, at: number): Task {
  const { switches } = state.surroundings
  const id = hexDigitsOf(
    `${state.record.arn}/${state.record.createdAt}/${group.digits}/task/${group.started}`,
  ).slice(0, 32)
  const pendingAt = at + switches.provisioningSeconds * 1000
  const isPulled = outcome.kind !== 'never-starts' && outcome.kind !== 'fails-to-start'
  const activatingAt = isPulled ? pendingAt + switches.pullSeconds * 1000 : never
  const runningAt = activatingAt + switches.activatingSeconds * 1000
  const scene = sceneOf(state, group)
  const end = plannedEnd(state, group, outcome, { at, runningAt })
  const says =
    'says' in outcome ? (outcome.says?.(scene) ?? []) : [`Server listening on http://0.0.0.0:${scene.port}`]
  const task: Task = {
    id,
    startedBy: groupId(group),
    group,
    revision: group.content,
    createdAt: at,
    pendingAt,
    activatingAt,
    runningAt,
    healthyAt:
      outcome.kind === 'runs' || end === undefined ? healthyAt(state, group, outcome, runningAt) : never,
    ...(end && { end }),
    says: says.map((message, index) => ({ second: 1 + index * pace(says.length), message })),
    culprit: group.culprit,
    isRegistered: false,
    wasHealthy: false,
  }
  return outcome.kind === 'observed' ? observedTask(state, task) : task
}

/** A task whose containers run for real, as far as they have come. */
function observedTask(state: ServiceState, task: Task): Task {
  const seen = observationOf(task.id, state.surroundings.observations)
  const end = seen.end && plannedEnd(state, task.group, seen.end.outcome, { at: seen.end.at, runningAt: 0 })
  return {
    ...task,
    ...observedTimes(seen),
    ...(seen.end && { culprit: seen.end.culprit }),
    ...(seen.end && end && { end: { ...end, at: seen.end.at } }),
    observed: seen,
  }
}

function healthyAt(state: ServiceState, group: TaskGroup, outcome: TaskOutcome, runningAt: number): number {
  const { switches, taskDefinition } = state.surroundings
  const containers = taskDefinition(group.content.taskDefinition)?.content.containerDefinitions ?? []
  const isChecked = hasLoadBalancer(group) || containers.some(({ healthCheck }) => healthCheck !== undefined)
  const seconds = isChecked ? switches.healthCheckSeconds : switches.settleSeconds
  const extra = outcome.kind === 'runs' ? (outcome.extraSeconds ?? 0) : 0
  return runningAt + (seconds + extra) * 1000
}

function plannedEnd(
  state: ServiceState,
  group: TaskGroup,
  outcome: TaskOutcome,
  { at, runningAt }: { at: number; runningAt: number },
): PlannedEnd | undefined {
  const scene = sceneOf(state, group)
  switch (outcome.kind) {
    case 'fails-to-start': {
      const reason = outcome.reason(scene)
      return {
        at: at + outcome.afterSeconds * 1000,
        kind: 'stopped',
        stopCode: 'TaskFailedToStart',
        reason,
        ...(outcome.isToldAsPlacement && { event: `was unable to place a task. Reason: ${reason}.` }),
        isPlacement: outcome.isToldAsPlacement,
      }
    }
    case 'exits':
      return {
        at: runningAt + outcome.afterSeconds * 1000,
        kind: 'stopped',
        stopCode: outcome.stopCode ?? 'EssentialContainerExited',
        reason: outcome.reason ?? 'Essential container in task exited',
        exitCode: outcome.exitCode,
        ...(outcome.containerReason !== undefined && { containerReason: outcome.containerReason }),
        isPlacement: false,
      }
    case 'unhealthy':
      return unhealthyEnd(state, group, outcome, runningAt)
    case 'runs':
    case 'never-starts':
    case 'not-placed':
    case 'observed':
      return undefined
  }
}

/** Without a load balancer nothing checks the task: it keeps running. */
function unhealthyEnd(
  state: ServiceState,
  group: TaskGroup,
  outcome: TaskOutcome & { readonly kind: 'unhealthy' },
  runningAt: number,
): PlannedEnd | undefined {
  const grace = state.settings.healthCheckGracePeriodSeconds ?? 0
  const ends = {
    at: runningAt + (grace + state.surroundings.switches.unhealthySeconds) * 1000,
    kind: 'unhealthy',
    stopCode: 'ServiceSchedulerInitiated',
    isPlacement: false,
  } as const
  if (outcome.by === 'container')
    return {
      ...ends,
      reason: 'Task failed container health checks',
      event: 'failed container health checks.',
    }
  const [balancer] = group.content.loadBalancers
  if (balancer === undefined) return undefined
  const where = `target-group ${balancer.targetGroupArn ?? balancer.loadBalancerName}`
  const why = `(port ${balancer.containerPort}) is unhealthy in (${where}) due to (reason ${outcome.answer}).`
  return { ...ends, exitCode: 137, reason: `Task failed ELB health checks in (${where})`, event: why }
}

export function hasLoadBalancer({ content }: Pick<TaskGroup, 'content'>): boolean {
  return content.loadBalancers.length > 0
}

/** Stops a task: connections drain first, then its containers get SIGTERM. */
export function stopTask(
  state: ServiceState,
  task: Task,
  at: number,
  why: Pick<TaskStop, 'stopCode' | 'reason' | 'exitCode' | 'containerReason'>,
): void {
  const { drainSeconds, stopSeconds } = state.surroundings.switches
  const hasRun = task.runningAt <= at
  const isDone = why.stopCode === 'EssentialContainerExited' || !hasRun
  const executionStoppedAt = isDone ? at : at + (task.isRegistered ? drainSeconds : 0) * 1000
  task.stop = { ...why, at, executionStoppedAt, stoppedAt: executionStoppedAt + stopSeconds * 1000 }
}

/** Stops a task that the scheduler does not need any more. */
export function scaleIn(state: ServiceState, task: Task, at: number): void {
  const primary = state.groups[0]
  stopTask(state, task, at, {
    stopCode: 'ServiceSchedulerInitiated',
    reason: `Scaling activity initiated by (deployment ${primary ? groupId(primary) : task.startedBy})`,
    ...(task.runningAt <= at && { exitCode: 0 }),
  })
}
