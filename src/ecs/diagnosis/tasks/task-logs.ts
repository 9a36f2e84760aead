import {
  type ContainerLog,
  createLogRoom,
  type LogRoom,
  openContainerLog,
} from '../../../diagnosis/container-log.ts'
import type { LogFindings } from '../../../diagnosis/log-analysis.ts'
import { createLogFollower } from '../../../diagnosis/log-follower.ts'
import { inOrder, type LiveLine } from '../../../diagnosis/log-lines.ts'
import type { LogTail, RetryBudget } from '../../../rollout/contract/diagnostics.ts'
import { ServiceError } from '../../../runtime/service-error.ts'
import type { OpenLogs } from '../../api/logs-api.ts'
import { shortTaskId, type Task } from '../../model/task.ts'
import type { LoggedContainer } from './log-streams.ts'

/** Polls to skip after a transient error. */
const LEFT_OUT = 3

/** Tasks whose lines are kept in memory. */
const MAX_TASKS = 8

/** Calls for one log after the end: its beginning, page by page, and its end. */
const FIRST_PAGES = 3

const notAllowed = 'the logs of the tasks cannot be read because logs:GetLogEvents is not allowed'

/** What was read of a task's logs. */
export interface ReadLogs {
  readonly logs: readonly LogTail[]
  /** What cannot be read, and why. */
  readonly unavailable: readonly string[]
}

/** What came in since the last poll. */
export interface NewLines {
  /** As they are printed. */
  readonly lines: readonly string[]
  /** What cannot be read, and why. */
  readonly unavailable: readonly string[]
}

/** The logs of tasks in CloudWatch Logs, of those containers that write there. */
export interface TaskLogs {
  /** New lines of a task, a call for each container; once access was denied none. What can never be read is told once. */
  poll(task: Pick<Task, 'id'>): Promise<NewLines>
  /** What was read so far. */
  known(task: Pick<Task, 'id'>): LogFindings | undefined
  /** After the end: a short log whole, of a long one its beginning and its end. */
  read(task: Pick<Task, 'id'>, budget: RetryBudget): Promise<ReadLogs & { readonly findings: LogFindings }>
}

/** Reads the logs of tasks. */
export function openTaskLogs({
  containers,
  openLogs,
  clean,
  since,
  now,
}: {
  readonly containers: readonly LoggedContainer[]
  readonly openLogs: OpenLogs
  /** Sanitizes and redacts untrusted text. */
  clean(text: string): string
  /** Times are shown from there on, and no earlier line is read. Milliseconds since the epoch. */
  readonly since: number
  /** Milliseconds since the epoch, by AWS's clock. */
  now(): number
}): TaskLogs {
  const follow = createLogFollower(now)
  const rooms = new Map<string, LogRoom>()
  const opened = new Map<string, readonly ContainerLog[]>()
  const told = new Set<string>()
  let denied: string | undefined
  let leftOut = 0

  const logsOf = (task: Pick<Task, 'id'>): readonly ContainerLog[] => {
    const known = opened.get(task.id)
    if (known) return known
    const logs = containers.map(({ name, region, group, prefix }) => {
      const room = rooms.get(name) ?? createLogRoom()
      rooms.set(name, room)
      const stream = `${prefix}/${name}/${task.id}`
      return openContainerLog({
        ...{ name, task: shortTaskId(task), since, clean, room },
        readPage: async (query) => (await openLogs(region)).readStream({ group, stream }, query),
      })
    })
    opened.set(task.id, logs)
    const [oldest = ''] = opened.keys()
    if (opened.size > MAX_TASKS) opened.delete(oldest)
    return logs
  }

  const gapOf = ({ name }: ContainerLog, failure: ServiceError): string => {
    const isDenied = failure.kind === 'access-denied' || failure.kind === 'unauthenticated'
    const what = isDenied ? 'the logs of the tasks' : `the log of ${name}`
    const gap = `${what} cannot be read: ${failure.message}; to see ${isDenied ? 'them' : 'it'}, ${failure.fix}`
    if (isDenied) denied = gap
    return gap
  }

  return {
    poll: async (task) => {
      const lines: LiveLine[] = []
      const unavailable: string[] = []
      const skips = leftOut-- > 0
      for (const log of skips ? [] : logsOf(task)) {
        if (denied !== undefined) break
        try {
          lines.push(...(await follow(log)))
        } catch (failure) {
          if (!(failure instanceof ServiceError)) throw failure
          const gap = gapOf(log, failure)
          // A missing group is as final as a missing permission, of which the whole text comes with the end, if it matters then.
          const isFinal = denied !== undefined || failure.kind === 'not-found'
          if (!isFinal) leftOut = LEFT_OUT
          if (isFinal && !told.has(gap)) unavailable.push(failure.kind === 'access-denied' ? notAllowed : gap)
          told.add(gap)
        }
      }
      return { lines: inOrder(lines), unavailable }
    },
    known: (task) => {
      const logs = opened.get(task.id)
      return logs && findingsOf(logs, [])
    },
    read: async (task, { retrying }) => {
      const unavailable = new Set<string>()
      const partial = new Set<ContainerLog>()
      const logs = logsOf(task)
      if (denied !== undefined) unavailable.add(denied)
      for (const log of logs) {
        if (denied !== undefined) break
        try {
          log.feed.restart({ since })
          for (let page = 1; !(await retrying(log.read)).isEnd; page++) {
            if (page < FIRST_PAGES) continue
            partial.add(log)
            log.feed.restart({ since, fromEnd: true })
            await retrying(log.read)
            break
          }
        } catch (failure) {
          if (!(failure instanceof ServiceError)) throw failure
          unavailable.add(gapOf(log, failure))
        }
      }
      return {
        findings: findingsOf(logs, [...unavailable]),
        logs: logs.flatMap((log) => log.tail(partial.has(log))),
        unavailable: [...unavailable],
      }
    },
  }
}

function findingsOf(logs: readonly ContainerLog[], unavailable: readonly string[]): LogFindings {
  const lines = logs.flatMap((log) => log.lines).toSorted((one, other) => one.at - other.at)
  return { lines, unavailable, isOver: true }
}
