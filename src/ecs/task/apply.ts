import { acceptedUnshown } from '../../aws/errors.ts'
import type { Applied } from '../../rollout/contract/plan.ts'
import type { ServiceError } from '../../runtime/service-error.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { Task } from '../model/task.ts'
import { CLOCK_SKEW_MS } from '../rollout/started.ts'
import { notPlaced } from './placement.ts'
import type { RunTaskStep } from './plan/steps.ts'
import type { StartedTask } from './started.ts'
import { taskName } from './words.ts'

/** Tasks that one call describes, and that a page of a list holds at most. */
const MAX_TASKS = 100
/** Pages of a list that are read. */
const MAX_PAGES = 20

const uniqueName = 'set run-task-started-by to a name that only this job uses'

/** What RunTask is called with. */
export interface RunTaskContext {
  readonly api: Pick<EcsApi, 'runTask' | 'listTasksStartedBy' | 'getTasks'>
  /** The same for every time that this run sends the request. */
  readonly clientToken: string
  /** Sanitizes and redacts untrusted text. */
  clean(text: string): string
}

/**
 * Starts the task. Sent again with the same token, ECS answers with the task that it started (docs/ecs-facts.md §11). `undefined` for
 * a reply without a task and without a failure: it was accepted, and is as good as lost.
 */
export async function startTask(
  { api, clientToken, clean }: RunTaskContext,
  step: RunTaskStep,
): Promise<StartedTask | undefined> {
  const { tasks, failures } = await api.runTask(step.members, clientToken)
  const [task] = tasks
  if (task !== undefined) return startedTask(step, task)
  if (failures.length > 0) throw notPlaced(failures, clean)
  return undefined
}

/**
 * Looks for the task that was accepted: the only one of our revision that was started by that name since. Throws if there are several,
 * as each may be this run's.
 */
export async function findTask(
  { api }: Pick<RunTaskContext, 'api'>,
  step: RunTaskStep,
): Promise<StartedTask | undefined> {
  const { cluster, startedBy, taskDefinition, observedAt } = step
  const lists = await Promise.all([
    listStartedBy(api, { cluster, startedBy, status: 'RUNNING' }),
    listStartedBy(api, { cluster, startedBy, status: 'STOPPED' }),
  ])
  // One that ends between the two is in both.
  const arns = [...new Set(lists.flat())]
  const pages = Array.from({ length: Math.ceil(arns.length / MAX_TASKS) }, (_, page) =>
    arns.slice(page * MAX_TASKS, (page + 1) * MAX_TASKS),
  )
  const found = await Promise.all(pages.map((page) => api.getTasks(cluster, page)))
  const ours = found
    .flat()
    .filter(
      (task) => task.taskDefinition === taskDefinition && (task.createdAt ?? 0) >= observedAt - CLOCK_SKEW_MS,
    )
  if (ours.length > 1) {
    const why = `${startedBy} has started ${ours.length} tasks since, and it is unclear which one is this run's`
    throw unshownTask(why, uniqueName)
  }
  return ours[0] && startedTask(step, ours[0])
}

/** All of them. Where there are too many to tell, the one that is looked for may be among the rest. */
async function listStartedBy(
  api: Pick<EcsApi, 'listTasksStartedBy'>,
  named: Parameters<EcsApi['listTasksStartedBy']>[0],
): Promise<readonly string[]> {
  const arns: string[] = []
  let nextToken: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const reply = await api.listTasksStartedBy(named, nextToken)
    arns.push(...reply.arns)
    nextToken = reply.nextToken
    if (nextToken === undefined) return arns
  }
  const why = `${named.startedBy} has started more than ${arns.length} tasks, and it is unclear which one is this run's`
  throw unshownTask(why, uniqueName)
}

/** A task that was accepted, and cannot be followed. */
export function unshownTask(message = 'the response names no task', fix = 'run the job again'): ServiceError {
  return acceptedUnshown('RunTask', {
    message,
    fix: `look for the task in the console, and let it end or stop it; then ${fix}`,
  })
}

function startedTask(step: RunTaskStep, { arn, id, createdAt }: Task): StartedTask {
  const { cluster, taskDefinition, definition, before } = step
  return { kind: 'task', cluster, arn, id, taskDefinition, createdAt, definition, ...(before && { before }) }
}

/** What the start of a task is for the rollout: it is followed if anything waits for its end. */
export function appliedTask(started: StartedTask, step: RunTaskStep): Applied<StartedTask> {
  if (step.waits) return { kind: 'started', started }
  const description = `${taskName(started)} was started; this run does not wait for it to finish`
  return { kind: 'configured', description, isLast: step.before === undefined, effect: 'images' }
}
