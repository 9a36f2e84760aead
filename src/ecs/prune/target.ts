import { ServiceError } from '../../runtime/service-error.ts'
import { plural } from '../../text/plural.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { Request } from '../inputs/request-types.ts'
import { familyOf } from '../model/task-definition.ts'
import { withNotices } from '../plan/notices.ts'
import type { Observed } from '../plan/steps.ts'
import type { EcsTarget } from '../target-types.ts'
import { pruneTaskDefinitions } from './prune.ts'

interface Means {
  readonly request: Request
  readonly keep: number
  readonly api: EcsApi
  /** The run was cancelled, or has to end. */
  isOver(): boolean
}

/** Deregisters older revisions after a good deployment (`keep-task-definitions`); a plan tells how many there are. */
export function withPruning(target: EcsTarget, { request, keep, api, isOver }: Means): EcsTarget {
  /** How many are registered, for a plan. */
  let registered: number | undefined

  async function count(observed: Observed): Promise<void> {
    const family = familyToCome(request, observed)
    if (family === undefined) return
    try {
      registered = (await api.listRevisions(family)).length
    } catch (failure) {
      // Nothing depends on it.
      if (!(failure instanceof ServiceError)) throw failure
    }
  }

  return {
    ...target,
    observe: async (previous) => {
      const observed = await target.observe(previous)
      if (request.mode === 'plan' && registered === undefined) await count(observed)
      return observed
    },
    plan: (observed) => {
      const plan = target.plan(observed)
      const isRegistering = plan.kind === 'apply' && plan.step.kind === 'register'
      const more = (registered ?? 0) + (isRegistering ? 1 : 0) - keep
      const what = plural(more, 'older revision')
      return plan.kind === 'apply' && more > 0
        ? withNotices(plan, [
            `after a good deployment up to ${what} would be deregistered, as keep-task-definitions is ${keep}`,
          ])
        : plan
    },
    cleanUp: async (history, verdict, onProgress) => {
      await target.cleanUp?.(history, verdict, onProgress)
      const { started, snapshot } = history
      if (verdict.result !== 'success' || started?.kind !== 'rollout' || isOver()) return
      const seen = snapshot?.service
      const deployed = seen === undefined || seen === 'gone' ? started.reply : seen
      const mine = [started.taskDefinition, started.previous?.taskDefinition ?? '']
      await pruneTaskDefinitions({ api, deployed, keep, mine, isOver, onProgress })
    },
  }
}

function familyToCome({ taskDefinition: patch }: Request, { service, named }: Observed): string | undefined {
  if (patch?.file) return patch.file.content.family
  if (named?.kind === 'read') return named.value.family
  return service && familyOf(patch?.named ?? service.taskDefinition)
}
