import { type Deployment, primaryOf, type Service } from '../../model/service.ts'
import { isOfDeployment, type ServiceDeployment } from '../../model/service-deployment.ts'
import type { StartedDeployment } from '../started.ts'
import { namesRollback } from '../views/memory.ts'

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
