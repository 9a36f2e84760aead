import { formatElapsed } from '../../runtime/clock.ts'
import type { ServiceEvent } from '../model/service.ts'
import { CLOCK_SKEW_MS, type StartedDeployment } from '../rollout/started.ts'
import { formatEvent } from './event-text.ts'

/** Maximum number of events in a diagnosis. */
const MAX_EXPLAINING = 5

type Rollout = Pick<StartedDeployment, 'createdAt' | 'service' | 'id'>

/**
 * Returns the new events of a service, oldest first, from the rollout on. An event that repeats for each task is returned once;
 * starts of tasks are always new.
 */
export function createEventReader(started: Rollout): (events: readonly ServiceEvent[]) => string[] {
  const told = new Set<string>()
  return (events) =>
    eventsSince(started, events).flatMap(({ id, message }) => {
      const kind = isStart(message) ? id : kindOf(message)
      if (told.has(kind)) return []
      told.add(kind)
      return [`ECS: ${formatEvent(message, started)}`]
    })
}

/** The events from a rollout on, oldest first. */
export function eventsSince(
  { createdAt = 0 }: Pick<Rollout, 'createdAt'>,
  events: readonly ServiceEvent[],
): ServiceEvent[] {
  // ECS lists the newest first, and several may have the same time.
  return events
    .toReversed()
    .filter((event) => (event.createdAt ?? 0) >= createdAt - CLOCK_SKEW_MS)
    .toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
}

/** Words of events that explain a failure (docs/ecs-facts.md §5, §8). */
const why = /unhealthy|failed container health|was unable to|is unable to|not found|unavailable|limit on/i

const taskIds = /\(task ([0-9a-f-]+)\)/g

/**
 * What the events say about why a rollout did not succeed: `ECS 0:58  "task 1f2e3d4c … is unhealthy …"`, each kind once, at its
 * last time. Tasks that ran before get unhealthy as well, also in calm services: an event of a task counts only if the task
 * was started since.
 */
export function explainingEvents(
  started: Rollout,
  events: readonly ServiceEvent[],
  isForeign: (task: string) => boolean = () => false,
): string[] {
  const byKind = new Map<string, string>()
  for (const event of ownEvents(started, events, isForeign)) {
    if (!why.test(event.message)) continue
    const kind = kindOf(event.message)
    byKind.delete(kind)
    byKind.set(kind, shownEvent(started, event))
  }
  return [...byKind.values()].slice(-MAX_EXPLAINING)
}

/** The events since a rollout that name no task but those that were started since, and none that is known to be another one's. */
export function ownEvents(
  started: Rollout,
  events: readonly ServiceEvent[],
  isForeign: (task: string) => boolean,
): ServiceEvent[] {
  const own = eventsSince(started, events)
  const startedTasks = new Set(startedIn(own))
  return own.filter(({ message }) => idsIn(message).every((id) => startedTasks.has(id) && !isForeign(id)))
}

/** Ids of the tasks that events say were started. */
export function startedIn(events: readonly ServiceEvent[]): string[] {
  return events.flatMap(({ message }) => (isStart(message) ? idsIn(message) : []))
}

/** `ECS 0:58  "task 1f2e3d4c … is unhealthy …"`. */
export function shownEvent(started: Rollout, { message, createdAt = 0 }: ServiceEvent): string {
  const at = formatElapsed(createdAt - (started.createdAt ?? 0))
  return `ECS ${at}  "${formatEvent(message, started)}"`
}

function isStart(message: string): boolean {
  return message.includes(' has started ')
}

/** The same text for all tasks. */
function kindOf(message: string): string {
  return message.replace(taskIds, '')
}

/** Ids of the tasks that an event names. */
export function idsIn(message: string): string[] {
  return [...message.matchAll(taskIds)].map(([, id = '']) => id)
}
