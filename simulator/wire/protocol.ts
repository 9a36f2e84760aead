import type { Account } from '../lightsail/account.ts'
import { LightsailError } from '../lightsail/errors.ts'
import { nextUuid } from '../lightsail/identifiers.ts'
import { isOperationName } from '../lightsail/operations/index.ts'
import { type Effect, effectsOn, errorOf, type Fault, type ReceivedCall, type TimedEvent } from './faults.ts'

/** The parts of an HTTP request that matter: the X-Amz-Target header and the body. */
export interface WireRequest {
  readonly target: string
  readonly body: string
}

/** What goes back; `latencyMs` is how long a fault wants it held back. */
export type WireAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
      readonly latencyMs: number
    }
  | { readonly kind: 'dropped'; readonly latencyMs: number }

/** One line of the record of calls. `at` is epoch milliseconds; a dropped call has status 0. */
export interface RecordedCall {
  readonly number: number
  readonly operation: string
  readonly input: unknown
  readonly at: number
  readonly status: number
  readonly errorType?: string
  readonly dropped?: 'before-acceptance' | 'after-acceptance'
}

/** Lightsail's side of the wire without HTTP: answers requests, applies faults, keeps the record. */
export interface Protocol {
  readonly calls: RecordedCall[]
  answer(request: WireRequest): WireAnswer
}

const targetPrefix = 'Lightsail_20161128.'

export function createProtocol({
  account,
  onRequest = () => {},
  faults = [],
  events = [],
  onCall = () => {},
}: {
  account: Account
  /** Called as each request arrives, before the time is read. */
  onRequest?: () => void
  faults?: readonly Fault[]
  events?: readonly TimedEvent[]
  onCall?: (call: RecordedCall) => void
}): Protocol {
  const calls: RecordedCall[] = []
  const waiting = new Set(events)

  const answer = ({ target, body }: WireRequest): WireAnswer => {
    onRequest()
    const at = account.now()
    letHappen(waiting, account, at)
    const operation = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : target
    const number = calls.length + 1
    const record = (input: unknown, outcome: Outcome): WireAnswer => {
      const call: RecordedCall = { number, operation, input, at, ...recorded(outcome) }
      calls.push(call)
      onCall(call)
      return wireAnswer(outcome, { requestId: nextUuid(account.records, 'request'), at })
    }

    const input = parsed(body)
    if (!target.startsWith(targetPrefix) || !isOperationName(operation))
      return record(
        input,
        refused(new LightsailError({ type: 'UnknownOperationException', message: 'Unknown operation.' })),
      )
    if (input === undefined)
      return record(
        {},
        refused(
          new LightsailError({ type: 'SerializationException', message: 'The request body is not JSON.' }),
        ),
      )
    const ordinal = calls.filter((call) => call.operation === operation).length + 1
    const call = { operation, ordinal, number, input, at }
    return record(input, outcomeOf(call, account, effectsOn(call, faults)))
  }
  return { calls, answer }
}

type Outcome = { readonly latencyMs: number } & (
  | { readonly kind: 'done'; readonly reply: object; readonly alter: (body: string) => string }
  | { readonly kind: 'refused'; readonly error: LightsailError }
  | { readonly kind: 'bad-gateway' }
  | { readonly kind: 'dropped'; readonly when: 'before-acceptance' | 'after-acceptance' }
)

/** Events come first, latency adds up, then the first of the other effects decides. */
function outcomeOf(call: ReceivedCall, account: Account, effects: readonly Effect[]): Outcome {
  for (const effect of effects) if (effect.kind === 'event') effect.happens(account)
  const latencyMs = effects.reduce((sum, one) => sum + (one.kind === 'latency' ? one.milliseconds : 0), 0)
  const decisive = effects.find(({ kind }) => kind !== 'event' && kind !== 'latency')
  const isDone =
    decisive === undefined ||
    decisive.kind === 'truncate' ||
    decisive.kind === 'alter' ||
    (decisive.kind === 'drop' && decisive.when === 'after-acceptance') ||
    ('accepted' in decisive && decisive.accepted === true)
  try {
    const reply = isDone ? account.call(call.operation, call.input, { at: call.at }) : {}
    if (decisive?.kind === 'drop') return { kind: 'dropped', when: decisive.when, latencyMs }
    if (decisive?.kind === 'bad-gateway') return { kind: 'bad-gateway', latencyMs }
    const error = decisive && errorOf(decisive, call, account)
    if (error) return { kind: 'refused', error, latencyMs }
    return { kind: 'done', reply, alter: alterationOf(decisive), latencyMs }
  } catch (error) {
    if (error instanceof LightsailError) return { kind: 'refused', error, latencyMs }
    throw error
  }
}

function alterationOf(effect: Effect | undefined): (body: string) => string {
  if (effect?.kind === 'truncate') return (body) => body.slice(0, body.length / 2)
  return effect?.kind === 'alter' ? effect.alter : (body) => body
}

function refused(error: LightsailError): Outcome {
  return { kind: 'refused', error, latencyMs: 0 }
}

function recorded(outcome: Outcome): Pick<RecordedCall, 'status' | 'errorType' | 'dropped'> {
  switch (outcome.kind) {
    case 'done':
      return { status: 200 }
    case 'refused':
      return { status: outcome.error.status, errorType: outcome.error.type }
    case 'bad-gateway':
      return { status: 502 }
    case 'dropped':
      return { status: 0, dropped: outcome.when }
  }
}

/** `__type` is what every SDK reads; the other members of an error may be absent (docs/lightsail-facts.md §1.2). */
function wireAnswer(
  outcome: Outcome,
  { requestId, at }: { readonly requestId: string; readonly at: number },
): WireAnswer {
  const { latencyMs } = outcome
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': requestId,
    date: new Date(at).toUTCString(),
  }
  switch (outcome.kind) {
    case 'done': {
      const body = outcome.alter(JSON.stringify(outcome.reply))
      return { kind: 'answered', status: 200, headers, body, latencyMs }
    }
    case 'refused': {
      const { type, message, status } = outcome.error
      return { kind: 'answered', status, headers, body: JSON.stringify({ __type: type, message }), latencyMs }
    }
    case 'bad-gateway':
      return {
        kind: 'answered',
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
        latencyMs,
      }
    case 'dropped':
      return { kind: 'dropped', latencyMs }
  }
}

/** Lets every event happen that is due by now, in order of time; one may make the next one due. */
function letHappen(waiting: Set<TimedEvent>, account: Account, now: number): void {
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

function parsed(body: string): unknown {
  if (body.trim() === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
