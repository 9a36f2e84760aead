import type { RolloutStatus } from '../../../rollout/contract/target.ts'
import { isInProgress, primaryOf, type Service } from '../../model/service.ts'
import type { ServiceDeployment } from '../../model/service-deployment.ts'
import { isSameRevision, revisionName } from '../../model/task-definition.ts'
import { isBeforeOurs } from '../identity/identity.ts'
import type { RolloutPolicy, RolloutSnapshot, StartedDeployment } from '../started.ts'
import { continueCommand, isNearEnd, pauseText, stateText } from '../state-text.ts'
import { hasGivenUp } from './give-up.ts'
import {
  alarmText,
  breakerText,
  hookFix,
  hookText,
  isReplaced,
  namesHook,
  reasonOf,
  wordsOf,
} from './reasons.ts'
import {
  active,
  failed,
  gaveUpFix,
  nameOf,
  notListed,
  rolledBack,
  rolledBackAlready,
  rolledBackOnRequest,
  superseded,
  tooManyFailedTasks,
} from './verdicts.ts'

type Done = Extract<RolloutStatus, { kind: 'done' }>
function done(verdict: Done['verdict']): RolloutStatus {
  return { kind: 'done', verdict }
}

/** Statuses of a rollback, or of a stop. */
const leaving = ['STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS']

/** Statuses for which the service has to be read as well: an end, or a rollback in progress. */
export const telling = [...leaving, 'SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']

/** True while a rollout is rolled back or stopped. */
export function isLeaving(status: string | undefined): boolean {
  return status !== undefined && leaving.includes(status)
}

/** The status by our service deployment. */
export function deploymentStatus(
  started: StartedDeployment,
  snapshot: RolloutSnapshot,
  policy: RolloutPolicy,
): RolloutStatus {
  const { ours, service: look } = snapshot
  const service = look === 'gone' ? undefined : look
  if (ours === undefined) {
    const tasks = stateText(started, undefined, service)
    const phase = `waiting for ECS to list the deployment${tasks === '' ? '' : ` (${tasks})`}`
    return { kind: 'progressing', phase, pollOften: false }
  }
  if (isLeaving(ours.status)) {
    const phase = `rolling back ${nameOf(started)}: ${reasonOf(ours, started)}`
    return { kind: 'progressing', phase, pollOften: false }
  }
  switch (ours.status) {
    case 'PENDING':
      return { kind: 'progressing', phase: 'waiting for ECS to begin', pollOften: false }
    case 'IN_PROGRESS':
      return progressOf(started, ours, { service, policy })
    case 'SUCCESSFUL':
      return successOf(started, service)
    case 'ROLLBACK_SUCCESSFUL':
      return rolledBackStatus(started, ours, service)
    case 'STOPPED':
      return stoppedStatus(started, ours, { newer: snapshot.newer, service })
    case 'ROLLBACK_FAILED':
      return rollbackFailed(started, ours, service)
    default: {
      const phase = `${stateText(started, ours, service) || nameOf(started)} (the deployment has an unknown status, ${ours.status})`
      return { kind: 'progressing', phase, pollOften: false }
    }
  }
}

function progressOf(
  started: StartedDeployment,
  ours: ServiceDeployment,
  { service, policy }: { service: Service | undefined; policy: RolloutPolicy },
): RolloutStatus {
  const pause = ours.detail?.hooks.find(({ status }) => status === 'AWAITING_ACTION')
  if (pause) {
    const [phase, toContinue] = [pauseText(pause), continueCommand(pause, ours.arn)]
    if (policy.onPause === 'wait') return { kind: 'progressing', phase, pollOften: false, toContinue }
    const reason = `${nameOf(started)} is ${phase}; to continue: ${toContinue}`
    return done({ result: 'started', reasonCode: 'paused', reason })
  }
  // A brief does not tell whether a circuit breaker watches.
  const watched = ours.detail?.circuitBreaker.status
  const entry = service?.deployments.find(({ id }) => id === started.id)
  // A read that lags behind our own stop shows it as it was.
  const isUnwatched = started.stopped === undefined && (watched === '' || watched === 'DISABLED')
  if (entry && isUnwatched && hasGivenUp(entry, policy)) {
    return done(tooManyFailedTasks(started, { failures: entry.failedTasks, service }))
  }
  const phase = stateText(started, ours, service) || 'waiting for the new tasks'
  return { kind: 'progressing', phase, pollOften: isNearEnd(started, ours, service) }
}

/** Ours was SUCCESSFUL. The PRIMARY may already be a newer one. */
function successOf(started: StartedDeployment, service: Service | undefined): RolloutStatus {
  const phase = `checking what ${started.service} runs now`
  const primary = service && primaryOf(service)
  if (service === undefined || primary === undefined) {
    const why = 'ECS does not report what the service should run now'
    return { kind: 'unconfirmed', phase, verdict: notListed(started, why) }
  }
  if (primary.id === started.id) return done(active(started, service))
  // A lagging read still shows the PRIMARY from before our write.
  if (isBeforeOurs(primary, started))
    return { kind: 'unconfirmed', phase, verdict: superseded(started, service) }
  const newer = `a newer deployment of ${revisionName(primary.taskDefinition)}`
  if (isSameRevision(primary.taskDefinition, started.taskDefinition))
    return done(active(started, service, '; somebody else has deployed the same revision since'))
  if (primary.rolloutState === 'FAILED') {
    const stillRuns = service.deployments.some(
      ({ id, runningCount }) => id === started.id && runningCount > 0,
    )
    return done(
      stillRuns
        ? active(started, service, `; ${newer} has failed since, and this one keeps serving`)
        : superseded(started, service),
    )
  }
  // Behind a Classic Load Balancer no state is told.
  const hasCompleted =
    primary.rolloutState === undefined ? !isInProgress(service) : primary.rolloutState === 'COMPLETED'
  if (hasCompleted) return done(superseded(started, service))
  return done(active(started, service, `; ${newer} is in progress already`))
}

function rolledBackStatus(
  started: StartedDeployment,
  ours: ServiceDeployment,
  service: Service | undefined,
): RolloutStatus {
  if (started.stopped === 'requested') return done(rolledBackOnRequest(started, service))
  if (started.stopped === 'already')
    return done(rolledBackAlready(started, { why: reasonOf(ours, started), service }))
  const { detail } = ours
  const told = (code: Parameters<typeof rolledBack>[1]['code'], why: string, fix?: string) =>
    done(rolledBack(started, { code, why, service, ...(fix && { fix }) }))
  if (detail?.circuitBreaker.status === 'TRIGGERED')
    return told('circuit-breaker', breakerText(detail.circuitBreaker))
  if (detail?.alarms.status === 'TRIGGERED') return told('alarm', alarmText(detail.alarms.triggered))
  if (namesHook(ours)) return told('lifecycle-hook', hookText(ours), hookFix(ours))
  if (started.stopped === 'timed-out' || started.stopped === 'gave-up') {
    const fix = started.stopped === 'gave-up' ? gaveUpFix : undefined
    return told('timed-out-and-rolled-back', `${reasonOf(ours, started)}, and on-timeout is rollback`, fix)
  }
  return told('stopped-by-somebody', `somebody stopped it (${wordsOf(ours) || 'ECS gives no reason'})`)
}

function stoppedStatus(
  started: StartedDeployment,
  ours: ServiceDeployment,
  { newer, service }: { newer: ServiceDeployment | undefined; service: Service | undefined },
): RolloutStatus {
  const { detail } = ours
  const told = (code: Parameters<typeof failed>[1]['code'], why: string) =>
    done(failed(started, { code, why, service, sources: detail?.sources }))
  if (detail?.circuitBreaker.status === 'TRIGGERED')
    return told('circuit-breaker', breakerText(detail.circuitBreaker))
  if (detail?.alarms.status === 'TRIGGERED') return told('alarm', alarmText(detail.alarms.triggered))
  if (isReplaced(ours.statusReason) || newer) return done(superseded(started, service))
  return told('stopped-by-somebody', `somebody stopped it (${wordsOf(ours) || 'ECS gives no reason'})`)
}

function rollbackFailed(
  started: StartedDeployment,
  ours: ServiceDeployment,
  service: Service | undefined,
): RolloutStatus {
  const hasNone = /no rollback candidate/i.test(wordsOf(ours))
  const code = hasNone ? 'no-rollback-candidate' : 'rollback-failed'
  const before = reasonOf(ours, started)
  const also = hasNone
    ? ', and there is no earlier revision to roll back to'
    : `, and the rollback failed as well (${wordsOf(ours) || 'ECS gives no reason'})`
  const why = `${before}${also}`
  return done(failed(started, { code, why, also, service, sources: ours.detail?.sources }))
}
