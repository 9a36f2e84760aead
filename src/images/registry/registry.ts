import type { HttpClient, HttpRequest, HttpResponse } from '../../net/http.ts'
import { type CredentialProvider, isExpired, type RegistryCredentials } from './credentials.ts'
import { addressIn, tokenIn } from './registry-answers.ts'
import { noAnswer, oddAnswer, refused } from './registry-errors.ts'

/** One repository of a registry, over its HTTP API: https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
export interface Registry {
  /**
   * Sends a request below `/v2/<repository>/`, or to a whole URL that the registry named. Answers from 200 to 399, and
   * those in `expected`, are given back; others, and silence, are thrown as `ServiceError`. Nobody needs their bodies.
   */
  send(
    method: string,
    target: string,
    options?: {
      headers?: Record<string, string>
      body?: Uint8Array
      expected?: readonly number[]
    },
  ): Promise<RegistryAnswer>
}

export interface RegistryAnswer {
  /** What was asked in the end, after redirects. */
  readonly url: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** What lets a request in: the login itself, or a token that the registry gave for it. */
interface Authorization {
  readonly login: RegistryCredentials
  /** Value of the `Authorization` header. */
  readonly header: string
}

const CONNECT_MS = 10_000

/** A chunk of some megabytes must get through a slow line. */
const ANSWER_MS = 300_000
const MAX_REDIRECTS = 5

/** Of an answer that says why not, or gives a token. */
const REASON_BYTES = 65_536

/** Opens one repository. Makes no request. */
export function createRegistry({
  logins,
  repository,
  http,
  signal,
  clean,
}: {
  logins: CredentialProvider
  repository: string
  http: HttpClient
  /** Ends every request. */
  signal: AbortSignal
  /** Makes text of others printable, without secrets. */
  clean(text: string): string
}): Registry {
  let entry: Promise<Authorization> | undefined

  const once = async (request: HttpRequest): Promise<HttpResponse> => {
    try {
      return await http.request({ ...request, signal, connectTimeoutMs: CONNECT_MS, timeoutMs: ANSWER_MS })
    } catch (error) {
      throw noAnswer(error)
    }
  }

  /** Blobs may be stored elsewhere; that host does not get the login. */
  const ask = async (request: HttpRequest): Promise<{ response: HttpResponse; url: string }> => {
    const { method = 'GET', headers = {} } = request
    const { authorization, ...others } = headers
    let { url } = request
    for (let redirects = 0; ; redirects++) {
      const isOurs = new URL(url).origin === new URL(request.url).origin
      const shown = isOurs && authorization !== undefined ? headers : others
      const response = await once({ ...request, url, headers: shown })
      const { status } = response
      const location = response.headers['location']
      const isFollowed = status === 307 || status === 308 || (status < 303 && /^(?:GET|HEAD)$/.test(method))
      if (status < 300 || status > 399 || !isFollowed || location === undefined) return { response, url }
      response.discard()
      if (redirects >= MAX_REDIRECTS) throw oddAnswer(`redirects more than ${MAX_REDIRECTS} times`)
      url = addressIn(location, url, `answers HTTP ${status} with a Location`)
    }
  }

  /** A registry may want a token of its own in place of the login: https://distribution.github.io/distribution/spec/auth/token/ */
  const tokenFor = async (login: RegistryCredentials, challenge: string): Promise<string> => {
    const parameters = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    const realm = parameters['realm']
    if (realm === undefined) throw oddAnswer('requires a token but names no realm that issues one')
    const url = new URL(addressIn(realm, baseOf(login), 'requires a token from a realm'))
    for (const name of ['service', 'scope']) {
      const value = parameters[name]
      if (value !== undefined) url.searchParams.set(name, value)
    }
    const { response } = await ask({ url: url.href, headers: { authorization: basic(login) } })
    if (response.status < 200 || response.status > 299)
      throw refused(response.status, await errorTextOf(response), clean)
    const token = tokenIn(
      await response.text(REASON_BYTES).catch((error: unknown) => {
        throw noAnswer(error)
      }),
    )
    if (token === undefined) throw oddAnswer('returned an unreadable token')
    return `Bearer ${token}`
  }

  return {
    send: async (method, target, { headers = {}, body, expected = [] } = {}) => {
      let hasRenewed = false
      let hasToken = false
      for (;;) {
        entry ??= logins.current().then((login) => ({ login, header: basic(login) }))
        const used = entry
        const { login, header } = await used.catch((failure: unknown) => {
          if (entry === used) entry = undefined
          throw failure
        })
        /** Others are under way with the same entry: the first of them who is turned away gets the next for all. */
        const enterAnew = (next: () => Promise<Authorization>) => {
          if (entry === used) entry = next()
        }
        const asked = new URL(target, `${baseOf(login)}/v2/${repository}/`)
        // What the registry says of another host's address is for that host to check.
        const isOurs = asked.origin === new URL(baseOf(login)).origin
        const { response, url } = await ask({
          url: asked.href,
          method,
          headers: { ...headers, ...(isOurs && { authorization: header }) },
          ...(body && { body }),
        })
        const { status } = response
        if (status < 400 || expected.includes(status)) {
          await drained(response)
          return { url, status, headers: response.headers }
        }
        const challenge = response.headers['www-authenticate'] ?? ''
        const reason = await errorTextOf(response)
        const isBearer = /^bearer /i.test(challenge)
        if (status === 401 && isBearer && !hasToken) {
          hasToken = true
          enterAnew(async () => ({ login, header: await tokenFor(login, challenge) }))
        } else if (!hasRenewed && (status === 401 || (status === 403 && isExpired(reason)))) {
          hasRenewed = true
          hasToken = false
          enterAnew(async () => {
            const renewed = await logins.renewed(login)
            return { login: renewed, header: basic(renewed) }
          })
        } else {
          throw refused(status, reason, clean)
        }
      }
    },
  }
}

/** As container engines do it: TLS everywhere but on the machine itself. */
function baseOf({ address }: RegistryCredentials): string {
  return `${/^(?:localhost|127(?:\.\d+){3})(?::\d+)?$/.test(address) ? 'http' : 'https'}://${address}`
}

function basic({ username, password }: RegistryCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** `DENIED: requested access to the resource is denied`, as the specification has it, or the text as it came. */
async function errorTextOf(response: HttpResponse): Promise<string> {
  const text = await response.text(REASON_BYTES).catch(() => '')
  const told = [...text.matchAll(/"(?:code|message)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part)
  return told.length > 0 ? told.join(': ') : text.slice(0, 500)
}

/** A short body is read, so that the next request has a connection. */
async function drained(response: HttpResponse): Promise<void> {
  const length = Number(response.headers['content-length'] ?? Number.NaN)
  if (length > 0 && length <= REASON_BYTES) await response.text().catch(() => '')
  else response.discard()
}
