import type { FinalPlan, Plan } from '../rollout/contract/plan.ts'
import { refuse } from '../rollout/contract/refusal.ts'
import { checkCommitOrder, compareWithDeployed, orderNotices } from '../source/commit-order.ts'
import { refuseFork } from '../source/fork-gate.ts'
import type { SourceControl } from '../source/source-control.ts'
import type { Request } from './inputs/request-types.ts'
import { primaryOf } from './model/service.ts'
import { revisionName } from './model/task-definition.ts'
import { knowsOrder } from './order/commit-policy.ts'
import { taggedDeployment } from './order/tagged.ts'
import type { Observed, PreflightFacts, Step } from './plan/steps.ts'
import type { EcsTarget } from './target-types.ts'

/** Dependencies of the preflight checks. */
export interface PreflightContext {
  readonly request: Request
  /** `undefined` without a token, or outside of its runs. */
  readonly host: SourceControl | undefined
}

/** Adds preflight checks: may this run write at all, is our commit not older than the deployed one. */
export function withPreflightChecks(target: EcsTarget, context: PreflightContext): EcsTarget {
  const { request } = context
  const untrusted = refuseFork(request)
  if (untrusted) {
    const observe = async (): Promise<Observed> => ({ service: undefined, at: target.serverTime() })
    return { ...target, observe, plan: () => refuse(untrusted) }
  }
  return {
    ...target,
    observe: async (previous) => {
      const observed = await target.observe(previous)
      return { ...observed, around: await lookAround(context, observed) }
    },
    plan: (observed) => barrier(request, observed) ?? completed(target.plan(observed), request, observed),
  }
}

async function lookAround(
  { request, host }: PreflightContext,
  { service }: Observed,
): Promise<PreflightFacts> {
  const { mode, runSource } = request
  if ((mode !== 'deploy' && mode !== 'plan') || service === undefined || !knowsOrder(request)) return {}
  return { order: await compareWithDeployed(runSource, taggedDeployment(service), host) }
}

/** What keeps this run from writing, found by looking around. */
function barrier(request: Request, observed: Observed): FinalPlan | undefined {
  const fault = request.mode === 'plan' ? undefined : checkOrder(request, observed)
  return fault && refuse(fault)
}

function completed(plan: Plan<Step>, request: Request, observed: Observed): Plan<Step> {
  if (plan.kind === 'wait') return plan
  const outdated =
    request.mode === 'plan'
      ? (refuseFork({ ...request, mode: 'deploy' }) ?? checkOrder(request, observed))
      : undefined
  return {
    ...plan,
    notices: [
      ...plan.notices,
      ...orderNotices(request, observed.around?.order),
      ...(outdated ? [`a deployment would be refused: ${outdated.message}`] : []),
    ],
  }
}

function checkOrder({ runSource, service: name }: Request, { service, around }: Observed) {
  const primary = service && primaryOf(service)
  const deployed = primary ? `${revisionName(primary.taskDefinition)} of ${name}` : (name ?? '')
  return checkCommitOrder({ runSource, deployed }, around)
}
