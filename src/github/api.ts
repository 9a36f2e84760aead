import { defaults, GitHub, getOctokitOptions } from '@actions/github/lib/utils'
import type { Clock } from '../engine/clock.ts'
import { failedCall, noAnswer, type Permission, type Trouble } from './trouble.ts'

export type Octokit = InstanceType<typeof GitHub>

/** What a call is for, in words that continue "could not", and what the token needs for it. */
export interface Errand {
  readonly what: string
  readonly permission: Permission
}

/** The repository's API at GitHub, as far as a run reports there. */
export interface Api {
  /**
   * Makes calls and gives their answer. Whatever goes wrong becomes one warning, and `undefined`: what GitHub cannot
   * or will not do never changes how a run ends.
   */
  ask<Answer>(
    errand: Errand,
    call: (octokit: Octokit, repository: { owner: string; repo: string }) => Promise<Answer>,
  ): Promise<Answer | undefined>
  /** Trouble that was there before may have passed: it is tried once more. */
  tryAgain(): void
}

/** Milliseconds that one answer may take; less once the job was cancelled, as the runner kills it 10 s later. */
const ANSWER_MS = 5_000
const LAST_ANSWER_MS = 2_000
const RETRY_MS = 500
/** From the cancellation on, for all calls together: what is said of the run comes after them. */
const LAST_WORD_MS = 8_000

/** Opens the door to GitHub at `baseUrl`: github.com or an Enterprise Server. Makes no call yet. */
export const connectApi = (options: {
  readonly baseUrl: string
  readonly token: string
  readonly repository: { readonly owner: string; readonly repo: string }
  readonly userAgent: string
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly warn: (text: string) => void
  /** Of a pull request from a fork: GitHub gives such runs a token that can only read. */
  readonly isFork: boolean
  /** Makes text of others printable, without secrets. */
  readonly clean: (text: string) => string
}): Api => {
  const { baseUrl, token, repository, userAgent, clock, signal, warn, isFork, clean } = options
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const fetch = boundedFetch({ clock, signal })
  const octokit = new GitHub(getOctokitOptions(token, { baseUrl, userAgent, log, request: { fetch } }))
  /** Permissions that the token turned out to lack; after other trouble GitHub is left alone. */
  const lacking = new Set<Permission>()
  let leftAloneFor: Trouble['kind'] | undefined
  let hasWarned = false
  const warned = new Set<string>()

  return {
    tryAgain: () => {
      if (leftAloneFor !== 'token') leftAloneFor = undefined
    },
    ask: async ({ what, permission }, call) => {
      if (leftAloneFor !== undefined || lacking.has(permission)) return undefined
      const wasCancelled = signal.aborted
      try {
        return await call(octokit, repository)
      } catch (error) {
        // Cut short by the cancellation, which is not GitHub's trouble.
        if (signal.aborted && !wasCancelled) return undefined
        const trouble = failedCall(error)
        if (trouble.kind === 'forbidden') lacking.add(permission)
        else if (trouble.kind !== 'rejected' && trouble.kind !== 'odd') {
          leftAloneFor = trouble.kind
          if (hasWarned) return undefined
          hasWarned = true
        }
        const text = `could not ${what}: ${inWords(trouble, { permission, isFork })}`
        if (!warned.has(text)) warn(clean(text))
        warned.add(text)
        return undefined
      }
    },
  }
}

const silent = () => {}

type Fetch = (url: string, options: RequestInit) => Promise<Response>

/** Bounds each call in time, and makes it again after a server's error where that does no harm. */
const boundedFetch = ({ clock, signal }: { clock: Clock; signal: AbortSignal }): Fetch => {
  // It knows the proxy. A hook of octokit could not bound calls: what it changes never reaches the ones below it.
  const fetchByProxy: Fetch = defaults.request?.fetch ?? globalThis.fetch
  const over = new AbortController()
  const lastWord = () => clock.alarm(LAST_WORD_MS).addEventListener('abort', () => over.abort())
  if (signal.aborted) lastWord()
  else signal.addEventListener('abort', lastWord, { once: true })
  const once: Fetch = async (url, options) => {
    if (over.signal.aborted) throw new Error(noAnswer)
    const ending = new AbortController()
    const answered = new AbortController()
    const end = () => ending.abort(new Error(noAnswer))
    const isCancelled = signal.aborted
    if (!isCancelled) signal.addEventListener('abort', end)
    over.signal.addEventListener('abort', end)
    void clock.sleep(isCancelled ? LAST_ANSWER_MS : ANSWER_MS, answered.signal).then(end)
    try {
      const response = await fetchByProxy(url, { ...options, signal: ending.signal })
      // Read here, as a body may hang, too.
      const { status, headers } = response
      return new Response((await response.text()) || null, { status, headers: Object.fromEntries(headers) })
    } finally {
      signal.removeEventListener('abort', end)
      over.signal.removeEventListener('abort', end)
      answered.abort()
    }
  }
  return async (url, options) => {
    const response = await once(url, options)
    // A second status says the same once more; a second comment or deployment would be one too many.
    const isRepeatable = options.method !== 'POST' || url.endsWith('/statuses')
    if (response.status < 500 || !isRepeatable || signal.aborted) return response
    await clock.sleep(RETRY_MS, signal)
    return await once(url, options)
  }
}

const inWords = (
  trouble: Trouble,
  { permission, isFork }: { permission: Permission; isFork: boolean },
): string => {
  switch (trouble.kind) {
    case 'forbidden':
      return isFork
        ? `GitHub says "${trouble.message}": a pull request from a fork gets a token that can only read`
        : `GitHub says "${trouble.message}"; give the job "permissions: ${permission}"`
    case 'token':
      return `GitHub does not accept the token ("${trouble.message}"); check github-token`
    case 'limited':
      return `GitHub limits how often it may be called ("${trouble.message}")`
    case 'rejected':
      return `GitHub says "${trouble.message}"`
    case 'server':
      return `GitHub answered ${trouble.status} ("${trouble.message}")`
    case 'silent':
      return 'GitHub did not answer in time'
    case 'odd':
      return `GitHub gave an odd answer (${trouble.message})`
    case 'unreachable':
      return `GitHub could not be reached (${trouble.message})`
  }
}
