import { inferred, invalidParameter } from '../errors.ts'
import { ecsArn, nameOf } from '../identifiers.ts'
import { type Context, existingCluster, laggingView, type View } from '../requests/context.ts'
import { serviceStateNamed } from '../views/lookup.ts'
import { serviceView } from '../views/services.ts'

const MAX_SERVICES = 10

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
