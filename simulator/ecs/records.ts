import type {
  ContainerOverride,
  DeploymentConfiguration,
  RevisionContent,
  Tag,
  TaskDefinitionContent,
} from './api-types.ts'
import type { Observations } from './outcomes/observation.ts'
import type { Outcome } from './outcomes/outcome.ts'

/**
 * The state of the account. Nothing in it changes by itself: every record has the epoch milliseconds from which it holds, so the
 * account can be shown at any moment (lifecycle/).
 */
export interface AccountRecords {
  readonly id: string
  readonly region: string
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov'
  /** Two accounts with the same seed create the same ids. */
  readonly seed: string
  readonly clusters: ClusterRecord[]
  /** In order of registration, all families together. */
  readonly taskDefinitions: TaskDefinitionRecord[]
  /** In order of creation; a name may occur again once the earlier service is INACTIVE. */
  readonly services: ServiceRecord[]
  /** Tasks that belong to no service, in order of RunTask. */
  readonly tasks: TaskRecord[]
  readonly observations: Observations
  /** How many ids of each kind were handed out. */
  readonly counters: Map<string, number>
}

export interface ClusterRecord {
  readonly name: string
  readonly arn: string
  readonly createdAt: number
  readonly tagChanges: TagChange[]
}

export interface TaskDefinitionRecord {
  readonly family: string
  readonly revision: number
  readonly arn: string
  readonly registeredAt: number
  /** As registered, with what ECS fills in, without tags. */
  readonly content: TaskDefinitionContent
  readonly tagChanges: TagChange[]
  deregisteredAt?: number
}

/** All tags as they are from that moment on. */
export interface TagChange {
  readonly at: number
  readonly tags: readonly Tag[]
}

export interface ServiceRecord {
  readonly name: string
  readonly arn: string
  readonly clusterArn: string
  readonly createdAt: number
  readonly creation: Creation
  readonly tagChanges: TagChange[]
  /** All changes of the service in order of time; the creation is the first. */
  readonly changes: ServiceChange[]
}

/** What no update can change. */
export interface Creation {
  readonly clientToken?: string
  /** The request as JSON without its token: the same token with another request is refused. */
  readonly request: string
  readonly launchType?: string
  readonly role?: string
  readonly schedulingStrategy: 'REPLICA' | 'DAEMON'
  /** Express services carry `ECS` (docs/ecs-facts.md §7). */
  readonly resourceManagementType?: 'ECS'
}

export type ServiceChange =
  | {
      readonly kind: 'update'
      readonly at: number
      /** Members that start no rollout, as they are from now on. */
      readonly settings: ServiceSettings
      /** The rollout that the update starts. */
      readonly deployment?: DeploymentRecord
    }
  | {
      readonly kind: 'stop'
      readonly at: number
      readonly serviceDeploymentArn: string
      readonly stopType: 'ABORT' | 'ROLLBACK'
    }
  | {
      readonly kind: 'continue'
      readonly at: number
      readonly serviceDeploymentArn: string
      readonly hookId: string
      readonly action: 'CONTINUE' | 'ROLLBACK'
    }
  | {
      readonly kind: 'expire'
      readonly at: number
      readonly serviceDeploymentArn: string
      readonly hookId: string
    }
  | { readonly kind: 'alarm'; readonly at: number; readonly alarmNames: readonly string[] }
  | { readonly kind: 'delete'; readonly at: number }

/** Members of the service that start no rollout by themselves (docs/ecs-facts.md §1). */
export interface ServiceSettings {
  readonly desiredCount: number
  readonly deploymentController?: { readonly type: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL' }
  readonly deploymentConfiguration: DeploymentConfiguration
  readonly availabilityZoneRebalancing?: string
  readonly placementConstraints: readonly object[]
  readonly placementStrategy: readonly object[]
  readonly healthCheckGracePeriodSeconds?: number
  readonly enableExecuteCommand: boolean
  readonly enableECSManagedTags: boolean
  readonly propagateTags: string
  readonly monitoring?: object
  readonly gatewayConnectors?: readonly object[]
}

/**
 * A rollout. `ecs-svc/<digits>` is its id in `deployments[]` and the `startedBy` of its tasks; its target revision's ARN
 * ends in the same digits unless a switch says otherwise.
 */
export interface DeploymentRecord {
  readonly digits: string
  readonly createdAt: number
  readonly serviceDeploymentArn: string
  readonly revisionArn: string
  readonly content: RevisionContent
  readonly outcome: Outcome
  /** The container that the outcome happens to; the others are healthy. */
  readonly culprit: string
}

/** A task that RunTask started. What becomes of it follows from its outcome (standalone-task.ts). */
export interface TaskRecord {
  readonly id: string
  readonly clusterArn: string
  readonly createdAt: number
  readonly clientToken?: string
  /** The request as JSON without its token: the same token with another request is refused. */
  readonly request: string
  readonly startedBy?: string
  /** `family:web` unless the request names another. */
  readonly group: string
  readonly content: RevisionContent
  readonly overrides: readonly ContainerOverride[]
  readonly enableExecuteCommand: boolean
  readonly tags: readonly Tag[]
  readonly outcome: Outcome
  readonly culprit: string
  /** StopTask: the first one counts. */
  stopRequest?: { readonly at: number; readonly reason: string }
}

/** A line of a container's log; `at` is epoch milliseconds. */
export interface LogEvent {
  readonly at: number
  readonly message: string
}
