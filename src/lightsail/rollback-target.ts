import type { Plan } from '../rollout/contract/plan.ts'
import type { RollbackTarget, RollbackTo } from '../rollout/contract/target.ts'
import { isFailure, type Verdict } from '../rollout/contract/verdict.ts'
import { secondLook } from '../runtime/second-look.ts'
import { ServiceError } from '../runtime/service-error.ts'
import type { LightsailApi } from './api/lightsail-api.ts'
import { type Deployment, isDifferentService } from './model/service.ts'
import { failedVersions, isSameContent } from './order/failed-versions.ts'
import { findLastGood } from './plan/last-good.ts'
import { operationInProgress } from './plan/preconditions.ts'
import { planRedeploy } from './plan/rollback.ts'
import type { Observed, Step } from './plan/steps.ts'
import type { StartedDeployment } from './rollout/started.ts'
import { gone, remade, rolloutStatus } from './rollout/status.ts'
import type { LightsailTarget, LightsailTypes } from './target-types.ts'

/** The target that restores a deployment in place of ours, or why there is none. */
type Choice = { readonly deployment: Deployment } | { readonly reason: string }

/**
 * The target that restores the last good version, by the rule of `mode: rollback`, or exactly the one that ours displaced. A
 * version that failed its URL check is never restored.
 */
export async function rollbackTarget(
  target: LightsailTarget,
  { started, to, api }: { started: StartedDeployment; to: RollbackTo; api: LightsailApi },
): Promise<RollbackTarget<LightsailTypes>> {
  const choice = to === 'displaced' ? displacedChoice(started) : await lastGoodChoice(started, api)
  if ('reason' in choice) return { kind: 'unavailable', reason: choice.reason }
  const { serviceName: name } = started
  const observe = async (): Promise<Observed> => {
    const service = await secondLook(true, () => api.getService(name))
    return { at: api.serviceTime(), service }
  }
  const plan = ({ service, at }: Observed): Plan<Step> => {
    const end = (verdict: Verdict) => ({ kind: 'end', verdict, notices: [], titleNote: '' }) as const
    if (service === undefined) return end(gone(started))
    if (isDifferentService(service, started.service.arn)) return end(remade(started, service))
    // Somebody disabled, deletes or deployed to the service: that is not replaced.
    const stands = rolloutStatus(started, { kind: 'service', service, history: undefined })
    if (stands.kind === 'done' && isFailure(stands.verdict)) return end(stands.verdict)
    const busy = operationInProgress(service)
    if (busy) return { kind: 'wait', ...busy }
    return planRedeploy({ service, deployment: choice.deployment, at, notices: [] })
  }
  return {
    kind: 'target',
    name: `version ${choice.deployment.version}`,
    target: { ...target, observe, plan },
  }
}

function displacedChoice({ displaced, service }: StartedDeployment): Choice {
  if (displaced === undefined) return { reason: 'there is nothing to roll back to' }
  return failedVersions(service).includes(displaced.version)
    ? { reason: `version ${displaced.version} failed its URL check` }
    : { deployment: displaced }
}

/** Without tags of failed versions, what served before is the last good one; a call is made only in doubt. */
async function lastGoodChoice(started: StartedDeployment, api: LightsailApi): Promise<Choice> {
  const { previous, serviceName, version, spec, service, created } = started
  if (created) return { reason: 'there is no earlier good version to roll back to' }
  const bad = failedVersions(service)
  const isPlain = previous !== undefined && !isSameContent(previous.spec, spec)
  if (isPlain && bad.length === 0) return { deployment: previous }
  const read = async () => {
    try {
      return await api.getDeployments(serviceName)
    } catch (failure) {
      if (failure instanceof ServiceError && isPlain && !bad.includes(previous.version)) return [previous]
      throw failure
    }
  }
  const history = await read()
  const { found, skipped } = findLastGood({
    serving: { version, spec },
    history,
    bad: [version, ...bad],
    leavesReplaced: false,
  })
  if (found) return { deployment: found }
  return { reason: `there is no earlier good version to roll back to${skipped ? ` (${skipped})` : ''}` }
}
