import { ServiceError } from '../../runtime/service-error.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { Deployment } from '../model/service.ts'
import { isOfDeployment, type ServiceDeployment } from '../model/service-deployment.ts'
import { isSameRevision } from '../model/task-definition.ts'
import type { RolloutWatch } from '../rollout/rollout-watch.ts'
import type { StartedDeployment } from '../rollout/started.ts'

/**
 * A deployment that somebody else started between our observation and our write. The reply contains it as long as it has tasks;
 * else the list of service deployments does, which the first poll reads anyway. `undefined` also without permission.
 */
export async function findCameBetween(
  started: StartedDeployment,
  watch: RolloutWatch,
  api: Pick<EcsApi, 'getServiceRevisions'>,
): Promise<Deployment | undefined> {
  if (started.displaced || started.kind !== 'rollout' || started.created || started.stopped)
    return started.displaced
  try {
    await watch.poll()
    const between = newestBetween(started, watch)
    const digits = /\/(\d+)$/.exec(between?.targetRevision ?? '')?.[1]
    if (between === undefined || digits === undefined) return undefined
    const [revision] = await api.getServiceRevisions([between.targetRevision])
    // Our own write, if an answer was lost and it was sent again.
    if (revision && isSameRevision(revision.taskDefinition, started.taskDefinition)) return undefined
    return revision && deploymentOf(between, `ecs-svc/${digits}`, revision.taskDefinition)
  } catch (failure) {
    if (failure instanceof ServiceError) return undefined
    throw failure
  }
}

function newestBetween(
  { known, createdAt = 0 }: StartedDeployment,
  watch: RolloutWatch,
): ServiceDeployment | undefined {
  return watch
    .listed()
    .filter(({ arn, createdAt: at = 0 }) => arn !== watch.arn() && at <= createdAt)
    .filter(({ targetRevision }) => !known.some((id) => isOfDeployment(targetRevision, id)))
    .toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))[0]
}

function deploymentOf({ createdAt }: ServiceDeployment, id: string, taskDefinition: string): Deployment {
  return {
    ...{ id, taskDefinition, createdAt, status: 'INACTIVE', updatedAt: createdAt },
    ...{ desiredCount: 0, runningCount: 0, pendingCount: 0, failedTasks: 0 },
    ...{ rolloutState: undefined, rolloutStateReason: '' },
  }
}
