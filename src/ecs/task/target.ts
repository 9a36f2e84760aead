import type { RunHistory, Target, TargetTypes } from '../../rollout/contract/target.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { OpenLogs } from '../api/logs-api.ts'
import { formatHandle } from '../handle.ts'
import type { RolloutSnapshot, StartedDeployment } from '../rollout/started.ts'
import type { EcsTarget, EcsTypes } from '../target-types.ts'
import { appliedTask, findTask, startTask, unshownTask } from './apply.ts'
import { describeTask, labelsOfTask, outlookOfTask } from './describe.ts'
import { taskDiagnostics } from './diagnostics.ts'
import type { TaskRequest } from './plan/members.ts'
import { planTask } from './plan/plan.ts'
import type { RunTaskStep, TaskObserved, TaskStep } from './plan/steps.ts'
import { withTaskReported } from './report.ts'
import type { StartedTask, TaskSnapshot } from './started.ts'
import { taskStatus } from './status.ts'

interface TaskTypes extends TargetTypes {
  readonly observed: TaskObserved
  readonly step: TaskStep
  readonly started: StartedDeployment | StartedTask
  readonly snapshot: RolloutSnapshot | TaskSnapshot
}

interface Means {
  readonly request: TaskRequest
  readonly api: Pick<EcsApi, 'runTask' | 'stopTask' | 'listTasksStartedBy' | 'getTasks' | 'serviceTime'>
  readonly openLogs: OpenLogs
  /** Of the only RunTask of this run. */
  readonly clientToken: string
  /** The run has to end. */
  isTimeUp(): boolean
  /** Sanitizes and redacts untrusted text. */
  clean(text: string): string
}

/**
 * Runs a task before anything is written to the service, or as the whole job. Everything else is the target's; it never sees the
 * task.
 */
export function withTaskRun(
  target: EcsTarget,
  { request, api, openLogs, clientToken, isTimeUp, clean }: Means,
): Target<TaskTypes> {
  const { region } = request
  const { probe, rollback, abort, addedTimeMs, findDisplaced, onVerified, cleanUp } = target
  /** What RunTask started, and its newest poll. */
  let task: StartedTask | undefined
  let newest: TaskSnapshot | undefined

  /** RunTask was accepted, and its reply did not show the task: it is not sent again. */
  let isAccepted = false

  const run = async (step: RunTaskStep) => {
    if (!isAccepted) task = await startTask({ api, clientToken, clean }, step)
    isAccepted = true
    if (task === undefined) throw unshownTask()
    return appliedTask(task, step)
  }

  const find = async (step: RunTaskStep) => {
    task = await findTask({ api }, step)
    return task && appliedTask(task, step)
  }

  /** With the same token ECS answers with the task that is there, or starts it now: not once there is no time to follow it. */
  const findAccepted = async (step: RunTaskStep) => {
    if (isAccepted) return await find(step)
    if (isTimeUp()) return undefined
    try {
      return await run(step)
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure
      if (failure.kind === 'accepted') return await find(step)
      // What is refused now was not accepted before: the answer would be the task.
      if (failure.kind === 'rejected') return undefined
      throw failure
    }
  }

  const poll = async ({ cluster, arn }: StartedTask): Promise<TaskSnapshot> => {
    const [found] = await api.getTasks(cluster, [arn])
    newest = { task: found, wasSeen: found !== undefined || newest?.wasSeen === true }
    return newest
  }

  return {
    labels: labelsOfTask(request, target.labels),
    observe: async (previous) => {
      const observed = await target.observe(previous)
      return { ...observed, ...(task && { taskRun: task }) }
    },
    plan: (observed) => planTask(request, observed, target.plan(observed)),
    apply: async (step, onProgress) =>
      step.kind === 'run-task' ? await run(step) : await target.apply(step, onProgress),
    findAccepted: async (step) =>
      step.kind === 'run-task' ? await findAccepted(step) : await target.findAccepted(step),
    outlookOf: (step) => (step.kind === 'run-task' ? outlookOfTask(step) : target.outlookOf?.(step)),
    poll: async (started) => (isTask(started) ? await poll(started) : await target.poll(started)),
    status: (started, snapshot) =>
      isTask(started)
        ? taskStatus(started, snapshot as TaskSnapshot)
        : target.status(started, snapshot as RolloutSnapshot),
    describe: (started, snapshot) =>
      isTask(started)
        ? describeTask(started)
        : target.describe(started, snapshot as RolloutSnapshot | undefined),
    handle: (started) => {
      if (!isTask(started)) return target.handle(started)
      const { kind, cluster, arn: id, taskDefinition, createdAt } = started
      return formatHandle({ region, kind, service: request.service, cluster, id, taskDefinition, createdAt })
    },
    serverTime: target.serverTime,
    diagnostics: (started) =>
      isTask(started)
        ? taskDiagnostics(started, {
            ...{ openLogs, region, clean, now: api.serviceTime },
            newest: () => newest,
          })
        : target.diagnostics(started),
    summarize: (history, verdict, elapsedMs) => {
      const summary = target.summarize(withoutTask(history), verdict, elapsedMs)
      if (task === undefined) return summary
      const isLast = history.started !== undefined && isTask(history.started)
      return withTaskReported(summary, {
        started: task,
        snapshot: newest,
        isLast,
        verdict,
        region,
        elapsedMs,
      })
    },
    isPreDeployment: (started) => isTask(started) && started.before !== undefined,
    isJob: isTask,
    abort: async (started) => {
      if (!isTask(started)) return abort ? await abort(started) : started
      await api.stopTask(started.cluster, started.arn, 'stopped by the job that started it')
      return { ...started, stopped: 'timed-out' }
    },
    addedTimeMs: (started) => (isTask(started) ? 0 : (addedTimeMs?.(started) ?? 0)),
    probe: (started) => (isTask(started) ? undefined : probe?.(started)),
    findDisplaced: async (started) => (isTask(started) ? undefined : await findDisplaced?.(started)),
    onVerified: (started, isGood) => {
      if (!isTask(started)) onVerified?.(started, isGood)
    },
    rollback: async (started, to) =>
      isTask(started) || rollback === undefined
        ? { kind: 'unavailable', reason: 'there is nothing to roll back to' }
        : await rollback(started, to),
    cleanUp: async (history, verdict, onProgress) =>
      await cleanUp?.(withoutTask(history), verdict, onProgress),
  }
}

function isTask(started: StartedDeployment | StartedTask): started is StartedTask {
  return started.kind === 'task'
}

/** The same run, as the target knows it. */
function withoutTask(history: RunHistory<TaskTypes>): RunHistory<EcsTypes> {
  const { started, snapshot, step, ...rest } = history
  if (started !== undefined && isTask(started)) return rest
  return {
    ...rest,
    ...(step !== undefined && step.kind !== 'run-task' && { step }),
    ...(started && { started }),
    ...(snapshot && { snapshot: snapshot as RolloutSnapshot }),
  }
}
