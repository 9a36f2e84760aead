import * as z from 'zod/mini'
import type { Clock } from '../engine/clock.ts'
import type { Failure } from '../engine/failure.ts'
import { imageFailure } from './failures.ts'
import { isExpired, type RegistryLogin, type RegistryLogins } from './registry-login.ts'

/** One repository of a registry, over its HTTP API: https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
export interface Registry {
  /**
   * Sends a request below `/v2/<repository>/`, or to a whole URL that the registry named. Answers from 200 to 399, and
   * those in `expected`, are given back; others, and silence, are thrown as `Failure`.
   */
  send(
    method: string,
    target: string,
    options?: {
      headers?: Record<string, string>
      body?: Uint8Array<ArrayBuffer>
      expected?: readonly number[]
    },
  ): Promise<Response>
}

const tokenAnswer = z.object({ token: z.optional(z.string()), access_token: z.optional(z.string()) })

/** What lets a request in: the login itself, or a token that the registry gave for it. */
interface Entry {
  readonly login: RegistryLogin
  /** Of `Authorization`. */
  readonly header: string
}

/** A chunk of some megabytes must get through a slow line. */
const ANSWER_MS = 300_000

export const connectRegistry = ({
  logins,
  repository,
  clock,
  signal,
  clean,
}: {
  logins: RegistryLogins
  repository: string
  clock: Clock
  /** Ends every request. */
  signal: AbortSignal
  /** Makes text of others printable, without secrets. */
  clean(text: string): string
}): Registry => {
  let entry: Promise<Entry> | undefined

  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(url, { ...init, signal: AbortSignal.any([signal, clock.alarm(ANSWER_MS)]) })
    } catch (error) {
      throw silence(error)
    }
  }

  /** A registry may want a token of its own in place of the login: https://distribution.github.io/distribution/spec/auth/token/ */
  const tokenFor = async (login: RegistryLogin, challenge: string): Promise<string> => {
    const parameters = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    const url = new URL(parameters['realm'] ?? '', baseOf(login))
    for (const name of ['service', 'scope']) {
      const value = parameters[name]
      if (value !== undefined) url.searchParams.set(name, value)
    }
    const response = await ask(url.href, { headers: { authorization: basic(login) } })
    if (!response.ok) throw refused(response.status, await reasonOf(response), clean)
    const { token, access_token: accessToken } = tokenAnswer.parse(await response.json())
    return `Bearer ${token ?? accessToken}`
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
        const enterAnew = (next: () => Promise<Entry>) => {
          if (entry === used) entry = next()
        }
        const url = new URL(target, `${baseOf(login)}/v2/${repository}/`)
        // What the registry says of another host's address is for that host to check.
        const isOurs = url.host === new URL(baseOf(login)).host
        const response = await ask(url.href, {
          method,
          headers: { ...headers, ...(isOurs && { authorization: header }) },
          ...(body && { body }),
        })
        const { status } = response
        if (status < 400 || expected.includes(status)) return response
        const challenge = response.headers.get('www-authenticate') ?? ''
        const reason = await reasonOf(response)
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
const baseOf = ({ address }: RegistryLogin): string =>
  `${/^(?:localhost|127(?:\.\d+){3})(?::\d+)?$/.test(address) ? 'http' : 'https'}://${address}`

const basic = ({ username, password }: RegistryLogin): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** `DENIED: requested access to the resource is denied`, as the specification has it, or the text as it came. */
const reasonOf = async (response: Response): Promise<string> => {
  const text = await response.text().catch(() => '')
  const told = [...text.matchAll(/"(?:code|message)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part)
  return told.length > 0 ? told.join(': ') : text.slice(0, 500)
}

const silence = (error: unknown): Failure => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const message = cause instanceof Error ? cause.message : String(cause)
  return imageFailure({
    kind: 'unanswered',
    operation: 'push',
    reasonCode: 'push-failed',
    message: `the registry gives no answer: ${message}`,
    fix: 'run the job again; what is there already is not sent twice',
    cause: error,
  })
}

/** A registry that says no, and why. */
const refused = (status: number, reason: string, clean: (text: string) => string): Failure => {
  const message = `the registry answers HTTP ${status}${reason === '' ? '' : `: ${clean(reason)}`}`
  const common = { operation: 'push', message }
  if (status >= 500 || status === 429 || status === 408) {
    const kind = status === 429 ? 'throttled' : 'unanswered'
    return imageFailure({ ...common, kind, reasonCode: 'push-failed', fix: 'run the job again' })
  }
  if (status === 401 || status === 403) return imageFailure({ ...common, ...forbidden })
  return imageFailure({ ...common, reasonCode: 'push-failed', fix: 'correct what the registry names' })
}

export const forbidden = {
  kind: 'denied',
  reasonCode: 'push-forbidden',
  fix: 'check that this login may push to the registry',
} as const
