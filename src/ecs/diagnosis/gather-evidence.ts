import type { LogFindings } from '../../diagnosis/log-analysis.ts'
import { isRecord } from '../../inputs/documents/records.ts'
import type { Service, ServiceEvent } from '../model/service.ts'
import type { Task } from '../model/task.ts'
import type { TaskDefinitionContent } from '../model/task-definition.ts'
import type { RolloutSnapshot, StartedDeployment } from '../rollout/started.ts'
import { type Evidence, signatureOf } from './evidence.ts'
import { idsIn, ownEvents, shownEvent } from './service-events.ts'
import { hasFailed, type TaskWatch } from './tasks/task-watch.ts'

/** What is known about the failures of a service's deployment, put together from what was read. */
export function gatherEvidence(
  started: Pick<StartedDeployment, 'id' | 'service' | 'createdAt' | 'reply'>,
  {
    tasks,
    snapshot,
    definition,
    logs,
    clean,
    unavailable = [],
    isOverdue = false,
  }: {
    readonly tasks: Pick<TaskWatch, 'all' | 'isForeign'>
    readonly snapshot: Pick<RolloutSnapshot, 'service' | 'ours'>
    readonly definition: TaskDefinitionContent | undefined
    /** What was read of the logs, by signature of the task. */
    readonly logs: ReadonlyMap<string, LogFindings>
    clean(text: string): string
    readonly unavailable?: readonly string[]
    /** The run ends as its time is up, not as something failed. */
    readonly isOverdue?: boolean
  },
): Evidence {
  const { ours } = snapshot
  const service = snapshot.service === 'gone' ? undefined : snapshot.service
  const own = ownEvents(started, service?.events ?? [], tasks.isForeign)
  const shownOf = (event: ServiceEvent) => ({
    text: clean(event.message),
    shown: clean(shownEvent(started, event)),
  })
  const entry = service?.deployments.find(({ id }) => id === started.id)
  return {
    tasks: failedTasks(tasks).map((task) => {
      const log = logs.get(signatureOf(task))
      const events = own.filter(
        ({ message }) => idsIn(message).includes(task.id) && !/ has started /.test(message),
      )
      return { task, events: events.map(shownOf), ...(log && { log }) }
    }),
    events: own.map(shownOf),
    reasons: [ours?.statusReason, ours?.detail?.rollback?.reason, entry?.rolloutStateReason].flatMap(
      (text) => (text ? [clean(text)] : []),
    ),
    definition,
    target: targetOf(service ?? started.reply),
    isDraining: isOverdue && service !== undefined && isDraining(started, service),
    unavailable,
    since: started.createdAt ?? 0,
  }
}

/** Our tasks that failed, oldest first. */
export function failedTasks({ all }: Pick<TaskWatch, 'all'>): Task[] {
  return all().filter(hasFailed)
}

/** All wanted tasks of ours run and none failed, while those of before have to go and are not gone yet. */
function isDraining({ id: ours }: Pick<StartedDeployment, 'id'>, { deployments }: Service): boolean {
  const entry = deployments.find(({ id }) => id === ours)
  const others = deployments.filter(({ id, runningCount }) => id !== ours && runningCount > 0)
  if (entry === undefined || others.length === 0) return false
  const { runningCount, desiredCount, pendingCount, failedTasks: failures } = entry
  const isUp = desiredCount > 0 && runningCount >= desiredCount && pendingCount === 0 && failures === 0
  return isUp && others.every((other) => other.desiredCount === 0 || other.status === 'DRAINING')
}

function targetOf({ members }: Pick<Service, 'members'>): Evidence['target'] {
  const balancers = members['loadBalancers']
  const [first] = Array.isArray(balancers) ? balancers : []
  const { containerName, containerPort } = isRecord(first) ? first : {}
  return typeof containerName === 'string' && typeof containerPort === 'number'
    ? { containerName, containerPort }
    : undefined
}
