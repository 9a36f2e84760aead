import type { RevisionContent } from '../api-types.ts'
import { EcsError, inferred, invalidParameter, quoted, serviceNotActive, serviceNotFound } from '../errors.ts'
import { movingRollout, type ServiceState } from '../lifecycle/state.ts'
import { type Context, currentView, existingCluster } from '../requests/context.ts'
import { activeTaskDefinition, checkRevision, mergedRevision, newDeployment } from '../requests/revision.ts'
import type { UpdateServiceRequest } from '../requests/services.ts'
import { mergedSettings } from '../requests/settings.ts'
import { serviceStateNamed, stateOf } from '../views/lookup.ts'
import { serviceView } from '../views/services.ts'

/**
 * An absent member stays as it is. A rollout starts if a member of the revision differs, or if it is forced; the one
 * before is replaced (docs/ecs-facts.md §1, §2).
 */
export function updateService(request: UpdateServiceRequest, context: Context): object {
  const view = currentView(context)
  const before = activeService(request, context)
  const running = before.groups[0]?.content
  const settings = mergedSettings(before.settings, request, context)
  refuseForController(before, request)
  if (before.record.creation.schedulingStrategy === 'DAEMON' && request.desiredCount !== undefined)
    throw invalidParameter(quoted.daemonWithCount)
  const content = running === undefined ? undefined : checkedContent(running, request, context)
  const rollsOut =
    content !== undefined &&
    running !== undefined &&
    (request.forceNewDeployment === true || isDifferent(running, content))
  if (content && running && request.forceNewDeployment !== true) refuseUnforced(running, content)
  if (rollsOut) refuseDuringRollback(before, context)
  const { record } = before
  record.changes.push({
    kind: 'update',
    at: context.now,
    settings,
    ...(rollsOut && { deployment: newDeployment(context, record, content) }),
  })
  const after = stateOf(record, view)
  const shown = context.switches.updateReply === 'before' ? before : after
  return { service: shown ? serviceView(shown, view) : {} }
}

/** The service that may be changed. */
export function activeService(
  request: { readonly cluster?: string; readonly service: string },
  context: Context,
): ServiceState {
  const view = currentView(context)
  const cluster = existingCluster(view, request.cluster)
  const state = serviceStateNamed(view, { cluster: cluster.arn, service: request.service })
  if (state === undefined) throw serviceNotFound()
  if (state.status !== 'ACTIVE') throw serviceNotActive()
  return state
}

function checkedContent(
  running: RevisionContent,
  request: UpdateServiceRequest,
  context: Context,
): RevisionContent {
  const definition =
    request.taskDefinition === undefined ? undefined : activeTaskDefinition(request.taskDefinition, context)
  const content = mergedRevision(running, request, definition)
  const runs = context.records.taskDefinitions.find(({ arn }) => arn === content.taskDefinition)
  if (runs !== undefined) checkRevision(content, runs)
  return content
}

function isDifferent(running: RevisionContent, content: RevisionContent): boolean {
  return comparable(running) !== comparable(content)
}

function comparable(value: unknown): string {
  return JSON.stringify(value, (_, inner) => sorted(inner))
}

function refuseUnforced(running: RevisionContent, content: RevisionContent): void {
  const capacity = ({ capacityProviderStrategy = [] }: RevisionContent) =>
    comparable(capacityProviderStrategy)
  if (capacity(running) !== capacity(content)) throw invalidParameter(quoted.capacityWithoutForce)
}

/** Objects with their members in order of name, so that equal ones read the same. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Such services are deployed by CodeDeploy, or by the owner of the task sets (docs/ecs-facts.md §1a). */
function refuseForController({ settings }: ServiceState, request: UpdateServiceRequest): void {
  const controller = settings.deploymentController?.type ?? 'ECS'
  if (controller === 'ECS' || request.deploymentController?.type === 'ECS') return
  if (request.taskDefinition !== undefined) throw invalidParameter(quoted.noTaskDefinitionWith(controller))
  if (request.forceNewDeployment === true) throw invalidParameter(quoted.noForceWith(controller))
}

function refuseDuringRollback(state: ServiceState, { switches }: Context): void {
  if (switches.updateDuringRollback === 'accepted') return
  const status = movingRollout(state)?.status
  if (status === 'ROLLBACK_IN_PROGRESS' || status === 'ROLLBACK_REQUESTED')
    throw new EcsError({ type: 'UpdateInProgressException', message: inferred.rollbackInProgress })
}
