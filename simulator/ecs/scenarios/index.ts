import type { Scenario } from './scenario.ts'

export type { Scenario } from './scenario.ts'

export const scenarios: readonly Scenario[] = [
  { name: 'empty-account', sentence: 'There is nothing at all, not even a cluster.', arrange: () => {} },
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
