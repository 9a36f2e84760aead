import { ServiceError } from '../../runtime/service-error.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { RolloutWatch } from './rollout-watch.ts'
import type { RolloutPolicy, StartedDeployment } from './started.ts'
import { rolloutStatus } from './status.ts'
import { isLeaving } from './views/service-deployments.ts'

/**
 * Asks ECS to roll back our rollout while it is in progress. Without its ARN one read is made, but not after a cancellation. A
 * rollout that has ended meanwhile is followed as it is: it may have succeeded.
 */
export async function abortRollout(
  api: Pick<EcsApi, 'stopServiceDeployment'>,
  started: StartedDeployment,
  {
    watch,
    signal,
    policy,
    unansweredStops,
  }: {
    watch: RolloutWatch
    signal: AbortSignal
    policy: RolloutPolicy
    /** Rollouts (`ecs-svc/<n>`) whose stop was sent without an answer; kept over the attempts. */
    unansweredStops: Set<string>
  },
): Promise<StartedDeployment> {
  if (started.kind === 'count') throw nothingToStop('only the count was changed, which is not a deployment')
  if (started.created) throw nothingToStop('it is the first deployment, so there is nothing to go back to')
  if (watch.arn() === undefined && !signal.aborted) await watch.poll()
  // It is on its way back already.
  if (started.stopped !== undefined || isLeaving(watch.snapshot().ours?.status)) return started
  const arn = watch.arn()
  if (arn === undefined) throw nothingToStop(withoutArn(watch))
  const stopped = hasGivenUp(started, watch, policy) ? 'gave-up' : 'timed-out'
  try {
    await api.stopServiceDeployment(arn)
    return { ...started, stopped }
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    if (failure.kind === 'no-response') unansweredStops.add(started.id)
    if (failure.kind !== 'conflict') throw failure
    // What an earlier attempt asked for may have been done, and be over.
    return { ...started, stopped: unansweredStops.has(started.id) ? stopped : 'too-late' }
  }
}

/** The run need not have lasted as long as it could: it also ends once too many tasks failed. */
function hasGivenUp(started: StartedDeployment, watch: RolloutWatch, policy: RolloutPolicy): boolean {
  const status = rolloutStatus(started, watch.snapshot(), policy)
  return status.kind === 'done' && status.verdict.reasonCode === 'too-many-failed-tasks'
}

function withoutArn(watch: RolloutWatch): string {
  return watch.snapshot().view === 'classic'
    ? 'service deployments cannot be read, and only they can be stopped'
    : 'ECS does not list the deployment'
}

function nothingToStop(message: string): ServiceError {
  return new ServiceError({
    kind: 'rejected',
    operation: 'StopServiceDeployment',
    message,
    reasonCode: 'rejected',
    fix: 'check in the console how it continues',
    cause: undefined,
  })
}
