import { type HttpClient, type HttpResponse, NetworkError } from '../../../../src/net/http.ts'
import type { Inputs } from '../inputs.ts'
import type { Chance } from '../prng.ts'
import type { Timeline } from '../scheduler.ts'
import { answersOfEcr, isForEcr, type PrivateRegistry } from './private-registry.ts'
import { insideValue, leaky, queryValue } from './secret-canaries.ts'

/** What goes wrong between a visitor and the service's public URL. */
export interface Web {
  readonly kind:
    | 'fine'
    | 'flaky'
    | 'broken'
    | 'slow'
    | 'moved'
    | 'in-circles'
    /** It redirects to what is not of its site, or is no place on the web. */
    | 'elsewhere'
    | 'nowhere'
  /** Where it redirects to, if that is always the same. */
  readonly location: string
  readonly sentence: string
}

const elsewhere = [
  'https://login.example.com/oauth',
  'http://shop.example.com/',
  'https://shop.example.com:9200/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:169.254.169.254]/',
  'http://2852039166/',
  '//evil.test/',
  '\\\\evil.test\\',
  'https://shop.example.com@evil.test/',
  'https://shop.example.com.evil.test/',
] as const

const nowhere = [
  `data:text/plain,ghcr.io/acme/shop ${insideValue}`,
  'file:///etc/passwd',
  'https://[',
  'ftp://shop.example.com/',
] as const

const registries = /^(?:ghcr\.io|(?:registry-1|auth)\.docker\.(?:io|com)|quay\.io|public\.ecr\.aws)$/

export function drawWeb(chance: Chance): Web {
  const kind = chance.one([
    ...(['fine', 'fine', 'fine', 'flaky', 'broken', 'slow', 'moved', 'in-circles'] as const),
    ...(['elsewhere', 'nowhere'] as const),
  ])
  const place = kind === 'nowhere' ? chance.one(nowhere) : chance.one(elsewhere)
  const location = kind === 'nowhere' ? place : `${place}?session=${queryValue}`
  return { kind, location, sentence: kind === 'elsewhere' || kind === 'nowhere' ? `${kind}: ${place}` : kind }
}

/** The public web: the service's URL and any other show what serves; the app prints its environment where it can. */
export function browse({
  timeline,
  chance,
  inputs,
  respond,
  web,
  registry,
}: {
  timeline: Timeline
  chance: Chance
  inputs: Inputs
  /** What the service answers people with by now. */
  respond(): { readonly status: number; readonly contentType: string; readonly body: string }
  web: Web
  /** Of the image that is to be deployed. */
  registry: PrivateRegistry
}): { readonly http: HttpClient; readonly astray: readonly string[] } {
  /** What was asked of hosts that are not of the site. */
  const astray: string[] = []
  const isOfSite = (url: string) => {
    const { hostname, port, protocol } = new URL(url)
    const isHost = hostname === 'shop.example.com' || hostname.endsWith('.cs.amazonlightsail.com')
    return isHost && port === '' && protocol === 'https:'
  }

  const ecr = answersOfEcr(registry)
  const request: HttpClient['request'] = async ({ url, signal, headers = {} }) => {
    if (isForEcr(url)) {
      await timeline.sleep(20, signal)
      if (signal?.aborted) throw new NetworkError('aborted', 'given up')
      if (registry.kind === 'silent') throw new NetworkError('dns', 'getaddrinfo ENOTFOUND')
      const [status, body] = ecr(headers['x-amz-target'], url)
      return answerOf(status, {}, Buffer.isBuffer(body) ? body : JSON.stringify(body))
    }
    const value = leaky(inputs)
    const isStruck = web.kind === 'flaky' ? chance.percent(40) : web.kind !== 'fine'
    const ms = web.kind === 'slow' ? chance.whole(1_000, 15_000) : chance.whole(10, 300)
    await timeline.sleep(ms, signal)
    if (signal?.aborted) throw new NetworkError('aborted', 'given up')
    // No registry answers here, so no run knows whether its image exists.
    if (registries.test(new URL(url).hostname)) throw new NetworkError('dns', 'getaddrinfo ENOTFOUND')
    if (!isOfSite(url)) {
      astray.push(url)
      return answerOf(200, { server: insideValue }, `ghcr.io/acme/shop ${insideValue}`)
    }
    if (isStruck && (web.kind === 'broken' || (web.kind === 'flaky' && chance.percent(50))))
      throw new NetworkError('dns', 'getaddrinfo ENOTFOUND shop.example.com')
    if (isStruck && web.kind === 'flaky') return answerOf(502, {}, `Bad gateway: ${value}`)
    const redirect = locationOf(web, url, value)
    if (redirect !== undefined) return answerOf(302, { location: redirect, server: value }, `to ${redirect}`)
    const { status, contentType, body } = respond()
    return answerOf(status, { 'content-type': contentType, server: value }, `${value}\n${url}\n${body}`)
  }
  return { http: { request, close: () => undefined }, astray }
}

function locationOf({ kind, location }: Web, url: string, value: string): string | undefined {
  if (kind === 'in-circles') return url
  if (kind === 'moved' && !url.includes('token=')) return `${url.replace(/\?.*/, '')}?token=${value}`
  return kind === 'elsewhere' || kind === 'nowhere' ? location : undefined
}

export function answerOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  content: string | Buffer,
): HttpResponse {
  const body = Buffer.from(content)
  return {
    status,
    headers,
    body: (async function* () {
      yield body
    })(),
    text: async (most) => body.subarray(0, most).toString(),
    discard: () => undefined,
  }
}
