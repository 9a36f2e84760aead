import type { Plan } from '../../rollout/contract/plan.ts'
import type { RepositoryIdentity } from '../../source/run-source.ts'
import type { PullRequestStates } from '../../source/source-control.ts'
import type { Prices, Service } from '../model/service.ts'
import { formatDollars, monthlyCost } from '../plan/cost.ts'
import { operationInProgress } from '../plan/preconditions.ts'
import { permanentFailure } from '../rollout/permanent-failure.ts'
import { expiryOf, pullRequestOf } from './preview.ts'
import { formatRoughDuration } from './ttl.ts'

/** Observation of a cleanup. */
export interface CleanupState {
  /** All previews of the base in this repository, and no other service. */
  readonly previews: readonly Service[]
  /** Of their pull requests, as far as they are known. */
  readonly states: PullRequestStates
  readonly prices: Prices | undefined
  /** Time of the observation; milliseconds since the epoch. */
  readonly at: number
}

/** The previews that are to be deleted. */
export interface CleanupPlan {
  readonly toDelete: readonly Service[]
}

export interface PreviewScope extends RepositoryIdentity {
  readonly base: string
}

/** How many of those that stay are listed in the log; the job summary holds all. */
const MAX_LISTED = 20

/**
 * Decides which previews to delete. One with an operation in progress waits for the next cleanup; one that is not known to have
 * expired stays.
 */
export function planCleanup(seen: CleanupState, family: PreviewScope): Plan<CleanupPlan> {
  const { previews } = seen
  const toDelete = previews.filter((service) => isDue(service, seen, family) && !isBusy(service))
  const stays = previews.filter((service) => !toDelete.includes(service))
  const unknown = unknownText(seen, family)
  if (toDelete.length === 0) {
    const reason =
      previews.length === 0
        ? `there are no previews of ${family.base}`
        : `no preview of ${family.base} is due for deletion; ${staying(stays)}`
    const verdict = { result: 'reported', reasonCode: 'nothing-to-clean-up', reason } as const
    return { kind: 'end', verdict, notices: unknown, titleNote: '' }
  }
  return {
    kind: 'apply',
    changes: toDelete.map((service) => ({
      sign: '-',
      subject: `preview ${service.name}`,
      detail: describePreview(service, seen, family),
    })),
    notices: [...unknown, ...(stays.length > 0 ? [staysText(stays, seen, family)] : [])],
    titleNote: '',
    step: { toDelete },
  }
}

export function countPreviews({ length }: { readonly length: number }): string {
  return length === 1 ? '1 preview' : `${length} previews`
}

function staying(stays: readonly Service[]): string {
  return `${countPreviews(stays)} ${stays.length === 1 ? 'stays' : 'stay'}`
}

/** Why it is there or goes, how old it is, and what it costs. */
export function describePreview(service: Service, seen: CleanupState, family: PreviewScope): string {
  const cost = monthlyCost(seen.prices, service.power, service.scale)
  return [
    whyOf(service, seen, family),
    ...(service.createdAt === undefined ? [] : [`${formatRoughDuration(seen.at - service.createdAt)} old`]),
    ...(cost === undefined ? [] : [`${formatDollars(cost)} a month`]),
    ...(isDue(service, seen, family) && isBusy(service) ? ['busy, will be deleted next time'] : []),
  ].join(' · ')
}

function stateOf(
  service: Service,
  { states }: CleanupState,
  family: PreviewScope,
): 'open' | 'closed' | undefined {
  return states.get(pullRequestOf(service, family) ?? 0)
}

function isClosed(service: Service, seen: CleanupState, family: PreviewScope): boolean {
  return stateOf(service, seen, family) === 'closed'
}

/** Unknown pull requests do not count as closed. Reported once: GitHub's own error is printed before. */
function unknownText(seen: CleanupState, family: PreviewScope): string[] {
  const { previews } = seen
  const unknown = previews.filter((service) => stateOf(service, seen, family) === undefined)
  if (unknown.length === 0) return []
  if (unknown.length === previews.length) {
    return ['cannot tell which pull requests are closed; deleting only expired previews']
  }
  const numbers = unknown.map((service) => pullRequestOf(service, family))
  const named = numbers.slice(0, MAX_LISTED).join(', ')
  const rest = numbers.length > MAX_LISTED ? ` and ${numbers.length - MAX_LISTED} more` : ''
  const which = numbers.length === 1 ? `pull request ${named} is` : `pull requests ${named}${rest} are`
  return [
    `GitHub did not say whether ${which} closed (deleted, transferred, or no answer): ${numbers.length === 1 ? 'its preview stays until it expires' : 'their previews stay until they expire'}`,
  ]
}

function isExpired(service: Service, { at }: CleanupState): boolean {
  const expiry = expiryOf(service)
  return expiry !== undefined && expiry <= at
}

function isDue(service: Service, seen: CleanupState, family: PreviewScope): boolean {
  return isClosed(service, seen, family) || isExpired(service, seen)
}

/** One whose creation is stuck can only be deleted. */
function isBusy(service: Service): boolean {
  return operationInProgress(service) !== undefined && permanentFailure(service) === undefined
}

function whyOf(service: Service, seen: CleanupState, family: PreviewScope): string {
  const number = pullRequestOf(service, family)
  if (isClosed(service, seen, family)) return `pull request ${number} is closed`
  const isUnknown = stateOf(service, seen, family) === undefined
  const which = `pull request ${number}${isUnknown ? ' (open or closed is unknown)' : ''}`
  const expiry = expiryOf(service)
  if (expiry === undefined) return `${which}, never expires`
  return expiry <= seen.at
    ? `${which}, expired ${formatRoughDuration(seen.at - expiry)} ago`
    : `${which}, expires in ${formatRoughDuration(expiry - seen.at)}`
}

function staysText(stays: readonly Service[], seen: CleanupState, family: PreviewScope): string {
  const lines = stays
    .slice(0, MAX_LISTED)
    .map((service) => `${service.name}: ${describePreview(service, seen, family)}`)
  const rest = stays.length > MAX_LISTED ? [`and ${stays.length - MAX_LISTED} more`] : []
  return [`${staying(stays)}:`, ...lines, ...rest].join('\n')
}
