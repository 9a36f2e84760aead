import { type HttpClient, type HttpResponse, NetworkError } from '../../net/http.ts'
import { isLoopbackHost } from '../../net/loopback.ts'
import { listAt, parsedJson, textAt } from '../../text/json.ts'
import { parseUrl } from '../../text/url.ts'
import { type BearerChallenge, parseBearerChallenge, tokenUrl } from './auth-challenge.ts'
import { type ImageReference, registryOrigin } from './image-reference.ts'

/** The registry's reply, after an anonymous token was fetched if it asked for one. */
export interface RegistryResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Of an answer below 300 the whole body, else its beginning. */
  readonly body: Buffer
  /** Codes in the form of the distribution API: `MANIFEST_UNKNOWN`; empty if the answer is of another form. */
  readonly codes: readonly string[]
  /** The host that replied: after a redirect it is not the registry. */
  readonly source: 'registry' | 'token-service' | 'elsewhere'
  /** The authentication that the registry asked for. */
  readonly challenge: 'none' | 'bearer' | 'other'
  /** What is wrong with a token that was sent: `invalid_token`. */
  readonly tokenError: string | undefined
}

/** Reads one repository of a registry without a login. */
export interface RegistryReader {
  /**
   * GET below `/v2/<repository>/`. Throws only `NetworkError`: there is no answer, it is too long, or it leads where it
   * must not.
   */
  get(path: string, options: { accept: string; maxBytes: number }): Promise<RegistryResponse>
}

const MAX_REDIRECTS = 3
/** An error in a registry's reply. */
const MAX_ERROR_BYTES = 16_384
const MAX_TOKEN_BYTES = 131_072

export function createAnonymousClient(
  image: ImageReference,
  {
    http,
    userAgent,
    signal,
    checkAddress,
  }: {
    http: HttpClient
    userAgent: string
    /** Ends every request. */
    signal: AbortSignal
    /** Refuses addresses that only this machine or its network can reach; not asked for a registry on loopback. */
    checkAddress(address: string): string | undefined
  },
): RegistryReader {
  const origin = registryOrigin(image)
  const isLocal = isLoopbackHost(image.registry)
  let token: string | undefined

  /** Plain HTTP is allowed for a registry on this machine only, and only to this machine. */
  const isAllowed = (url: URL): boolean =>
    url.protocol === 'https:' || (isLocal && url.protocol === 'http:' && isLoopbackHost(url.host))

  const send = async (url: URL, accept: string): Promise<HttpResponse> => {
    if (!isAllowed(url)) throw new NetworkError('blocked', 'it redirects to an address without TLS')
    url.username = ''
    url.password = ''
    const isOurs = url.origin === new URL(origin).origin
    return await http.request({
      url: url.href,
      headers: {
        accept,
        'user-agent': userAgent,
        ...(isOurs && token !== undefined && { authorization: `Bearer ${token}` }),
      },
      signal,
      // Hosts of this machine may be anywhere; all others must have a public address.
      ...(!(isLocal && isLoopbackHost(url.host)) && { checkAddress }),
    })
  }

  const follow = async (
    start: URL,
    accept: string,
  ): Promise<{ response: HttpResponse; isElsewhere: boolean }> => {
    let url = start
    for (let turn = 0; ; turn++) {
      const response = await send(url, accept)
      const { location } = response.headers
      if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined)
        return { response, isElsewhere: url.origin !== start.origin }
      response.discard()
      if (turn === MAX_REDIRECTS) throw new NetworkError('broken', 'it redirects too many times')
      const next = parseUrl(location, url.href)
      if (!next) throw new NetworkError('broken', 'it redirects without an address')
      url = next
    }
  }

  /** A token, or what the token service said in place of one. */
  const fetchToken = async (challenge: BearerChallenge): Promise<string | RegistryResponse> => {
    const url = tokenUrl(challenge, { origin, repository: image.repository })
    if (!url) throw new NetworkError('broken', 'its token service has no address')
    const { response } = await follow(url, 'application/json')
    const answer = await read(response, { maxBytes: MAX_TOKEN_BYTES, source: 'token-service' })
    if (answer.status !== 200) return { ...answer, challenge: 'bearer' }
    const json = parsedJson(answer.body.toString())
    const text = textAt(json, 'token') ?? textAt(json, 'access_token')
    // What cannot stand in a header is no token.
    if (text === undefined || !/^[\x21-\x7e]+$/.test(text))
      throw new NetworkError('broken', 'its token service returns no token')
    return text
  }

  return {
    get: async (path, { accept, maxBytes }) => {
      const url = new URL(`/v2/${image.repository}/${path}`, origin)
      const asked = async () => {
        const { response, isElsewhere } = await follow(url, accept)
        return await read(response, { maxBytes, source: isElsewhere ? 'elsewhere' : 'registry' })
      }
      const first = await asked()
      const field = first.headers['www-authenticate'] ?? ''
      const challenge = parseBearerChallenge(field)
      if (first.status !== 401 || first.source !== 'registry') return first
      if (!challenge) return { ...first, challenge: field === '' ? 'none' : 'other' }
      if (token !== undefined) return { ...first, challenge: 'bearer', tokenError: challenge.error }
      const entry = await fetchToken(challenge)
      if (typeof entry !== 'string') return entry
      token = entry
      const second = await asked()
      const again = parseBearerChallenge(second.headers['www-authenticate'] ?? '')
      return { ...second, challenge: 'bearer', tokenError: again?.error }
    },
  }
}

/** Reads an answer to its end, or the beginning of an error. */
async function read(
  response: HttpResponse,
  { maxBytes, source }: { maxBytes: number; source: RegistryResponse['source'] },
): Promise<RegistryResponse> {
  const { status, headers } = response
  const isGood = status < 300
  const limit = isGood ? maxBytes : MAX_ERROR_BYTES
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body) {
    parts.push(part)
    bytes += part.length
    if (bytes > limit) {
      if (isGood) throw new NetworkError('broken', `it answers with more than ${limit} bytes`)
      break
    }
  }
  const body = Buffer.concat(parts)
  return {
    status,
    headers,
    body,
    codes: isGood ? [] : codesOf(body),
    source,
    challenge: 'none',
    tokenError: undefined,
  }
}

/** All of them, or none if the answer is of another form. */
function codesOf(body: Buffer): string[] {
  const codes = listAt(parsedJson(body.toString()), 'errors').map((error) => textAt(error, 'code'))
  const known = codes.filter((code) => code !== undefined)
  return known.length === codes.length ? known.map((code) => code.toUpperCase()) : []
}
