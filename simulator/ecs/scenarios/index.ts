import { faultScenarios } from './faults.ts'
import { rolloutScenarios } from './rollouts.ts'
import type { Scenario } from './scenario.ts'
import { serviceScenarios } from './services.ts'
import { strategyScenarios } from './strategies.ts'

export type { Scenario } from './scenario.ts'

/** Every scenario of ECS. */
export const scenarios: readonly Scenario[] = [
  ...rolloutScenarios,
  ...strategyScenarios,
  ...serviceScenarios,
  ...faultScenarios,
]

/** The scenario of that name. Throws RangeError with the names there are. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name)
  if (found === undefined)
    throw new RangeError(
      `There is no scenario "${name}". Scenarios: ${scenarios.map((scenario) => scenario.name).join(', ')}`,
    )
  return found
}
