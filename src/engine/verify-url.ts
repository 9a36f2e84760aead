import type { Progress } from './progress.ts'
import { includesStatus } from './status-codes.ts'
import type { World } from './terms.ts'

/** What a good answer of the public URL is, and how long to wait for it. */
export interface UrlCheck {
  readonly url: string
  /** A list such as `200-299,301`. */
  readonly statusCodes: string
  /** Text that the body must contain, for example the commit. */
  readonly body: string | undefined
  /** Milliseconds in which the good answers must come. */
  readonly windowMs: number
  /** Makes what the site answers printable, without secrets. */
  clean(text: string): string
  /** Milliseconds that the good answers must last: what served before may answer for a while. */
  readonly settleMs: number
}

/** One answer, or why there was none; free of control characters. */
export type UrlAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: readonly string[]
      /** At most 200 bytes. */
      readonly body: string
      readonly hasText: boolean
      /** Every URL that was redirected to. */
      readonly redirects: readonly string[]
    }
  | { readonly kind: 'silent'; readonly message: string }

export interface UrlProof {
  readonly proven: boolean
  readonly attempts: number
  readonly last: UrlAnswer
  /** Whether the last answer was a good one. */
  readonly isGood: boolean
}

/** One good answer may be chance. */
const GOOD_IN_A_ROW = 3
const PAUSE_MS = 5_000
const PAUSE_AFTER_GOOD_MS = 2_000
const ANSWER_MS = 10_000
const MOST_REDIRECTS = 5
const SHOWN_BYTES = 200
const READ_BYTES = 1_000_000
const shownHeaders = ['content-type', 'server', 'location', 'retry-after', 'x-cache', 'www-authenticate']

/**
 * Asks the URL until it gave good answers in a row, or until the window, the deadline (milliseconds since the epoch)
 * or the job ends. DNS failures, 404, 502 and 503 are ridden out like any other bad answer.
 */
export const verifyUrl = async (
  check: UrlCheck,
  {
    deadline,
    pollMs,
    progress,
    ...world
  }: Pick<World, 'clock' | 'signal' | 'fetch'> & {
    deadline: number
    pollMs: number | undefined
    progress: Progress
  },
): Promise<UrlProof> => {
  const { clock, signal } = world
  const end = Math.min(deadline, clock.now() + check.windowMs)
  let inARow = 0
  let goodSince = 0
  for (let attempts = 1; ; attempts++) {
    const last = await askUrl(check, world)
    const good = isGood(last, check)
    if (inARow === 0) goodSince = clock.now()
    inARow = good ? inARow + 1 : 0
    progress.show(`verifying ${check.clean(check.url)}: ${answerText(last)}${good ? ', asking on' : ''}`)
    if (inARow >= GOOD_IN_A_ROW && clock.now() - goodSince >= check.settleMs)
      return { proven: true, attempts, last, isGood: good }
    if (signal.aborted || clock.now() >= end) return { proven: false, attempts, last, isGood: good }
    // Looks at the service may be rarer than there is time for good answers in a row.
    const pause = Math.min(pollMs ?? PAUSE_MS, good ? PAUSE_AFTER_GOOD_MS : PAUSE_MS)
    await clock.sleep(Math.min(pause, end - clock.now()), signal)
  }
}

const isGood = (answer: UrlAnswer, { statusCodes }: UrlCheck): boolean =>
  answer.kind === 'answered' && includesStatus(statusCodes, answer.status) && answer.hasText

/** `HTTP 404`, or why there was no answer. */
export const answerText = (answer: UrlAnswer): string => {
  if (answer.kind === 'silent') return answer.message
  return `HTTP ${answer.status}${answer.hasText ? '' : ' without the text asked for'}`
}

/** What a person needs to see of the last answer after a failed check. */
export const answerLines = (answer: UrlAnswer): string[] =>
  answer.kind === 'silent'
    ? [answer.message]
    : [
        answerText(answer),
        ...answer.redirects.map((url) => `redirected to ${url}`),
        ...answer.headers,
        ...(answer.body === '' ? [] : [answer.body]),
      ]

const askUrl = async (
  { url, body: wanted, clean }: UrlCheck,
  { clock, signal, fetch }: Pick<World, 'clock' | 'signal' | 'fetch'>,
): Promise<UrlAnswer> => {
  const redirects: string[] = []
  const ending = new AbortController()
  const tooLong = clock.alarm(ANSWER_MS)
  const end = () => ending.abort(tooLong.aborted ? tooLong.reason : signal.reason)
  for (const cause of [signal, tooLong]) cause.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    let target = url
    for (;;) {
      const response = await fetch(target, {
        redirect: 'manual',
        headers: { 'cache-control': 'no-cache', 'user-agent': 'lightsail-deploy' },
        signal: ending.signal,
      })
      const location = response.headers.get('location')
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel()
        target = new URL(location, target).href
        redirects.push(clean(target))
        if (redirects.length <= MOST_REDIRECTS) continue
        return {
          kind: 'silent',
          message: `more than ${MOST_REDIRECTS} redirects, the last to ${redirects.at(-1)}`,
        }
      }
      const text = await readText(response, tooLong)
      return {
        kind: 'answered',
        status: response.status,
        headers: shownHeaders.flatMap((name) => {
          const value = response.headers.get(name)
          return value === null ? [] : [`${name}: ${clean(value)}`]
        }),
        // Cleaned before it is cut: the half of a secret is no longer found.
        body: beginning(clean(text)),
        hasText: wanted === undefined || text.includes(wanted),
        redirects,
      }
    }
  } catch (error) {
    return { kind: 'silent', message: clean(silenceText(error)) }
  } finally {
    for (const cause of [signal, tooLong]) cause.removeEventListener('abort', end)
  }
}

/** The beginning of a body: one that is endless, or a stream of events, is not read to its end. */
const readText = async (response: Response, tooLong: AbortSignal): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      bytes += chunk.length
      if (bytes >= READ_BYTES) break
    }
  } catch (error) {
    if (!tooLong.aborted) throw error
  }
  return text
}

/** The first bytes, without the half of a character at their end. */
const beginning = (text: string): string =>
  Buffer.from(text)
    .subarray(0, SHOWN_BYTES)
    .toString()
    .replace(/\uFFFD+$/, '')

const silenceText = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_MS / 1000} s`
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
