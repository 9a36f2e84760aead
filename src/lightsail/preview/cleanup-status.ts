import type { RolloutStatus } from '../../rollout/contract/target.ts'
import type { Verdict } from '../../rollout/contract/verdict.ts'
import type { ServiceError } from '../../runtime/service-error.ts'
import type { Service } from '../model/service.ts'
import { countPreviews } from './cleanup-plan.ts'

/** Deletions that this run requested, and those that were refused. */
export interface DeletionRun {
  readonly toDelete: readonly Service[]
  /** By name. */
  readonly failures: ReadonlyMap<string, ServiceError>
  /** By name: previews that the run had no time for. */
  readonly unasked: ReadonlySet<string>
}

/** Previews to delete that still exist. */
export interface Remaining {
  readonly services: readonly Service[]
}

/** How many names a sentence takes. */
const MAX_NAMED = 10

/** A lasting refusal is a failure; the cleanup ends when all accepted deletions are done. */
export function cleanupStatus(
  { toDelete, failures, unasked }: DeletionRun,
  { services }: Remaining,
): RolloutStatus {
  const moving = services.filter(({ name, state }) => !failures.has(name) || state === 'DELETING')
  if (moving.length > 0) {
    const isLeft = ({ name, state }: Service) => unasked.has(name) && state !== 'DELETING'
    const going = moving.filter((service) => !isLeft(service))
    const left = moving.filter(isLeft)
    const phase = [
      ...(going.length > 0 ? [`deleting ${namesText(going)}`] : []),
      ...(left.length > 0 ? [`about to delete ${namesText(left)}`] : []),
    ].join(' and ')
    return { kind: 'progressing', phase, pollOften: false }
  }
  return { kind: 'done', verdict: verdictOf(toDelete, services, failures) }
}

function verdictOf(
  toDelete: readonly Service[],
  left: readonly Service[],
  failures: ReadonlyMap<string, ServiceError>,
): Verdict {
  const gone = toDelete.filter(({ name }) => !left.some((service) => service.name === name))
  const [failure] = left.flatMap(({ name }) => failures.get(name) ?? [])
  if (!failure) {
    const reason = `${countPreviews(gone)} ${gone.length === 1 ? 'is' : 'are'} gone: ${namesText(gone)}`
    return { result: 'deleted', reasonCode: 'previews-deleted', reason }
  }
  return {
    result: 'refused',
    reasonCode: 'cleanup-incomplete',
    reason: `${left.length} of ${countPreviews(toDelete)} could not be deleted: ${namesText(left)} (${failure.message}); the others are gone`,
    fix: failure.fix,
  }
}

function namesText(services: readonly Service[]): string {
  const named = services.slice(0, MAX_NAMED).map(({ name }) => name)
  const rest = services.length > MAX_NAMED ? ` and ${services.length - MAX_NAMED} more` : ''
  return `${named.join(', ')}${rest}`
}
