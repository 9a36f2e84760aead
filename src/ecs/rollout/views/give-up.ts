import type { Deployment } from '../../model/service.ts'
import type { RolloutPolicy } from '../started.ts'

/** ECS's own rule for its circuit breaker (docs/ecs-facts.md §2a). */
const MIN_FAILURES = 3
const MAX_FAILURES = 200

/** True if enough tasks have failed to stop waiting. Only for a rollout without a circuit breaker. */
export function hasGivenUp(
  { failedTasks, desiredCount }: Pick<Deployment, 'failedTasks' | 'desiredCount'>,
  { giveUpAfterFailedTasks: limit }: Pick<RolloutPolicy, 'giveUpAfterFailedTasks'>,
): boolean {
  if (limit === 'off') return false
  const most =
    limit === 'auto' ? Math.min(Math.max(Math.ceil(desiredCount / 2), MIN_FAILURES), MAX_FAILURES) : limit
  return failedTasks >= most
}
