import { type HttpClient, type HttpResponse, NetworkError } from '../../net/http.ts'
import type { Product } from '../../product.ts'
import type { Clock } from '../../runtime/clock.ts'
import { parseUrl } from '../../text/url.ts'
import { classifyRedirect, type Site } from './redirects.ts'

/** Dependencies of a probe: clock, cancellation signal, HTTP client. */
export interface ProbeAccess {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly http: HttpClient
  /** User agent. */
  readonly product: Product
}

/** What one request of a public URL is about. */
export interface ProbeRequest {
  readonly site: Site
  /** Text that the body must contain. */
  readonly wanted: string | undefined
  /** Makes what the site answers printable, without secrets. */
  clean(text: string): string
  /** Why an address is not connected to that only a domain name of the service leads to; `undefined` if it may be. */
  refuseAddress(address: string): string | undefined
}

/** One answer, or why there was none; fit for people. */
export type ProbeResponse =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly hasText: boolean
      /** Every place that was redirected to, as it is shown. */
      readonly redirects: readonly string[]
      /** Where it redirects to, if that is not followed, and why. */
      readonly elsewhere?: { readonly shown: string; readonly why: string } | undefined
      /** Of the host that was asked alone. */
      readonly headers: readonly string[]
      /** At most 200 bytes, of the host that was asked alone. */
      readonly body: string
    }
  | { readonly kind: 'silent'; readonly message: string; readonly redirects: readonly string[] }

const ANSWER_MS = 10_000
const MAX_REDIRECTS = 5
const SHOWN_BYTES = 200
const READ_BYTES = 1_000_000
/** Cleaning is given no more of a body; a secret in it is shorter than half of that. */
const MAX_CLEANED = 65_536
const requestHeaders = {
  accept: '*/*',
  'accept-encoding': 'identity',
  'cache-control': 'no-cache',
}
const shownHeaders = [
  'content-type',
  'content-encoding',
  'server',
  'retry-after',
  'x-cache',
  'www-authenticate',
]

/** Requests a URL once, and follows redirects within the site. Nothing of another host's answer is shown. */
export async function sendProbe(
  { site, wanted, clean, refuseAddress }: ProbeRequest,
  { clock, signal, http, product }: ProbeAccess,
): Promise<ProbeResponse> {
  const redirects: string[] = []
  // A path alone, because the service was shown without its URL: there is nothing to ask.
  if (!parseUrl(site.asked))
    return { kind: 'silent', message: 'the service did not report its URL', redirects }
  const ending = new AbortController()
  const tooLong = clock.alarm(ANSWER_MS)
  const end = () => ending.abort(tooLong.aborted ? tooLong.reason : signal.reason)
  for (const cause of [signal, tooLong]) cause.addEventListener('abort', end)
  if (signal.aborted) end()
  const silent = (message: string): ProbeResponse => ({ kind: 'silent', message, redirects })
  // What a redirect's body says may repeat the whole of its query: it is neither searched nor shown.
  const hasText = wanted === undefined
  const notFollowed = (status: number, shown: string, why: string): ProbeResponse => ({
    ...{ kind: 'answered', status, hasText, redirects, headers: [], body: '' },
    elsewhere: { shown, why },
  })
  let target = { url: site.asked, isFree: true, isAsked: true }
  let latest = { status: 0, shown: '' }
  try {
    for (;;) {
      const response = await http.request({
        url: target.url,
        headers: { ...requestHeaders, 'user-agent': product.name },
        signal: ending.signal,
        ...(!target.isFree && { checkAddress: refuseAddress }),
      })
      const { status, headers } = response
      const redirect = classifyRedirect({ status, location: headers['location'], from: target.url }, site)
      if (redirect === undefined) {
        const content = await contentOf(response, { wanted, clean, tooLong })
        const visible = target.isAsked ? content : { ...content, headers: [], body: '' }
        return { kind: 'answered', status, redirects, ...visible }
      }
      response.discard()
      const shown = clean(redirect.shown)
      if (redirect.kind === 'nowhere') return silent(`HTTP ${status} redirects to ${shown}`)
      if (redirect.kind === 'elsewhere') return notFollowed(status, shown, redirect.why)
      if (redirects.length === MAX_REDIRECTS)
        return silent(`more than ${MAX_REDIRECTS} redirects, the last to ${shown}`)
      redirects.push(shown)
      latest = { status, shown }
      target = redirect
    }
  } catch (error) {
    if (tooLong.aborted) return silent(`no answer within ${ANSWER_MS / 1000} s`)
    if (error instanceof NetworkError && error.kind === 'blocked') {
      redirects.pop()
      return notFollowed(latest.status, latest.shown, 'its name resolves to a private network address')
    }
    return silent(clean(messageOf(error, target.url)))
  } finally {
    for (const cause of [signal, tooLong]) cause.removeEventListener('abort', end)
  }
}

async function contentOf(
  response: HttpResponse,
  { wanted, clean, tooLong }: Pick<ProbeRequest, 'wanted' | 'clean'> & { tooLong: AbortSignal },
) {
  const text = await readText(response, tooLong)
  const { headers } = response
  return {
    hasText: wanted === undefined || text.includes(wanted),
    headers: shownHeaders.flatMap((name) => {
      const value = headers[name]
      return value === undefined ? [] : [`${name}: ${beginningOf(value, clean)}`]
    }),
    body: beginningOf(text, clean),
  }
}

/** The beginning of a body: one that is endless, or a stream of events, is not read to its end. */
async function readText({ body }: HttpResponse, tooLong: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= READ_BYTES) break
    }
  } catch (error) {
    if (!tooLong.aborted) throw error
  }
  return Buffer.concat(chunks).subarray(0, READ_BYTES).toString()
}

/**
 * The first bytes of a text, cleaned, and without the half of a character at their end. Cleaned before that, as the half
 * of a secret is not found; and where the text has to be cut before it is cleaned, what two cuts have in common is free
 * of halves.
 */
function beginningOf(text: string, clean: (text: string) => string): string {
  const whole = clean(text.slice(0, MAX_CLEANED))
  const safe =
    text.length <= MAX_CLEANED ? whole : commonBeginning(whole, clean(text.slice(0, MAX_CLEANED / 2)))
  return Buffer.from(safe)
    .subarray(0, SHOWN_BYTES)
    .toString()
    .replace(/\uFFFD+$/, '')
}

function commonBeginning(one: string, other: string): string {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return one.slice(0, length)
}

/** Why there was no answer, without the query of what was asked. */
function messageOf(error: unknown, url: string): string {
  const message = error instanceof Error ? error.message : String(error)
  const { search } = new URL(url)
  return search === '' ? message : message.replaceAll(search, '?…')
}
