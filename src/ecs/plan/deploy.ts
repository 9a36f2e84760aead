import { changed } from '../../diff/change-lines.ts'
import type { Change, Plan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import { formatChanges } from '../../rollout/plan-text.ts'
import type { Request } from '../inputs/request-types.ts'
import { forcedMembers } from '../model/compare/service-members.ts'
import { primaryOf, type Service } from '../model/service.ts'
import { writtenMembers } from '../model/service-patch.ts'
import { isSameRevision, revisionName } from '../model/task-definition.ts'
import { planCreate } from './create.ts'
import { type Desired, desiredRevision, isRegistered } from './desired/desired-revision.ts'
import { checkNetwork, checkReferences, controllerOf } from './desired/references.ts'
import { repeatedChange, repetition } from './desired/repetition.ts'
import { diffService, type ServiceDiff } from './diff/service-diff.ts'
import { diffTaskDefinition } from './diff/task-definition-diff.ts'
import { busyNotice, noticesOf, timeNotices, warningsOf, withNotices } from './notices.ts'
import { draining, refuseForeign, rolloutInProgress } from './preconditions.ts'
import { type Observed, readValue, type Step, type UpdateStep } from './steps.ts'

/** Decides what to do about an observation; pure. Called again after each write, until nothing is left. */
export function planDeploy(request: Request, observed: Observed): Plan<Step> {
  const { service } = observed
  const isPlanOnly = request.mode === 'plan'
  if (service === undefined) return planCreate(request, observed)
  const gone = draining(service)
  if (gone && !isPlanOnly) return { kind: 'wait', ...gone }
  if (gone)
    return withNotices(planCreate(request, observed), [`${gone.reason}: a deployment would wait for it`])
  const foreign = refuseForeign(service, controllerOf(request))
  if (foreign) return foreign
  const desired = desiredRevision(request, observed)
  if ('fault' in desired) return refuse(desired.fault)
  const written = writtenMembers(request.settings, {
    current: service.members,
    content: desired.revision.content,
    containerNames: request.taskDefinition?.containerNames,
  })
  if ('fault' in written) return refuse(written.fault)
  const { content } = desired.revision
  const unmatched =
    checkReferences(written.members, content) ??
    (request.taskDefinition ? checkNetwork(written.members, content, service) : undefined)
  if (unmatched) return refuse(unmatched)
  const diff = diffService(request, { ...observed, service }, written.members)
  if ('fault' in diff) return refuse(diff.fault)
  return planUpdate(request, { ...observed, service }, desired, diff)
}

interface Rollout {
  readonly changes: readonly Change[]
  readonly rollsOut: UpdateStep['rollsOut']
  readonly forced: boolean
}

/** What of it starts a rollout, with the lines that tell why. */
function rolloutOf(
  request: Request,
  observed: Observed & { readonly service: Service },
  { revision }: Desired,
  diff: ServiceDiff,
): Rollout {
  const { service } = observed
  const running = readValue(observed.running)
  const isOther =
    revision.kind === 'new' ||
    (revision.kind === 'existing' && !isSameRevision(revision.arn, service.taskDefinition))
  const contentChanges =
    isOther && running && revision.content ? diffTaskDefinition(running.content, revision.content) : []
  const revisionChange =
    revision.kind === 'new' || isRegistered(revision, observed)
      ? changed(
          'task definition',
          revisionName(service.taskDefinition),
          `a new revision of ${revision.content?.family ?? ''}`,
        )
      : revision.kind === 'existing'
        ? changed('task definition', revisionName(service.taskDefinition), revisionName(revision.arn))
        : undefined
  const rollsOut = isOther ? 'yes' : diff.rollsOut
  const why =
    rollsOut === 'yes' && !request.forceNewDeployment ? undefined : repetition(request, service, revision)
  const changes = [
    ...(isOther && revisionChange ? [revisionChange] : []),
    ...contentChanges,
    ...diff.changes,
    ...(why !== undefined && !isOther ? [repeatedChange(service, why)] : []),
  ]
  return { changes, rollsOut: why === undefined ? rollsOut : 'yes', forced: why !== undefined }
}

function planUpdate(
  request: Request,
  observed: Observed & { readonly service: Service },
  desired: Desired,
  diff: ServiceDiff,
): Plan<Step> {
  const { service, at } = observed
  const isPlanOnly = request.mode === 'plan'
  const rollout = rolloutOf(request, observed, desired, diff)
  const { changes, rollsOut, forced } = rollout
  const busy = rolloutInProgress(service)
  const { revision } = desired
  // A rollout to the same state is in progress, whoever started it: its end decides what is left to do.
  const isUnderWay = busy && !request.forceNewDeployment && isOnlyRepeated(rollout, diff)
  const isAsked = request.taskDefinition !== undefined || request.settings.file !== undefined
  if (busy && !isPlanOnly) {
    if (isUnderWay && isAsked) return { kind: 'wait', ...busy }
    if (rollsOut !== 'no' && request.ifInProgress !== 'replace') return { kind: 'wait', ...busy }
  }
  const notices = [
    ...desired.notices,
    ...diff.notices,
    ...noticesOf(request, observed, desired, changes),
    ...(rollsOut === 'no' ? [] : timeNotices(request, service.members)),
  ]
  const replaces = busy && rollsOut !== 'no' ? primaryOf(service) : undefined
  const told = busy
    ? busyNotice(request, busy.reason, { isUnderWay: isUnderWay === true, replaces: !!replaces })
    : []
  const apply = (step: Step): Plan<Step> => ({
    kind: 'apply',
    changes,
    warnings: warningsOf(request, observed, desired),
    notices: [...told, ...notices],
    titleNote: '',
    // The plans before and after a registration contain the same changes: printed once, written in two steps.
    key: `${step.kind}: ${formatChanges(changes).join('; ')}`,
    step,
  })
  const isOther = revision.kind === 'existing' && !isSameRevision(revision.arn, service.taskDefinition)
  const members = {
    ...(isOther && { taskDefinition: revision.arn }),
    ...forcedMembers(diff.members),
    ...(forced && { forceNewDeployment: true }),
  }
  const isTagsOnly = revision.kind !== 'new' && Object.keys(members).length === 0
  if (diff.tags) {
    return apply({
      kind: 'tag',
      service: service.name,
      arn: service.arn,
      tags: diff.tags,
      isLast: isTagsOnly,
      observedAt: at,
    })
  }
  if (revision.kind === 'new') {
    const { content, tags } = revision.definition
    return apply({ kind: 'register', content, tags, isLast: false, observedAt: at })
  }
  if (Object.keys(members).length === 0) return unchanged(service, [...told, ...notices])
  return apply({
    kind: 'update',
    service: service.name,
    arn: service.arn,
    cluster: request.cluster,
    members,
    rollsOut,
    taskDefinition: isOther ? revision.arn : service.taskDefinition,
    previous: primaryOf(service),
    known: service.deployments.map(({ id }) => id),
    before: { ...(isOther && { taskDefinition: service.taskDefinition }), ...diff.before },
    replaces,
    desiredCount: request.settings.desiredCount ?? service.desiredCount,
    observedAt: at,
  })
}

/** Nothing differs, or nothing but that the same would be deployed once more. */
function isOnlyRepeated({ changes, forced }: Rollout, diff: ServiceDiff): boolean {
  return diff.changes.length === 0 && changes.length === (forced ? 1 : 0)
}

function unchanged(service: Service, notices: readonly string[]): Plan<Step> {
  const reason = `${service.name} matches the inputs and runs ${revisionName(service.taskDefinition)}`
  const verdict = { result: 'unchanged', reasonCode: 'no-changes', reason } as const
  return { kind: 'end', verdict, notices, titleNote: '' }
}
