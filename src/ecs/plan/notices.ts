import { emptiedTags, emptiedVariables, emptyNewVariables } from '../../diff/emptied.ts'
import { isRecord } from '../../inputs/documents/records.ts'
import type { Change, Plan } from '../../rollout/contract/plan.ts'
import { formatDuration } from '../../runtime/clock.ts'
import type { Request } from '../inputs/request-types.ts'
import type { Service, ServiceMembers } from '../model/service.ts'
import { addedTimeMs } from '../model/strategy-time.ts'
import type { Desired } from './desired/desired-revision.ts'
import { eachEnvironment, inheritedVariables, movedNames } from './diff/task-definition-diff.ts'
import { type Observed, readValue, type Step } from './steps.ts'

/** What is said beside the lines of a plan. */

export function busyNotice(
  { ifInProgress, mode }: Request,
  reason: string,
  { isUnderWay, replaces }: { isUnderWay: boolean; replaces: boolean },
): string[] {
  if (mode === 'plan' && isUnderWay) return [`${reason}: a deployment would wait until it ends`]
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
          `desiredCount ${firstCount} in the service definition applies to a new service only; the desired count stays ${service.desiredCount}: set desired-count to change it`,
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

/** Says how long the run waits where the strategy, as it is now and as it is written, makes that longer. */
export function timeNotices(request: Request, running: ServiceMembers): string[] {
  const [before, written] = [
    running['deploymentConfiguration'],
    request.settings.file?.['deploymentConfiguration'],
  ]
  const deploymentConfiguration = { ...(isRecord(before) && before), ...(isRecord(written) && written) }
  const addedMs = addedTimeMs(request, { deploymentConfiguration })
  const { budgetMs, waitForStability } = request.options
  if (addedMs === 0 || !waitForStability) return []
  const all = formatDuration(budgetMs + addedMs)
  return [
    `the deployment strategy alone takes ${formatDuration(addedMs)}: this run waits up to ${all} unless wait-for-minutes is set`,
  ]
}

export function withNotices(plan: Plan<Step>, notices: readonly string[]): Plan<Step> {
  return plan.kind === 'wait' ? plan : { ...plan, notices: [...notices, ...plan.notices] }
}
