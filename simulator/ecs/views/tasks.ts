import { type ContainerDefinition, type ContainerOverride, epochSeconds, type Tag } from '../api-types.ts'
import { hexDigitsOf, uuidOf } from '../identifiers.ts'
import type { ServiceState, TaskLife } from '../lifecycle/state.ts'
import { isHealthy } from '../lifecycle/tasks.ts'
import type { TaskRecord } from '../records.ts'
import type { View } from '../requests/context.ts'
import { surroundingsOf, taskArn } from './lookup.ts'
import { imageDigest } from './revisions.ts'
import { taskStatusAt } from './task-status.ts'

/** RUNNING until somebody, or its own end, stops the task. */
export function desiredStatus({ stop }: Pick<TaskLife, 'stop'>): 'RUNNING' | 'STOPPED' {
  return stop === undefined ? 'RUNNING' : 'STOPPED'
}

/** What of a task whoever started it has decided: a service, or a request. */
export interface TaskOwner {
  readonly clusterArn: string
  /** `service:shop` or `family:web`. */
  readonly group: string
  /** The service's name, if it is one. */
  readonly service?: string
  readonly enableExecuteCommand: boolean
  readonly overrides: readonly ContainerOverride[]
  readonly tags: readonly Tag[]
}

export function ownerOfService({ record, settings }: ServiceState): TaskOwner {
  const { clusterArn, name, arn } = record
  const { enableExecuteCommand } = settings
  return { clusterArn, group: `service:${name}`, service: arn, enableExecuteCommand, overrides: [], tags: [] }
}

export function ownerOfRecord({
  clusterArn,
  group,
  enableExecuteCommand,
  overrides,
  tags,
}: TaskRecord): TaskOwner {
  return { clusterArn, group, enableExecuteCommand, overrides, tags }
}

/** The task as DescribeTasks shows it; its tags only where they are asked for. */
export function taskView(
  owner: TaskOwner,
  task: TaskLife,
  { at, records, switches, withTags = false }: View & { readonly withTags?: boolean },
): object {
  const { stop, revision } = task
  const surroundings = surroundingsOf({ at, records, switches })
  const definition = surroundings.taskDefinition(revision.taskDefinition)?.content
  const arn = taskArn(records, owner.clusterArn, task.id)
  const network = revision.networkConfiguration
  return {
    attachments: network === undefined ? [] : [networkInterface(task, network)],
    attributes: [
      { name: 'ecs.cpu-architecture', value: definition?.runtimePlatform?.cpuArchitecture ?? 'x86_64' },
    ],
    availabilityZone: `${records.region}${'abc'[Number.parseInt(task.id.slice(0, 2), 16) % 3]}`,
    clusterArn: owner.clusterArn,
    connectivity: 'CONNECTED',
    ...timeOf('connectivityAt', task.pendingAt, at),
    containers: (definition?.containerDefinitions ?? []).map((container) =>
      containerView(task, container, { arn, at }),
    ),
    ...(definition?.cpu !== undefined && { cpu: definition.cpu }),
    ...(definition?.memory !== undefined && { memory: definition.memory }),
    createdAt: epochSeconds(task.createdAt),
    desiredStatus: desiredStatus(task),
    enableExecuteCommand: owner.enableExecuteCommand,
    group: owner.group,
    healthStatus: healthStatus(task, definition?.containerDefinitions ?? [], at),
    lastStatus: taskStatusAt(task, at),
    ...(revision.launchType !== undefined && { launchType: revision.launchType }),
    overrides: {
      containerOverrides: overridesOf(owner, definition?.containerDefinitions ?? []),
      inferenceAcceleratorOverrides: [],
    },
    ...(revision.launchType === 'FARGATE' && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    ...timeOf('pullStartedAt', task.pendingAt, at),
    ...timeOf('pullStoppedAt', task.activatingAt, at),
    ...timeOf('startedAt', task.runningAt, at),
    ...(task.startedBy !== undefined && { startedBy: task.startedBy }),
    tags: withTags ? owner.tags : [],
    taskArn: arn,
    taskDefinitionArn: revision.taskDefinition,
    version:
      1 +
      [task.pendingAt, task.activatingAt, task.runningAt, stop?.at ?? Number.POSITIVE_INFINITY].filter(
        (one) => one <= at,
      ).length,
    ...(stop && {
      stopCode: stop.stopCode,
      stoppedReason: stop.reason,
      stoppingAt: epochSeconds(stop.at),
      ...timeOf('executionStoppedAt', stop.executionStoppedAt, at),
      ...timeOf('stoppedAt', stop.stoppedAt, at),
    }),
  }
}

/** A task of RunTask lists each of its containers, with what was changed of it; one of a service lists none. */
function overridesOf(
  { service, overrides }: TaskOwner,
  containers: readonly ContainerDefinition[],
): readonly object[] {
  if (service !== undefined) return []
  return containers.map(({ name }) => ({ name, ...overrides.find((one) => one.name === name) }))
}

/** Only the failing container ends by itself; the others are stopped with it. */
function containerView(
  task: TaskLife,
  container: ContainerDefinition,
  { arn, at }: { arn: string; at: number },
): object {
  const { stop } = task
  const isCulprit = container.name === task.culprit
  const own = exitAt(task, container.name, at)
  const hasEnded = own !== undefined || (stop !== undefined && at >= stop.executionStoppedAt)
  const hasRun = task.runningAt <= at && (stop === undefined || task.runningAt <= stop.at)
  const id = hexDigitsOf(`${task.id}/${container.name}`)
  return {
    containerArn: `${arn.replace(':task/', ':container/')}/${uuidOf(id)}`,
    taskArn: arn,
    name: container.name,
    image: container.image,
    ...(task.activatingAt <= at && {
      imageDigest: imageDigest(container.image),
      runtimeId: `${task.id}-${id.slice(0, 10)}`,
    }),
    lastStatus: hasEnded ? 'STOPPED' : hasRun ? 'RUNNING' : 'PENDING',
    ...(hasEnded && hasRun && { exitCode: own ?? (isCulprit ? (stop?.exitCode ?? 0) : 0) }),
    ...(hasEnded && isCulprit && stop?.containerReason !== undefined && { reason: stop.containerReason }),
    ...(hasEnded && isCulprit && stop?.stopCode === 'TaskFailedToStart' && { reason: stop.reason }),
    networkBindings: [],
    networkInterfaces: [],
    healthStatus: healthStatus(task, [container], at),
  }
}

/** Exit code of a real container that has ended. */
function exitAt({ observed }: TaskLife, container: string, at: number): number | undefined {
  const exit = observed?.exits.get(container)
  return exit !== undefined && exit.at <= at ? exit.exitCode : undefined
}

/** UNKNOWN where no container has a health check. */
function healthStatus(task: TaskLife, containers: readonly ContainerDefinition[], at: number): string {
  if (!containers.some(({ healthCheck }) => healthCheck !== undefined)) return 'UNKNOWN'
  if (isHealthy(task, at)) return 'HEALTHY'
  return task.stop?.reason === 'Task failed container health checks' ? 'UNHEALTHY' : 'UNKNOWN'
}

function networkInterface(task: TaskLife, network: object): object {
  const { subnets = [] } = ('awsvpcConfiguration' in network ? network.awsvpcConfiguration : {}) as {
    subnets?: readonly string[]
  }
  const [third, fourth] = [task.id.slice(0, 2), task.id.slice(2, 4)].map((hex) => Number.parseInt(hex, 16))
  return {
    id: uuidOf(hexDigitsOf(`${task.id}/interface`)),
    type: 'ElasticNetworkInterface',
    status: task.stop === undefined ? 'ATTACHED' : 'DELETED',
    details: [
      { name: 'subnetId', value: subnets[0] ?? '' },
      { name: 'privateIPv4Address', value: `10.0.${third}.${fourth}` },
    ],
  }
}

function timeOf(member: string, moment: number, at: number): object {
  return moment <= at ? { [member]: epochSeconds(moment) } : {}
}
