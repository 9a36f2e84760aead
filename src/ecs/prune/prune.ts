import { ServiceError } from '../../runtime/service-error.ts'
import { plural } from '../../text/plural.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { Service } from '../model/service.ts'
import { familyOf, isSameRevision, revisionName } from '../model/task-definition.ts'
import { failedRevisions } from '../order/failed-revisions.ts'
import { findLastGood, previousRevision } from '../plan/last-good.ts'
import { readValue } from '../plan/steps.ts'
import { readHistory } from '../rollout/history.ts'

/** Services that one DescribeServices takes. */
const MAX_SERVICES = 10

/** Unused revisions: beyond the newest `keep` of their family, and of nobody. `active` is newest first. */
export function unusedRevisions({
  active,
  keep,
  used,
}: {
  /** ARNs. */
  readonly active: readonly string[]
  readonly keep: number
  /** ARNs, or `family:revision`. */
  readonly used: readonly string[]
}): string[] {
  return active.slice(Math.max(keep, 1)).filter((arn) => !used.some((one) => isSameRevision(one, arn)))
}

type PruneApi = Pick<
  EcsApi,
  | 'listRevisions'
  | 'listServices'
  | 'getServices'
  | 'listServiceDeployments'
  | 'getServiceRevisions'
  | 'deregister'
>

/**
 * Deregisters the unused revisions of what was deployed, after reading which revisions the services of the cluster use and which one a
 * rollback would go back to. If any of that cannot be read, nothing is deregistered. Best effort: what cannot be done is reported.
 * Never throws `ServiceError`.
 */
export async function pruneTaskDefinitions({
  api,
  deployed,
  keep,
  mine,
  isOver,
  onProgress,
}: {
  api: PruneApi
  /** The service as it was last seen. */
  deployed: Service
  keep: number
  /** ARNs that a lagging read may not show yet. */
  mine: readonly string[]
  /** What is left is left to a later run. */
  isOver(): boolean
  onProgress(text: string): void
}): Promise<void> {
  const deregistered: string[] = []
  try {
    const active = await api.listRevisions(familyOf(deployed.taskDefinition))
    if (active.length <= keep) return
    const [ofServices, candidates] = await Promise.all([
      usedInCluster(api, deployed.cluster),
      rollbackCandidates(api, deployed, active),
    ])
    for (const arn of unusedRevisions({ active, keep, used: [...ofServices, ...candidates, ...mine] })) {
      if (isOver()) break
      await api.deregister(arn)
      deregistered.push(revisionName(arn))
    }
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    onProgress(`old task definitions could not all be deregistered: ${failure.message}; ${failure.fix}`)
  }
  if (deregistered.length > 0)
    onProgress(
      `deregistered ${plural(deregistered.length, 'task definition')} that no service of the cluster uses: ${deregistered.join(', ')}`,
    )
}

/** What the services of the cluster run, or are to run. */
async function usedInCluster(api: PruneApi, cluster: string): Promise<string[]> {
  const used: string[] = []
  let nextToken: string | undefined
  do {
    const page = await api.listServices(cluster, nextToken)
    for (let from = 0; from < page.arns.length; from += MAX_SERVICES) {
      const services = await describeAll(api, cluster, page.arns.slice(from, from + MAX_SERVICES))
      for (const { taskDefinition, deployments } of services)
        used.push(taskDefinition, ...deployments.map((deployment) => deployment.taskDefinition))
    }
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return used
}

/** A listed service that is not described is asked for once more: only then it is taken for deleted. */
async function describeAll(api: PruneApi, cluster: string, arns: readonly string[]): Promise<Service[]> {
  const services = await api.getServices(cluster, arns)
  const missing = arns.filter((arn) => !services.some((service) => service.arn === arn))
  return missing.length === 0 ? services : [...services, ...(await api.getServices(cluster, missing))]
}

/** Where `rollback-to: last-good` would go; where no history can be read, the revision before. */
async function rollbackCandidates(
  api: PruneApi,
  service: Service,
  active: readonly string[],
): Promise<string[]> {
  const failed = failedRevisions(service)
  const before = previousRevision(service.taskDefinition, active, failed)
  // Where it may not be read, a rollback cannot read it either.
  const history = readValue(await readHistory(api, { cluster: service.cluster, service: service.name }))
  const good = history && findLastGood({ service, history, failed }).found
  return [before, good].filter((arn) => arn !== undefined)
}
