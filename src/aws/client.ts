import type { Clock } from '../runtime/clock.ts'
import type { ServiceError } from '../runtime/service-error.ts'
import { type Credentials, watchCredentials } from './credentials.ts'
import { endpointOf, type ServiceEndpoint } from './endpoint.ts'
import { dateOf } from './responses.ts'

/** What the API of a service is made of. */
export interface ApiOptions<Settings> {
  /** Of the SDK's client. */
  settings: Settings
  clock: Pick<Clock, 'alarm' | 'now'>
  /** Ends reads at once, and writes some seconds later. */
  signal: AbortSignal
  /** Removes secrets and control characters from text that AWS sends. */
  clean(text: string): string
  /** Hears the credentials that requests are signed with. */
  registerSecrets?: (secrets: readonly string[]) => void
}

/** What all calls of one client share. */
export interface Calls {
  /** Options of a read: it is aborted with the job. */
  readonly reading: { readonly abortSignal: AbortSignal }
  /** Options of a write: it may still be answered some seconds after the job was cancelled. */
  readonly writing: { readonly abortSignal: AbortSignal }
  /** Returns the reply, or throws a `ServiceError` with kind and fix. */
  naming<Answer>(operation: string, call: Promise<Answer>): Promise<Answer>
  /** Time of the newest reply by the service's clock; before the first one the runner's. Epoch milliseconds. */
  serviceTime(): number
  /** The endpoint of the calls; `undefined` before the first one. */
  endpoint(): Promise<ServiceEndpoint>
}

/** A client of the SDK, as far as it is watched here. */
interface Client<Asked extends unknown[], Found extends Credentials> {
  readonly config: { credentials: (...asked: Asked) => Promise<Found> }
  readonly middlewareStack: {
    add(
      middleware: (
        // biome-ignore lint/suspicious/noExplicitAny: the types of the steps differ, and are the SDK's own.
        next: (call: any) => Promise<any>,
        // biome-ignore lint/suspicious/noExplicitAny: as above.
      ) => (call: any) => Promise<any>,
      options: { step: 'build' } | { step: 'deserialize'; priority: 'low' },
    ): void
  }
}

/** Adds middleware to a client that records its endpoint, credentials and the service's time, and aborts calls with the job. */
export function watchClient<Asked extends unknown[], Found extends Credentials>(
  client: Client<Asked, Found>,
  {
    clock,
    signal,
    registerSecrets = () => undefined,
    toError,
  }: Omit<ApiOptions<unknown>, 'settings' | 'clean'> & {
    toError(operation: string, error: unknown): ServiceError
  },
): Calls {
  let answeredAt: number | undefined
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next(call)
      answeredAt = dateOf(answer.response) ?? answeredAt
      return answer
    },
    { step: 'deserialize', priority: 'low' },
  )
  const endpoint = new Promise<ServiceEndpoint>((resolve) => {
    client.middlewareStack.add(
      (next) => (call) => {
        resolve(endpointOf(call.request))
        return next(call)
      },
      { step: 'build' },
    )
  })
  const writing = { abortSignal: abortAfterGrace(signal, clock) }
  watchCredentials(client, { onFound: registerSecrets, signal: writing.abortSignal })
  return {
    reading: { abortSignal: signal },
    writing,
    naming: async (operation, call) => {
      try {
        return await call
      } catch (error) {
        throw toError(operation, error)
      }
    },
    serviceTime: () => answeredAt ?? clock.now(),
    endpoint: () => endpoint,
  }
}

/** A cancelled job is killed 10 s after SIGINT: a write gets half of that for its reply. */
const WRITE_GRACE_MS = 5_000

/** Aborts some seconds after `signal`, so that a write on its way can still be answered. */
function abortAfterGrace(signal: AbortSignal, clock: Pick<Clock, 'alarm'>): AbortSignal {
  const controller = new AbortController()
  const onAbort = () => {
    clock.alarm(WRITE_GRACE_MS).addEventListener('abort', () => controller.abort())
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return controller.signal
}
