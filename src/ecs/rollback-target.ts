import type { Applied, Plan } from '../rollout/contract/plan.ts'
import type { RollbackTarget, RollbackTo } from '../rollout/contract/target.ts'
import type { Verdict } from '../rollout/contract/verdict.ts'
import { secondLook } from '../runtime/second-look.ts'
import type { EcsApi } from './api/ecs-api.ts'
import type { Request } from './inputs/request-types.ts'
import { type Deployment, primaryOf } from './model/service.ts'
import { isSameRevision, revisionName } from './model/task-definition.ts'
import { planRestore, type SentMembers } from './plan/restore.ts'
import type { Observed, Step } from './plan/steps.ts'
import type { StartedDeployment } from './rollout/started.ts'
import { serviceGone, superseded } from './rollout/views/verdicts.ts'
import type { EcsTarget, EcsTypes } from './target-types.ts'

/** What is to be taken back, and the deployment that then serves again; or why there is nothing that may. */
type Choice = { readonly deployment: Deployment; readonly written: SentMembers } | { readonly why: string }

/**
 * The target that restores the members that ours changed, or exactly what ours displaced. A revision that failed its URL check is
 * never restored.
 */
export function rollbackTarget(
  target: EcsTarget,
  started: StartedDeployment,
  {
    to,
    request,
    api,
    bad,
  }: {
    to: RollbackTo
    request: Request
    api: Pick<EcsApi, 'getService' | 'serviceTime'>
    /** Revisions that failed their URL check: `web:19`. */
    bad: readonly string[]
  },
): RollbackTarget<EcsTypes> {
  const choice = choose(started, to, bad)
  if ('why' in choice) return { kind: 'unavailable', reason: choice.why }
  const copyOf = choice.deployment.id
  const asCopy = <Of extends Applied<StartedDeployment> | undefined>(applied: Of): Of =>
    applied?.kind === 'started' ? { ...applied, started: { ...applied.started, copyOf } } : applied
  return {
    kind: 'target',
    name: revisionName(choice.deployment.taskDefinition),
    target: {
      ...target,
      observe: async () => ({
        service: await secondLook(true, () => api.getService(started)),
        at: api.serviceTime(),
      }),
      plan: (observed) => planPutBack(request, started, choice.written, observed),
      apply: async (step, onProgress) => asCopy(await target.apply(step, onProgress)),
      findAccepted: async (step) => asCopy(await target.findAccepted(step)),
    },
  }
}

function choose(started: StartedDeployment, to: RollbackTo, bad: readonly string[]): Choice {
  const { displaced, previous, created, taskDefinition, sent, before } = started
  if (to === 'displaced') {
    if (displaced === undefined) return { why: 'there is nothing to roll back to' }
    const written = { sent: { taskDefinition }, before: { taskDefinition: displaced.taskDefinition } }
    return refused(displaced, bad) ?? { deployment: displaced, written }
  }
  if (created || previous === undefined) return { why: 'there is no earlier good version to roll back to' }
  const isSame = isSameRevision(previous.taskDefinition, taskDefinition)
  if (isSame && Object.keys(sent).every((name) => ['taskDefinition', 'forceNewDeployment'].includes(name)))
    return { why: `it was already running ${revisionName(taskDefinition)} before` }
  const written = {
    sent: { ...sent, taskDefinition },
    before: { ...before, taskDefinition: previous.taskDefinition },
  }
  return refused(previous, bad) ?? { deployment: previous, written }
}

function refused({ taskDefinition }: Deployment, bad: readonly string[]): Choice | undefined {
  const name = revisionName(taskDefinition)
  return bad.includes(name) ? { why: `${name} failed its URL check` } : undefined
}

/** Puts it back, unless somebody deployed or deleted meanwhile: nothing is put over that. */
function planPutBack(
  { cluster }: Request,
  started: StartedDeployment,
  written: SentMembers,
  { service, at }: Observed,
): Plan<Step> {
  const end = (verdict: Verdict) => ({ kind: 'end', verdict, notices: [], titleNote: '' }) as const
  if (service === undefined || service.status !== 'ACTIVE')
    return end(serviceGone(started, 'the service no longer exists'))
  const primary = primaryOf(service)
  if (primary && primary.id !== started.id) return end(superseded(started, service))
  return planRestore({ service, cluster, written, at })
}
