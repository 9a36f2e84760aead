import type { Plain } from '../../inputs/documents/records.ts'

/** A service and its deployments as DescribeServices returns them, exact where the SDK's types are optional-everything. */

/** A service, as DescribeServices returns it. */
export interface Service {
  readonly name: string
  readonly arn: string
  /** ARN. */
  readonly cluster: string
  /** `ACTIVE`, `DRAINING`, or something new; a service that is INACTIVE or missing is absent. */
  readonly status: string
  /** Milliseconds since the epoch, by ECS's clock; so are all times here. */
  readonly createdAt: number | undefined
  /** `ECS` (also where the reply says nothing, docs/ecs-facts.md §1), `CODE_DEPLOY`, `EXTERNAL`, or something new. */
  readonly deploymentController: string
  /** True of an Express service, whose parts AWS manages (`resourceManagementType: ECS`). */
  readonly isExpress: boolean
  readonly desiredCount: number
  readonly runningCount: number
  readonly pendingCount: number
  /** ARN of the revision that shall run. */
  readonly taskDefinition: string
  /** The PRIMARY is the newest; empty with CODE_DEPLOY. */
  readonly deployments: readonly Deployment[]
  /** Newest first, at most 100. */
  readonly events: readonly ServiceEvent[]
  readonly tags: Readonly<Record<string, string>>
  /** What it is made of, in CreateService's shape. */
  readonly members: ServiceMembers
}

/**
 * Members of a service in CreateService's shape, as ECS returns them: without those that only a reply has, and without nulls.
 * `volumeConfigurations`, `serviceConnectConfiguration` and `vpcLatticeConfigurations` are those of the PRIMARY deployment;
 * `monitoring` and `gatewayConnectors` are absent, as only a service revision has them. Tags are not among them.
 */
export type ServiceMembers = Plain

/** One entry of `deployments`: the classic view of a rollout. */
export interface Deployment {
  /** `ecs-svc/<n>`; tasks carry it as `startedBy`. */
  readonly id: string
  /** `PRIMARY`, `ACTIVE`, `INACTIVE`, or something new. */
  readonly status: string
  /** ARN. */
  readonly taskDefinition: string
  readonly desiredCount: number
  readonly runningCount: number
  readonly pendingCount: number
  readonly failedTasks: number
  readonly createdAt: number | undefined
  readonly updatedAt: number | undefined
  /** `IN_PROGRESS`, `COMPLETED`, `FAILED`, or something new; absent behind a Classic Load Balancer. */
  readonly rolloutState: string | undefined
  readonly rolloutStateReason: string
}

/** An event of a service (docs/ecs-facts.md §8). */
export interface ServiceEvent {
  readonly id: string
  readonly createdAt: number | undefined
  readonly message: string
}

/** One rollout, as ListServiceDeployments returns it. */
export interface PastRollout {
  /** ARN of the service deployment. */
  readonly arn: string
  /** `SUCCESSFUL`, `STOPPED`, `ROLLBACK_SUCCESSFUL` …, or something new. */
  readonly status: string
  readonly createdAt: number | undefined
  /** ARN of the revision of the service that it brought, which ends in the digits of `ecs-svc/<n>`. */
  readonly serviceRevision: string
  /** ARN of the task definition of that revision; `undefined` if that could not be read. */
  readonly taskDefinition: string | undefined
}

/** The deployment that shall run; it is the newest. */
export function primaryOf({ deployments }: Pick<Service, 'deployments'>): Deployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY')
}

/** True while tasks of the PRIMARY are still on their way; without a rollout state, counts must tell. */
export function isInProgress(service: Pick<Service, 'deployments'>): boolean {
  const primary = primaryOf(service)
  if (primary === undefined) return false
  return primary.rolloutState === undefined
    ? service.deployments.length > 1 || primary.pendingCount > 0
    : primary.rolloutState === 'IN_PROGRESS'
}

/** `prod` of `arn:aws:ecs:REGION:ACCOUNT:cluster/prod`; a name is given back as it is. */
export function clusterName(arnOrName: string): string {
  return arnOrName.slice(arnOrName.lastIndexOf('/') + 1)
}
