import type { CertificateStatus, DeploymentState, DetailCode, ServiceState, Tag } from './api-types.ts'
import type { Switches } from './behaviour-options.ts'
import type { CertificateRecord, DeploymentRecord, ServiceRecord, Settings } from './records.ts'

/**
 * The state of a service as a pure function of its records and a moment (epoch milliseconds); there are no timers. Transitions
 * follow docs/lightsail-facts.md §2.2 and §2.3.
 */
export type Stage =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present'
      readonly state: ServiceState
      readonly code?: DetailCode
      /** PENDING that will never end (§2.1). */
      readonly isStuck?: true
    }

interface Phase {
  readonly code: DetailCode
  readonly seconds: number
}
type DetailCodes = Switches['detailCodes']

/** Order of the codes while a service is made: §2.2, inferred. Shares of the whole time. */
const creationPhases: readonly Phase[] = [
  { code: 'CREATING_SYSTEM_RESOURCES', seconds: 0.2 },
  { code: 'CREATING_NETWORK_INFRASTRUCTURE', seconds: 0.3 },
  { code: 'PROVISIONING_CERTIFICATE', seconds: 0.2 },
  { code: 'PROVISIONING_SERVICE', seconds: 0.3 },
]

/** The state of the service at that moment. */
export function stageAt(record: ServiceRecord, at: number, detailCodes: DetailCodes = 'all'): Stage {
  if (at < record.createdAt) return { kind: 'absent' }
  if (record.deletion !== undefined && at >= record.deletion.at)
    return at < record.deletion.goneAt ? { kind: 'present', state: 'DELETING' } : { kind: 'absent' }
  if (at < readyAt(record)) return pendingStage(record, at, detailCodes)

  const pending = pendingDeployment(record, at)
  if (pending !== undefined) {
    const elapsed = (at - pending.startsAt) / 1000
    return present('DEPLOYING', detailCodeAt(deploymentPhases(pending), elapsed, detailCodes))
  }
  if (record.updates.some((update) => update.at <= at && at < update.endsAt))
    return present('UPDATING', detailCodes === 'absent' ? undefined : 'PROVISIONING_SERVICE')
  if (settingsAt(record, at).isDisabled) return present('DISABLED')
  return present(currentDeployment(record, at) === undefined ? 'READY' : 'RUNNING')
}

/** When the service leaves PENDING; Infinity if never. */
export function readyAt(record: ServiceRecord): number {
  return record.creation.kind === 'ready' ? record.creation.readyAt : Number.POSITIVE_INFINITY
}

/** When the deployment becomes ACTIVE or FAILED; Infinity when it never does. */
export function settlesAt({ startsAt, outcome }: DeploymentRecord): number {
  const { creating, checking, activating } = outcome.seconds
  return outcome.kind === 'never'
    ? Number.POSITIVE_INFINITY
    : startsAt + (creating + checking + activating) * 1000
}

/** The deployment that is accepted but not settled. There is at most one (§2.4). */
export function pendingDeployment(record: ServiceRecord, at: number): DeploymentRecord | undefined {
  return record.deployments.findLast((deployment) => deployment.createdAt <= at && settlesAt(deployment) > at)
}

/** The deployment that serves: the last one that became active, whatever happened to those after it (§2.3). */
export function currentDeployment(record: ServiceRecord, at: number): DeploymentRecord | undefined {
  return record.deployments.findLast(
    (deployment) => deployment.outcome.kind === 'active' && settlesAt(deployment) <= at,
  )
}

/** FAILED and INACTIVE are final (§2.2). */
export function deploymentStateAt(
  record: ServiceRecord,
  deployment: DeploymentRecord,
  at: number,
): DeploymentState {
  if (settlesAt(deployment) > at) return 'ACTIVATING'
  if (deployment.outcome.kind === 'failed') return 'FAILED'
  return currentDeployment(record, at) === deployment ? 'ACTIVE' : 'INACTIVE'
}

/** Settings of the service at that moment. */
export function settingsAt(record: ServiceRecord, at: number): Settings {
  return record.updates.findLast((update) => update.at <= at)?.settings ?? record.initialSettings
}

/** The puller role's ARN appears only when the update that turned it on is through (§3.2). */
export function ecrRoleIsReadyAt(record: ServiceRecord, at: number): boolean {
  if (!settingsAt(record, at).ecrRoleIsActive || at < readyAt(record)) return false
  return record.updates.every((update) => at < update.at || at >= update.endsAt)
}

/** All tags at that moment. */
export function tagsAt(changes: ServiceRecord['tagChanges'], at: number): readonly Tag[] {
  return changes.findLast((change) => change.at <= at)?.tags ?? []
}

/** Status of the certificate at that moment. */
export function certificateStatusAt(record: CertificateRecord, at: number): CertificateStatus {
  if (at < record.settlesAt) return 'PENDING_VALIDATION'
  const thirteenMonths = 396 * 24 * 3600 * 1000
  return record.end === 'ISSUED' && at >= record.settlesAt + thirteenMonths ? 'EXPIRED' : record.end
}

/** One code after the other by elapsed seconds; the switch drops every second one or plays all but the last twice. */
export function detailCodeAt(
  phases: readonly Phase[],
  elapsed: number,
  detailCodes: DetailCodes,
): DetailCode | undefined {
  if (detailCodes === 'absent') return undefined
  let rest = elapsed
  const order = orderedPhases(phases, detailCodes)
  for (const { code, seconds } of order) {
    if (rest < seconds) return code
    rest -= seconds
  }
  return order.at(-1)?.code
}

function orderedPhases(phases: readonly Phase[], detailCodes: DetailCodes): readonly Phase[] {
  if (detailCodes === 'skipped')
    return phases.flatMap((phase, index) =>
      index % 2 === 1 ? [] : [{ ...phase, seconds: phase.seconds + (phases[index + 1]?.seconds ?? 0) }],
    )
  if (detailCodes !== 'repeated') return phases
  const halves = phases.slice(0, -1).map((phase) => ({ ...phase, seconds: phase.seconds / 2 }))
  return [...halves, ...halves, ...phases.slice(-1)]
}

function pendingStage(record: ServiceRecord, at: number, detailCodes: DetailCodes): Stage {
  const { creation } = record
  if (creation.kind === 'stuck' && at >= creation.stuckAt)
    return { kind: 'present', state: 'PENDING', code: creation.code, isStuck: true }
  const whole = (creation.kind === 'stuck' ? creation.stuckAt : creation.readyAt) - record.createdAt
  return present('PENDING', detailCodeAt(creationPhases, (at - record.createdAt) / whole, detailCodes))
}

function deploymentPhases({ outcome }: DeploymentRecord): readonly Phase[] {
  const { creating, checking, activating } = outcome.seconds
  const phases: readonly Phase[] = [
    { code: 'CREATING_DEPLOYMENT', seconds: creating },
    { code: 'EVALUATING_HEALTH_CHECK', seconds: checking },
    { code: 'ACTIVATING_DEPLOYMENT', seconds: activating },
  ]
  return phases.filter(({ seconds }) => seconds > 0)
}

function present(state: ServiceState, code?: DetailCode): Stage {
  return { kind: 'present', state, ...(code === undefined ? {} : { code }) }
}
