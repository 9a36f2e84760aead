import type { ECSClientConfig } from '@aws-sdk/client-ecs'
import type { ApiOptions } from '../../aws/client.ts'
import type { ServiceEndpoint } from '../../aws/endpoint.ts'
import type { Service, ServiceMembers } from '../model/service.ts'
import type { ServiceDeployment } from '../model/service-deployment.ts'
import type { Task } from '../model/task.ts'
import type { TaskDefinition, TaskDefinitionContent } from '../model/task-definition.ts'

/** Which service is meant; `cluster` is a name or an ARN, as it was written. */
export interface ServiceName {
  readonly cluster: string
  readonly service: string
}

type Tags = Readonly<Record<string, string>>

/** A service revision: the members that only it has. */
export interface ServiceRevision {
  readonly arn: string
  /** ARN. */
  readonly taskDefinition: string
  /** `monitoring` and `gatewayConnectors`, where it has them. */
  readonly members: ServiceMembers
}

/** The answer to RunTask: a task, or why there is none. */
export interface RunTaskReply {
  readonly tasks: readonly Task[]
  readonly failures: readonly PlacementFailure[]
}

/** Why a task was not placed. */
export interface PlacementFailure {
  /** ARN of a container instance, or empty. */
  readonly arn: string
  /** `RESOURCE:MEMORY`, or a sentence; untrusted. */
  readonly reason: string
  /** Untrusted, mostly empty. */
  readonly detail: string
}

/**
 * ECS's API, with exact types. Every function makes one call, without retries, and throws only `ServiceError`. It finds
 * endpoint and credentials by the SDK's own rules.
 */
export interface EcsApi {
  /** With its tags; `undefined` if it is MISSING or INACTIVE. */
  getService(name: ServiceName): Promise<Service | undefined>
  /** The same, where it matters how it is gone: INACTIVE is what a deletion ends as, MISSING may be a read that lags. */
  readService(name: ServiceName): Promise<Service | 'INACTIVE' | 'MISSING'>
  /** `family`, `family:revision` or an ARN, with its tags; `undefined` if there is none. */
  getTaskDefinition(name: string): Promise<TaskDefinition | undefined>
  registerTaskDefinition(content: TaskDefinitionContent, tags: Tags): Promise<TaskDefinition>
  /** `members` is the whole request but for the token. */
  createService(members: ServiceMembers, clientToken: string): Promise<Service>
  /** Sends the members, and no other. */
  updateService(name: ServiceName, members: ServiceMembers): Promise<Service>
  /** Of a service, by its ARN; other tags stay. */
  tagService(arn: string, tags: Tags): Promise<void>
  /** With `force`: whatever still runs is stopped. */
  deleteService(name: ServiceName): Promise<Service>
  /** Briefs, newest first, at most `most` (up to 100); `since` in milliseconds by ECS's clock, at most 90 days back. */
  listServiceDeployments(
    name: ServiceName,
    filter: { readonly since?: number; readonly statuses?: readonly string[]; readonly most: number },
  ): Promise<ServiceDeployment[]>
  /** `undefined` if ECS knows none of that ARN (any more). */
  getServiceDeployment(arn: string): Promise<ServiceDeployment | undefined>
  /** At most 20 ARNs; what is not there is missing. */
  getServiceRevisions(arns: readonly string[]): Promise<ServiceRevision[]>
  /** Asks ECS to roll back what is in progress. */
  stopServiceDeployment(arn: string): Promise<void>
  /** ARNs of the ACTIVE revisions of a family, newest first, at most 100. */
  listRevisions(family: string): Promise<string[]>
  /** The revision gets INACTIVE: what runs goes on, and nothing new can be made of it. */
  deregister(arn: string): Promise<void>
  /** ARNs of services of a cluster, at most 100, and the token of the next page. */
  listServices(
    cluster: string,
    nextToken: string | undefined,
  ): Promise<{ readonly arns: readonly string[]; readonly nextToken: string | undefined }>
  /** By ARN or name, at most 10, without tags; those that are not there are missing. */
  getServices(cluster: string, services: readonly string[]): Promise<Service[]>
  /** ARNs of a service's tasks that are to end or have ended, within about an hour; in no order, at most 100. */
  listStoppedTasks(name: ServiceName): Promise<string[]>
  /** By ARN or id, at most 100; what ECS does not know (any more) is missing. */
  getTasks(cluster: string, tasks: readonly string[]): Promise<Task[]>
  /** `members` is the whole request but for the token. What could not be placed is a failure of the reply. */
  runTask(members: ServiceMembers, clientToken: string): Promise<RunTaskReply>
  /** The containers get SIGTERM, and SIGKILL later. */
  stopTask(cluster: string, task: string, reason: string): Promise<void>
  /** A page of ARNs of tasks that RunTask was given that name for, at most 100; STOPPED ones within about an hour. */
  listTasksStartedBy(
    named: { readonly cluster: string; readonly startedBy: string; readonly status: 'RUNNING' | 'STOPPED' },
    nextToken: string | undefined,
  ): Promise<{ readonly arns: readonly string[]; readonly nextToken: string | undefined }>
  /** When the newest answer was given, by ECS's clock; before the first the runner's time. Epoch milliseconds. */
  serviceTime(): number
  /** Where the calls go; known as soon as the first one is under way. */
  endpoint(): Promise<ServiceEndpoint>
  close(): void
}

export interface EcsApiOptions extends ApiOptions<ECSClientConfig> {
  /** The cluster of the calls is ECS's default one, as nothing names another. */
  isDefaultCluster?: boolean
}
