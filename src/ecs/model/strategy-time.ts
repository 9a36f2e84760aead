import { isRecord } from '../../inputs/documents/records.ts'
import type { ServiceMembers } from './service.ts'

/**
 * Minutes that a rollout takes by its strategy alone: what LINEAR and CANARY wait between their steps, and the bake time
 * (docs/ecs-facts.md §1b). 0 for ROLLING.
 */
export function strategyMinutes(deploymentConfiguration: unknown): number {
  if (!isRecord(deploymentConfiguration)) return 0
  const { strategy, bakeTimeInMinutes, linearConfiguration, canaryConfiguration } = deploymentConfiguration
  const bake = numberOf(bakeTimeInMinutes, 0)
  if (strategy === 'LINEAR') {
    const { stepPercent, stepBakeTimeInMinutes } = isRecord(linearConfiguration) ? linearConfiguration : {}
    const steps = Math.ceil(100 / Math.max(1, numberOf(stepPercent, 10)))
    return bake + (steps - 1) * numberOf(stepBakeTimeInMinutes, 6)
  }
  if (strategy === 'CANARY') {
    const { canaryBakeTimeInMinutes } = isRecord(canaryConfiguration) ? canaryConfiguration : {}
    return bake + numberOf(canaryBakeTimeInMinutes, 10)
  }
  return strategy === 'BLUE_GREEN' ? bake : 0
}

function numberOf(value: unknown, standard: number): number {
  return typeof value === 'number' && value >= 0 ? value : standard
}

/**
 * Time that a rollout takes by the service's strategy alone, added to the time of a run that set none. Milliseconds; 0 where
 * `wait-for-minutes` is written.
 */
export function addedTimeMs(
  { isBudgetWritten }: { readonly isBudgetWritten: boolean },
  members: ServiceMembers,
): number {
  return isBudgetWritten ? 0 : strategyMinutes(members['deploymentConfiguration']) * 60_000
}
