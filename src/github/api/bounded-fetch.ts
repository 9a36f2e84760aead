import { type HttpClient, NetworkError } from '../../net/http.ts'
import type { Clock } from '../../runtime/clock.ts'
import { parseUrl } from '../../text/url.ts'
import { noResponse } from './api-errors.ts'

/** Milliseconds that one answer may take; less once the job was cancelled, as the runner kills it 10 s later. */
const RESPONSE_TIMEOUT_MS = 5_000
const RESPONSE_TIMEOUT_AFTER_CANCEL_MS = 2_000
const RETRY_MS = 500
/**
 * Total time for all calls after the cancellation, in milliseconds: the closing line is printed after them, before the runner kills
 * the process.
 */
const CANCEL_BUDGET_MS = 8_000
/** Of a repository that was renamed or transferred. */
const MAX_REDIRECTS = 3

/** What octokit says to `fetch`, and needs of its answer. */
interface Asked {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}
interface Answer {
  readonly url: string
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  text(): Promise<string>
  arrayBuffer(): Promise<Uint8Array>
}
type Fetch = (url: string, asked: Asked) => Promise<Answer>

/** Bounds each call in time, and makes it again after a server's error where that does no harm. */
export function boundedFetch({
  http,
  clock,
  signal,
}: {
  http: HttpClient
  clock: Clock
  signal: AbortSignal
}): Fetch {
  const over = new AbortController()
  const lastWord = () => clock.alarm(CANCEL_BUDGET_MS).addEventListener('abort', () => over.abort())
  if (signal.aborted) lastWord()
  else signal.addEventListener('abort', lastWord, { once: true })

  const once: Fetch = async (url, asked) => {
    if (over.signal.aborted) throw new Error(noResponse)
    const ending = new AbortController()
    const end = () => ending.abort()
    const limit = clock.alarm(signal.aborted ? RESPONSE_TIMEOUT_AFTER_CANCEL_MS : RESPONSE_TIMEOUT_MS)
    const ends = [limit, over.signal, ...(signal.aborted ? [] : [signal])]
    for (const one of ends) one.addEventListener('abort', end)
    try {
      return await following(http, url, { ...asked, signal: ending.signal })
    } catch (error) {
      throw error instanceof NetworkError && error.kind === 'aborted' ? new Error(noResponse) : error
    } finally {
      for (const one of ends) one.removeEventListener('abort', end)
    }
  }
  return async (url, asked) => {
    const answer = await once(url, asked)
    // A repeated status does no harm; a second comment or deployment would.
    const isRepeatable = asked.method !== 'POST' || url.endsWith('/statuses')
    if (answer.status < 500 || !isRepeatable || signal.aborted) return answer
    await clock.sleep(RETRY_MS, signal)
    return await once(url, asked)
  }
}

/** Follows redirects of GitHub to GitHub only, as the token is sent along. */
async function following(
  http: HttpClient,
  url: string,
  { method, headers, body, signal }: Asked & { readonly signal: AbortSignal },
): Promise<Answer> {
  let target = url
  for (let redirects = 0; ; redirects++) {
    const asked = { url: target, method, headers, signal, ...(body !== undefined && { body }) }
    const response = await http.request(asked)
    // Read here, as a body may hang, too.
    const text = await response.text()
    const { status } = response
    const next = redirectOf(response.headers['location'], target)
    const isFollowed =
      status === 307 || status === 308 || ((status === 301 || status === 302) && method === 'GET')
    if (isFollowed && next !== undefined && redirects < MAX_REDIRECTS) {
      target = next
      continue
    }
    return {
      url: target,
      status,
      headers: new Map(Object.entries(response.headers)),
      text: async () => text,
      arrayBuffer: async () => Buffer.from(text),
    }
  }
}

/** https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects */
function redirectOf(location: string | undefined, from: string): string | undefined {
  const next = location === undefined ? undefined : parseUrl(location, from)
  return next?.origin === new URL(from).origin ? next.href : undefined
}
