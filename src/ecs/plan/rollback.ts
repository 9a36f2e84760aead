import { changed } from '../../diff/change-lines.ts'
import type { Change, Plan } from '../../rollout/contract/plan.ts'
import { type Refusal, refuse } from '../../rollout/contract/refusal.ts'
import type { Request } from '../inputs/request-types.ts'
import { type Deployment, isInProgress, primaryOf, type Service } from '../model/service.ts'
import { familyOf, isSameRevision, revisionName } from '../model/task-definition.ts'
import { failedRevisions } from '../order/failed-revisions.ts'
import { inactiveFault } from './desired/desired-revision.ts'
import { repeatedChange } from './desired/repetition.ts'
import { diffTaskDefinition } from './diff/task-definition-diff.ts'
import { findLastGood, previousRevision } from './last-good.ts'
import { denied, draining, refuseForeign, refuseMissing, rolloutInProgress } from './preconditions.ts'
import { deniedText, type Observed, readValue, type Step } from './steps.ts'

/** Where a rollback goes, with what is to be said about the choice. */
export interface RollbackTarget {
  /** ARN, or `family:revision` as it was written. */
  readonly arn: string
  readonly notices: readonly string[]
}

/** Finds the revision to go back to, from the history or by its name; to be read as `named` before the plan is made. */
export function rollbackTarget(
  { rollbackTo }: Pick<Request, 'rollbackTo'>,
  { service, history, revisions }: Pick<Observed, 'history' | 'revisions'> & { readonly service: Service },
): RollbackTarget | { readonly fault: Refusal } {
  const { name, taskDefinition: running } = service
  const failed = failedRevisions(service)
  if (rollbackTo !== 'last-good') {
    const arn = typeof rollbackTo === 'number' ? `${familyOf(running)}:${rollbackTo}` : rollbackTo
    const isMarked = failed.includes(revisionName(arn))
    return {
      arn,
      notices: isMarked ? [`${revisionName(arn)} failed its URL check when it was deployed`] : [],
    }
  }
  const rollouts = readValue(history)
  if (rollouts?.some(({ taskDefinition }) => taskDefinition !== undefined)) {
    const { found, skipped } = findLastGood({ service, history: rollouts, failed })
    if (found !== undefined) return { arn: found, notices: skipped === undefined ? [] : [skipped] }
    return { fault: noneGood(name, skipped) }
  }
  if (rollouts?.length === 0) return { fault: noneGood(name, undefined) }
  const obstacle = history?.kind === 'denied' ? history : { action: 'ecs:DescribeServiceRevisions' }
  const known = readValue(revisions)
  if (known === undefined) {
    const other = revisions?.kind === 'denied' ? `, or ${revisions.action}` : ''
    return {
      fault: denied(
        obstacle.action,
        `cannot determine what ${name} ran before`,
        `${other}, or set rollback-to`,
      ),
    }
  }
  const arn = previousRevision(running, known, failed)
  return arn === undefined
    ? { fault: noneGood(name, undefined) }
    : {
        arn,
        notices: [
          `${deniedText(obstacle)}: rolling back to ${revisionName(arn)}, the revision before ${revisionName(running)}, without knowing whether it was good`,
        ],
      }
}

function noneGood(name: string, skipped: string | undefined): Refusal {
  return {
    reasonCode: 'version-not-usable',
    message: `${name} cannot be rolled back: it has no earlier good revision${skipped === undefined ? '' : `: ${skipped}`}`,
    fix: 'set rollback-to to a revision, such as 19 or web:19',
  }
}

/** Has ECS roll back what is in progress; else puts an earlier revision back, and nothing but that. */
export function planRollback(request: Request, observed: Observed): Plan<Step> {
  const { service, at } = observed
  if (service === undefined) return refuseMissing(request, '', 'check service, cluster and region')
  const foreign = refuseForeign(service)
  if (foreign) return foreign
  const gone = draining(service)
  if (gone) {
    const fix = 'deploy it again once it is gone: a deleted service cannot be rolled back'
    return refuse({ reasonCode: gone.reasonCode, message: gone.reason, fix })
  }
  const primary = primaryOf(service)
  const restored = primary && planRestored(request, observed, { service, primary })
  if (restored) return restored
  const stops = primary !== undefined && isInProgress(service) && request.rollbackTo === 'last-good'
  if (stops && observed.history?.kind !== 'denied') {
    const isFirst = readValue(observed.history)?.length === 0 && service.deployments.length === 1
    if (isFirst) {
      return refuse({
        reasonCode: 'version-not-usable',
        message: `${service.name} cannot be rolled back: its first rollout, ${revisionName(primary.taskDefinition)}, is in progress`,
        fix: 'wait until it ends, or delete the service with mode: delete',
      })
    }
    const detail = `stopping ${revisionName(primary.taskDefinition)} (${primary.id}); ECS restores the last good revision`
    return apply([{ sign: '-', subject: 'rollout', detail }], [], {
      kind: 'stop',
      service: service.name,
      cluster: request.cluster,
      deployment: primary,
      observedAt: at,
    })
  }
  const target = rollbackTarget(request, { ...observed, service })
  if ('fault' in target) return refuse(target.fault)
  return planRevision(request, { ...observed, service }, target)
}

/** What ECS puts back by itself is what a rollback is to come to: nothing is put over that. */
function planRestored(
  { rollbackTo, options }: Request,
  { restored }: Observed,
  { service, primary }: { readonly service: Service; readonly primary: Deployment },
): Plan<Step> | undefined {
  if (rollbackTo !== 'last-good' || primary.id !== restored || primary.rolloutState === 'FAILED')
    return undefined
  const goesOn = isInProgress(service)
  const to = `${service.name} back to ${revisionName(primary.taskDefinition)}`
  if (goesOn && options.waitForStability)
    return { kind: 'wait', reason: `ECS is rolling ${to}`, reasonCode: 'deployment-in-progress' }
  return nothingToDo(goesOn ? `ECS is rolling ${to} already` : `ECS has rolled ${to}`)
}

function nothingToDo(reason: string): Plan<Step> {
  const verdict = { result: 'unchanged', reasonCode: 'no-changes', reason } as const
  return { kind: 'end', verdict, notices: [], titleNote: '' }
}

/** One UpdateService with the revision to go back to. */
function planRevision(
  request: Request,
  observed: Observed & { readonly service: Service },
  { arn, notices }: RollbackTarget,
): Plan<Step> {
  const { service, named, at } = observed
  const found = readValue(named)
  const target = found?.arn ?? arn
  if (named?.kind === 'missing') {
    return refuse({
      reasonCode: 'version-not-usable',
      message: `${service.name} cannot be rolled back: there is no task definition ${revisionName(arn)}`,
      fix: 'set rollback-to to an existing revision, such as 19 or web:19',
    })
  }
  const inactive = found && inactiveFault(found)
  if (inactive) return refuse(inactive)
  const primary = primaryOf(service)
  const isSame = isSameRevision(target, service.taskDefinition)
  if (isSame && primary?.rolloutState !== 'FAILED') {
    const busy = rolloutInProgress(service)
    if (busy && request.options.waitForStability) return { kind: 'wait', ...busy }
    return nothingToDo(
      busy ? `${busy.reason} already` : `${service.name} already runs ${revisionName(target)}`,
    )
  }
  const running = readValue(observed.running)
  const replaces = primary !== undefined && isInProgress(service) ? primary : undefined
  const changes = isSame
    ? [repeatedChange(service, 'its last rollout failed')]
    : [
        changed('task definition', revisionName(service.taskDefinition), revisionName(target)),
        ...(running && found ? diffTaskDefinition(running.content, found.content) : []),
      ]
  const told = replaces
    ? [
        `the rollout of ${revisionName(replaces.taskDefinition)} (${replaces.id}) is in progress: this one replaces it`,
      ]
    : []
  return apply(changes, [...told, ...notices], {
    kind: 'update',
    service: service.name,
    arn: service.arn,
    cluster: request.cluster,
    members: { taskDefinition: target, ...(isSame && { forceNewDeployment: true }) },
    rollsOut: 'yes',
    taskDefinition: target,
    previous: primary,
    known: service.deployments.map(({ id }) => id),
    before: { taskDefinition: service.taskDefinition },
    replaces,
    desiredCount: service.desiredCount,
    observedAt: at,
  })
}

function apply(changes: readonly Change[], notices: readonly string[], step: Step): Plan<Step> {
  return { kind: 'apply', changes, notices, titleNote: '', step }
}
