import type { Deployment, Service, ServiceMembers } from '../model/service.ts'
import type { ServiceDeployment } from '../model/service-deployment.ts'

/** Clock differences between ECS's machines, and rounded times: what belongs together may be so far apart. Milliseconds. */
export const CLOCK_SKEW_MS = 5_000

/** What this run started, or follows because it stopped it. */
export interface StartedDeployment {
  /** `count`: only the number of tasks was changed, and ECS starts no rollout for that. */
  readonly kind: 'rollout' | 'count'
  /** Name. */
  readonly service: string
  /** Name or ARN, as it is sent. */
  readonly cluster: string
  /** `ecs-svc/<n>`, the id of the deployment in the classic view, which its tasks carry as `startedBy`. */
  readonly id: string
  /** ARN of the revision of the task definition that it brings. */
  readonly taskDefinition: string
  /** When it was made, by ECS's clock; milliseconds since the epoch. */
  readonly createdAt: number | undefined
  /** True if this run created the service. */
  readonly created: boolean
  /** The service as the reply to our write showed it, or as it was found after a lost reply. */
  readonly reply: Service
  /** What was to run before, if anything was. */
  readonly previous: Deployment | undefined
  /** Ids of the deployments that were seen before our write. */
  readonly known: readonly string[]
  /** What was sent, and what the same members were before; to go back to. */
  readonly sent: ServiceMembers
  readonly before: ServiceMembers
  /**
   * Why this run asked ECS to roll it back; absent if it did not. `gave-up`: too many of its tasks failed. `too-late`: it had
   * ended before it was asked for. `already`: somebody else's, which `mode: rollback` found on its way back.
   */
  readonly stopped?: 'timed-out' | 'gave-up' | 'requested' | 'too-late' | 'already'
  /** Somebody else's rollout that ours replaced without the plan having known of it. */
  readonly displaced?: Deployment
  /** The deployment (`ecs-svc/<n>`) whose content is deployed once more; absent if the content is this run's own. */
  readonly copyOf?: string
}

/** The result of one poll. */
export interface RolloutSnapshot {
  /** `classic`: the service's deployments decide, as service deployments cannot be read. */
  readonly view: 'service-deployments' | 'classic'
  /** The newest read of the service; `gone` if it is MISSING or INACTIVE, `undefined` before the first one. */
  readonly service: Service | 'gone' | undefined
  /** Ours, once it is found. */
  readonly ours: ServiceDeployment | undefined
  /** A rollout that was made after ours, where that was asked for. */
  readonly newer: ServiceDeployment | undefined
  readonly memory: RolloutMemory
}

/** What earlier polls showed and later ones may not show any more. */
export interface RolloutMemory {
  /** The service was there at least once since our write. */
  readonly wasSeen: boolean
  /** Ours was FAILED, or its rollback was mentioned: in ECS's words, which may be empty. */
  readonly failure: string | undefined
  /** Id of the deployment that was seen to be put back for ours. */
  readonly putBack: string | undefined
  /** Polls in a row in which only ours was left, with all of its tasks. */
  readonly steadyLooks: number
}

/** Options for pauses and failing tasks. */
export interface RolloutPolicy {
  readonly onPause: 'wait' | 'leave'
  readonly giveUpAfterFailedTasks: number | 'auto' | 'off'
}
