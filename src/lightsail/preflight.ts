import type { FinalPlan, Plan } from '../rollout/contract/plan.ts'
import { refuse } from '../rollout/contract/refusal.ts'
import type { Clock } from '../runtime/clock.ts'
import { checkCommitOrder, compareWithDeployed, orderNotices } from '../source/commit-order.ts'
import { commitTags } from '../source/resource-tags.ts'
import type { SourceControl } from '../source/source-control.ts'
import type { LightsailApi } from './api/lightsail-api.ts'
import { checkFork } from './fork-gate.ts'
import type { Request } from './inputs/request-types.ts'
import { knowsOrder } from './order/commit-policy.ts'
import { operationInProgress } from './plan/preconditions.ts'
import type { Observed, PreflightFacts, Step } from './plan/steps.ts'
import { checkLimit } from './preview/limit.ts'
import { noOp, skipPlan } from './preview/no-op.ts'
import { checkOwnership, expiryTag, previewTags } from './preview/preview.ts'
import { formatRoughDuration } from './preview/ttl.ts'
import type { LightsailTarget } from './target-types.ts'

/** Dependencies of the preflight checks. */
export interface PreflightContext {
  readonly request: Request
  readonly api: LightsailApi
  readonly clock: Clock
  /** `undefined` without a token, or outside of its runs. */
  readonly host: SourceControl | undefined
}

/**
 * Adds preflight checks: is the preview still wanted, does the service belong to it, is our commit not older than the deployed one.
 */
export function withPreflightChecks(target: LightsailTarget, context: PreflightContext): LightsailTarget {
  const { request, clock } = context
  return {
    ...target,
    observe: async (previous) => {
      if (skipPlan(request)) return { at: clock.now(), service: undefined }
      const observed = await target.observe(previous)
      return { ...observed, around: await fetchPreflightFacts(context, observed) }
    },
    plan: (observed) =>
      skipPlan(request) ??
      checkPreflight(request, observed) ??
      withPreviewTags(target.plan(observed), request, observed),
  }
}

/** Only before a possible write, not while waiting for another operation. */
async function fetchPreflightFacts(
  { request, api, host }: PreflightContext,
  { service }: Observed,
): Promise<PreflightFacts> {
  const { preview, mode } = request
  if (mode !== 'deploy' && mode !== 'plan') return {}
  if (service && operationInProgress(service) && mode !== 'plan') return {}
  const isNew = preview?.limit !== undefined && service === undefined
  const [order, pullRequest, services] = await Promise.all([
    knowsOrder(request) ? compareWithDeployed(request.runSource, service, host) : undefined,
    preview && host?.pullRequest(preview.pullRequest),
    isNew ? api.listServices() : undefined,
  ])
  return { order, pullRequest, ...(services && { services }) }
}

/** The first check that fails. */
function checkPreflight(request: Request, observed: Observed): FinalPlan | undefined {
  const { preview, mode } = request
  const { service, around, at } = observed
  const stranger = preview && service && checkOwnership(service, preview)
  if (stranger) return refuse(stranger)
  if (preview && around?.pullRequest?.state === 'closed') {
    const because = `pull request ${preview.pullRequest} has been closed in the meantime`
    return noOp({ reasonCode: 'pull-request-closed', because, mode })
  }
  const fault =
    (preview && around?.services && checkLimit(preview, around.services, at)) ??
    (mode === 'plan' ? undefined : checkOrder(request, observed))
  return fault && refuse(fault)
}

/** Tags a new preview in the create call itself, so that an untagged orphan cannot exist. */
function withPreviewTags(plan: Plan<Step>, request: Request, observed: Observed): Plan<Step> {
  if (plan.kind === 'wait') return plan
  const isPlan = request.mode === 'plan'
  const outdated = isPlan
    ? (checkFork({ ...request, mode: 'deploy' }) ?? checkOrder(request, observed))
    : undefined
  const notices = [
    ...plan.notices,
    ...orderNotices(request, observed.around?.order),
    ...(outdated ? [`a deployment would be refused: ${outdated.message}`] : []),
  ]
  const { preview, runSource } = request
  if (plan.kind === 'end' || plan.step.kind !== 'create' || !preview || !runSource) {
    return { ...plan, notices }
  }
  const { step, changes } = plan
  const marked = {
    ...previewTags(preview),
    ...(request.trackCommit && commitTags(runSource, 1)),
    ...expiryTag(preview, observed.at),
  }
  const detail = `of pull request ${preview.pullRequest}, for ${formatRoughDuration(preview.lifetimeMs)}`
  return {
    ...plan,
    notices,
    changes: [...changes, { sign: '+', subject: 'preview', detail }],
    step: { ...step, tags: { ...step.tags, ...marked } },
  }
}

function checkOrder({ runSource, serviceName }: Request, { service, around }: Observed) {
  const current = service?.current
  const deployed = current ? `version ${current.version} of ${serviceName}` : serviceName
  return checkCommitOrder({ runSource, deployed }, around)
}
