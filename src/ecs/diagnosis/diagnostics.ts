import type { LogFindings } from '../../diagnosis/log-analysis.ts'
import type {
  Cause,
  Diagnosis,
  Diagnostics,
  DiagnosticsBatch,
  LogTail,
  RetryBudget,
} from '../../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../../rollout/contract/verdict.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import { causeOf } from '../../verdict/reason-codes.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { OpenLogs } from '../api/logs-api.ts'
import { shortTaskId, type Task } from '../model/task.ts'
import type { TaskDefinitionContent } from '../model/task-definition.ts'
import type { RolloutWatch } from '../rollout/rollout-watch.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import { chooseCause, cut } from './choose-cause.ts'
import { shortenTargetGroups } from './event-text.ts'
import { bySignature, signatureOf, wordsOf } from './evidence.ts'
import { failedTasks, gatherEvidence } from './gather-evidence.ts'
import { createEventReader, eventsSince, explainingEvents, startedIn } from './service-events.ts'
import { createStopReader } from './stop-lines.ts'
import { followTaskLogs } from './tasks/followed-logs.ts'
import { hasFailed, watchTasks } from './tasks/task-watch.ts'

/** Milliseconds between two looks at events, tasks and logs; polls are more frequent. */
const LOOK_MS = 10_000

/** Ways to fail whose logs are read after the end, the most frequent first. */
const MAX_READ = 3

/** Readings of a log that holds nothing, although its container ran: lines lag (docs/ecs-facts.md §2c). */
const READINGS = 3

/** Length of ECS's words in a line, in characters. */
const MAX_WORDS = 300

/** What the diagnostics of a rollout work with. */
export interface DiagnosticsDependencies {
  readonly api: Pick<EcsApi, 'listStoppedTasks' | 'getTasks' | 'serviceTime'>
  readonly watch: RolloutWatch
  readonly openLogs: OpenLogs
  /** Where the tasks run. */
  readonly region: string
  /** The content of the task definition of that ARN. Throws only `ServiceError`. */
  definitionOf(arn: string): Promise<TaskDefinitionContent | undefined>
  /** Sanitizes and redacts untrusted text. */
  clean(text: string): string
}

/**
 * Diagnostics from events, stopped tasks and the logs of tasks. All are read while waiting, as ECS forgets; the service is read for
 * its events, which also feeds the status: it may be deleted while it is deployed to.
 */
export function rolloutDiagnostics(
  started: StartedDeployment & { readonly createdAt: number },
  { api, watch, openLogs, region, definitionOf, clean }: DiagnosticsDependencies,
): Diagnostics {
  const since = started.createdAt
  const logs = followTaskLogs({
    ...{ openLogs, clean, region, since, now: api.serviceTime },
    readDefinition: () => definitionOf(started.taskDefinition),
  })
  const tasks = watchTasks(api, started, {
    ...{ startedBy: started.id, taskDefinition: started.taskDefinition, since, clean },
  })
  const readEvents = createEventReader(started)
  const readStops = createStopReader()
  let lookedAt = Number.NEGATIVE_INFINITY

  const eventsNow = () => {
    const { service } = watch.snapshot()
    return service === undefined || service === 'gone' ? [] : service.events
  }
  const lookAtTasks = () => tasks.look(startedIn(eventsSince(started, eventsNow())))

  const evidence = async (read: ReadonlyMap<string, LogFindings>, isOverdue = false) =>
    gatherEvidence(started, {
      ...{ tasks, clean, isOverdue, logs: read, snapshot: watch.snapshot() },
      definition: await logs.definition(),
      unavailable: tasks.unavailable(),
    })

  async function poll(): Promise<DiagnosticsBatch> {
    if (api.serviceTime() - lookedAt < LOOK_MS) return { events: [], lines: [], unavailable: [] }
    lookedAt = api.serviceTime()
    // Errors are left out: the next look, or the poll itself, will show them.
    await unlessFailed(() => watch.look(LOOK_MS / 2))
    const events = readEvents(eventsNow()).map(clean)
    const ended = (await unlessFailed(lookAtTasks)) ?? []
    const { lines, unavailable } = await logs.follow(tasks.all())
    const failed = ended.filter(hasFailed)
    const stops = failed.length === 0 ? [] : readStops(failed, await evidence(knownLogs()))
    return { events: [...events, ...stops], lines, unavailable }
  }

  /** What was read while waiting, for all tasks that failed like the one that was followed. */
  function knownLogs(): Map<string, LogFindings> {
    return new Map(failedTasks(tasks).flatMap((task) => pair(task, logs.known(task))))
  }

  /** Reads the log of the newest task of each way to fail, or of the newest of ours if none did. */
  async function readLogs(budget: RetryBudget) {
    const groups = [...bySignature(failedTasks(tasks)).values()].sort(
      (one, other) => other.length - one.length,
    )
    const newest = groups.flatMap((group) => group.at(-1) ?? []).filter(hasRun)
    const asked = (groups.length > 0 ? newest : tasks.all().slice(-1)).slice(0, MAX_READ)
    const found = new Map<string, LogFindings>()
    const unavailable = new Set<string>()
    const tails: LogTail[] = []
    for (const task of asked) {
      let read = await logs.read(task, budget)
      for (let turn = 1; turn < READINGS && isSilent(read.findings) && (await budget.pause(turn)); turn++)
        read = await logs.read(task, budget)
      found.set(signatureOf(task), read.findings)
      for (const gap of read.unavailable) unavailable.add(gap)
      if (tails.length === 0) tails.push(...read.logs)
    }
    return { found, tails, unavailable: [...unavailable] }
  }

  async function diagnose(verdict: FailureVerdict, budget: RetryBudget): Promise<Diagnosis | undefined> {
    if (causeOf(verdict.reasonCode) === undefined) return undefined
    await unlessFailed(() => budget.retrying(lookAtTasks))
    const { found, tails, unavailable } = await readLogs(budget)
    const gaps = [...tasks.unavailable(), ...unavailable]
    // Nothing that failed before ours came through explains why its URL does not answer as asked.
    if (verdict.reasonCode === 'not-verified' || verdict.facts?.serving === 'ours')
      return { logs: tails, unavailable: unavailable }
    const known = await evidence(found, verdict.reasonCode === 'wait-timeout')
    const cause = chooseCause(known) ?? hints(verdict)
    const isMissed = known.tasks.length === 0 || known.tasks.some(({ task }) => hasRun(task))
    return { logs: tails, unavailable: isMissed ? gaps : tasks.unavailable(), ...(cause && { cause }) }
  }

  /** What may explain it, where no cause is proven: ECS's own words. */
  function hints({ reasonCode, fix }: FailureVerdict): Cause | undefined {
    const newest = [...bySignature(failedTasks(tasks)).values()].flatMap((group) => group.at(-1) ?? [])
    const stops = newest
      .slice(-2)
      .flatMap((task) =>
        wordsOf(task).map(
          (words) => `task ${shortTaskId(task)}  "${cut(shortenTargetGroups(words), MAX_WORDS)}"`,
        ),
      )
    const lines = [...stops, ...explainingEvents(started, eventsNow(), tasks.isForeign).map(clean)]
    return lines.length === 0 ? undefined : { reasonCode, reason: '', fix, lines }
  }

  return { poll, diagnose }
}

/** Its containers ran, so that they may have written something. */
function hasRun({ startedAt, containers }: Task): boolean {
  return startedAt !== undefined || containers.some(({ exitCode }) => exitCode !== undefined)
}

function isSilent({ lines, unavailable }: LogFindings): boolean {
  return lines.length === 0 && unavailable.length === 0
}

function pair(task: Task, findings: LogFindings | undefined): [string, LogFindings][] {
  return findings === undefined || findings.lines.length === 0 ? [] : [[signatureOf(task), findings]]
}

/** `undefined` instead of a failed call. */
async function unlessFailed<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call()
  } catch (failure) {
    if (failure instanceof ServiceError) return undefined
    throw failure
  }
}
