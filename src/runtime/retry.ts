import type { Clock } from './clock.ts'
import type { Progress } from './progress.ts'
import { ServiceError, type ServiceErrorKind } from './service-error.ts'

/** Errors after which a read can be repeated. */
export const transientErrors: readonly ServiceErrorKind[] = ['throttled', 'not-sent', 'no-response']

/** Errors after which even a write can be repeated: it was certainly not accepted. */
export const safeToRepeatWrites: readonly ServiceErrorKind[] = ['throttled', 'cancelled']

const BASE_MS = 500
const CAP_MS = 20_000

/** Milliseconds: exponential, capped, and spread so that runs that were throttled together do not retry together. */
function backOff(attempt: number, chance: number): number {
  return Math.min(CAP_MS, BASE_MS * 2 ** attempt) * (0.5 + chance / 2)
}

/** How often and how long a call is retried. */
export interface RetryPolicy {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How many repetitions are allowed; 0 means none. */
  readonly maxRetries: number
  /** No repetition starts after this time, in milliseconds since the epoch. */
  readonly deadline: number
  /** Called with every error that is followed by a retry. */
  readonly progress: Pick<Progress, 'transient'>
}

/** Calls, and retries while the error is one of `kinds`. Throws the last error. */
export async function retry<T>(
  call: () => Promise<T>,
  kinds: readonly ServiceErrorKind[],
  { clock, signal, maxRetries, deadline, progress }: RetryPolicy,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call()
    } catch (failure) {
      if (!(failure instanceof ServiceError) || !kinds.includes(failure.kind)) throw failure
      const pause = backOff(attempt, clock.random())
      if (attempt >= maxRetries || signal.aborted || clock.now() + pause > deadline) throw failure
      progress.transient(retryMessage(failure, 'retrying'))
      await clock.sleep(pause, signal)
      if (signal.aborted) throw failure
    }
  }
}

/** `no answer to GetContainerServices (HTTP 502); retrying`. */
export function retryMessage({ kind, operation, message }: ServiceError, remedy: string): string {
  const what = {
    throttled: `${operation} was throttled`,
    accepted: `${operation} was accepted`,
    other: `no answer to ${operation}`,
  }
  return `${what[kind === 'throttled' || kind === 'accepted' ? kind : 'other']} (${message}); ${remedy}`
}
