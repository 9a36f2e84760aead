import type { Diagnosis, Diagnostics } from '../../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../../rollout/contract/verdict.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { RolloutWatch } from '../rollout/rollout-watch.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import { createEventReader, tellingEvents } from './service-events.ts'

/** Milliseconds between two looks at the service for its events; whoever polls looks more often. */
const EVENTS_MS = 10_000

/** Ends that something about the tasks may explain. */
const explained: readonly string[] = [
  'rolled-back',
  'failed-kept-previous',
  'failed-nothing-serving',
  'timed-out',
]

/**
 * What the events of the service tell. They are looked at every 10 s, which also feeds how the rollout is judged: a service
 * may go while it is deployed to.
 */
export function eventDiagnostics(
  watch: RolloutWatch,
  started: StartedDeployment,
  {
    now,
    clean,
  }: {
    /** Milliseconds, by the time of ECS. */
    now(): number
    /** Makes text of others printable, without secrets. */
    clean(text: string): string
  },
): Diagnostics {
  const read = createEventReader(started)
  let lookedAt = Number.NEGATIVE_INFINITY

  async function newEvents(): Promise<string[]> {
    if (now() - lookedAt < EVENTS_MS) return []
    lookedAt = now()
    try {
      const service = await watch.look(EVENTS_MS / 2)
      return service === 'gone' ? [] : read(service.events).map(clean)
    } catch (failure) {
      // What cannot be seen now is seen the next time, or told by the poll itself.
      if (failure instanceof ServiceError) return []
      throw failure
    }
  }

  /** The newest look is enough: an end is only told with one. */
  function evidence({ result, reasonCode, fix }: FailureVerdict): Diagnosis | undefined {
    const { service } = watch.snapshot()
    if (!explained.includes(result) || service === undefined || service === 'gone') return undefined
    const lines = tellingEvents(started, service.events).map(clean)
    if (lines.length === 0) return undefined
    return { cause: { reasonCode, reason: '', fix, lines }, logs: [], unavailable: [] }
  }

  return {
    poll: async () => ({ events: await newEvents(), logs: [], unavailable: [] }),
    diagnose: async (verdict) => evidence(verdict),
  }
}
