import type { Applied } from '../../rollout/contract/plan.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { EcsApi, RunTaskReply } from '../api/ecs-api.ts'
import type { Task } from '../model/task.ts'
import { CLOCK_SKEW_MS } from '../rollout/started.ts'
import { notPlaced } from './placement.ts'
import type { RunTaskStep } from './plan/steps.ts'
import type { StartedTask } from './started.ts'
import { taskName } from './words.ts'

/** What RunTask is called with. */
export interface RunTaskContext {
  readonly api: Pick<EcsApi, 'runTask' | 'listTasksStartedBy' | 'getTasks'>
  /** The same for every time that this run sends the request. */
  readonly clientToken: string
  /** Sanitizes and redacts untrusted text. */
  clean(text: string): string
}

/** Starts the task. Sent again with the same token, ECS answers with the task that it started (docs/ecs-facts.md §11). */
export async function startTask(context: RunTaskContext, step: RunTaskStep): Promise<StartedTask> {
  const { api, clientToken, clean } = context
  const reply = await api.runTask(step.members, clientToken)
  const task = reply.tasks[0] ?? (await startedBefore(context, step, reply))
  if (task === undefined) throw notPlaced(reply.failures, clean)
  const { cluster, taskDefinition, definition, before } = step
  const { arn, id, createdAt } = task
  return { kind: 'task', cluster, arn, id, taskDefinition, createdAt, definition, ...(before && { before }) }
}

/**
 * A reply without a task and without a failure repeats that of a task which is there: the only one of our revision that was started
 * by that name since.
 */
async function startedBefore(
  { api }: RunTaskContext,
  { cluster, startedBy, taskDefinition, observedAt }: RunTaskStep,
  { failures }: RunTaskReply,
): Promise<Task | undefined> {
  if (failures.length > 0) return undefined
  const [running, stopped] = await Promise.all([
    api.listTasksStartedBy(cluster, startedBy, 'RUNNING'),
    api.listTasksStartedBy(cluster, startedBy, 'STOPPED'),
  ])
  const arns = [...running, ...stopped]
  const tasks = arns.length === 0 ? [] : await api.getTasks(cluster, arns.slice(0, MAX_TASKS))
  const ours = tasks.filter(
    (task) => task.taskDefinition === taskDefinition && (task.createdAt ?? 0) >= observedAt - CLOCK_SKEW_MS,
  )
  const [only] = ours
  if (ours.length === 1 && only) return only
  throw new ServiceError({
    kind: 'rejected',
    operation: 'RunTask',
    message:
      ours.length === 0
        ? 'ECS accepted the task, but does not show it'
        : `${startedBy} has started ${ours.length} tasks since, and it is unclear which one is this run's`,
    reasonCode: 'response-lost',
    fix: 'check in the console for the task; set run-task-started-by to a unique name, then run the job again',
    cause: undefined,
  })
}

/** Tasks that one DescribeTasks takes. */
const MAX_TASKS = 100

/** What the start of a task is for the rollout: it is followed if anything waits for its end. */
export function appliedTask(started: StartedTask, step: RunTaskStep): Applied<StartedTask> {
  if (step.waits) return { kind: 'started', started }
  const description = `${taskName(started)} was started; this run does not wait for it to finish`
  return { kind: 'configured', description, isLast: step.before === undefined, effect: 'images' }
}
