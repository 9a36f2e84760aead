import { emptiedTags, emptiedVariables, emptyNewVariables } from '../../diff/emptied.ts'
import type { Change, Plan } from '../../rollout/contract/plan.ts'
import type { Request } from '../inputs/request-types.ts'
import type { Service } from '../model/service.ts'
import type { Desired } from './desired/desired-revision.ts'
import { eachEnvironment, inheritedVariables, movedNames } from './diff/task-definition-diff.ts'
import { type Observed, readValue, type Step } from './steps.ts'

/** What is said beside the lines of a plan that updates a service. */

export function busyNotice(
  { ifInProgress, mode }: Request,
  reason: string,
  { isUnderWay, replaces }: { isUnderWay: boolean; replaces: boolean },
): string[] {
  if (mode === 'plan' && isUnderWay) return [`${reason}: a deployment would wait for how it ends`]
  if (!replaces) return []
  if (ifInProgress === 'replace') return [`${reason}: this deployment replaces it`]
  const would = ifInProgress === 'wait' ? 'would wait for it' : 'would be refused'
  return [`${reason}: a deployment ${would}`]
}

export function noticesOf(
  { settings, mode }: Request,
  observed: Observed & { readonly service: Service },
  { revision }: Desired,
  changes: readonly Change[],
): string[] {
  const { service } = observed
  const running = readValue(observed.running)?.content
  const { firstCount } = settings
  const isOtherCount =
    settings.desiredCount === undefined && firstCount !== undefined && firstCount !== service.desiredCount
  const { content } = revision
  return [
    ...(isOtherCount
      ? [
          `desiredCount ${firstCount} of the service definition is for a new service only; ${service.desiredCount} stay wanted: set desired-count to change that`,
        ]
      : []),
    ...(content && changes.length > 0 && running
      ? [...movedNames(running, content), ...emptyNewVariables(eachEnvironment(running, content))]
      : []),
    ...(content && running && mode === 'plan'
      ? inheritedVariables(running, content).map((kept) => `environment unchanged in ${kept}`)
      : []),
  ]
}

export function warningsOf(
  { settings }: Request,
  { service, running }: Observed & { readonly service: Service },
  { revision }: Desired,
): string[] {
  const before = readValue(running)?.content
  return [
    ...(before && revision.content ? emptiedVariables(eachEnvironment(before, revision.content)) : []),
    ...emptiedTags(service.tags, settings.tags ?? {}),
  ]
}

export function withNotices(plan: Plan<Step>, notices: readonly string[]): Plan<Step> {
  return plan.kind === 'wait' ? plan : { ...plan, notices: [...notices, ...plan.notices] }
}
