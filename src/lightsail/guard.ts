import type { Clock } from '../engine/clock.ts'
import type { Plan } from '../engine/target.ts'
import type { Cloud } from './cloud.ts'
import type { CodeHost } from './code-host.ts'
import { forkFault } from './fork-gate.ts'
import type { Request } from './inputs/request.ts'
import { deployedMarks } from './marks.ts'
import { busyWith, type End, refusal } from './obstacle.ts'
import { orderFault, orderNotices, orderOf } from './order/order.ts'
import { idleEnd, nothing } from './preview/idle.ts'
import { roughly } from './preview/lifetime.ts'
import { limitFault } from './preview/limit.ts'
import { expiryMark, previewMarks, strangerFault } from './preview/preview.ts'
import type { Observed, Steps, Surroundings } from './steps.ts'
import type { LightsailTarget } from './target-types.ts'

/** Where a guarded target looks around. */
export interface Lookout {
  readonly request: Request
  readonly cloud: Cloud
  readonly clock: Clock
  /** `undefined` without a token, or outside of its runs. */
  readonly host: CodeHost | undefined
}

/** A target that looks around before it writes: whether it is wanted, whose service it is, and whether it is its turn. */
export const guardedTarget = (target: LightsailTarget, lookout: Lookout): LightsailTarget => {
  const { request, clock } = lookout
  return {
    ...target,
    observe: async () => {
      if (idleEnd(request)) return { at: clock.now(), service: undefined }
      const observed = await target.observe()
      return { ...observed, around: await lookAround(lookout, observed) }
    },
    plan: (observed) =>
      idleEnd(request) ?? barrier(request, observed) ?? completed(target.plan(observed), request, observed),
  }
}

/** Asked only when a write may come next, not while we wait for our turn. */
const lookAround = async (
  { request, cloud, host }: Lookout,
  { service }: Observed,
): Promise<Surroundings> => {
  const { preview, mode } = request
  if (mode !== 'deploy' && mode !== 'plan') return {}
  if (service && busyWith(service) && mode !== 'plan') return {}
  const isNew = preview?.limit !== undefined && service === undefined
  const [order, pullRequest, services] = await Promise.all([
    orderOf(request, service, host),
    preview && host?.pullRequest(preview.pullRequest),
    isNew ? cloud.listServices() : undefined,
  ])
  return { order, pullRequest, ...(services && { services }) }
}

/** What keeps this run from writing, found by looking around. */
const barrier = (request: Request, observed: Observed): End | undefined => {
  const { preview, mode } = request
  const { service, around, at } = observed
  const stranger = preview && service && strangerFault(service, preview)
  if (stranger) return refusal(stranger)
  if (preview && around?.pullRequest?.state === 'closed') {
    const because = `pull request ${preview.pullRequest} was closed meanwhile`
    return nothing({ reasonCode: 'pull-request-closed', because, mode })
  }
  const fault =
    (preview && around?.services && limitFault(preview, around.services, at)) ??
    (mode === 'plan' ? undefined : orderFault(request, observed))
  return fault && refusal(fault)
}

/** A new preview gets its marks with its creation: there is no moment in which it is nobody's. */
const completed = (plan: Plan<Steps>, request: Request, observed: Observed): Plan<Steps> => {
  if (plan.kind === 'wait') return plan
  const isPlan = request.mode === 'plan'
  const outdated = isPlan
    ? (forkFault({ ...request, mode: 'deploy' }) ?? orderFault(request, observed))
    : undefined
  const notices = [
    ...plan.notices,
    ...orderNotices(request, observed.around?.order),
    ...(outdated ? [`a deployment would be refused: ${outdated.message}`] : []),
  ]
  const { preview, provenance } = request
  if (plan.kind === 'end' || plan.steps.kind !== 'create' || !preview || !provenance) {
    return { ...plan, notices }
  }
  const { steps, changes } = plan
  const marked = {
    ...previewMarks(preview),
    ...(request.trackCommit && deployedMarks(provenance, 1)),
    ...expiryMark(preview, observed.at),
  }
  const detail = `of pull request ${preview.pullRequest}, for ${roughly(preview.lifetimeMs)}`
  return {
    ...plan,
    notices,
    changes: [...changes, { sign: '+', subject: 'preview', detail }],
    steps: { ...steps, tags: { ...steps.tags, ...marked } },
  }
}
