import type { Protocol } from '../../../../simulator/wire/protocol.ts'
import { NetworkError } from '../../../../src/net/http.ts'
import type { Chance } from '../prng.ts'
import type { Timeline } from '../scheduler.ts'

/** What goes wrong on the way, for as long as it is so (epoch milliseconds), with so many of 100 calls. */
export interface Trouble {
  readonly kind: 'unresolved' | 'slow-there' | 'slow-back'
  readonly writesOnly: boolean
  readonly from: number
  readonly to: number
  readonly share: number
}

/** One call as the client sees it; times in epoch milliseconds. */
export interface SentCall {
  readonly operation: string
  readonly isWrite: boolean
  readonly sentAt: number
  /** Whether the job had been cancelled before. */
  readonly isLate: boolean
  endedAt: number
  /** `no answer`, or the HTTP status. */
  end: string
}

export interface Network {
  readonly sent: readonly SentCall[]
  /** Instead of the SDK's own way to the wire. */
  readonly requestHandler: {
    handle(request: WireRequest, options?: { abortSignal?: AbortSignal }): Promise<{ response: WireResponse }>
    destroy(): void
  }
}

interface WireRequest {
  readonly hostname: string
  readonly headers: Record<string, string>
  readonly body?: Uint8Array
}

interface WireResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** As `clientSettings` of the product says: the SDK's handler gives up after that. */
const ANSWER_MS = 20_000

function failure(name: string, code: string, message: string): Error {
  return Object.assign(new Error(message), { name, code })
}

/** Operations that change nothing, of every service. */
export function isRead(operation: string): boolean {
  return /^(?:Get|Describe|List)/.test(operation)
}

/** The way between the SDK and the simulator, without sockets: it takes time, and things get lost on it. */
export function createNetwork({
  timeline,
  chance,
  protocol,
  troubles,
  signal,
  onSent,
}: {
  timeline: Timeline
  chance: Chance
  protocol: Protocol
  troubles: readonly Trouble[]
  signal: AbortSignal
  onSent(call: SentCall, count: number): void
}): Network {
  const sent: SentCall[] = []

  /** Some milliseconds on the wire; rejects as soon as the call is aborted. */
  const travel = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
    await timeline.sleep(ms, signal)
    if (signal?.aborted) throw failure('AbortError', 'ABORT_ERR', 'Request aborted')
  }

  const isStruck = (kind: Trouble['kind'], { isWrite, sentAt }: SentCall): boolean =>
    troubles.some(
      (trouble) =>
        trouble.kind === kind &&
        (isWrite || !trouble.writesOnly) &&
        trouble.from <= sentAt &&
        sentAt < trouble.to &&
        chance.percent(trouble.share),
    )

  return {
    sent,
    requestHandler: {
      handle: async ({ hostname, headers, body }, { abortSignal } = {}) => {
        const target = headers['x-amz-target'] ?? ''
        const operation = target.replace(/^.*\./, '')
        const sentAt = timeline.now()
        const call: SentCall = {
          operation,
          isWrite: !isRead(operation),
          sentAt,
          isLate: signal.aborted,
          endedAt: sentAt,
          end: 'no answer',
        }
        sent.push(call)
        onSent(call, sent.length)
        try {
          if (isStruck('unresolved', call)) {
            await travel(5, abortSignal)
            throw new NetworkError('dns', `getaddrinfo ENOTFOUND ${hostname}`, { code: 'ENOTFOUND' })
          }
          const there = isStruck('slow-there', call) ? chance.whole(1_000, 30_000) : chance.whole(5, 120)
          const text = new TextDecoder().decode(body)
          // Nobody who gives up takes back what is on its way already.
          const arrival = new Promise<ReturnType<Protocol['answer']>>((resolve) => {
            timeline.at(sentAt + there, () => resolve(protocol.answer({ target, body: text })))
          })
          await travel(Math.min(there, ANSWER_MS), abortSignal)
          if (there >= ANSWER_MS) throw tooLate()
          const answer = await arrival
          const back = isStruck('slow-back', call) ? chance.whole(1_000, 40_000) : chance.whole(5, 120)
          await travel(Math.min(back, ANSWER_MS - there), abortSignal)
          if (there + back >= ANSWER_MS) throw tooLate()
          if (answer.kind === 'dropped') throw failure('Error', 'ECONNRESET', 'socket hang up')
          call.end = String(answer.status)
          return {
            response: {
              statusCode: answer.status,
              headers: { ...answer.headers },
              body: new TextEncoder().encode(answer.body),
            },
          }
        } finally {
          call.endedAt = timeline.now()
        }
      },
      destroy: () => undefined,
    },
  }
}

function tooLate(): Error {
  return failure(
    'TimeoutError',
    'ETIMEDOUT',
    `@smithy/node-http-handler - [ERROR] a request has exceeded the configured ${ANSWER_MS} ms requestTimeout.`,
  )
}
