import { plural } from '../../../text/plural.ts'
import { type Deployment, primaryOf, type Service } from '../../model/service.ts'
import type { RevisionCounts } from '../../model/service-deployment.ts'
import { revisionName } from '../../model/task-definition.ts'
import type { StartedDeployment } from '../started.ts'

/** What serves after a rollout that did not succeed, in words. */

/** `web:18 serves`. */
export function servingText(service: Service | undefined, started: Pick<StartedDeployment, 'id'>): string {
  const primary = service && primaryOf(service)
  const running =
    primary && primary.id !== started.id
      ? primary
      : service?.deployments.find(({ id, runningCount }) => id !== started.id && runningCount > 0)
  if (running === undefined) return 'it is unknown what serves now'
  if (isScaledToZero(service))
    return `${revisionName(running.taskDefinition)} is back with a desired count of 0`
  return `${revisionName(running.taskDefinition)} serves`
}

/** Nothing is wanted, and nothing is left of what ran before. */
export function isScaledToZero(service: Service | undefined): boolean {
  return service !== undefined && service.desiredCount === 0 && service.runningCount === 0
}

/** `web:18 keeps serving`. */
export function keptText(
  started: Pick<StartedDeployment, 'id' | 'createdAt'>,
  service: Service | undefined,
  sources: readonly RevisionCounts[] = [],
): string {
  const kept = keptDeployment(started, service, sources)
  if (kept)
    return `${revisionName(kept.taskDefinition)} ${isNewer(kept, started) ? 'serves' : 'keeps serving'}`
  const own = ownTasks(started, service)
  if (own === 0) return 'nothing serves'
  return `no earlier revision serves, only ${plural(own, 'task')} of its own`
}

/** Tasks of ours that run. */
export function ownTasks({ id: ours }: Pick<StartedDeployment, 'id'>, service: Service | undefined): number {
  return service?.deployments.find(({ id }) => id === ours)?.runningCount ?? 0
}

/**
 * A deployment of another revision that runs tasks and, where traffic weights are known, has some of it. The weights are those of
 * what ran before ours: they say nothing about one that somebody has put over it since.
 */
export function keptDeployment(
  started: Pick<StartedDeployment, 'id' | 'createdAt'>,
  service: Service | undefined,
  sources: readonly RevisionCounts[],
): Deployment | undefined {
  const hasTraffic =
    sources.every(({ productionWeight }) => productionWeight === undefined) ||
    sources.some(({ productionWeight = 0 }) => productionWeight > 0)
  return service?.deployments.find(
    (other) => other.id !== started.id && other.runningCount > 0 && (hasTraffic || isNewer(other, started)),
  )
}

function isNewer(
  { createdAt = 0 }: Deployment,
  { createdAt: ours = Number.POSITIVE_INFINITY }: Pick<StartedDeployment, 'createdAt'>,
): boolean {
  return createdAt > ours
}
