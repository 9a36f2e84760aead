import { type Deployment, primaryOf, type Service } from '../../model/service.ts'
import { isBeforeOurs } from '../identity/identity.ts'
import { CLOCK_SKEW_MS, type RolloutMemory, type StartedDeployment } from '../started.ts'
import { namesRollback } from './reasons.ts'

/** The memory before the first poll. */
export const noMemory: RolloutMemory = {
  wasSeen: false,
  failure: undefined,
  putBack: undefined,
  steadyLooks: 0,
}

/** Adds one read of the service to the memory. */
export function remember(
  memory: RolloutMemory,
  started: Pick<StartedDeployment, 'id' | 'createdAt' | 'known'>,
  service: Service | 'gone',
): RolloutMemory {
  if (service === 'gone') return { ...memory, steadyLooks: 0 }
  return {
    wasSeen: true,
    failure: saysWhy(memory.failure) ? memory.failure : (failureOf(started, service) ?? memory.failure),
    putBack: memory.putBack ?? rollbackOfOurs(started, service)?.id,
    steadyLooks: isSteady(started, service) ? memory.steadyLooks + 1 : 0,
  }
}

function failureOf(
  started: Pick<StartedDeployment, 'id' | 'createdAt' | 'known'>,
  service: Service,
): string | undefined {
  const ours = service.deployments.find(({ id }) => id === started.id)
  if (ours?.rolloutState === 'FAILED') return ours.rolloutStateReason
  const rollback = rollbackOfOurs(started, service)?.rolloutStateReason
  return saysWhy(rollback) ? rollback : (failureEvent(started, service) ?? rollback)
}

/** False for words that tell of a rollback and of no reason for it, such as "rolling back to deploymentId ecs-svc/1". */
function saysWhy(words: string | undefined): boolean {
  return (
    words !== undefined && !(namesRollback(words) && !/breaker|alarm|hook|user|request|fail/i.test(words))
  )
}

/** The deployment that ECS put back for ours, while it says so. */
function rollbackOfOurs(
  started: Pick<StartedDeployment, 'id' | 'createdAt' | 'known'>,
  service: Service,
): Deployment | undefined {
  const primary = primaryOf(service)
  if (primary === undefined || !namesRollback(primary.rolloutStateReason)) return undefined
  // A read that lags behind our write may show a rollback from before it.
  if (primary.id === started.id || isBeforeOurs(primary, started)) return undefined
  // Somebody's deployment may have replaced ours, and failed.
  const told = eventsSince(started, service).filter((message) => message.includes(') deployment failed'))
  const isOfOthers =
    told.length > 0 && !told.some((message) => message.includes(`(deployment ${started.id})`))
  return isOfOthers ? undefined : primary
}

/** A rollback that began and ended between two polls is visible in events only; each of them names its deployment. */
function failureEvent(
  started: Pick<StartedDeployment, 'id' | 'createdAt'>,
  service: Service,
): string | undefined {
  const failed = `(deployment ${started.id}) deployment failed`
  const message = eventsSince(started, service).find((text) => text.includes(failed))
  return message?.slice(message.indexOf(failed) + failed.length - 'deployment failed'.length)
}

/** What ECS's events say since ours was made, newest first. */
export function eventsSince(
  { createdAt }: Pick<StartedDeployment, 'createdAt'>,
  { events }: Service,
): readonly string[] {
  const since = (createdAt ?? 0) - CLOCK_SKEW_MS
  return events.filter(({ createdAt: at = 0 }) => at >= since).map(({ message }) => message)
}

function isSteady({ id }: Pick<StartedDeployment, 'id'>, { deployments }: Service): boolean {
  const [only, ...others] = deployments
  return only !== undefined && others.length === 0 && only.id === id && isComplete(only)
}

/** All tasks run that are wanted, and none failed. */
export function isComplete({ runningCount, desiredCount, pendingCount, failedTasks }: Deployment): boolean {
  return runningCount === desiredCount && pendingCount === 0 && failedTasks === 0
}
