import { type Outcome, type OutcomeName, outcomes } from './outcomes.ts'

export function isOutcomeName(name: string): name is OutcomeName {
  return Object.hasOwn(outcomes, name)
}

export function findOutcome(name: OutcomeName): Outcome {
  return { name, ...outcomes[name] }
}

/** The outcome that an image's tag names, as in `ghcr.io/acme/shop:outcome-wrong-port`. */
export function outcomeOfImage(image: string): OutcomeName | undefined {
  const name = /:outcome-([a-z0-9-]+)$/.exec(image)?.[1]
  return name !== undefined && isOutcomeName(name) ? name : undefined
}
