import { accountScenarios } from './accounts.ts'
import { deploymentScenarios } from './deployments.ts'
import { faultScenarios } from './faults.ts'
import type { Scenario } from './scenario.ts'

export type { Scenario } from './scenario.ts'

/** Every scenario of Lightsail. */
export const scenarios: readonly Scenario[] = [...deploymentScenarios, ...accountScenarios, ...faultScenarios]

/** The scenario of that name. Throws RangeError with the names there are. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name)
  if (found === undefined)
    throw new RangeError(
      `There is no scenario "${name}". Scenarios: ${scenarios.map((scenario) => scenario.name).join(', ')}`,
    )
  return found
}
