import type { FailureVerdict, SuccessVerdict } from '../../../rollout/contract/verdict.ts'
import { plural } from '../../../text/plural.ts'
import { primaryOf, type Service } from '../../model/service.ts'
import type { RevisionCounts } from '../../model/service-deployment.ts'
import { isSameRevision, revisionName } from '../../model/task-definition.ts'
import type { StartedDeployment } from '../started.ts'
import { isScaledToZero, keptDeployment, keptText, ownTasks, servingText } from './serving.ts'

/** `web:19 of shop`. */
export function nameOf({
  taskDefinition,
  service,
}: Pick<StartedDeployment, 'taskDefinition' | 'service'>): string {
  return `${revisionName(taskDefinition)} of ${service}`
}

/** `note` continues the sentence, such as what somebody else did meanwhile. */
export function active(started: StartedDeployment, service: Service | undefined, note = ''): SuccessVerdict {
  const ours = service?.deployments.find(({ id }) => id === started.id)
  const isEmpty = service !== undefined && (ours?.desiredCount ?? service.desiredCount) === 0
  // None was wanted when it came through, and somebody scaled it since.
  const isStarting = !isEmpty && ours?.runningCount === 0
  const starting = isStarting ? '; none of its tasks is running yet' : ''
  const unproven = isEmpty ? '; the desired count is 0, so no task ran and nothing was proven' : starting
  const late = started.stopped === 'too-late' ? '; it completed just before the rollback could begin' : ''
  const reason = `${nameOf(started)} is active${unproven}${note}${late}`
  // A newer one may have taken over; the last tasks of before may still drain.
  const isTakenOver =
    service !== undefined &&
    !service.deployments.some(({ taskDefinition }) => isSameRevision(taskDefinition, started.taskDefinition))
  if (isTakenOver || isStarting || (isEmpty && service.runningCount > 0))
    return { result: 'success', reasonCode: 'deployment-active', reason }
  const facts = { serving: isEmpty ? 'nothing' : 'ours' } as const
  return { result: 'success', reasonCode: 'deployment-active', reason, facts }
}

export function rolledBackOnRequest(
  started: StartedDeployment,
  service: Service | undefined,
): SuccessVerdict {
  const reason = `${nameOf(started)} was rolled back as requested; ${servingText(service, started)}`
  const facts = { serving: isScaledToZero(service) ? 'nothing' : 'previous' } as const
  return { result: 'success', reasonCode: 'rolled-back-on-request', reason, facts }
}

/** The verdict of `mode: rollback` if ECS was at it before this run could ask; `why` is a clause. */
export function rolledBackAlready(
  started: StartedDeployment,
  { why, service }: { why: string; service: Service | undefined },
): SuccessVerdict {
  const reason = `ECS had begun to roll back ${nameOf(started)} before this run asked: ${why}; ${servingText(service, started)}`
  const serving = isScaledToZero(service) ? 'nothing' : 'previous'
  return { result: 'unchanged', reasonCode: 'no-changes', reason, facts: { serving, written: 'nothing' } }
}

type RolledBackCode =
  | 'circuit-breaker'
  | 'alarm'
  | 'lifecycle-hook'
  | 'stopped-by-somebody'
  | 'timed-out-and-rolled-back'

const fixes: Readonly<Record<RolledBackCode | 'no-rollback-candidate' | 'rollback-failed', string>> = {
  'circuit-breaker': 'fix what the stopped tasks and the log show, then deploy again',
  alarm: 'check what the alarm measures, fix it, then deploy again',
  'lifecycle-hook': "check the hook's log, fix what it found, then deploy again",
  'stopped-by-somebody': 'find out in AWS CloudTrail who stopped it, then run the job again',
  'timed-out-and-rolled-back':
    'raise wait-for-minutes, or check in the events what held the deployment up; then deploy again',
  'no-rollback-candidate': 'fix what the stopped tasks and the log show, then deploy again',
  'rollback-failed': 'check in the console what is running now, and deploy what should run',
}

/** Of a rollout that was rolled back because too many of its tasks failed: more time would not have helped. */
export const gaveUpFix = 'fix what the stopped tasks and the log show, then deploy again'

/** ECS itself, or our abort, restored the last good revision, and it serves. */
export function rolledBack(
  started: StartedDeployment,
  {
    code,
    why,
    service,
    fix = fixes[code],
  }: { code: RolledBackCode; why: string; service: Service | undefined; fix?: string },
): FailureVerdict {
  const lead = `${nameOf(started)} was rolled back, ${servingText(service, started)}`
  return {
    result: 'rolled-back',
    reasonCode: code,
    reason: `${lead}: ${why}`,
    lead,
    fix,
    facts: { serving: isScaledToZero(service) ? 'nothing' : 'previous', rollback: { outcome: 'done' } },
  }
}

/** Ours failed without a rollback: the result depends on whether an earlier revision still runs. */
export function failed(
  started: StartedDeployment,
  {
    code,
    why,
    also = '',
    service,
    sources = [],
  }: {
    code: 'circuit-breaker' | 'alarm' | 'stopped-by-somebody' | 'no-rollback-candidate' | 'rollback-failed'
    why: string
    /** What remains to be said before a cause that takes the place of `why`; continues the sentence. */
    also?: string
    service: Service | undefined
    sources?: readonly RevisionCounts[] | undefined
  },
): FailureVerdict {
  const kept = keptDeployment(started, service, sources)
  const failure = `${nameOf(started)} failed, ${keptText(started, service, sources)}`
  return {
    result: kept ? 'failed-kept-previous' : 'failed-nothing-serving',
    reasonCode: code,
    reason: `${failure}: ${why}`,
    lead: `${failure}${also}`,
    fix: fixes[code],
    ...(kept || ownTasks(started, service) === 0
      ? { facts: { serving: kept ? 'previous' : 'nothing' } as const }
      : {}),
  }
}

/** The verdict if a newer deployment replaced ours. */
export function superseded(started: StartedDeployment, service: Service | undefined): FailureVerdict {
  const primary = service && primaryOf(service)
  const by =
    primary && primary.id !== started.id
      ? `: ${revisionName(primary.taskDefinition)} is the current revision`
      : ''
  return {
    result: 'superseded',
    reasonCode: 'newer-version',
    reason: `${nameOf(started)} was replaced by a newer deployment${by}`,
    fix: 'give the workflow a concurrency group so that its runs queue; run it again if this version is still wanted',
  }
}

/** The verdict of `mode: rollback` if what was in progress came through before ECS was asked to roll it back. */
export function notRolledBack(started: StartedDeployment): FailureVerdict {
  return {
    result: 'refused',
    reasonCode: 'deployment-in-progress',
    reason: `${nameOf(started)} completed before it could be rolled back, and was left as it is`,
    fix: 'run the job again: it goes back to what ran before',
  }
}

/** The verdict if the service was deleted meanwhile. */
export function serviceGone(started: StartedDeployment, why: string): FailureVerdict {
  return {
    result: 'failed-nothing-serving',
    reasonCode: 'service-gone',
    reason: `neither ${nameOf(started)} nor anything else serves: ${why}`,
    fix: 'find out in AWS CloudTrail who deleted the service, then run the job again',
    facts: { serving: 'nothing' },
  }
}

/** ECS accepted the write, and shows nothing of it. */
export function notListed(started: StartedDeployment, why: string): FailureVerdict {
  return {
    result: 'unknown',
    reasonCode: 'deployment-not-listed',
    reason: `${nameOf(started)} was accepted, but ${why}`,
    fix: 'check in the console whether it is running, then run the job again',
  }
}

/** Without a circuit breaker ECS would retry forever. */
export function tooManyFailedTasks(
  started: StartedDeployment,
  { failures, service }: { failures: number; service: Service | undefined },
): FailureVerdict {
  return {
    result: 'timed-out',
    reasonCode: 'too-many-failed-tasks',
    reason: `${plural(failures, 'task')} of ${nameOf(started)} failed, and no circuit breaker is on: ECS keeps trying; ${keptText(started, service)}`,
    fix: 'fix what the stopped tasks show, then deploy again; with circuit-breaker: rollback ECS restores the last good revision by itself',
  }
}
