import type { LogFindings } from '../../diagnosis/log-analysis.ts'
import type {
  Diagnosis,
  Diagnostics,
  DiagnosticsBatch,
  RetryBudget,
} from '../../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../../rollout/contract/verdict.ts'
import type { OpenLogs } from '../api/logs-api.ts'
import { chooseCause } from '../diagnosis/choose-cause.ts'
import type { Evidence } from '../diagnosis/evidence.ts'
import { followTaskLogs } from '../diagnosis/tasks/followed-logs.ts'
import { cleanTask, isOver, type Task } from '../model/task.ts'
import type { StartedTask, TaskSnapshot } from './started.ts'
import { endText } from './status.ts'

/** Milliseconds between two looks at the log of a task that runs. */
const LOOK_MS = 10_000

/** Readings of a log that holds nothing, although its container ran: lines lag (docs/ecs-facts.md §2c). */
const READINGS = 3

/** What the diagnostics of a task work with. */
export interface TaskDiagnosticsDependencies {
  readonly openLogs: OpenLogs
  /** Where the task runs. */
  readonly region: string
  /** Milliseconds since the epoch, by ECS's clock. */
  now(): number
  /** The newest poll. */
  newest(): TaskSnapshot | undefined
  /** Sanitizes and redacts untrusted text. */
  clean(text: string): string
}

const nothing: DiagnosticsBatch = { events: [], lines: [], unavailable: [] }

/** Follows the log of a task to its end, and explains why it failed. */
export function taskDiagnostics(
  started: StartedTask,
  { openLogs, region, now, newest, clean }: TaskDiagnosticsDependencies,
): Diagnostics {
  const since = started.createdAt ?? now()
  const logs = followTaskLogs({
    ...{ openLogs, clean, region, since, now },
    readDefinition: async () => started.definition,
  })
  let lookedAt = Number.NEGATIVE_INFINITY

  const task = (): Task | undefined => {
    const found = newest()?.task
    return found && cleanTask(found, clean)
  }

  async function poll(): Promise<DiagnosticsBatch> {
    const found = task()
    if (found === undefined || (!isOver(found) && now() - lookedAt < LOOK_MS)) return nothing
    lookedAt = now()
    return { events: [], ...(await logs.follow([found])) }
  }

  async function diagnose(verdict: FailureVerdict, budget: RetryBudget): Promise<Diagnosis | undefined> {
    const found = task()
    if (found === undefined) return undefined
    let read = await logs.read(found, budget)
    for (let turn = 1; turn < READINGS && isSilent(found, read.findings); turn++) {
      if (!(await budget.pause(turn))) break
      read = await logs.read(found, budget)
    }
    const cause = isOver(found) ? causeOf(found, read.findings, verdict) : undefined
    return { logs: read.logs, unavailable: read.unavailable, ...(cause && { cause }) }
  }

  /** The code stays: it says that a task failed, and not the deployment. */
  function causeOf(found: Task, log: LogFindings, { reasonCode, fix, result }: FailureVerdict) {
    if (result === 'timed-out') return undefined
    const known = chooseCause(evidenceOf(found, log))
    // A task may finish: then another of its containers is to blame.
    const isKnown = known !== undefined && known.reasonCode !== 'app-ended'
    return { ...(isKnown ? known : { reason: endText(found, started), fix, lines: [] }), reasonCode }
  }

  function evidenceOf(found: Task, log: LogFindings): Evidence {
    return {
      tasks: [{ task: found, events: [], ...(log.lines.length > 0 && { log }) }],
      ...{ events: [], reasons: [], unavailable: [] },
      ...{ definition: started.definition, target: undefined, isDraining: false, since },
    }
  }

  return { poll, diagnose }
}

/** Its containers ran, and nothing of what they wrote is there yet. */
function isSilent({ containers }: Task, { lines, unavailable }: LogFindings): boolean {
  return (
    lines.length === 0 &&
    unavailable.length === 0 &&
    containers.some(({ exitCode }) => exitCode !== undefined)
  )
}
