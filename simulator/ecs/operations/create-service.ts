import type { RevisionContent } from '../api-types.ts'
import { inferred, invalidParameter, quoted } from '../errors.ts'
import { serviceArn } from '../identifiers.ts'
import type { Creation, ServiceRecord } from '../records.ts'
import { type Context, currentView, existingCluster } from '../requests/context.ts'
import { activeTaskDefinition, checkRevision, mergedRevision, newDeployment } from '../requests/revision.ts'
import type { CreateServiceRequest } from '../requests/services.ts'
import { initialSettings } from '../requests/settings.ts'
import { withTags } from '../requests/tags.ts'
import { serviceStateNamed, stateOf } from '../views/lookup.ts'
import { serviceView } from '../views/services.ts'

/** The same token with the same request returns the service that it created (docs/ecs-facts.md §3). */
export function createService(request: CreateServiceRequest, context: Context): object {
  const cluster = existingCluster(currentView(context), request.cluster)
  const before = serviceStateNamed(currentView(context), {
    cluster: cluster.arn,
    service: request.serviceName,
  })
  if (before !== undefined && before.status !== 'INACTIVE') {
    if (before.status === 'DRAINING') throw invalidParameter(quoted.stillDraining)
    if (!isSameCreation(before.record, request, context)) throw invalidParameter(quoted.notIdempotent)
    return { service: serviceView(before, currentView(context), { withTags: true }) }
  }
  const content = checkedContent(request, context)
  const { schedulingStrategy = 'REPLICA', clientToken, launchType, role } = request
  const record: ServiceRecord = {
    name: request.serviceName,
    arn: serviceArn(context.records, cluster.name, request.serviceName),
    clusterArn: cluster.arn,
    createdAt: context.now,
    creation: {
      request: requestText(request),
      schedulingStrategy,
      ...(clientToken !== undefined && { clientToken }),
      ...(launchType !== undefined && { launchType }),
      ...(role !== undefined && { role }),
    },
    tagChanges: [{ at: context.now, tags: withTags([], request.tags ?? []) }],
    changes: [],
  }
  record.changes.push({
    kind: 'update',
    at: context.now,
    settings: initialSettings(request, schedulingStrategy),
    deployment: newDeployment(context, record, content),
  })
  context.records.services.push(record)
  const state = stateOf(record, currentView(context))
  return { service: state ? serviceView(state, currentView(context), { withTags: true }) : {} }
}

function isSameCreation(
  { creation }: ServiceRecord,
  request: CreateServiceRequest,
  { switches }: Context,
): boolean {
  if (creation.request !== requestText(request)) return false
  if (request.clientToken !== undefined) return request.clientToken === creation.clientToken
  return switches.identicalCreate === 'accepted'
}

function requestText({ clientToken, ...request }: CreateServiceRequest): Creation['request'] {
  return JSON.stringify(request)
}

function checkedContent(request: CreateServiceRequest, context: Context): RevisionContent {
  const isDaemon = request.schedulingStrategy === 'DAEMON'
  const controller = request.deploymentController?.type ?? 'ECS'
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(request.serviceName))
    throw invalidParameter(inferred.badServiceName(request.serviceName))
  if (isDaemon && request.desiredCount !== undefined) throw invalidParameter(quoted.daemonWithCount)
  if (!isDaemon && request.desiredCount === undefined) throw invalidParameter(inferred.noDesiredCount)
  if (request.launchType !== undefined && request.capacityProviderStrategy?.length)
    throw invalidParameter(quoted.launchTypeAndStrategy)
  if (request.taskDefinition === undefined && controller !== 'EXTERNAL')
    throw invalidParameter(inferred.noTaskDefinitionGiven)
  const definition =
    request.taskDefinition === undefined ? undefined : activeTaskDefinition(request.taskDefinition, context)
  const launchType = request.launchType ?? (request.capacityProviderStrategy?.length ? undefined : 'EC2')
  const empty: RevisionContent = {
    ...(launchType !== undefined && { launchType }),
    ...(launchType === 'FARGATE' && { platformVersion: 'LATEST' }),
    loadBalancers: [],
    serviceRegistries: [],
    volumeConfigurations: [],
    vpcLatticeConfigurations: [],
  }
  const content = mergedRevision(empty, request, definition)
  if (definition !== undefined) checkRevision(content, definition)
  return content
}
