import { userAgentOf } from '../../product.ts'
import type { Runtime } from '../../rollout/contract/run.ts'
import type { RunContext } from '../run-context.ts'
import type { Api, ApiOperation } from './api.ts'
import { isNotFound } from './api-errors.ts'
import { oneOf, textOf } from './responses.ts'

const comparing: ApiOperation = { what: 'ask GitHub which commit is newer', permission: 'contents: read' }
const compareOperation: ApiOperation = {
  what: 'ask GitHub whether pull requests are open',
  permission: 'pull-requests: read',
}

const relations = ['ahead', 'behind', 'identical', 'diverged'] as const

/**
 * What a run asks GitHub about commits and pull requests (`CodeHost`). Unknown answers are `undefined`, with one notice.
 * `undefined` as a whole without a token or outside of GitHub Actions. Loads nothing and makes no call before the first question.
 */
export function createSourceControl(
  token: string | undefined,
  options: {
    readonly context: RunContext | undefined
    readonly runtime: Runtime
    readonly clean: (text: string) => string
  },
) {
  const { context, runtime, clean } = options
  if (!context || token === undefined) return undefined
  const { repository, apiUrl: baseUrl } = context
  const { clock, signal, log, http, product } = runtime
  let opened: Promise<Api> | undefined
  const open = (): Promise<Api> => {
    opened ??= import('./api.ts').then(({ createApi: connectApi }) => {
      const warn = (text: string) => log.notice(text)
      // The token of a run for a fork can read: what is missing here is a line of permissions.
      const isFork = false
      const userAgent = userAgentOf(product)
      const access = { token, repository, userAgent, http, clock, signal, warn, isFork, clean }
      return connectApi({ baseUrl, ...access })
    })
    return opened
  }

  return {
    relation: async (base: string, commit: string) => {
      const api = await open()
      return await api.call(comparing, async (octokit, there) => {
        try {
          const basehead = `${base}...${commit}`
          // The commits and files between the two are not wanted; there is no way to ask for none.
          const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
            ...there,
            basehead,
            per_page: 1,
          })
          return oneOf(data, 'a comparison', { path: ['status'], known: relations })
        } catch (error) {
          // One of them is not known there any more, or never was.
          if (isNotFound(error)) return undefined
          throw error
        }
      })
    },
    pullRequest: async (number: number) => {
      const api = await open()
      return await api.call(compareOperation, async (octokit, there) => {
        const asked = { ...there, pull_number: number }
        const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', asked)
        const state = oneOf(data, 'a pull request', { path: ['state'], known: ['open', 'closed'] })
        return { state, headSha: textOf(data, 'a pull request', 'head', 'sha') }
      })
    },
    pullRequestStates: async (numbers: readonly number[]) => {
      const [api, { readPullRequestStates: pullRequestStates }] = await Promise.all([
        open(),
        import('./pull-request-states.ts'),
      ])
      return await pullRequestStates(api, numbers)
    },
    /** Sets the deployments of a service inactive that are recorded for an environment. */
    closeEnvironment: async (closed: { environment: string; subject: string; because: string }) => {
      const [api, { deactivateOlder: closeOlder }] = await Promise.all([
        open(),
        import('../reporting/deployment-status.ts'),
      ])
      await closeOlder(api, { ...closed, newest: undefined })
    },
  }
}
