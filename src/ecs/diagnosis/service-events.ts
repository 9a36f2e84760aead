import type { Clock } from '../../runtime/clock.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { ServiceEvent } from '../model/service.ts'
import type { RolloutWatch } from '../rollout/rollout-watch.ts'
import type { StartedDeployment } from '../rollout/started.ts'

/** Milliseconds between two looks at the service for its events; whoever polls looks more often. */
const EVENTS_MS = 10_000

/** An event of our rollout is not older than its deployment, but for the clocks of ECS's own machines. Milliseconds. */
const CLOCK_SKEW_MS = 5_000

/** Tells each event of a service once, oldest first, from the rollout on. */
export function createEventReader(
  started: Pick<StartedDeployment, 'createdAt' | 'service'>,
): (events: readonly ServiceEvent[]) => string[] {
  const since = (started.createdAt ?? 0) - CLOCK_SKEW_MS
  const told = new Set<string>()
  return (events) => {
    const fresh = events.filter(({ id, createdAt }) => !told.has(id) && (createdAt ?? 0) >= since)
    for (const { id } of fresh) told.add(id)
    return fresh
      .toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
      .map(({ message }) => eventText(message, started.service))
  }
}

/** `(service shop) has started 2 tasks: (task a) (task b).` → `has started 2 tasks: (task a) (task b)`. */
function eventText(message: string, service: string): string {
  const own = message.replace(`(service ${service}) `, '').replace(`(service ${service}, `, '(')
  return own.replace(/\.$/, '')
}

/** Looks at the service every 10 s, which also feeds how the rollout is judged: a service may go while it is deployed to. */
export function watchEvents(
  watch: RolloutWatch,
  started: StartedDeployment,
  { clock, clean }: { clock: Pick<Clock, 'now'>; clean(text: string): string },
): () => Promise<string[]> {
  const read = createEventReader(started)
  let lookedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (clock.now() - lookedAt < EVENTS_MS) return []
    lookedAt = clock.now()
    try {
      const service = await watch.look(EVENTS_MS / 2)
      return service === 'gone' ? [] : read(service.events).map(clean)
    } catch (failure) {
      // What cannot be seen now is seen the next time, or told by the poll itself.
      if (failure instanceof ServiceError) return []
      throw failure
    }
  }
}
