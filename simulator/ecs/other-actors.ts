import type { Account } from './account.ts'
import { clusterArn } from './identifiers.ts'
import { isWaiting } from './lifecycle/hooks.ts'
import { movingRollout, type Rollout, type ServiceState } from './lifecycle/state.ts'
import type { OutcomeName } from './outcomes/index.ts'
import type { ServiceRecord } from './records.ts'
import { stateOf } from './views/lookup.ts'

/** Which service, and when (epoch milliseconds; now unless given). */
export interface Whereabouts {
  readonly cluster: string
  readonly service: string
  readonly at?: number
}

/** Another deployment: UpdateService with these members. */
export function updateByOthers(
  account: Account,
  { cluster, service, at }: Whereabouts,
  members: object,
  outcome: OutcomeName = 'succeeds',
): void {
  account.call('UpdateService', { cluster, service, ...members }, { at: at ?? account.now(), outcome })
}

/** Auto scaling sets the count. */
export function scaleByOthers(account: Account, where: Whereabouts, desiredCount: number): void {
  updateByOthers(account, where, { desiredCount })
}

/** Another client stops the rollout in progress; no effect without one. */
export function stopByOthers(
  account: Account,
  where: Whereabouts,
  stopType: 'ABORT' | 'ROLLBACK' = 'ROLLBACK',
): void {
  const rollout = rolloutInProgress(account, where)
  if (rollout === undefined) return
  const { serviceDeploymentArn } = rollout.record
  account.call('StopServiceDeployment', { serviceDeploymentArn, stopType }, { at: where.at ?? account.now() })
}

/** Another client deletes the service. */
export function deleteByOthers(account: Account, { cluster, service, at }: Whereabouts): void {
  account.call('DeleteService', { cluster, service, force: true }, { at: at ?? account.now() })
}

/** Another client deregisters a task definition. */
export function deregisterByOthers(account: Account, taskDefinition: string, at = account.now()): void {
  account.call('DeregisterTaskDefinition', { taskDefinition }, { at })
}

/** Another client continues or rolls back the rollout that waits at a pause hook; no effect without one. */
export function actOnPauseByOthers(
  account: Account,
  where: Whereabouts,
  action: 'CONTINUE' | 'ROLLBACK' = 'CONTINUE',
): void {
  const rollout = rolloutInProgress(account, where)
  const hook = rollout?.hooks.find(({ status }) => status === 'AWAITING_ACTION')
  if (rollout === undefined || hook === undefined) return
  const { serviceDeploymentArn } = rollout.record
  const request = { serviceDeploymentArn, hookId: hook.hookId, action }
  account.call('ContinueServiceDeployment', request, { at: where.at ?? account.now() })
}

/** The timeout of a waiting hook passes. */
export function expireHook(account: Account, where: Whereabouts): void {
  const at = where.at ?? account.now()
  const state = serviceState(account, where)
  const rollout = state && movingRollout(state)
  const hook = rollout?.hooks.find(isWaiting)
  if (state === undefined || rollout === undefined || hook === undefined) return
  const { serviceDeploymentArn } = rollout.record
  state.record.changes.push({ kind: 'expire', at, serviceDeploymentArn, hookId: hook.hookId })
}

/** CloudWatch alarms trigger; a rollout in progress that watches them fails. */
export function raiseAlarm(account: Account, where: Whereabouts, alarmNames: readonly string[]): void {
  const at = where.at ?? account.now()
  serviceRecord(account, where)?.changes.push({ kind: 'alarm', at, alarmNames })
}

/** The rollout in progress, as it is at that moment. */
export function rolloutInProgress(account: Account, where: Whereabouts): Rollout | undefined {
  const state = serviceState(account, where)
  return state && movingRollout(state)
}

function serviceState(account: Account, where: Whereabouts): ServiceState | undefined {
  const { records, switches } = account
  const record = serviceRecord(account, where)
  return record && stateOf(record, { records, switches, at: where.at ?? account.now() })
}

/** The newest service of that name. */
export function serviceRecord(
  { records }: Account,
  { cluster, service }: Pick<Whereabouts, 'cluster' | 'service'>,
): ServiceRecord | undefined {
  const arn = clusterArn(records, cluster)
  return records.services.findLast(({ name, clusterArn: where }) => name === service && where === arn)
}
