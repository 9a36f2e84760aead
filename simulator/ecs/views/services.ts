import { epochSeconds, type RevisionContent, type Tag } from '../api-types.ts'
import { hexDigitsOf, uuidOf } from '../identifiers.ts'
import { groupId, type ServiceState, type TaskGroup } from '../lifecycle/state.ts'
import { isActive } from '../lifecycle/tasks.ts'
import type { TagChange } from '../records.ts'
import type { View } from '../requests/context.ts'
import { countsOf } from './counts.ts'

const MAX_EVENTS = 100
/** How long `currentServiceDeployment` may still be the previous one (docs/ecs-facts.md §2b). */
const STALE_SECONDS = 60

/** The service as DescribeServices shows it. Members without a value are absent. */
export function serviceView(state: ServiceState, view: View, { withTags = false } = {}): object {
  const { record, settings, status } = state
  const { at, records } = view
  const counts = countsOf(state, at)
  const controller = settings.deploymentController?.type ?? 'ECS'
  const primary = state.groups[0]
  return {
    serviceArn: record.arn,
    serviceName: record.name,
    clusterArn: record.clusterArn,
    status,
    desiredCount: counts.desired,
    runningCount: counts.running,
    pendingCount: counts.pending,
    ...(primary && revisionMembers(primary.content)),
    deploymentConfiguration: settings.deploymentConfiguration,
    deployments:
      controller === 'ECS' && status !== 'INACTIVE'
        ? state.groups.map((group, index) => deploymentView(state, group, { view, isPrimary: index === 0 }))
        : [],
    ...(controller !== 'ECS' && {
      deploymentController: { type: controller },
      taskSets: primary === undefined ? [] : [taskSetView(state, primary, view)],
    }),
    roleArn:
      record.creation.role ??
      `arn:${records.partition}:iam::${records.id}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: eventViews(state, at),
    createdAt: epochSeconds(record.createdAt),
    ...currentServiceDeployment(state, view),
    ...(primary &&
      controller === 'ECS' && {
        currentServiceRevisions: state.groups.map((group) => revisionSummary(state, group, at)),
      }),
    placementConstraints: settings.placementConstraints,
    placementStrategy: settings.placementStrategy,
    ...(settings.healthCheckGracePeriodSeconds !== undefined && {
      healthCheckGracePeriodSeconds: settings.healthCheckGracePeriodSeconds,
    }),
    schedulingStrategy: record.creation.schedulingStrategy,
    ...(withTags && { tags: tagsAt(record.tagChanges, at) }),
    createdBy: `arn:${records.partition}:iam::${records.id}:role/deploy`,
    enableECSManagedTags: settings.enableECSManagedTags,
    propagateTags: settings.propagateTags,
    enableExecuteCommand: settings.enableExecuteCommand,
    availabilityZoneRebalancing: settings.availabilityZoneRebalancing ?? 'DISABLED',
    ...(record.creation.resourceManagementType && {
      resourceManagementType: record.creation.resourceManagementType,
    }),
  }
}

/** All tags as they are at that moment. */
export function tagsAt(changes: readonly TagChange[], at: number): readonly Tag[] {
  return changes.findLast((change) => change.at <= at)?.tags ?? []
}

/** What the service itself shows of its PRIMARY's revision; the rest is only in `deployments[]`. */
function revisionMembers(content: RevisionContent): object {
  const { serviceConnectConfiguration, volumeConfigurations, vpcLatticeConfigurations, ...shown } = content
  return { ...shown, ...(content.launchType === 'FARGATE' && { platformFamily: 'Linux' }) }
}

/** An entry of `deployments[]`: the newest is PRIMARY; ACTIVE are those that still have tasks. */
function deploymentView(
  state: ServiceState,
  group: TaskGroup,
  { view, isPrimary }: { view: View; isPrimary: boolean },
): object {
  const { at } = view
  const { content } = group
  const counts = countsOf(state, at, group)
  const hasActive = state.tasks.some((task) => task.group === group && isActive(task))
  return {
    id: groupId(group),
    status: isPrimary ? 'PRIMARY' : hasActive ? 'ACTIVE' : 'DRAINING',
    ...(content.taskDefinition !== undefined && { taskDefinition: content.taskDefinition }),
    desiredCount: counts.desired,
    pendingCount: counts.pending,
    runningCount: counts.running,
    failedTasks: group.failedTasks,
    createdAt: epochSeconds(group.createdAt),
    updatedAt: epochSeconds(group.updatedAt),
    ...(content.launchType !== undefined && { launchType: content.launchType }),
    ...(content.capacityProviderStrategy && { capacityProviderStrategy: content.capacityProviderStrategy }),
    ...(content.launchType === 'FARGATE' && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    ...(content.networkConfiguration && { networkConfiguration: content.networkConfiguration }),
    ...rolloutStateOf(state, group, view),
    ...(content.serviceConnectConfiguration && {
      serviceConnectConfiguration: content.serviceConnectConfiguration,
    }),
    ...(content.volumeConfigurations.length > 0 && { volumeConfigurations: content.volumeConfigurations }),
    ...(content.vpcLatticeConfigurations.length > 0 && {
      vpcLatticeConfigurations: content.vpcLatticeConfigurations,
    }),
  }
}

function rolloutStateOf({ rollouts }: ServiceState, group: TaskGroup, { at, switches }: View): object {
  if (switches.rolloutState === 'absent') return {}
  const failedAt = rollouts.find(({ target }) => target === group)?.failure?.at ?? Number.NEGATIVE_INFINITY
  if (at < failedAt + switches.failedStateLagSeconds * 1000)
    return {
      rolloutState: 'IN_PROGRESS',
      rolloutStateReason: `ECS deployment ${groupId(group)} in progress.`,
    }
  return { rolloutState: group.rolloutState, rolloutStateReason: group.rolloutStateReason }
}

/** What a CODE_DEPLOY or EXTERNAL service has instead of deployments. */
function taskSetView(state: ServiceState, group: TaskGroup, { at, records }: View): object {
  const counts = countsOf(state, at, group)
  const name = state.record.clusterArn.slice(state.record.clusterArn.lastIndexOf('/') + 1)
  return {
    id: groupId(group),
    taskSetArn: `arn:${records.partition}:ecs:${records.region}:${records.id}:task-set/${name}/${state.record.name}/${groupId(group)}`,
    serviceArn: state.record.arn,
    clusterArn: state.record.clusterArn,
    status: 'PRIMARY',
    taskDefinition: group.content.taskDefinition,
    computedDesiredCount: counts.desired,
    pendingCount: counts.pending,
    runningCount: counts.running,
    createdAt: epochSeconds(group.createdAt),
    updatedAt: epochSeconds(group.updatedAt),
    loadBalancers: group.content.loadBalancers,
    serviceRegistries: group.content.serviceRegistries,
    scale: { value: 100, unit: 'PERCENT' },
    stabilityStatus: state.isSteady ? 'STEADY_STATE' : 'STABILIZING',
    stabilityStatusAt: epochSeconds(at),
  }
}

/** A revision as service and service deployment count it. */
export function revisionSummary(state: ServiceState, group: TaskGroup, at: number): object {
  const counts = countsOf(state, at, group)
  return {
    arn: group.revisionArn,
    requestedTaskCount: counts.desired,
    runningTaskCount: counts.running,
    pendingTaskCount: counts.pending,
    ...(group.productionWeight !== undefined && {
      requestedProductionTrafficWeight: group.productionWeight,
      requestedTestTrafficWeight: group.testWeight ?? 0,
    }),
  }
}

/** Newest first, at most 100. */
function eventViews({ record, events }: ServiceState, at: number): readonly object[] {
  return events
    .map((event, index) => ({ event, index }))
    .filter(({ event }) => event.at <= at)
    .sort((one, other) => other.event.at - one.event.at || other.index - one.index)
    .slice(0, MAX_EVENTS)
    .map(({ event, index }) => ({
      id: uuidOf(hexDigitsOf(`${record.arn}/${record.createdAt}/event/${index}`)),
      createdAt: epochSeconds(event.at),
      message: event.message,
    }))
}

function currentServiceDeployment({ rollouts }: ServiceState, { at, switches }: View): object {
  const [before, last] = rollouts.slice(-2).length === 2 ? rollouts.slice(-2) : [undefined, rollouts[0]]
  if (last === undefined || switches.currentServiceDeployment === 'absent') return {}
  const isStale =
    switches.currentServiceDeployment === 'stale' && at < last.record.createdAt + STALE_SECONDS * 1000
  const shown = isStale ? before : last
  return shown === undefined ? {} : { currentServiceDeployment: shown.record.serviceDeploymentArn }
}
