import { listAt, textAt } from '../../text/json.ts'

/** A line of `permissions:` in a workflow. */
export type Permission =
  | 'pull-requests: write'
  | 'deployments: write'
  | 'pull-requests: read'
  | 'contents: read'

/** Why a call to GitHub failed. */
export type ApiError =
  /** The token lacks a permission. GitHub says 404 in place of 403 where it does not even admit that there is something. */
  | { readonly kind: 'forbidden'; readonly message: string }
  | { readonly kind: 'token'; readonly message: string }
  | { readonly kind: 'limited'; readonly message: string }
  /** GitHub understood and said no. */
  | { readonly kind: 'rejected'; readonly message: string }
  | { readonly kind: 'server'; readonly status: number; readonly message: string }
  | { readonly kind: 'silent' }
  /** An answer that is not what GitHub's API describes. */
  | { readonly kind: 'odd'; readonly message: string }
  | { readonly kind: 'unreachable'; readonly message: string }

/** The message of the error with which a call that takes too long is ended. */
export const noResponse = 'no answer in time'

/**
 * Reads what octokit throws: an error with the answer's status, or with status 500 and no answer at all. What has no status
 * was thrown by whoever read the answer. Limits:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export function classifyError(error: unknown): ApiError {
  if (!(error instanceof Error)) return { kind: 'unreachable', message: String(error) }
  if (error.message === noResponse) return { kind: 'silent' }
  const told = graphqlErrorsOf(error)
  if (told) return failedQuery(told)
  if (!('status' in error)) return { kind: 'odd', message: oddWords(error) }
  const response = 'response' in error ? error.response : undefined
  if (!isAnswer(response)) return { kind: 'unreachable', message: error.message }
  const { status, headers } = response
  const message = firstLine(error.message)
  const isLimited = headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers
  if (status === 429 || (status === 403 && (isLimited || /rate limit|abuse/i.test(message)))) {
    return { kind: 'limited', message }
  }
  if (status === 401) return { kind: 'token', message }
  if (status === 403 && /locked|archived/i.test(message)) return { kind: 'rejected', message }
  if (status === 403 || status === 404) return { kind: 'forbidden', message }
  return status >= 500 ? { kind: 'server', status, message } : { kind: 'rejected', message }
}

/** There is no such thing, where the token was good enough to see it before. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 404
}

function isAnswer(
  response: unknown,
): response is { status: number; headers: Readonly<Record<string, unknown>> } {
  return (
    typeof response === 'object' &&
    response !== null &&
    'status' in response &&
    typeof response.status === 'number' &&
    'headers' in response &&
    typeof response.headers === 'object'
  )
}

/** How much of a message is shown: GitHub's are short, those of others may be anything. */
const LONGEST_MESSAGE = 300

/** Without the link to GitHub's documentation that octokit adds. */
function firstLine(message: string): string {
  if (/^\s*</.test(message)) return 'a web page'
  const line =
    message
      .slice(0, LONGEST_MESSAGE * 4)
      .split('\n')[0]
      ?.split(' - https://')[0] ?? ''
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line
}

/** Our own words for it, or those for a fault in reading it, which says nothing to anybody but us. */
function oddWords({ name, message }: Error): string {
  return name === 'OddAnswer' ? message : 'it cannot be read'
}

/** One of the errors in an answer of GraphQL's, whose HTTP status is 200. */
export interface GraphqlError {
  /** Such as `NOT_FOUND`, `FORBIDDEN` or `RATE_LIMITED`; a query that is wrong has none. */
  readonly type: string
  readonly message: string
  /** Where in the answer: `repository.pr7`. */
  readonly path: string
}

/** The errors that octokit found in an answer of GraphQL's; `undefined` for any other error. */
export function graphqlErrorsOf(error: unknown): readonly GraphqlError[] | undefined {
  return error instanceof Error && error.name === 'GraphqlResponseError'
    ? listAt(error, 'errors').map((one) => ({
        type: textAt(one, 'type') ?? '',
        message: textAt(one, 'message') ?? '',
        path: listAt(one, 'path').join('.'),
      }))
    : undefined
}

/** Shapes: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api and observed answers. */
function failedQuery(errors: readonly GraphqlError[]): ApiError {
  const [first] = errors
  if (!first) return { kind: 'odd', message: 'malformed errors' }
  const message = firstLine(first.message)
  if (first.type === 'RATE_LIMITED' || /rate limit/i.test(message)) return { kind: 'limited', message }
  const isForbidden = ['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND'].includes(first.type)
  return { kind: isForbidden ? 'forbidden' : 'rejected', message }
}
