import { createHash } from 'node:crypto'
import { epochSeconds } from '../api-types.ts'
import { inferred, invalidInput, notFound } from '../errors.ts'
import { containerLog, filterOf } from '../logs.ts'
import { type Context, currentView, existingService } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'

const FOUR_DAYS_MS = 4 * 24 * 3600 * 1000

interface LogReply {
  readonly logEvents: readonly { readonly createdAt: number; readonly message: string }[]
  readonly nextPageToken?: string
}

/**
 * A container's log, ascending, as far as it can be read by now: lines show up late and are kept four days. No token on
 * the last page; a page may be empty and still carry one (docs/lightsail-facts.md §4, §6).
 */
export function getContainerLog(input: Request<'GetContainerLog'>, context: Context): LogReply {
  const { now, switches } = context
  const { containerName, startTime = 0, endTime = Number.POSITIVE_INFINITY, filterPattern = '' } = input
  const record = existingService(currentView(context), input.serviceName)
  if (startTime > endTime) throw invalidInput(inferred.badTimeRange)
  const isKnown = record.deployments.some(({ containers }) => Object.hasOwn(containers, containerName))
  if (!isKnown && switches.unknownContainerLog === 'not-found')
    throw notFound(inferred.unknownContainer(containerName))

  const newest = Math.min(endTime * 1000, now - switches.logLagSeconds * 1000)
  const oldest = Math.max(startTime * 1000, now - FOUR_DAYS_MS)
  const matches = filterOf(filterPattern)
  const lines = containerLog(record, containerName, { ...switches, oldest, newest }).filter(({ message }) =>
    matches(message),
  )

  const page = input.pageToken === undefined ? -switches.emptyLogPages : pageOfToken(input.pageToken, input)
  const from = Math.max(0, page) * switches.logPageSize
  const to = page < 0 ? 0 : from + switches.logPageSize
  return {
    logEvents: lines.slice(from, to).map(({ at, message }) => ({ createdAt: epochSeconds(at), message })),
    ...(to < lines.length && { nextPageToken: tokenOfPage(page + 1, input) }),
  }
}

type LogRequest = Request<'GetContainerLog'>

/** A token belongs to the request it was given for: "keep other arguments the same" (§6). */
function tokenOfPage(page: number, { pageToken: _, ...request }: LogRequest): string {
  const seal = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 16)
  return Buffer.from(`${page}/${seal}`).toString('base64url')
}

function pageOfToken(token: string, request: LogRequest): number {
  const page = Number(Buffer.from(token, 'base64url').toString().split('/')[0])
  if (!Number.isInteger(page) || tokenOfPage(page, request) !== token)
    throw invalidInput(inferred.badPageToken)
  return page
}
