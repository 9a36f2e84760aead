import { ApiError } from '../wire/api-error.ts'
import { checkedRequest } from '../wire/request-check.ts'
import { requestModels } from './models.ts'

/** A line of a stream; `at` is when it was written, epoch milliseconds. */
export interface LogLine {
  readonly at: number
  readonly message: string
}

/** The content of CloudWatch Logs at a moment. */
export interface LogSource {
  hasGroup(group: string): boolean
  /** Ascending, as far as they can be read by now; undefined for a stream that is not there. */
  lines(group: string, stream: string): readonly LogLine[] | undefined
  /** How much later than it was written a line can be read, in milliseconds. */
  readonly lagMs: number
}

interface Request {
  readonly logGroupName?: string
  readonly logGroupIdentifier?: string
  readonly logStreamName: string
  readonly startTime?: number
  readonly endTime?: number
  readonly nextToken?: string
  readonly limit?: number
  readonly startFromHead?: boolean
}

const MAX_EVENTS = 10_000
const MAX_BYTES = 1024 * 1024
/** Bytes that CloudWatch Logs counts per event besides its text. */
const BYTES_PER_EVENT = 26

/**
 * GetLogEvents: a page of a stream, ascending, from its end unless `startFromHead` is asked for, and a token to either
 * side of it. A token that leads nowhere comes back as it was given; so does the one of an empty page.
 */
export function getLogEvents(body: unknown, source: LogSource): object {
  const request = checkedRequest('GetLogEvents', body, {
    models: requestModels,
    namespace: 'com.amazonaws.logs.',
    missing: (path) =>
      invalid(
        `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
      ),
  }) as Request
  const { logStreamName, startTime = 0, endTime = Number.POSITIVE_INFINITY, nextToken } = request
  const limit = checkedLimit(request.limit)
  const group = groupOf(request)
  if (!source.hasGroup(group)) throw notFound('The specified log group does not exist.')
  const all = source.lines(group, logStreamName)
  if (all === undefined) throw notFound('The specified log stream does not exist.')

  const lines = all.filter(({ at }) => at >= startTime && at < endTime)
  const place = nextToken === undefined ? undefined : placeOf(nextToken)
  const isForward = place?.isForward ?? request.startFromHead ?? false
  const edge = Math.min(place?.index ?? (isForward ? 0 : lines.length), lines.length)
  const page = isForward ? sizeOf(lines.slice(edge), limit) : sizeOf(lines.slice(0, edge).reverse(), limit)
  const [from, to] = isForward ? [edge, edge + page] : [edge - page, edge]
  return {
    events: lines
      .slice(from, to)
      .map(({ at, message }) => ({ timestamp: at, message, ingestionTime: at + source.lagMs })),
    nextForwardToken: tokenOf('f', to),
    nextBackwardToken: tokenOf('b', from),
  }
}

/** How many of them fit on a page. */
function sizeOf(lines: readonly LogLine[], limit: number): number {
  let bytes = 0
  const tooMany = lines.findIndex(({ message }) => {
    bytes += Buffer.byteLength(message) + BYTES_PER_EVENT
    return bytes > MAX_BYTES
  })
  return Math.min(limit, tooMany < 0 ? lines.length : tooMany)
}

function checkedLimit(limit: number = MAX_EVENTS): number {
  const refused = (bound: string) =>
    invalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ${bound}`,
    )
  if (limit > MAX_EVENTS) throw refused(`less than or equal to ${MAX_EVENTS}`)
  if (limit < 1) throw refused('greater than or equal to 1')
  return limit
}

/** The name, or the part after `log-group:` of an ARN. */
function groupOf({ logGroupName, logGroupIdentifier }: Request): string {
  const group = logGroupName ?? logGroupIdentifier?.replace(/^arn:.*:log-group:/, '')
  if (group === undefined) throw invalid('Either logGroupName or logGroupIdentifier is required.')
  return group
}

/** `f/` and 56 digits, like AWS's tokens; here they are a position between two lines. */
function tokenOf(direction: 'f' | 'b', index: number): string {
  return `${direction}/${String(index).padStart(56, '0')}`
}

function placeOf(token: string): { readonly isForward: boolean; readonly index: number } {
  const found = /^([fb])\/(\d{56})$/.exec(token)
  if (found === null) throw invalid('The specified nextToken is invalid.')
  return { isForward: found[1] === 'f', index: Number(found[2]) }
}

function invalid(message: string): ApiError {
  return new ApiError({ type: 'InvalidParameterException', message })
}

function notFound(message: string): ApiError {
  return new ApiError({ type: 'ResourceNotFoundException', message })
}
