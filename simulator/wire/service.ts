import { ApiError } from './api-error.ts'
import {
  type Effect,
  effectsOn,
  type Fault,
  type PlainEffect,
  type ReceivedCall,
  type TimedEvent,
} from './faults.ts'

/** IAM prefixes of the simulated services. */
export type ServiceName = 'lightsail' | 'ecs' | 'logs'

/** One of AWS's services, for one account. */
export interface Service<Operation extends string, World> {
  readonly name: ServiceName
  /** What X-Amz-Target begins with, the dot included. */
  readonly targetPrefix: string
  readonly account: World
  /** May be added to and emptied at any time. */
  readonly faults: readonly Fault<Operation, World>[]
  readonly events: readonly TimedEvent<World>[]
  /** Errors repeat their type in a header, as JSON services of today do. */
  readonly hasErrorHeader: boolean
  isOperation(name: string): name is Operation
  /** Checks the input and does the operation; `at` is epoch milliseconds. Throws ApiError. */
  perform(operation: Operation, input: unknown, at: number): object
  /** The service's own error for what a fault calls `service-exception` or `not-found`. */
  errorFor(kind: 'service-exception' | 'not-found'): ApiError
  /** The account's number, and the ARN of what a call is about: both stand in the text of a refusal. */
  deniedOn(operation: Operation, input: unknown): { readonly accountId: string; readonly resource: string }
  nextRequestId(): string
}

/** The result of a call. */
export type CallOutcome = { readonly latencyMs: number } & (
  | { readonly kind: 'done'; readonly reply: object; readonly alter: (body: string) => string }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'bad-gateway'; readonly status: 500 | 502 | 503 | 504 }
  | { readonly kind: 'dropped'; readonly when: 'before-acceptance' | 'after-acceptance' }
)

/** A service as the protocol sees it, independent of its operations and account. */
export interface BoundService {
  readonly name: ServiceName
  readonly targetPrefix: string
  readonly hasErrorHeader: boolean
  isOperation(name: string): boolean
  /** Applies all events that are due by then. */
  runDueEvents(at: number): void
  /** Applies faults and performs the operation. */
  outcomeOf(call: ReceivedCall): CallOutcome
  nextRequestId(): string
}

export function bindService<Operation extends string, World>(
  service: Service<Operation, World>,
): BoundService {
  const { name, targetPrefix, hasErrorHeader, account, faults } = service
  const waiting = new Set(service.events)
  return {
    name,
    targetPrefix,
    hasErrorHeader,
    isOperation: (operation) => service.isOperation(operation),
    runDueEvents: (at) => runDueEvents(waiting, account, at),
    outcomeOf: (call) => {
      const { operation } = call
      if (!service.isOperation(operation)) return refused(unknownOperation())
      const known = { ...call, operation }
      return outcomeOf(known, service, effectsOn(known, faults))
    },
    nextRequestId: () => service.nextRequestId(),
  }
}

export function refused(error: ApiError): CallOutcome {
  return { kind: 'refused', error, latencyMs: 0 }
}

export function unknownOperation(): ApiError {
  return new ApiError({ type: 'UnknownOperationException', message: 'Unknown operation.' })
}

/** Events come first, latency adds up, then the first of the other effects decides. */
function outcomeOf<Operation extends string, World>(
  call: ReceivedCall<Operation>,
  service: Service<Operation, World>,
  effects: readonly Effect<World>[],
): CallOutcome {
  for (const effect of effects) if (effect.kind === 'event') effect.happens(service.account)
  const plain = effects.filter((effect) => effect.kind !== 'event')
  const latencyMs = plain.reduce((sum, one) => sum + (one.kind === 'latency' ? one.milliseconds : 0), 0)
  const decisive = plain.find(({ kind }) => kind !== 'latency')
  const isDone =
    decisive === undefined ||
    decisive.kind === 'truncate' ||
    decisive.kind === 'alter' ||
    (decisive.kind === 'drop' && decisive.when === 'after-acceptance') ||
    ('accepted' in decisive && decisive.accepted === true)
  try {
    const reply = isDone ? service.perform(call.operation, call.input, call.at) : {}
    if (decisive?.kind === 'drop') return { kind: 'dropped', when: decisive.when, latencyMs }
    if (decisive?.kind === 'bad-gateway')
      return { kind: 'bad-gateway', status: decisive.status ?? 502, latencyMs }
    const error = decisive && errorOf(decisive, call, service)
    if (error) return { kind: 'refused', error, latencyMs }
    return { kind: 'done', reply, alter: alterationOf(decisive), latencyMs }
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'refused', error, latencyMs }
    throw error
  }
}

function alterationOf(effect: PlainEffect | undefined): (body: string) => string {
  if (effect?.kind === 'truncate') return (body) => body.slice(0, body.length / 2)
  return effect?.kind === 'alter' ? effect.alter : (body) => body
}

/** The error of an effect, or undefined for effects that are not plain errors. */
function errorOf<Operation extends string, World>(
  effect: PlainEffect,
  { operation, input }: ReceivedCall<Operation>,
  service: Service<Operation, World>,
): ApiError | undefined {
  switch (effect.kind) {
    case 'throttle':
      return new ApiError({ type: 'ThrottlingException', message: 'Rate exceeded' })
    case 'service-exception':
    case 'not-found':
      return service.errorFor(effect.kind)
    case 'expired-token':
      return new ApiError({
        type: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      })
    case 'access-denied':
      return accessDenied(`${service.name}:${operation}`, service.deniedOn(operation, input))
    case 'error':
      return new ApiError(effect)
    default:
      return undefined
  }
}

/** AWS's usual sentence: it names the missing action and the resource. */
export function accessDenied(
  action: string,
  { accountId, resource }: { readonly accountId: string; readonly resource: string },
): ApiError {
  return new ApiError({
    type: 'AccessDeniedException',
    message: `User: arn:aws:sts::${accountId}:assumed-role/deploy/github is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  })
}

/** In order of time; one event may make the next one due. */
function runDueEvents<World>(waiting: Set<TimedEvent<World>>, account: World, now: number): void {
  for (;;) {
    const due = [...waiting]
      .map((event) => ({ event, at: event.dueAt(account) ?? Number.POSITIVE_INFINITY }))
      .filter(({ at }) => at <= now)
      .sort((one, other) => one.at - other.at)[0]
    if (due === undefined) return
    waiting.delete(due.event)
    due.event.happens(account, due.at)
  }
}
