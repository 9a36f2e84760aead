import type { Diagnosis, Diagnostics } from '../../rollout/contract/diagnostics.ts'
import type { FailureVerdict } from '../../rollout/contract/verdict.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { RolloutWatch } from '../rollout/rollout-watch.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import { createEventReader, explainingEvents } from './service-events.ts'

/** Milliseconds between two reads of the service for its events; polls are more frequent. */
const EVENTS_MS = 10_000

/** Results that events about tasks may explain. */
const explained: readonly string[] = [
  'rolled-back',
  'failed-kept-previous',
  'failed-nothing-serving',
  'timed-out',
]

/**
 * Diagnostics from the events of the service. It is read every 10 s, which also feeds the status: a service may be deleted while it
 * is deployed to.
 */
export function eventDiagnostics(
  watch: RolloutWatch,
  started: StartedDeployment,
  {
    now,
    clean,
  }: {
    /** Milliseconds, by ECS's clock. */
    now(): number
    /** Sanitizes and redacts untrusted text. */
    clean(text: string): string
  },
): Diagnostics {
  const read = createEventReader(started)
  let readAt = Number.NEGATIVE_INFINITY

  async function newEvents(): Promise<string[]> {
    if (now() - readAt < EVENTS_MS) return []
    readAt = now()
    try {
      const service = await watch.look(EVENTS_MS / 2)
      return service === 'gone' ? [] : read(service.events).map(clean)
    } catch (failure) {
      // An error is ignored: the next read, or the poll itself, will show it.
      if (failure instanceof ServiceError) return []
      throw failure
    }
  }

  /** The newest read is sufficient: every end is decided with one. */
  function evidence({ result, reasonCode, fix }: FailureVerdict): Diagnosis | undefined {
    const { service } = watch.snapshot()
    if (!explained.includes(result) || service === undefined || service === 'gone') return undefined
    const lines = explainingEvents(started, service.events).map(clean)
    if (lines.length === 0) return undefined
    return { cause: { reasonCode, reason: '', fix, lines }, logs: [], unavailable: [] }
  }

  return {
    poll: async () => ({ events: await newEvents(), logs: [], unavailable: [] }),
    diagnose: async (verdict) => evidence(verdict),
  }
}
