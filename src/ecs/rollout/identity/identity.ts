import { memberEffect, REVISION_MEMBERS } from '../../model/compare/service-members.ts'
import { type Deployment, primaryOf, type Service } from '../../model/service.ts'
import { isOfDeployment, type ServiceDeployment } from '../../model/service-deployment.ts'
import { isSameRevision } from '../../model/task-definition.ts'
import type { UpdateStep } from '../../plan/steps.ts'
import { CLOCK_SKEW_MS, type StartedDeployment } from '../started.ts'
import { namesRollback } from '../views/reasons.ts'

/** Maximum time between a deployment and its service deployment. Milliseconds. */
const NEAR_MS = 5_000

/**
 * What our write started: the PRIMARY of its reply, unless it was observed before. ECS names no service deployment in a reply, and
 * `currentServiceDeployment` may be stale (docs/ecs-facts.md §2b).
 */
export function startedByReply(reply: Service, known: readonly string[]): Deployment | undefined {
  const primary = primaryOf(reply)
  if (primary === undefined || known.includes(primary.id)) return undefined
  // What ECS put back after somebody's failure is no deployment of ours, also if it brings the same.
  return namesRollback(primary.rolloutStateReason) ? undefined : primary
}

/**
 * True if the reply to an update shows what it asked for as running from before: a lagging observation had not shown it yet, and
 * ECS starts nothing where nothing differs.
 */
export function ranBefore(
  { known, members, rollsOut, taskDefinition, observedAt }: UpdateStep,
  reply: Service,
): boolean {
  const primary = primaryOf(reply)
  return (
    rollsOut === 'yes' &&
    members['forceNewDeployment'] !== true &&
    primary !== undefined &&
    !known.includes(primary.id) &&
    isSameRevision(primary.taskDefinition, taskDefinition) &&
    (isMadeBefore(primary, observedAt) || namesRollback(primary.rolloutStateReason))
  )
}

/** Whether an update sends more than another revision that makes ECS start a deployment. */
export function bringsMore({ members }: Pick<UpdateStep, 'members'>): boolean {
  return Object.keys(members).some(
    (name) => memberEffect(name) === 'rollout' || REVISION_MEMBERS.includes(name),
  )
}

/** Made before the observation that a write is based on, which lagged: nothing that the write started. */
export function isMadeBefore({ createdAt }: Deployment, observedAt: number): boolean {
  return createdAt !== undefined && createdAt < observedAt - CLOCK_SKEW_MS
}

/** Ours: the target revision of the service ends in the digits of our `ecs-svc/<n>`. */
export function findOurs(
  briefs: readonly ServiceDeployment[],
  { id }: Pick<StartedDeployment, 'id'>,
): ServiceDeployment | undefined {
  return briefs.find(({ targetRevision }) => isOfDeployment(targetRevision, id))
}

/**
 * The only service deployment that was created at the same time; its task definition has to be checked. `undefined` if there is
 * none or several.
 */
export function findByTime(
  briefs: readonly ServiceDeployment[],
  { createdAt }: Pick<StartedDeployment, 'createdAt'>,
): ServiceDeployment | undefined {
  if (createdAt === undefined) return undefined
  const near = briefs.filter((brief) => Math.abs((brief.createdAt ?? 0) - createdAt) <= NEAR_MS)
  return near.length === 1 ? near[0] : undefined
}

/** A rollout that was made after ours. */
export function findNewer(
  briefs: readonly ServiceDeployment[],
  ours: ServiceDeployment,
): ServiceDeployment | undefined {
  return briefs.find(({ arn, createdAt = 0 }) => arn !== ours.arn && createdAt > (ours.createdAt ?? Infinity))
}

/** What is to run by a look that lags behind our write: it was seen before, or made before ours. */
export function isBeforeOurs(
  { id, createdAt = Number.POSITIVE_INFINITY }: Deployment,
  started: Pick<StartedDeployment, 'known' | 'createdAt'>,
): boolean {
  return started.known.includes(id) || createdAt < (started.createdAt ?? 0)
}

/** A failed deployment that ECS rolled back, and when; as its events tell. */
export interface ToldRollback {
  /** `ecs-svc/<n>` of what failed. */
  readonly failed: string
  /** Milliseconds since the epoch, by ECS's clock. */
  readonly at: number
}

/**
 * The first rollback that the events tell of since then (docs/ecs-facts.md §8). What is made from then on may be what ECS put
 * back, which brings the same as ours where ours deployed the same revision again.
 */
export function rollbackSince({ events }: Pick<Service, 'events'>, since: number): ToldRollback | undefined {
  const told = events.flatMap(({ createdAt: at = 0, message }) => {
    const failed = /\(deployment (ecs-svc\/\d+)\) deployment failed/.exec(message)?.[1]
    return failed !== undefined && at >= since - CLOCK_SKEW_MS ? [{ failed, at }] : []
  })
  const isRolledBack = events.some(
    ({ createdAt = 0, message }) => createdAt >= since - CLOCK_SKEW_MS && namesRollback(message),
  )
  return isRolledBack ? told.toSorted((a, b) => a.at - b.at)[0] : undefined
}

/** Whether a deployment may be what ECS put back. */
export function isPutBack({ createdAt = 0 }: Pick<Deployment, 'createdAt'>, { at }: ToldRollback): boolean {
  return createdAt >= at - CLOCK_SKEW_MS
}
