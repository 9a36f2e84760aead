import type { PullRequest } from './server.ts'

/**
 * GitHub's GraphQL as far as a run asks it: who owns the token, and the states of pull requests by alias. What it does not
 * find is null in the data and an error beside it, with status 200, as GitHub answers.
 */

/** An error in an answer, such as `{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }`. */
export interface GraphqlFault {
  readonly type: string
  readonly message: string
  /** What is null for it; all of the data unless given. */
  readonly path?: readonly string[]
}

interface Answer {
  readonly data?: unknown
  readonly errors?: readonly object[]
}

export function answerQuery(
  body: Readonly<Record<string, unknown>>,
  { viewer, pulls }: { viewer: string; pulls: ReadonlyMap<number, PullRequest> },
): Answer {
  const query = String(body['query'] ?? '')
  if (/\bviewer\b/.test(query)) return { data: { viewer: { login: viewer } } }
  const asked = [...query.matchAll(/(\w+):\s*pullRequest\(number:\s*(\d+)\)\s*\{([^}]*)\}/g)]
  if (asked.length === 0) return failedQuery({ type: '', message: 'A query attribute must be specified.' })
  const repository: Record<string, object | null> = {}
  const errors: object[] = []
  for (const [, alias = '', digits = '', fields = ''] of asked) {
    const pull = pulls.get(Number(digits))
    repository[alias] = pull ? pick(fields, stateOf(pull)) : null
    if (pull) continue
    const message = `Could not resolve to a PullRequest with the number of ${digits}.`
    errors.push(errorOf({ type: 'NOT_FOUND', message, path: ['repository', alias] }))
  }
  return { data: { repository }, ...(errors.length > 0 && { errors }) }
}

/** An answer that holds nothing but an error. */
export function failedQuery(error: GraphqlFault): Answer {
  return {
    data: error.path ? { repository: null } : null,
    errors: [errorOf(error)],
  }
}

function errorOf({ type, message, path }: GraphqlFault): object {
  return {
    ...(type !== '' && { type }),
    ...(path && { path }),
    ...(type === 'FORBIDDEN' && { extensions: { saml_failure: false } }),
    locations: [{ line: 1, column: 1 }],
    message,
  }
}

function stateOf({ number, state, merged_at }: PullRequest) {
  return {
    number,
    state: merged_at ? 'MERGED' : state === 'open' ? 'OPEN' : 'CLOSED',
  }
}

function pick(fields: string, all: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(fields.split(/\s+/).flatMap((name) => (name in all ? [[name, all[name]]] : [])))
}
