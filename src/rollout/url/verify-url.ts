import type { Progress } from '../../runtime/progress.ts'
import { includesStatus } from '../../text/status-codes.ts'
import { displayUrl } from './redirects.ts'
import { type ProbeAccess, type ProbeRequest, type ProbeResponse, sendProbe } from './url-probe.ts'

/** What a good answer of the public URL is, and how long to wait for it. */
export interface UrlProbe extends ProbeRequest {
  /** A list such as `200-299,301`. */
  readonly statusCodes: string
  /** Milliseconds in which the good answers must come. */
  readonly windowMs: number
  /** Milliseconds that the good answers must last: what served before may answer for a while. */
  readonly settleMs: number
}

export interface ProbeResult {
  readonly proven: boolean
  readonly attempts: number
  readonly last: ProbeResponse
  /** Whether the last answer was a good one. */
  readonly isGood: boolean
}

/** One good answer may be chance. */
const GOOD_IN_A_ROW = 3
const PAUSE_MS = 5_000
const PAUSE_AFTER_GOOD_MS = 2_000

/**
 * Probes the URL until there were enough good answers in a row, or until the window, the deadline (milliseconds since the epoch) or
 * the job ends. DNS failures, 404, 502 and 503 are retried like any other bad answer.
 */
export async function probeUrl(
  check: UrlProbe,
  {
    deadline,
    pollMs,
    progress,
    ...runtime
  }: ProbeAccess & {
    deadline: number
    pollMs: number | undefined
    progress: Progress
  },
): Promise<ProbeResult> {
  const { clock, signal } = runtime
  const end = Math.min(deadline, clock.now() + check.windowMs)
  let inARow = 0
  let goodSince = 0
  for (let attempts = 1; ; attempts++) {
    const last = await sendProbe(check, runtime)
    const good = isGood(last, check)
    if (inARow === 0) goodSince = clock.now()
    inARow = good ? inARow + 1 : 0
    progress.phase(
      `checking ${shownOf(check)}: ${describeResponse(last)}${good ? ` (${Math.min(inARow, GOOD_IN_A_ROW)} of ${GOOD_IN_A_ROW})` : ''}`,
    )
    if (inARow >= GOOD_IN_A_ROW && clock.now() - goodSince >= check.settleMs)
      return { proven: true, attempts, last, isGood: good }
    if (signal.aborted || clock.now() >= end) return { proven: false, attempts, last, isGood: good }
    // Looks at the service may be rarer than there is time for good answers in a row.
    const pause = Math.min(pollMs ?? PAUSE_MS, good ? PAUSE_AFTER_GOOD_MS : PAUSE_MS)
    await clock.sleep(Math.min(pause, end - clock.now()), signal)
  }
}

function isGood(answer: ProbeResponse, { statusCodes }: UrlProbe): boolean {
  return answer.kind === 'answered' && includesStatus(statusCodes, answer.status) && answer.hasText
}

/** The URL that is asked, as people see it. */
export function shownOf({ site, clean }: ProbeRequest): string {
  return clean(displayUrl(site.asked))
}

/** `HTTP 404`, or why there was no answer. */
export function describeResponse(answer: ProbeResponse): string {
  if (answer.kind === 'silent') return answer.message
  const { status, elsewhere, hasText } = answer
  const leads = elsewhere === undefined ? '' : `, redirects to ${elsewhere.shown}`
  return `HTTP ${status}${leads}${hasText ? '' : ' without the expected text'}`
}

/** What a person needs to see of the last answer after a failed check. */
export function responseExcerpt(answer: ProbeResponse): string[] {
  const redirects = answer.redirects.map((url) => `redirected to ${url}`)
  if (answer.kind === 'silent') return [answer.message, ...redirects]
  const { elsewhere, headers, body } = answer
  return [
    describeResponse(answer),
    ...redirects,
    ...(elsewhere === undefined ? [] : [`not followed: ${elsewhere.why}`]),
    ...headers,
    ...(body === '' ? [] : [body]),
  ]
}
