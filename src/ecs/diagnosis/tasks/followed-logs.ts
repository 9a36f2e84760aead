import type { LogFindings } from '../../../diagnosis/log-analysis.ts'
import type { RetryBudget } from '../../../rollout/contract/diagnostics.ts'
import { ServiceError } from '../../../runtime/service-error.ts'
import type { OpenLogs } from '../../api/logs-api.ts'
import { isOver, type Task } from '../../model/task.ts'
import type { TaskDefinitionContent } from '../../model/task-definition.ts'
import { loggedContainers } from './log-streams.ts'
import { type NewLines, openTaskLogs, type ReadLogs, type TaskLogs } from './task-logs.ts'

/** The logs of the tasks of one task definition, of which one task after the other is followed. */
export interface FollowedLogs {
  /** What the tasks are made of, read once; `undefined` if that is not possible. */
  definition(): Promise<TaskDefinitionContent | undefined>
  /** New lines of one of the tasks, until it has ended; then of the newest of the others. */
  follow(tasks: readonly Task[]): Promise<NewLines>
  /** What was read of a task so far. */
  known(task: Task): LogFindings | undefined
  /** All of a task's log that is worth reading, after its end. */
  read(task: Task, budget: RetryBudget): Promise<ReadLogs & { readonly findings: LogFindings }>
}

const nothing: NewLines = { lines: [], unavailable: [] }

/** Makes no call; neither the definition nor the client of the logs is loaded before a task is to be read. */
export function followTaskLogs({
  readDefinition,
  region,
  ...options
}: {
  /** The task definition of our tasks. Throws only `ServiceError`. */
  readDefinition(): Promise<TaskDefinitionContent | undefined>
  readonly region: string
  readonly openLogs: OpenLogs
  clean(text: string): string
  readonly since: number
  now(): number
}): FollowedLogs {
  let found: Promise<TaskDefinitionContent | undefined> | undefined
  let missing: string | undefined
  let opened: { readonly logs: TaskLogs | undefined; readonly unavailable: readonly string[] } | undefined
  let current: string | undefined
  const finished = new Set<string>()

  const definition = (): Promise<TaskDefinitionContent | undefined> => {
    found ??= readDefinition().catch((failure: unknown) => {
      if (!(failure instanceof ServiceError)) throw failure
      // What went wrong only now is asked again.
      if (failure.kind !== 'access-denied') found = undefined
      missing = `the logs of the tasks cannot be found: ${failure.message}; to see them, ${failure.fix}`
      return undefined
    })
    return found
  }

  async function open(): Promise<NonNullable<typeof opened>> {
    if (opened) return opened
    const content = await definition()
    if (content === undefined) return { logs: undefined, unavailable: missing === undefined ? [] : [missing] }
    const { logged, unavailable } = loggedContainers(content, region)
    const logs = logged.length === 0 ? undefined : openTaskLogs({ ...options, containers: logged })
    opened = { logs, unavailable }
    return opened
  }

  /** The one that is followed, until it is read once more after its end. */
  function choose(tasks: readonly Task[]): Task | undefined {
    const followed = tasks.find(({ id }) => id === current)
    if (followed && !finished.has(followed.id)) {
      if (isOver(followed)) finished.add(followed.id)
      return followed
    }
    // Of others that have ended meanwhile the log most likely says the same: it is read after the end, if it matters.
    const next = tasks
      .filter((task) => !finished.has(task.id) && (finished.size === 0 || !isOver(task)))
      .toSorted((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
      .at(-1)
    current = next?.id
    if (next && isOver(next)) finished.add(next.id)
    return next
  }

  return {
    definition,
    follow: async (tasks) => {
      const task = choose(tasks)
      if (task === undefined) return nothing
      const { logs } = await open()
      return logs === undefined ? nothing : await logs.poll(task)
    },
    known: (task) => opened?.logs?.known(task),
    read: async (task, budget) => {
      const { logs, unavailable } = await open()
      if (logs === undefined)
        return { logs: [], unavailable, findings: { lines: [], unavailable, isOver: true } }
      const read = await logs.read(task, budget)
      return { ...read, unavailable: [...unavailable, ...read.unavailable] }
    },
  }
}
