import { inferred, invalidParameter } from '../errors.ts'
import { ecsArn, nameOf } from '../identifiers.ts'
import { type Context, existingCluster, laggingView, type View } from '../requests/context.ts'
import { pageOf } from '../requests/page.ts'
import { serviceStateNamed } from '../views/lookup.ts'
import { serviceView } from '../views/services.ts'

const MAX_SERVICES = 10
/** Of a page of names. */
const MAX_LISTED = 100

interface Request {
  readonly cluster?: string
  readonly services: readonly string[]
  readonly include?: readonly string[]
}

/** A missing service is a failure MISSING, not an error (docs/ecs-facts.md §3). */
export function describeServices({ cluster, services, include = [] }: Request, context: Context): object {
  if (services.length > MAX_SERVICES) throw invalidParameter(inferred.tooMany('services', MAX_SERVICES))
  const view = laggingView(context)
  const { arn, name } = existingCluster({ ...view, at: context.now }, cluster)
  const found = services.map((service) => ({
    service,
    state: shownState(view, context, { cluster: arn, service }),
  }))
  return {
    services: found.flatMap(({ state }) =>
      state === undefined ? [] : [serviceView(state, view, { withTags: include.includes('TAGS') })],
    ),
    failures: found
      .filter(({ state }) => state === undefined)
      .map(({ service }) => ({
        arn: ecsArn(context.records, `service/${name}/${nameOf(service)}`),
        reason: 'MISSING',
      })),
  }
}

function shownState(view: View, { now, switches }: Context, name: { cluster: string; service: string }) {
  const state = serviceStateNamed(view, name)
  if (state === undefined) return undefined
  const isTooNew = now < state.record.createdAt + switches.missingAfterCreateSeconds * 1000
  const isForgotten =
    state.inactiveSince !== undefined && view.at >= state.inactiveSince + switches.inactiveSeconds * 1000
  return isTooNew || isForgotten ? undefined : state
}

interface ListRequest {
  readonly cluster?: string
  readonly launchType?: string
  readonly schedulingStrategy?: string
  readonly nextToken?: string
  readonly maxResults?: number
}

/** ARNs of the services that are not INACTIVE, ten a page unless asked otherwise. */
export function listServices(
  { cluster, launchType, schedulingStrategy, ...page }: ListRequest,
  context: Context,
): object {
  const view = laggingView(context)
  const { arn } = existingCluster({ ...view, at: context.now }, cluster)
  const names = new Set(
    context.records.services.filter(({ clusterArn }) => clusterArn === arn).map(({ name }) => name),
  )
  const found = [...names].flatMap((service) => {
    const state = shownState(view, context, { cluster: arn, service })
    if (state === undefined || state.status === 'INACTIVE') return []
    const { creation } = state.record
    const isAsked =
      (launchType ?? creation.launchType) === creation.launchType &&
      (schedulingStrategy ?? creation.schedulingStrategy) === creation.schedulingStrategy
    return isAsked ? [state.record.arn] : []
  })
  const { items, nextToken } = pageOf(found, page, { size: MAX_SERVICES, most: MAX_LISTED })
  return { serviceArns: items, ...(nextToken !== undefined && { nextToken }) }
}
