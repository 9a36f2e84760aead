import { sceneFor } from './lifecycle/scene.ts'
import type { Surroundings, TaskLife, TaskStop } from './lifecycle/state.ts'
import { never, pace } from './lifecycle/tasks.ts'
import { observationOf, observedTimes } from './outcomes/observation.ts'
import type { TaskOutcome } from './outcomes/outcome.ts'
import type { TaskRecord } from './records.ts'

/** How a task ends by itself. */
type End = Omit<TaskStop, 'executionStoppedAt' | 'stoppedAt'>

/**
 * A task of RunTask as it is at a moment (epoch milliseconds); undefined before it was started, and once ECS has forgotten it. Its
 * containers end by themselves: nothing checks them, and nothing replaces them.
 */
export function standaloneTaskAt(
  record: TaskRecord,
  at: number,
  surroundings: Surroundings,
): TaskLife | undefined {
  const { id, createdAt, content, culprit, startedBy } = record
  const { switches } = surroundings
  if (createdAt > at) return undefined
  const outcome = record.outcome.task(0)
  const pendingAt = createdAt + switches.provisioningSeconds * 1000
  const isPulled = outcome.kind !== 'never-starts' && outcome.kind !== 'fails-to-start'
  const activatingAt = isPulled ? pendingAt + switches.pullSeconds * 1000 : never
  const observed = outcome.kind === 'observed' ? observationOf(id, surroundings.observations) : undefined
  const planned = {
    activatingAt,
    runningAt: activatingAt + switches.activatingSeconds * 1000,
    healthyAt: never,
  }
  const times = observed ? observedTimes(observed) : planned
  const { runningAt } = times
  const stop = stopAt(record, at, { surroundings, runningAt, outcome })
  if (stop !== undefined && stop.stoppedAt + switches.stoppedTaskSeconds * 1000 <= at) return undefined
  const scene = sceneOfRecord(record, surroundings)
  const says =
    outcome.kind === 'exits'
      ? outcome.says(scene)
      : ['Running the migrations', 'Applied 3 migrations', 'Migrations are up to date.']
  return {
    id,
    ...(startedBy !== undefined && { startedBy }),
    revision: content,
    createdAt,
    pendingAt,
    ...times,
    says: says.map((message, index) => ({ second: 1 + index * pace(says.length), message })),
    culprit: observed?.end?.culprit ?? culprit,
    ...(observed && { observed }),
    ...(stop && { stop }),
    isRegistered: false,
  }
}

function sceneOfRecord(record: TaskRecord, surroundings: Surroundings) {
  const overrides = record.overrides.find(({ name }) => name === record.culprit)?.environment ?? []
  return sceneFor(record, { surroundings, arn: record.clusterArn, overrides })
}

/** Its own end, or that of StopTask, whichever comes first. */
function stopAt(
  record: TaskRecord,
  at: number,
  {
    surroundings,
    runningAt,
    outcome,
  }: { surroundings: Surroundings; runningAt: number; outcome: TaskOutcome },
): TaskStop | undefined {
  const { stopSeconds, stoppedByRequestExitCode } = surroundings.switches
  const own = ownEnd(record, { surroundings, runningAt, outcome })
  const { stopRequest } = record
  const requested: End | undefined = stopRequest && {
    at: stopRequest.at,
    stopCode: 'UserInitiated',
    reason: stopRequest.reason,
    ...(runningAt <= stopRequest.at && { exitCode: stoppedByRequestExitCode }),
  }
  const end = requested && (own === undefined || requested.at < own.at) ? requested : own
  if (end === undefined || end.at > at) return undefined
  // Containers get SIGTERM, and have some time to end.
  const hasToStop = end === requested && runningAt <= end.at
  const executionStoppedAt = end.at + (hasToStop ? stopSeconds * 1000 : 0)
  return { ...end, executionStoppedAt, stoppedAt: executionStoppedAt + stopSeconds * 1000 }
}

function ownEnd(
  record: TaskRecord,
  {
    surroundings,
    runningAt,
    outcome,
  }: { surroundings: Surroundings; runningAt: number; outcome: TaskOutcome },
): End | undefined {
  const ended = {
    stopCode: 'EssentialContainerExited',
    reason: 'Essential container in task exited',
  } as const
  switch (outcome.kind) {
    case 'fails-to-start':
      return {
        at: record.createdAt + outcome.afterSeconds * 1000,
        stopCode: 'TaskFailedToStart',
        reason: outcome.reason(sceneOfRecord(record, surroundings)),
      }
    case 'exits':
      return {
        ...ended,
        at: runningAt + outcome.afterSeconds * 1000,
        exitCode: outcome.exitCode,
        ...(outcome.stopCode !== undefined && { stopCode: outcome.stopCode }),
        ...(outcome.reason !== undefined && { reason: outcome.reason }),
        ...(outcome.containerReason !== undefined && { containerReason: outcome.containerReason }),
      }
    // A health check that fails does not end a task that belongs to no service.
    case 'unhealthy':
    case 'runs': {
      const extra = outcome.kind === 'runs' ? (outcome.extraSeconds ?? 0) : 0
      return { ...ended, at: runningAt + (surroundings.switches.taskSeconds + extra) * 1000, exitCode: 0 }
    }
    case 'observed': {
      const seen = observationOf(record.id, surroundings.observations).end
      const end = seen && ownEnd(record, { surroundings, runningAt, outcome: seen.outcome })
      return end && { ...end, at: seen.at }
    }
    case 'never-starts':
    case 'not-placed':
      return undefined
  }
}
