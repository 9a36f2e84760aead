import { ServiceError } from '../../runtime/service-error.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { RolloutWatch } from './rollout-watch.ts'
import type { StartedDeployment } from './started.ts'

/**
 * Asks ECS to roll back our rollout while it is in progress. Without its ARN one read is made, but not after a cancellation. A
 * rollout that has ended meanwhile is followed as it is: it may have succeeded.
 */
export async function abortRollout(
  api: Pick<EcsApi, 'stopServiceDeployment'>,
  started: StartedDeployment,
  { watch, signal }: { watch: RolloutWatch; signal: AbortSignal },
): Promise<StartedDeployment> {
  if (started.created) throw nothingToStop('it is the first deployment, so there is nothing to go back to')
  if (watch.arn() === undefined && !signal.aborted) await watch.poll()
  const arn = watch.arn()
  if (arn === undefined) throw nothingToStop('ECS does not list the deployment')
  try {
    await api.stopServiceDeployment(arn)
    return { ...started, stopped: 'timed-out' }
  } catch (failure) {
    if (failure instanceof ServiceError && failure.kind === 'conflict') return { ...started }
    throw failure
  }
}

function nothingToStop(message: string): ServiceError {
  return new ServiceError({
    kind: 'rejected',
    operation: 'StopServiceDeployment',
    message,
    reasonCode: 'rejected',
    fix: 'look at the console for how it goes on',
    cause: undefined,
  })
}
