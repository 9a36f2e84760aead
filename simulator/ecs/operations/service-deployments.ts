import { EcsError, inferred, invalidParameter, serviceNotFound } from '../errors.ts'
import { isOver } from '../lifecycle/state.ts'
import { type Context, currentView, existingCluster, laggingView, type View } from '../requests/context.ts'
import { pageOf } from '../requests/page.ts'
import { findRollout, serviceStateNamed, stateOf } from '../views/lookup.ts'
import { briefView, serviceDeploymentView } from '../views/service-deployments.ts'

const MAX_DESCRIBED = 20

interface ListRequest {
  readonly service: string
  readonly cluster?: string
  readonly status?: readonly string[]
  /** Epoch seconds. */
  readonly createdAt?: { readonly before?: number; readonly after?: number }
  readonly nextToken?: string
  readonly maxResults?: number
}

/** Newest first (docs/ecs-facts.md §2b). */
export function listServiceDeployments(request: ListRequest, context: Context): object {
  const cluster = existingCluster(currentView(context), request.cluster)
  const present = serviceStateNamed(currentView(context), { cluster: cluster.arn, service: request.service })
  if (present === undefined) throw serviceNotFound()
  const state = stateOf(present.record, listView(context))
  const { after = 0, before = Number.POSITIVE_INFINITY } = request.createdAt ?? {}
  const found = (state?.rollouts ?? [])
    .filter(({ record }) => record.createdAt >= after * 1000 && record.createdAt <= before * 1000)
    .filter(({ status }) => !request.status?.length || request.status.includes(status))
    .reverse()
  const { items, nextToken } = pageOf(found, request, { size: 20, most: 100 })
  return {
    serviceDeployments: items.flatMap((rollout) => (state ? [briefView(state, rollout)] : [])),
    ...(nextToken !== undefined && { nextToken }),
  }
}

export function describeServiceDeployments(
  { serviceDeploymentArns }: { readonly serviceDeploymentArns: readonly string[] },
  context: Context,
): object {
  if (serviceDeploymentArns.length > MAX_DESCRIBED)
    throw invalidParameter(inferred.tooMany('service deployments', MAX_DESCRIBED))
  const view = listView(context)
  const found = serviceDeploymentArns.map((arn) => ({ arn, hit: findRollout(view, arn) }))
  return {
    serviceDeployments: found.flatMap(({ hit }) =>
      hit ? [serviceDeploymentView(hit.state, hit.rollout, view)] : [],
    ),
    failures: found.filter(({ hit }) => !hit).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}

interface StopRequest {
  readonly serviceDeploymentArn: string
  readonly stopType?: 'ABORT' | 'ROLLBACK'
}

export function stopServiceDeployment(request: StopRequest, context: Context): object {
  const { serviceDeploymentArn, stopType = 'ROLLBACK' } = request
  const { state } = movingDeployment(serviceDeploymentArn, context)
  state.record.changes.push({ kind: 'stop', at: context.now, serviceDeploymentArn, stopType })
  return { serviceDeploymentArn }
}

interface ContinueRequest {
  readonly serviceDeploymentArn: string
  readonly hookId: string
  readonly action?: 'CONTINUE' | 'ROLLBACK'
}

/** Continues or rolls back at a hook that is AWAITING_ACTION. */
export function continueServiceDeployment(request: ContinueRequest, context: Context): object {
  const { serviceDeploymentArn, hookId, action = 'CONTINUE' } = request
  const { state, rollout } = movingDeployment(serviceDeploymentArn, context)
  const hook = rollout.hooks.find((one) => one.hookId === hookId)
  if (hook?.status !== 'AWAITING_ACTION') throw invalidParameter(inferred.hookNotPaused)
  state.record.changes.push({ kind: 'continue', at: context.now, serviceDeploymentArn, hookId, action })
  return { serviceDeploymentArn }
}

/** ConflictException for one that has ended, ServiceDeploymentNotFoundException for an unknown one. */
function movingDeployment(arn: string, context: Context): NonNullable<ReturnType<typeof findRollout>> {
  const found = findRollout(currentView(context), arn)
  if (found === undefined)
    throw new EcsError({ type: 'ServiceDeploymentNotFoundException', message: inferred.deploymentNotFound })
  if (isOver(found.rollout))
    throw new EcsError({ type: 'ConflictException', message: inferred.deploymentIsOver })
  return found
}

/** The calls on service deployments have a lag of their own. */
function listView(context: Context): View {
  const view = laggingView(context)
  return { ...view, at: view.at - context.switches.listLagSeconds * 1000 }
}
