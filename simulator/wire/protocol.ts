import { STATUS_CODES } from 'node:http'
import type { Account } from '../lightsail/account.ts'
import { ApiError } from './api-error.ts'
import type { Fault, TimedEvent } from './faults.ts'
import { createLightsailService } from './lightsail.ts'
import {
  type BoundService,
  bindService,
  type CallOutcome,
  refused,
  type ServiceName,
  unknownOperation,
} from './service.ts'

/** The relevant parts of an HTTP request: the X-Amz-Target header and the body. */
export interface WireRequest {
  readonly target: string
  readonly body: string
}

/** The reply; `latencyMs` is how long a fault delays it. */
export type WireAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
      readonly latencyMs: number
    }
  | { readonly kind: 'dropped'; readonly latencyMs: number }

/** An entry of the list of calls. `at` is epoch milliseconds; a dropped call has status 0. */
export interface RecordedCall {
  readonly number: number
  /** Absent if the target names no service that is simulated. */
  readonly service?: ServiceName
  readonly operation: string
  readonly input: unknown
  readonly at: number
  readonly status: number
  readonly errorType?: string
  readonly dropped?: 'before-acceptance' | 'after-acceptance'
}

/** The server side of the AWS protocol without HTTP: replies, applies faults, records calls. */
export interface Protocol {
  readonly calls: RecordedCall[]
  answer(request: WireRequest): WireAnswer
}

/** Lightsail always answers; `others` are services of the same account beside it. */
export function createProtocol({
  account,
  onRequest = () => {},
  faults = [],
  events = [],
  others = [],
  onCall = () => {},
}: {
  account: Account
  /** Called as each request arrives, before the time is read. */
  onRequest?: () => void
  faults?: readonly Fault[]
  events?: readonly TimedEvent[]
  others?: readonly BoundService[]
  onCall?: (call: RecordedCall) => void
}): Protocol {
  const calls: RecordedCall[] = []
  const lightsail = bindService(createLightsailService({ account, faults, events }))
  const services = [lightsail, ...others]

  const answer = ({ target, body }: WireRequest): WireAnswer => {
    onRequest()
    const at = account.now()
    for (const service of services) service.runDueEvents(at)
    const service = services.find(({ targetPrefix }) => target.startsWith(targetPrefix))
    const operation = service === undefined ? target : target.slice(service.targetPrefix.length)
    const number = calls.length + 1
    const record = (input: unknown, outcome: CallOutcome): WireAnswer => {
      const call: RecordedCall = {
        number,
        ...(service && { service: service.name }),
        operation,
        input,
        at,
        ...recorded(outcome),
      }
      calls.push(call)
      onCall(call)
      return wireAnswer(outcome, service ?? lightsail, at)
    }

    const input = parsed(body)
    if (!service?.isOperation(operation)) return record(input, refused(unknownOperation()))
    if (input === undefined)
      return record(
        {},
        refused(new ApiError({ type: 'SerializationException', message: 'The request body is not JSON.' })),
      )
    const isAlike = (call: RecordedCall) => call.service === service.name && call.operation === operation
    const ordinal = calls.filter(isAlike).length + 1
    return record(input, service.outcomeOf({ operation, ordinal, number, input, at }))
  }
  return { calls, answer }
}

function recorded(outcome: CallOutcome): Pick<RecordedCall, 'status' | 'errorType' | 'dropped'> {
  switch (outcome.kind) {
    case 'done':
      return { status: 200 }
    case 'refused':
      return { status: outcome.error.status, errorType: outcome.error.type }
    case 'bad-gateway':
      return { status: outcome.status }
    case 'dropped':
      return { status: 0, dropped: outcome.when }
  }
}

/** `__type` is what every SDK reads; the other members of an error may be absent (docs/lightsail-facts.md §1.2). */
function wireAnswer(
  outcome: CallOutcome,
  { hasErrorHeader, nextRequestId }: BoundService,
  at: number,
): WireAnswer {
  const { latencyMs } = outcome
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-RequestId': nextRequestId(),
    date: new Date(at).toUTCString(),
  }
  switch (outcome.kind) {
    case 'done': {
      const body = outcome.alter(JSON.stringify(outcome.reply))
      return { kind: 'answered', status: 200, headers, body, latencyMs }
    }
    case 'refused': {
      const { type, message, status } = outcome.error
      return {
        kind: 'answered',
        status,
        headers: { ...headers, ...(hasErrorHeader && { 'x-amzn-ErrorType': type }) },
        body: JSON.stringify({ __type: type, message }),
        latencyMs,
      }
    }
    case 'bad-gateway':
      return {
        kind: 'answered',
        status: outcome.status,
        headers: { 'content-type': 'text/html' },
        body: page(`${outcome.status} ${STATUS_CODES[outcome.status]}`),
        latencyMs,
      }
    case 'dropped':
      return { kind: 'dropped', latencyMs }
  }
}

/** Replies of a proxy or load balancer in front of the service. */
function page(title: string): string {
  return `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>`
}

function parsed(body: string): unknown {
  if (body.trim() === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
