import type { World } from '../engine/terms.ts'
import type { Api, Errand } from './api.ts'
import type { Occasion } from './occasion.ts'
import { baseUrl } from './reporting.ts'
import { isMissing } from './trouble.ts'

const comparing: Errand = { what: 'ask GitHub which commit is newer', permission: 'contents: read' }
const asking: Errand = {
  what: 'ask GitHub whether pull requests are open',
  permission: 'pull-requests: read',
}

const PAGE = 100

/**
 * What a run asks GitHub about commits and pull requests; who asks says what it is (`CodeHost`). What GitHub does not
 * tell is `undefined`, and one notice. `undefined` as a whole without a token or outside of GitHub's runs. Makes no call,
 * and loads nothing, before it is asked.
 */
export const connectCodeHost = (
  token: string | undefined,
  options: {
    readonly occasion: Occasion | undefined
    readonly world: World
    readonly userAgent: string
    readonly clean: (text: string) => string
  },
) => {
  const { occasion, world, userAgent, clean } = options
  if (!occasion || token === undefined) return undefined
  const { repository } = occasion
  const { clock, signal, log } = world
  let opened: Promise<Api> | undefined
  const open = (): Promise<Api> => {
    opened ??= import('./api.ts').then(({ connectApi }) => {
      const warn = (text: string) => log.notice(text)
      // The token of a run for a fork can read: what is missing here is a line of permissions.
      const isFork = false
      const access = { token, repository, userAgent, clock, signal, warn, isFork, clean }
      return connectApi({ baseUrl: baseUrl(), ...access })
    })
    return opened
  }

  const pullRequest = async (number: number) => {
    const api = await open()
    return await api.ask(asking, async (octokit, there) => {
      const { data } = await octokit.rest.pulls.get({ ...there, pull_number: number })
      return { state: data.state, headSha: data.head.sha }
    })
  }

  return {
    relation: async (base: string, commit: string) => {
      const api = await open()
      return await api.ask(comparing, async (octokit, there) => {
        try {
          const basehead = `${base}...${commit}`
          // The commits and files between the two are not wanted; there is no way to ask for none.
          const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
            ...there,
            basehead,
            per_page: 1,
          })
          return data.status
        } catch (error) {
          // One of them is not known there any more, or never was.
          if (isMissing(error)) return undefined
          throw error
        }
      })
    },
    pullRequest,
    closedAmong: async (numbers: readonly number[]) => {
      const api = await open()
      const listed = await api.ask(asking, async (octokit, there) => {
        const found = new Set<number>()
        let pages = 0
        // Not by octokit's iterator: that takes a 409, and an answer without a body, for a list of none, and every
        // preview would be deleted.
        let length = PAGE
        while (length === PAGE && !numbers.every((number) => found.has(number))) {
          const asked = { ...there, state: 'open', per_page: PAGE, page: ++pages } as const
          const { data } = await octokit.rest.pulls.list(asked)
          if (!Array.isArray(data)) throw new Error('an answer without a list')
          for (const { number } of data) found.add(number)
          length = data.length
        }
        return { found, pages }
      })
      if (!listed) return undefined
      const missing = numbers.filter((number) => !listed.found.has(number))
      if (listed.pages <= 1) return new Set(missing)
      // While pages were turned, one that was closed moved all others up, and one of them over the edge of a page.
      const closed = new Set<number>()
      for (const number of missing) {
        if ((await pullRequest(number))?.state === 'closed') closed.add(number)
      }
      return closed
    },
    /** Sets the deployments of a service inactive that are recorded for an environment. */
    closeEnvironment: async (closed: { environment: string; subject: string; because: string }) => {
      const [api, { closeOlder }] = await Promise.all([open(), import('./deployment-status.ts')])
      await closeOlder(api, { ...closed, newest: undefined })
    },
  }
}
