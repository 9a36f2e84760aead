import type { Applied } from '../../rollout/contract/plan.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { Deployment } from '../model/service.ts'
import { diffSettings } from '../model/settings.ts'
import type { CreateStep, DeployStep, PushStep, Step } from '../plan/steps.ts'
import { created, isSame, startedAs } from './apply.ts'
import type { StartedDeployment } from './started.ts'

/** How far the clocks of Lightsail's own machines may be apart, and its whole seconds. Milliseconds. */
const CLOCK_SKEW_MS = 5_000

/**
 * Looks for the result of a write whose reply was lost. A deployment of ours is newer than all that were observed, and equal to
 * what was sent; as a failed one can be left from an earlier attempt, it must not be older than our write. Settings were accepted
 * if the service has them.
 */
export async function findAccepted(
  api: LightsailApi,
  step: Exclude<Step, PushStep>,
): Promise<Applied<StartedDeployment> | undefined> {
  const service = await api.getService(step.name)
  if (service === undefined) return undefined
  if (step.kind === 'tag' || step.kind === 'update') {
    const { changes } = diffSettings(service, step.kind === 'tag' ? { tags: step.tags } : step.update)
    return changes.length === 0
      ? { kind: 'configured', description: '', isLast: false, effect: 'settings' }
      : undefined
  }
  if (step.kind === 'create' && step.deployment === undefined) {
    const isNew = (service.createdAt ?? 0) >= step.observedAt - CLOCK_SKEW_MS
    return isNew ? created(step) : undefined
  }
  const isMine = (deployment: Deployment | undefined) => deployment !== undefined && isOurs(deployment, step)
  // A deployment in progress is in the service itself; the history is needed only for one that has ended.
  if (isMine(service.next)) return startedAs(step, service, service.next)
  const serving = isMine(service.current) ? service.current : undefined
  const history = await historyOf(api, step.name, serving !== undefined)
  const ours = serving ?? history.find(isMine)
  if (!ours && step.kind === 'deploy' && isRolledOver(history, step.newest)) throw rolledOver()
  return ours && startedAs(step, service, ours, serving && replacedBy(serving, history))
}

/** Whether versions above `newest` were replaced in the history already, which keeps 50 (docs/lightsail-facts.md §4). */
function isRolledOver(history: readonly Deployment[], newest: number): boolean {
  return history.length > 0 && history.every(({ version }) => version > newest + 1)
}

/** Ours may have been among them: sending it again would be a guess. */
function rolledOver(): ServiceError {
  return new ServiceError({
    kind: 'no-response',
    operation: 'GetContainerServiceDeployments',
    reasonCode: 'response-lost',
    message: 'the deployment history no longer reaches back to what was sent',
    fix: 'check in the console whether it serves what was sent, then run the job again',
    cause: undefined,
  })
}

/** If ours serves already, the history only tells what it replaced: without permission it is left out. */
async function historyOf(api: LightsailApi, name: string, isOptional: boolean): Promise<Deployment[]> {
  try {
    return await api.getDeployments(name)
  } catch (failure) {
    if (isOptional && failure instanceof ServiceError) return []
    throw failure
  }
}

function replacedBy(serving: Deployment, history: readonly Deployment[]): Deployment | undefined {
  return history.find(({ version, state }) => version < serving.version && state === 'INACTIVE')
}

function isOurs({ version, state, createdAt, spec }: Deployment, step: CreateStep | DeployStep): boolean {
  const newest = step.kind === 'create' ? 0 : step.newest
  if (version <= newest || !step.deployment || !isSame(spec, step.deployment)) return false
  return state !== 'FAILED' || createdAt === undefined || createdAt >= step.observedAt - CLOCK_SKEW_MS
}
