import { ServiceError } from '../../../runtime/service-error.ts'
import type { EcsApi, ServiceName } from '../../api/ecs-api.ts'
import { cleanTask, isOver, type Task } from '../../model/task.ts'
import { isSameRevision } from '../../model/task-definition.ts'

/** One call describes so many. */
const MAX_TASKS = 100

type TaskApi = Pick<EcsApi, 'listStoppedTasks' | 'getTasks'>

/** Our tasks, as far as they were seen; ECS forgets one that ended within an hour. */
export interface TaskWatch {
  /**
   * Looks for tasks that have ended, and at those that events name: one or two calls. Returns those of ours that have ended since
   * the last look, oldest first. Throws only `ServiceError`.
   */
  look(named: readonly string[]): Promise<readonly Task[]>
  /** All that are ours, oldest first. */
  all(): readonly Task[]
  isOurs(id: string): boolean
  /** True for a task of somebody else; of others it is not known. */
  isForeign(id: string): boolean
  /** What may not be read, and so is not known. */
  unavailable(): readonly string[]
}

/**
 * Watches the tasks of a service that one deployment (`ecs-svc/<n>`) started with a task definition, since a moment in epoch
 * milliseconds. Tasks of another revision are somebody else's, whoever is said to have started them: their environment is not known,
 * so nothing that they write could be redacted.
 */
export function watchTasks(
  api: TaskApi,
  { service, cluster }: ServiceName,
  {
    startedBy,
    taskDefinition,
    since,
    clean,
  }: {
    readonly startedBy: string
    /** ARN. */
    readonly taskDefinition: string
    readonly since: number
    /** Sanitizes and redacts untrusted text. */
    clean(text: string): string
  },
): TaskWatch {
  const ours = new Map<string, Task>()
  const foreign = new Set<string>()
  const denied = new Map<'listStoppedTasks' | 'getTasks', string>()

  async function unlessDenied<Answer>(
    call: keyof TaskApi,
    ask: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    if (denied.has(call)) return undefined
    try {
      return await ask()
    } catch (failure) {
      if (!(failure instanceof ServiceError) || failure.kind !== 'access-denied') throw failure
      denied.set(
        call,
        `stopped tasks cannot be read, so the cause may stay unknown: ${failure.message}; to read them, ${failure.fix}`,
      )
      return undefined
    }
  }

  /** What is not known yet, or not to its end. Where stopped tasks are not listed, each that ran has to be looked at. */
  async function unseen(named: readonly string[]): Promise<readonly string[]> {
    const stopped = await unlessDenied('listStoppedTasks', () => api.listStoppedTasks({ service, cluster }))
    const others = stopped === undefined ? [...ours.keys()] : stopped.map(idOf)
    const asked = new Set([...named.filter((id) => !ours.has(id)), ...others])
    return [...asked].filter((id) => {
      const task = ours.get(id)
      return !foreign.has(id) && !(task && isOver(task))
    })
  }

  return {
    look: async (named) => {
      const asked = (await unseen(named)).slice(-MAX_TASKS)
      const tasks =
        asked.length === 0 ? [] : await unlessDenied('getTasks', () => api.getTasks(cluster, asked))
      const ended: Task[] = []
      for (const task of tasks ?? []) {
        const isOurs = task.startedBy === startedBy && isSameRevision(task.taskDefinition, taskDefinition)
        if (!isOurs || (task.stoppedAt ?? since) < since) foreign.add(task.id)
        else {
          const known = cleanTask(task, clean)
          ours.set(task.id, known)
          if (isOver(known)) ended.push(known)
        }
      }
      return ended.toSorted(byTime)
    },
    all: () => [...ours.values()].toSorted(byTime),
    isOurs: (id) => ours.has(id),
    isForeign: (id) => foreign.has(id),
    unavailable: () => [...new Set(denied.values())],
  }
}

/** Tasks that were scaled in, such as by a rollback, have not failed. */
export function hasFailed({ desiredStatus, lastStatus, stopCode, stoppedReason }: Task): boolean {
  if (desiredStatus !== 'STOPPED' && lastStatus !== 'STOPPED') return false
  return !(stopCode === 'ServiceSchedulerInitiated' && /^Scaling activity/i.test(stoppedReason))
}

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

function byTime(one: Task, other: Task): number {
  return (one.stoppedAt ?? one.createdAt ?? 0) - (other.stoppedAt ?? other.createdAt ?? 0)
}
