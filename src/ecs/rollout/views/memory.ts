import { type Deployment, primaryOf, type Service } from '../../model/service.ts'
import { isBeforeOurs } from '../identity/identity.ts'
import { CLOCK_SKEW_MS, type RolloutMemory, type StartedDeployment } from '../started.ts'
import { namesRollback } from './reasons.ts'

/** The memory before the first poll. */
export const noMemory: RolloutMemory = { wasSeen: false, failure: undefined, steadyLooks: 0 }

/** Adds one read of the service to the memory. */
export function remember(
  memory: RolloutMemory,
  started: Pick<StartedDeployment, 'id' | 'createdAt' | 'known'>,
  service: Service | 'gone',
): RolloutMemory {
  if (service === 'gone') return { ...memory, steadyLooks: 0 }
  return {
    wasSeen: true,
    failure: memory.failure ?? failureOf(started, service),
    steadyLooks: isSteady(started, service) ? memory.steadyLooks + 1 : 0,
  }
}

function failureOf(
  started: Pick<StartedDeployment, 'id' | 'createdAt' | 'known'>,
  service: Service,
): string | undefined {
  const ours = service.deployments.find(({ id }) => id === started.id)
  if (ours?.rolloutState === 'FAILED') return ours.rolloutStateReason
  const primary = primaryOf(service)
  // A read that lags behind our write may show a rollback from before it.
  const isOther = primary && primary.id !== started.id && !isBeforeOurs(primary, started)
  if (isOther && namesRollback(primary.rolloutStateReason)) return primary.rolloutStateReason
  return failureEvent(started, service)
}

/** A rollback that began and ended between two polls is visible in events only; each of them names its deployment. */
function failureEvent(
  { id, createdAt }: Pick<StartedDeployment, 'id' | 'createdAt'>,
  { events }: Service,
): string | undefined {
  const since = (createdAt ?? 0) - CLOCK_SKEW_MS
  const failed = `(deployment ${id}) deployment failed`
  const event = events.find(({ createdAt: at = 0, message }) => at >= since && message.includes(failed))
  return event?.message.slice(event.message.indexOf(failed) + failed.length - 'deployment failed'.length)
}

function isSteady({ id }: Pick<StartedDeployment, 'id'>, { deployments }: Service): boolean {
  const [only, ...others] = deployments
  return only !== undefined && others.length === 0 && only.id === id && isComplete(only)
}

/** All tasks run that are wanted, and none failed. */
export function isComplete({ runningCount, desiredCount, pendingCount, failedTasks }: Deployment): boolean {
  return runningCount === desiredCount && pendingCount === 0 && failedTasks === 0
}
