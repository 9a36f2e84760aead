import type { ImageInspection } from '../../images/registry/inspect-image.ts'
import type { CommitComparison } from '../../source/commit-order.ts'
import type { Deployment, PastRollout, Service, ServiceMembers } from '../model/service.ts'
import type { TaskDefinition, TaskDefinitionContent } from '../model/task-definition.ts'

/** What was there before a write. What a run does not need is not read, and absent (plan/reads.ts says what it needs). */
export interface Observed {
  /** `undefined` if it is MISSING or INACTIVE. */
  readonly service: Service | undefined
  /** The revision that the service is to run, which inputs patch and files are compared with. */
  readonly running?: Readable<TaskDefinition>
  /** The revision that an input or the service definition names; of a family its newest. */
  readonly named?: Readable<TaskDefinition>
  /** What this run has registered; kept between observations, and never read again. */
  readonly registered?: TaskDefinition
  /** What this run's updates have sent; kept like `registered`, for members that are never returned. */
  readonly sent?: ServiceMembers
  /** `monitoring` and `gatewayConnectors`, which only the PRIMARY's service revision has. */
  readonly revisionMembers?: Readable<ServiceMembers>
  /** For a rollback: id of the deployment that ECS restores, or has restored since this run began. */
  readonly restored?: string
  /** For a rollback: rollouts of the service that ended SUCCESSFUL, newest first. */
  readonly history?: Readable<readonly PastRollout[]>
  /** For a rollback without history: ARNs of the ACTIVE revisions of the running family, newest first. */
  readonly revisions?: Readable<readonly string[]>
  readonly around?: PreflightFacts
  /** What the registries of the images said, by image as it is written; absent if none was asked. */
  readonly inspections?: ReadonlyMap<string, ImageInspection>
  /** Time of the observation, by ECS's clock; milliseconds since the epoch. */
  readonly at: number
}

/** What a read gave; a permission may be missing, and what was named may not exist. */
export type Readable<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | Denied
  | { readonly kind: 'missing' }

/** A read without permission, or one that the partition does not have. */
export interface Denied {
  readonly kind: 'denied'
  /** `ecs:DescribeTaskDefinition`. */
  readonly action: string
  readonly isUnknown?: true
}

/** `ecs:DescribeTaskDefinition is denied`. */
export function deniedText({ action, isUnknown }: Omit<Denied, 'kind'>): string {
  return isUnknown ? `${action} is not available in this Region` : `${action} is denied`
}

/** What was read; `undefined` of everything else. */
export function readValue<Value>(read: Readable<Value> | undefined): Value | undefined {
  return read?.kind === 'read' ? read.value : undefined
}

/** What lies around the service and decides whether this run may write to it. */
export interface PreflightFacts {
  readonly order?: CommitComparison | undefined
}

interface Write {
  /** When the state that this write is based on was observed. */
  readonly observedAt: number
}

/** RegisterTaskDefinition: lays in what the next write needs, or is all there is to do. */
export interface RegisterStep extends Write {
  readonly kind: 'register'
  readonly content: TaskDefinitionContent
  readonly tags: Readonly<Record<string, string>>
  /** Nothing else is to be written (`mode: register`, or no service is named). */
  readonly isLast: boolean
}

/** TagResource on the service. */
export interface TagStep extends Write {
  readonly kind: 'tag'
  readonly service: string
  /** ARN of the service. */
  readonly arn: string
  readonly tags: Readonly<Record<string, string>>
  /** Nothing else is to be written. */
  readonly isLast: boolean
}

/** CreateService; `members` is the whole request but for `clientToken`, with `cluster`, `serviceName` and `tags`. */
export interface CreateStep extends Write {
  readonly kind: 'create'
  readonly service: string
  /** Name or ARN, as it is sent. */
  readonly cluster: string
  readonly members: ServiceMembers
  /** ARN, or `family:revision`. */
  readonly taskDefinition: string
}

/** UpdateService: everything that differs, and nothing that was not written. */
export interface UpdateStep extends Write {
  readonly kind: 'update'
  readonly service: string
  /** ARN, of the service as it was observed. */
  readonly arn: string
  /** As it is sent: name or ARN. */
  readonly cluster: string
  /** What is sent beside `service` and `cluster`; `forceNewDeployment` among it. Names as of UpdateService. */
  readonly members: ServiceMembers
  /** Whether ECS starts a rollout for it; `unknown`: the reply shows it (docs/ecs-facts.md §1). */
  readonly rollsOut: 'yes' | 'no' | 'unknown'
  /** ARN of the revision that runs once it is done. */
  readonly taskDefinition: string
  /** What serves now; `undefined` if there is no PRIMARY. */
  readonly previous: Deployment | undefined
  /** Ids of all deployments that were seen: ours is none of them. */
  readonly known: readonly string[]
  /** What the same members were before, to go back to; those that were not there are missing in it. */
  readonly before: ServiceMembers
  /** The rollout that this one replaces, if one is in progress. */
  readonly replaces: Deployment | undefined
  /** The count that is sent, where only that differs. */
  readonly desiredCount: number
}

/** StopServiceDeployment(ROLLBACK) of the rollout that is in progress; ECS puts the last good one back. */
export interface StopStep extends Write {
  readonly kind: 'stop'
  readonly service: string
  readonly cluster: string
  /** The PRIMARY whose service deployment is to be stopped. */
  readonly deployment: Deployment
}

/** DeleteService(force). */
export interface DeleteStep extends Write {
  readonly kind: 'delete'
  readonly service: string
  readonly cluster: string
  readonly arn: string
}

/** One write; a run may need several, and plans anew after each. */
export type Step = RegisterStep | TagStep | CreateStep | UpdateStep | StopStep | DeleteStep
