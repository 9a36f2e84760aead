import type { Account } from '../lightsail/account.ts'
import { LightsailError } from '../lightsail/errors.ts'
import type { OperationName } from '../lightsail/operations/index.ts'
import { serviceRecordAt } from '../lightsail/views.ts'

/** A call as a fault sees it. */
export interface ReceivedCall {
  readonly operation: OperationName
  /** Which call of this operation it is, from 1. */
  readonly ordinal: number
  /** Which call of all it is, from 1. */
  readonly number: number
  readonly input: unknown
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * Something that goes wrong with chosen calls of an operation. `calls` counts the operation's calls from 1: the n-th,
 * several, all of them (`every`), or those for which a predicate holds. With operation `*` it counts all calls.
 */
export interface Fault {
  readonly operation: OperationName | '*'
  readonly calls: number | readonly number[] | 'every' | ((call: ReceivedCall) => boolean)
  readonly effect: Effect
}

/**
 * `accepted` on an error means that the operation is done although the answer says otherwise. A drop closes the
 * connection without an answer; `alter` rewrites the body of a good one, as AWS might some day. Latency is real milliseconds. An event happens before the operation is done, as if by
 * somebody else.
 */
export type Effect =
  | { readonly kind: 'throttle' }
  | { readonly kind: 'service-exception'; readonly accepted?: true }
  | { readonly kind: 'bad-gateway'; readonly accepted?: true }
  | { readonly kind: 'drop'; readonly when: 'before-acceptance' | 'after-acceptance' }
  | { readonly kind: 'truncate' }
  | { readonly kind: 'alter'; readonly alter: (body: string) => string }
  | { readonly kind: 'latency'; readonly milliseconds: number }
  | { readonly kind: 'expired-token' }
  | { readonly kind: 'access-denied' }
  | { readonly kind: 'not-found' }
  | {
      readonly kind: 'error'
      readonly type: string
      readonly message: string
      readonly status?: number
      readonly accepted?: true
    }
  | { readonly kind: 'event'; readonly happens: (account: Account) => void }

/** Something that somebody else does at a moment, whoever calls what; noticed with the next request. */
export interface TimedEvent {
  /** Epoch milliseconds, or undefined while what it depends on has not happened. */
  readonly dueAt: (account: Account) => number | undefined
  readonly happens: (account: Account, at: number) => void
}

export function effectsOn(call: ReceivedCall, faults: readonly Fault[]): readonly Effect[] {
  return faults.filter((fault) => matches(fault, call)).map(({ effect }) => effect)
}

function matches({ operation, calls }: Fault, call: ReceivedCall): boolean {
  if (operation !== '*' && operation !== call.operation) return false
  if (calls === 'every') return true
  if (typeof calls === 'function') return calls(call)
  const count = operation === '*' ? call.number : call.ordinal
  return typeof calls === 'number' ? calls === count : calls.includes(count)
}

/** The error that an effect answers with, or undefined for those that are no plain error. */
export function errorOf(effect: Effect, call: ReceivedCall, account: Account): LightsailError | undefined {
  switch (effect.kind) {
    case 'throttle':
      return new LightsailError({ type: 'ThrottlingException', message: 'Rate exceeded' })
    case 'service-exception':
      return new LightsailError({
        type: 'ServiceException',
        message: 'An error occurred while processing the request.',
        status: 500,
      })
    case 'expired-token':
      return new LightsailError({
        type: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      })
    case 'access-denied':
      return new LightsailError({ type: 'AccessDeniedException', message: deniedText(call, account) })
    case 'not-found':
      return new LightsailError({ type: 'NotFoundException', message: 'Sorry, the resource does not exist.' })
    case 'error':
      return new LightsailError(effect)
    default:
      return undefined
  }
}

/** AWS's usual sentence; it names the action and the resource that are missing. */
function deniedText({ operation, input }: ReceivedCall, { records, now }: Account): string {
  const name =
    typeof input === 'object' && input !== null && 'serviceName' in input ? String(input.serviceName) : ''
  const arn =
    serviceRecordAt(records, name, now())?.arn ??
    `arn:aws:lightsail:${records.region}:${records.id}:ContainerService/*`
  const action = `lightsail:${operation}`
  return `User: arn:aws:sts::${records.id}:assumed-role/deploy/github is not authorized to perform: ${action} on resource: ${arn} because no identity-based policy allows the ${action} action`
}
