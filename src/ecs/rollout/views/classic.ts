import { isRecord } from '../../../inputs/documents/records.ts'
import type { RolloutStatus } from '../../../rollout/contract/target.ts'
import { type Deployment, primaryOf, type Service } from '../../model/service.ts'
import { isSameRevision } from '../../model/task-definition.ts'
import { isBeforeOurs } from '../identity/identity.ts'
import type { RolloutPolicy, RolloutSnapshot, StartedDeployment } from '../started.ts'
import { isNearEnd, stateText } from '../state-text.ts'
import { hasGivenUp } from './give-up.ts'
import { eventsSince, isComplete } from './memory.ts'
import { hookWords, namesRollback } from './reasons.ts'
import {
  active,
  failed,
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

/** Polls in a row in which the counts of a service behind a Classic Load Balancer must agree. */
const STEADY_LOOKS = 2

/** The status by our entry among the service's deployments, if service deployments cannot be read. */
export function classicStatus(
  started: StartedDeployment,
  snapshot: RolloutSnapshot,
  policy: RolloutPolicy,
): RolloutStatus {
  const { service } = snapshot
  if (service === undefined || service === 'gone')
    return { kind: 'progressing', phase: 'checking the service', pollOften: true }
  const primary = primaryOf(service)
  if (primary === undefined) {
    const verdict = notListed(started, 'ECS does not report what the service should run now')
    return { kind: 'unconfirmed', phase: `checking what ${started.service} runs now`, verdict }
  }
  return primary.id === started.id
    ? primaryStatus(started, primary, { snapshot, service, policy })
    : replacedStatus(started, primary, { snapshot, service })
}

function primaryStatus(
  started: StartedDeployment,
  ours: Deployment,
  { snapshot, service, policy }: { snapshot: RolloutSnapshot; service: Service; policy: RolloutPolicy },
): RolloutStatus {
  const phase = stateText(started, undefined, service) || 'waiting for the new tasks'
  const isWatched = breakerOf(service).isOn
  const words = failureOf(ours, snapshot)
  if (ours.rolloutState === 'COMPLETED') return done(active(started, service))
  if (words !== undefined) {
    const told = codeOf(words)
    // A failed hook rolls back: FAILED for good is one whose rollback failed as well.
    const isOwnStop = wasStopped(started) && told === 'stopped-by-somebody'
    const code = told === 'lifecycle-hook' || isOwnStop ? 'rollback-failed' : told
    const verdict = failed(started, { code, why: withoutStop(words), service })
    // Where ECS is to roll back, the deployment that does so may not show yet.
    return rollsBack(service) || code === 'rollback-failed' || namesRollback(words)
      ? { kind: 'unconfirmed', phase: `${nameOf(started)} failed; waiting for the rollback`, verdict }
      : done(verdict)
  }
  const isSteady = ours.rolloutState === undefined && snapshot.memory.steadyLooks >= STEADY_LOOKS
  if (isSteady && isComplete(ours))
    return done(
      active(
        started,
        service,
        '; ECS reports no rollout state for this service, so this is judged from its task counts only',
      ),
    )
  // An event may have told that a breaker acted, before the state does.
  const isUnwatched = !isWatched && snapshot.memory.failure === undefined
  if (isUnwatched && started.stopped === undefined && hasGivenUp(ours, policy))
    return done(tooManyFailedTasks(started, { failures: ours.failedTasks, service }))
  return { kind: 'progressing', phase, pollOften: isNearEnd(started, undefined, service) }
}

/** ECS's words for why ours failed; where no state is told, events may have told it. `undefined` if it did not fail. */
function failureOf(ours: Deployment, { memory }: RolloutSnapshot): string | undefined {
  if (ours.rolloutState === 'FAILED') return ours.rolloutStateReason
  return ours.rolloutState === undefined ? memory.failure : undefined
}

/** Another deployment is the PRIMARY: the earlier revision after a rollback, or a newer one of somebody else. */
function replacedStatus(
  started: StartedDeployment,
  primary: Deployment,
  { snapshot, service }: { snapshot: RolloutSnapshot; service: Service },
): RolloutStatus {
  const { failure } = snapshot.memory
  const isEarlier =
    started.previous !== undefined && isSameRevision(primary.taskDefinition, started.previous.taskDefinition)
  const isRollback =
    failure !== undefined && (isEarlier || isToldAsRollback(primary, { started, snapshot, service }))
  const isShown = service.deployments.some(({ id }) => id === started.id)
  if (!isRollback && !isShown && isBeforeOurs(primary, started) && failure === undefined) {
    const verdict = notListed(started, 'ECS does not list it')
    return { kind: 'unconfirmed', phase: 'waiting for ECS to list the deployment', verdict }
  }
  if (!isRollback && !wasStopped(started)) {
    const verdict = superseded(started, service)
    // ECS may have rolled back to the same revision as before, and not given its reason yet.
    return isEarlier && primary.rolloutState !== 'COMPLETED'
      ? { kind: 'unconfirmed', phase: `checking why ${nameOf(started)} was replaced`, verdict }
      : done(verdict)
  }
  const why = withoutStop(failure || primary.rolloutStateReason)
  if (primary.rolloutState === 'FAILED')
    return done(
      failed(started, {
        code: 'rollback-failed',
        why: `${why}, and the rollback failed as well`,
        also: ', and the rollback failed as well',
        service,
      }),
    )
  if (primary.rolloutState !== 'COMPLETED' && !(primary.rolloutState === undefined && isComplete(primary)))
    return { kind: 'progressing', phase: `rolling back ${nameOf(started)}: ${why}`, pollOften: false }
  if (started.stopped === 'requested') return done(rolledBackOnRequest(started, service))
  if (started.stopped === 'already') return done(rolledBackAlready(started, { why, service }))
  const code = codeOf(why)
  const own = wasStopped(started) && code === 'stopped-by-somebody'
  return done(rolledBack(started, { code: own ? 'timed-out-and-rolled-back' : code, why, service }))
}

/** True if this run asked ECS for the rollback, in time. */
function wasStopped({ stopped }: StartedDeployment): boolean {
  return stopped !== undefined && !['too-late', 'already'].includes(stopped)
}

/** Whether ECS says, said or told in an event that this one was put back for ours; it may have got a new id. */
function isToldAsRollback(
  { id, taskDefinition, rolloutStateReason }: Deployment,
  {
    started,
    snapshot: { memory },
    service,
  }: { started: StartedDeployment; snapshot: RolloutSnapshot; service: Service },
): boolean {
  if (namesRollback(rolloutStateReason) || memory.putBack === id) return true
  const wentBackTo = (other: string) =>
    eventsSince(started, service).some((message) => message.includes(`rolling back to deployment ${other}`))
  return (
    wentBackTo(id) ||
    started.reply.deployments.some(
      (earlier) => isSameRevision(earlier.taskDefinition, taskDefinition) && wentBackTo(earlier.id),
    )
  )
}

function withoutStop(words: string): string {
  return words.replace(/\.\s*$/, '') || 'ECS gives no reason'
}

/** What ECS's words are about: they have no code of their own. */
function codeOf(words: string): 'circuit-breaker' | 'alarm' | 'lifecycle-hook' | 'stopped-by-somebody' {
  if (hookWords.test(words)) return 'lifecycle-hook'
  if (/alarm/i.test(words)) return 'alarm'
  return /by user|requested/i.test(words) ? 'stopped-by-somebody' : 'circuit-breaker'
}

function breakerOf({ members }: Service): { readonly isOn: boolean; readonly rollsBack: boolean } {
  const breaker = memberOf(members['deploymentConfiguration'], 'deploymentCircuitBreaker')
  return { isOn: breaker['enable'] === true, rollsBack: breaker['rollback'] === true }
}

/** Whether ECS rolls back by itself, for the circuit breaker or an alarm. */
function rollsBack(service: Service): boolean {
  const breaker = breakerOf(service)
  const alarms = memberOf(service.members['deploymentConfiguration'], 'alarms')
  return (breaker.isOn && breaker.rollsBack) || (alarms['enable'] === true && alarms['rollback'] === true)
}

function memberOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const member = isRecord(value) ? value[name] : undefined
  return isRecord(member) ? member : {}
}
