import { type ContainerDefinition, epochSeconds } from '../api-types.ts'
import { hexDigitsOf, uuidOf } from '../identifiers.ts'
import type { ServiceState, Task } from '../lifecycle/state.ts'
import { isHealthy, taskStatusAt } from '../lifecycle/tasks.ts'
import type { View } from '../requests/context.ts'
import { surroundingsOf, taskArn } from './lookup.ts'
import { imageDigest } from './revisions.ts'

/** RUNNING until somebody, or its own end, stops the task. */
export function desiredStatus({ stop }: Task): 'RUNNING' | 'STOPPED' {
  return stop === undefined ? 'RUNNING' : 'STOPPED'
}

/** The task as DescribeTasks shows it. */
export function taskView(state: ServiceState, task: Task, view: View): object {
  const { at, records } = view
  const { stop, revision } = task
  const definition = surroundingsOf(view).taskDefinition(revision.taskDefinition)?.content
  const arn = taskArn(records, state.record.clusterArn, task.id)
  const network = revision.networkConfiguration
  return {
    attachments: network === undefined ? [] : [networkInterface(task, network)],
    attributes: [
      { name: 'ecs.cpu-architecture', value: definition?.runtimePlatform?.cpuArchitecture ?? 'x86_64' },
    ],
    availabilityZone: `${records.region}${'abc'[Number.parseInt(task.id.slice(0, 2), 16) % 3]}`,
    clusterArn: state.record.clusterArn,
    connectivity: 'CONNECTED',
    ...timeOf('connectivityAt', task.pendingAt, at),
    containers: (definition?.containerDefinitions ?? []).map((container) =>
      containerView(task, container, { arn, at }),
    ),
    ...(definition?.cpu !== undefined && { cpu: definition.cpu }),
    ...(definition?.memory !== undefined && { memory: definition.memory }),
    createdAt: epochSeconds(task.createdAt),
    desiredStatus: desiredStatus(task),
    enableExecuteCommand: state.settings.enableExecuteCommand,
    group: `service:${state.record.name}`,
    healthStatus: healthStatus(task, definition?.containerDefinitions ?? [], at),
    lastStatus: taskStatusAt(task, at),
    ...(revision.launchType !== undefined && { launchType: revision.launchType }),
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    ...(revision.launchType === 'FARGATE' && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    ...timeOf('pullStartedAt', task.pendingAt, at),
    ...timeOf('pullStoppedAt', task.activatingAt, at),
    ...timeOf('startedAt', task.runningAt, at),
    startedBy: task.startedBy,
    tags: [],
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

/** Only the failing container ends by itself; the others are stopped with it. */
function containerView(
  task: Task,
  container: ContainerDefinition,
  { arn, at }: { arn: string; at: number },
): object {
  const { stop } = task
  const isCulprit = container.name === task.culprit
  const hasEnded = stop !== undefined && at >= stop.executionStoppedAt
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
    ...(hasEnded && hasRun && { exitCode: isCulprit ? (stop.exitCode ?? 0) : 0 }),
    ...(hasEnded && isCulprit && stop.containerReason !== undefined && { reason: stop.containerReason }),
    ...(hasEnded && isCulprit && stop.stopCode === 'TaskFailedToStart' && { reason: stop.reason }),
    networkBindings: [],
    networkInterfaces: [],
    healthStatus: healthStatus(task, [container], at),
  }
}

/** UNKNOWN where no container has a health check. */
function healthStatus(task: Task, containers: readonly ContainerDefinition[], at: number): string {
  if (!containers.some(({ healthCheck }) => healthCheck !== undefined)) return 'UNKNOWN'
  if (isHealthy(task, at)) return 'HEALTHY'
  return task.stop?.reason === 'Task failed container health checks' ? 'UNHEALTHY' : 'UNKNOWN'
}

function networkInterface(task: Task, network: object): object {
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
