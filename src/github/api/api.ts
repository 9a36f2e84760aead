import { Octokit } from '@octokit/core'
import type { HttpClient } from '../../net/http.ts'
import type { Clock } from '../../runtime/clock.ts'
import { type ApiError, classifyError, type Permission } from './api-errors.ts'
import { boundedFetch } from './bounded-fetch.ts'

export type { Octokit }

/** What a call is for, in words that continue "could not", and what the token needs for it. */
export interface ApiOperation {
  readonly what: string
  readonly permission: Permission
}

/** The repository's API at GitHub, as far as a run reports there. */
export interface Api {
  /** Makes calls and returns their replies. An error becomes one warning, and `undefined`: GitHub never changes how a run ends. */
  call<Answer>(
    errand: ApiOperation,
    call: (octokit: Octokit, repository: { owner: string; repo: string }) => Promise<Answer>,
  ): Promise<Answer | undefined>
  /** Calls GitHub again although an earlier error stopped that: it may have been transient. */
  resetCircuit(): void
}

/** Creates the client for `baseUrl`: github.com or an Enterprise Server. Makes no call. */
export function createApi(options: {
  readonly baseUrl: string
  readonly token: string
  readonly repository: { readonly owner: string; readonly repo: string }
  readonly userAgent: string
  readonly http: HttpClient
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly warn: (text: string) => void
  /** Of a pull request from a fork: GitHub gives such runs a token that can only read. */
  readonly isFork: boolean
  /** Sanitizes and redacts untrusted text. */
  readonly clean: (text: string) => string
}): Api {
  const { baseUrl, token, repository, userAgent, http, clock, signal, warn, isFork, clean } = options
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore }
  const fetch = boundedFetch({ http, clock, signal })
  const octokit = new Octokit({ auth: token, baseUrl, userAgent, log, request: { fetch } })
  /** Permissions that the token has turned out to lack; after any other error no further call is made. */
  const lacking = new Set<Permission>()
  let leftAloneFor: ApiError['kind'] | undefined
  let hasWarned = false
  const warned = new Set<string>()

  return {
    resetCircuit: () => {
      if (leftAloneFor !== 'token') leftAloneFor = undefined
    },
    call: async ({ what, permission }, call) => {
      if (leftAloneFor !== undefined || lacking.has(permission)) return undefined
      const wasCancelled = signal.aborted
      try {
        return await call(octokit, repository)
      } catch (error) {
        // Aborted by the cancellation, which is not an error of GitHub.
        if (signal.aborted && !wasCancelled) return undefined
        const trouble = classifyError(error)
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

function ignore() {}

function inWords(
  trouble: ApiError,
  { permission, isFork }: { permission: Permission; isFork: boolean },
): string {
  switch (trouble.kind) {
    case 'forbidden':
      return isFork
        ? `GitHub says "${trouble.message}": a pull request from a fork gets a read-only token`
        : `GitHub says "${trouble.message}"; give the job "permissions: ${permission}"`
    case 'token':
      return `GitHub does not accept the token ("${trouble.message}"); check github-token`
    case 'limited':
      return `GitHub's rate limit was reached ("${trouble.message}")`
    case 'rejected':
      return `GitHub says "${trouble.message}"`
    case 'server':
      return `GitHub answered ${trouble.status} ("${trouble.message}")`
    case 'silent':
      return 'GitHub did not answer in time'
    case 'odd':
      return `GitHub gave an unexpected answer (${trouble.message})`
    case 'unreachable':
      return `GitHub could not be reached (${trouble.message})`
  }
}
