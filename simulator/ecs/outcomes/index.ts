import { appFailures } from './app-failures.ts'
import type { Outcome } from './outcome.ts'
import { startFailures } from './start-failures.ts'
import { successes } from './successes.ts'

export type { Outcome } from './outcome.ts'

/** Every outcome that a rollout can be given, by name. */
export const outcomes = { ...successes, ...startFailures, ...appFailures }

export type OutcomeName = keyof typeof outcomes

export function isOutcomeName(name: string): name is OutcomeName {
  return Object.hasOwn(outcomes, name)
}

/** The outcome of that name. */
export function findOutcome(name: OutcomeName): Outcome {
  return { name, ...outcomes[name] }
}

/** The outcome that an image's tag names, as in `ghcr.io/acme/shop:outcome-crashes`. */
export function outcomeOfImage(image: string): OutcomeName | undefined {
  const name = /:outcome-([a-z0-9-]+)$/.exec(image)?.[1]
  return name !== undefined && isOutcomeName(name) ? name : undefined
}
