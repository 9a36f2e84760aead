import type { Account } from '../lightsail/account.ts'
import type { OperationName } from '../lightsail/operations/index.ts'

/** A call, as faults see it. */
export interface ReceivedCall<Operation extends string = string> {
  readonly operation: Operation
  /** Which call of this operation of the service it is, from 1. */
  readonly ordinal: number
  /** Which call of all it is, from 1. */
  readonly number: number
  readonly input: unknown
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * Something that goes wrong with chosen calls of an operation. `calls` counts the operation's calls from 1: the n-th, several, all
 * of them (`every`), or those that satisfy a predicate. With operation `*` it counts all calls. Names and account are Lightsail's
 * by default.
 */
export interface Fault<Operation extends string = OperationName, World = Account> {
  readonly operation: Operation | '*'
  readonly calls: number | readonly number[] | 'every' | ((call: ReceivedCall<Operation>) => boolean)
  readonly effect: Effect<World>
}

/**
 * `accepted` on an error: the operation is performed although the reply is an error. A bad gateway replies with an HTML page, 502
 * by default. A drop closes the connection without a reply; `alter` rewrites the body of a good one, as a future AWS might. Latency
 * is real milliseconds. An event happens before the operation, as if another client had caused it.
 */
export type Effect<World = Account> = PlainEffect | EventEffect<World>

/** Another client acts first. */
export interface EventEffect<World> {
  readonly kind: 'event'
  readonly happens: (account: World) => void
}

/** Failures of the call itself. */
export type PlainEffect =
  | { readonly kind: 'throttle' }
  | { readonly kind: 'service-exception'; readonly accepted?: true }
  | { readonly kind: 'bad-gateway'; readonly status?: 500 | 502 | 503 | 504; readonly accepted?: true }
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

/** Something that another client does at a moment, independent of calls; applied with the next request. */
export interface TimedEvent<World = Account> {
  /** Epoch milliseconds, or undefined until what it depends on has happened. */
  readonly dueAt: (account: World) => number | undefined
  readonly happens: (account: World, at: number) => void
}

export function effectsOn<Operation extends string, World>(
  call: ReceivedCall<Operation>,
  faults: readonly Fault<Operation, World>[],
): readonly Effect<World>[] {
  return faults.filter((fault) => matches(fault, call)).map(({ effect }) => effect)
}

function matches<Operation extends string, World>(
  { operation, calls }: Fault<Operation, World>,
  call: ReceivedCall<Operation>,
): boolean {
  if (operation !== '*' && operation !== call.operation) return false
  if (calls === 'every') return true
  if (typeof calls === 'function') return calls(call)
  const count = operation === '*' ? call.number : call.ordinal
  return typeof calls === 'number' ? calls === count : calls.includes(count)
}
