import type { RevisionContent } from '../api-types.ts'
import type { Switches } from '../behaviour-options.ts'
import type { Observation, Observations } from '../outcomes/observation.ts'
import type { AppLine, Outcome, StopCode } from '../outcomes/outcome.ts'
import type { DeploymentRecord, ServiceRecord, ServiceSettings, TaskDefinitionRecord } from '../records.ts'
import type { Stage } from './stages.ts'

/**
 * A service as it is at one moment. It is computed from the records each time anew (run.ts) and never kept, so that the
 * functions in this folder may change it in place. Times are epoch milliseconds.
 */
export interface ServiceState {
  readonly record: ServiceRecord
  readonly surroundings: Surroundings
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  inactiveSince?: number
  settings: ServiceSettings
  /** Entries of `deployments[]`, the newest first: the first one is PRIMARY. */
  groups: TaskGroup[]
  /** Service deployments, the oldest first. */
  readonly rollouts: Rollout[]
  /** The last group that completed: what a rollback goes back to. */
  lastCompleted?: TaskGroup
  tasks: Task[]
  /** The oldest first. */
  readonly events: EventLine[]
  isSteady: boolean
  /** Tasks that were replaced for being unhealthy, not yet in an event. */
  replacedUnhealthy: number
  isStuck: boolean
}

/** What the state of a service depends on besides its own record. */
export interface Surroundings {
  readonly switches: Switches
  readonly observations: Observations
  taskDefinition(arn: string | undefined): TaskDefinitionRecord | undefined
}

/** The tasks of one service revision, an entry of `deployments[]`. */
export interface TaskGroup {
  readonly digits: string
  readonly createdAt: number
  updatedAt: number
  readonly revisionArn: string
  readonly content: RevisionContent
  readonly outcome: Outcome
  readonly culprit: string
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  rolloutStateReason: string
  /** Failures in a row, as `failedTasks` shows them. */
  failedTasks: number
  /** Failures in all, which slow down further starts. */
  failures: number
  started: number
  /** No task is started before. Infinity while the rollout has not come so far, or was given up. */
  startsFrom: number
  /** Share of production and test traffic, 0 to 100; only where a strategy shifts it. */
  productionWeight?: number
  testWeight?: number
}

export type RolloutStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'STOP_REQUESTED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOPPED'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED'

export type FailureKind = 'circuit-breaker' | 'alarm' | 'lifecycle-hook' | 'user'

/** A service deployment. */
export interface Rollout {
  readonly record: DeploymentRecord
  /** As they were when it began. */
  readonly settings: ServiceSettings
  readonly target: TaskGroup
  /** What it rolls back to. */
  readonly candidate: TaskGroup | undefined
  /** Revisions that ran when it began. */
  readonly sources: readonly TaskGroup[]
  status: RolloutStatus
  statusReason?: string
  startedAt?: number
  finishedAt?: number
  stoppedAt?: number
  updatedAt: number
  readonly stages: readonly Stage[]
  stageIndex: number
  stageSince: number
  readonly hooks: HookRun[]
  breakerFailures: number
  isBreakerTriggered: boolean
  triggeredAlarms: readonly string[]
  /** Replaced by a newer rollout, STOPPED a moment later. */
  replacedAt?: number
  failure?: { readonly kind: FailureKind; readonly at: number; readonly reason: string }
  rollback?: { readonly startedAt: number; readonly reason: string; readonly group: TaskGroup }
}

/** One execution of a lifecycle hook. */
export interface HookRun {
  readonly hookId: string
  readonly stage: string
  readonly targetType: 'AWS_LAMBDA' | 'PAUSE'
  readonly targetArn?: string
  status: 'AWAITING_ACTION' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT'
  /** When a function is done, or a pause or function that never is runs out. */
  endsAt: number
  readonly end: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT'
  readonly expiresAt: number
  readonly timeoutAction: 'ROLLBACK' | 'CONTINUE'
}

/** A task of a service. */
export interface Task extends TaskLife {
  /** `ecs-svc/…` of the group that started it; never changes. */
  readonly startedBy: string
  /** The group it counts for now: a rollback takes over what still runs. */
  group: TaskGroup
  readonly end?: PlannedEnd
  wasHealthy: boolean
}

/** What every task goes through, of a service or not; all times in epoch milliseconds. */
export interface TaskLife {
  readonly id: string
  readonly startedBy?: string
  readonly revision: RevisionContent
  readonly createdAt: number
  readonly pendingAt: number
  readonly activatingAt: number
  /** Infinity for a task that never runs. */
  readonly runningAt: number
  /** Infinity for a task that never gets healthy. */
  readonly healthyAt: number
  readonly says: readonly AppLine[]
  /** The container that the outcome happens to. */
  readonly culprit: string
  /** Present if its containers run for real. */
  readonly observed?: Observation
  stop?: TaskStop
  /** At a load balancer. */
  isRegistered: boolean
}

/** How a task ends by itself. */
export interface PlannedEnd {
  readonly at: number
  readonly kind: 'stopped' | 'unhealthy'
  readonly stopCode: StopCode
  readonly reason: string
  readonly exitCode?: number
  readonly containerReason?: string
  /** Also an event of its own, without the `(service …)` prefix. */
  readonly event?: string
  readonly isPlacement: boolean
}

export interface TaskStop {
  readonly at: number
  /** When the containers have ended. */
  readonly executionStoppedAt: number
  readonly stoppedAt: number
  readonly stopCode: StopCode
  readonly reason: string
  readonly exitCode?: number
  readonly containerReason?: string
}

export interface EventLine {
  readonly at: number
  readonly message: string
}

/** The id in `deployments[]`: `ecs-svc/…`. */
export function groupId({ digits }: Pick<TaskGroup, 'digits'>): string {
  return `ecs-svc/${digits}`
}

/** The rollout that is still under way. */
export function movingRollout({ rollouts }: ServiceState): Rollout | undefined {
  const last = rollouts.at(-1)
  return last !== undefined && !isOver(last) ? last : undefined
}

/** Whether the service deployment has ended. */
export function isOver({ status }: Pick<Rollout, 'status'>): boolean {
  return ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(status)
}
