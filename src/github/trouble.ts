/** A line of `permissions:` in a workflow. */
export type Permission =
  | 'pull-requests: write'
  | 'deployments: write'
  | 'pull-requests: read'
  | 'contents: read'

/** Why a call to GitHub failed. */
export type Trouble =
  /** The token lacks a permission. GitHub says 404 in place of 403 where it does not even admit that there is something. */
  | { readonly kind: 'forbidden'; readonly message: string }
  | { readonly kind: 'token'; readonly message: string }
  | { readonly kind: 'limited'; readonly message: string }
  /** GitHub understood and said no. */
  | { readonly kind: 'rejected'; readonly message: string }
  | { readonly kind: 'server'; readonly status: number; readonly message: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unreachable'; readonly message: string }

/** The message of the error with which a call that takes too long is ended. */
export const noAnswer = 'no answer in time'

/**
 * Reads what octokit throws: an error with the answer's status, or with status 500 and no answer at all. Limits:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export const failedCall = (error: unknown): Trouble => {
  if (!(error instanceof Error)) return { kind: 'unreachable', message: String(error) }
  if (error.message === noAnswer) return { kind: 'silent' }
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
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && error.status === 404

const isAnswer = (
  response: unknown,
): response is { status: number; headers: Readonly<Record<string, unknown>> } =>
  typeof response === 'object' &&
  response !== null &&
  'status' in response &&
  typeof response.status === 'number' &&
  'headers' in response &&
  typeof response.headers === 'object'

/** Without the link to GitHub's documentation that octokit adds. */
const firstLine = (message: string): string => message.split('\n')[0]?.split(' - https://')[0] ?? ''
