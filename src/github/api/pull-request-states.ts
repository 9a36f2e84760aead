import { at, textAt, wholeAt } from '../../text/json.ts'
import type { Api, ApiOperation, Octokit } from './api.ts'
import { graphqlErrorsOf } from './api-errors.ts'
import { unexpectedResponse } from './responses.ts'

const queryOperation: ApiOperation = {
  what: 'ask GitHub whether pull requests are open',
  permission: 'pull-requests: read',
}

/** How many pull requests one query asks for. */
const QUERY = 100

/**
 * Asks GitHub about these pull requests, a hundred per call. Missing are those that GitHub does not know (deleted or transferred)
 * and those that an incomplete reply leaves out. A pull request counts as closed only if GitHub says so.
 * https://docs.github.com/en/graphql/reference/objects#pullrequest
 */
export async function readPullRequestStates(
  api: Api,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, 'open' | 'closed'>> {
  const states = new Map<number, 'open' | 'closed'>()
  const wanted = [...new Set(numbers)]
  for (let start = 0; start < wanted.length; start += QUERY) {
    const some = wanted.slice(start, start + QUERY)
    const told = await api.call(queryOperation, (octokit, repository) =>
      queryStates(octokit, repository, some),
    )
    for (const [number, state] of told ?? []) states.set(number, state)
  }
  return states
}

async function queryStates(
  octokit: Octokit,
  { owner, repo }: { owner: string; repo: string },
  numbers: readonly number[],
): Promise<readonly (readonly [number, 'open' | 'closed'])[]> {
  // Numbers only: nothing of anybody's text becomes part of the query.
  const each = numbers.map((number) => `pr${number}: pullRequest(number: ${number}) { number state }`)
  const query = `query ($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${each.join(' ')} }
  }`
  const repository = at(await partly(octokit.graphql(query, { owner, repo })), 'repository')
  if (typeof repository !== 'object' || repository === null || Array.isArray(repository)) {
    throw unexpectedResponse('no repository in the answer')
  }
  return numbers.flatMap((number) => {
    const found = at(repository, `pr${number}`)
    if (wholeAt(found, 'number') !== number) return []
    const state = stateNamed[textAt(found, 'state') ?? '']
    return state === undefined ? [] : [[number, state] as const]
  })
}

const stateNamed: Readonly<Record<string, 'open' | 'closed'>> = {
  OPEN: 'open',
  CLOSED: 'closed',
  MERGED: 'closed',
}

/** The data of an answer, also where GitHub did not find some of what was asked for and says so beside it. */
async function partly(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    const errors = graphqlErrorsOf(error)
    const isPartial = errors?.every(
      ({ type, path }) => type === 'NOT_FOUND' && path.startsWith('repository.'),
    )
    if (!errors || !isPartial) throw error
    return at(error, 'data')
  }
}
