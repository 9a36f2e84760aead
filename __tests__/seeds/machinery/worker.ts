import type { SeededRun } from './seeded-run.ts'
import { checkInvariants, type World } from './world.ts'

/** What a process says about its share, since the last time it said something. */
export interface Tally {
  readonly seeds: number
  /** How many runs ended with each result. */
  readonly results: Readonly<Record<string, number>>
  /** How many runs each invariant spoke of, by its name. */
  readonly reached: Readonly<Record<string, number>>
  readonly violations: readonly { readonly seed: number; readonly sentence: string }[]
}

const PAUSE_MS = 500

/** One in so many seeds is run twice, to see that it is the same run byte for byte. */
const TWICE_EVERY = 50

/** Runs every `step`-th seed of `from` to `to`, and sends tallies to the parent process. */
export async function share<Run extends SeededRun>(
  world: World<Run>,
  { from, to, step }: { from: number; to: number; step: number },
): Promise<void> {
  const unreached = () => Object.fromEntries(world.invariants.map(({ name }) => [name, 0]))
  let results: Record<string, number> = {}
  let reached: Record<string, number> = unreached()
  let violations: { seed: number; sentence: string }[] = []
  let seeds = 0
  let last = performance.now()
  const send = () => {
    process.send?.({ seeds, results, reached, violations } satisfies Tally)
    results = {}
    reached = unreached()
    violations = []
    seeds = 0
    last = performance.now()
  }
  for (let seed = from; seed <= to; seed += step) {
    const { result, sentences, names } = await checked(world, seed)
    results[result] = (results[result] ?? 0) + 1
    for (const name of names) reached[name] = (reached[name] ?? 0) + 1
    seeds++
    violations.push(...sentences.map((sentence) => ({ seed, sentence })))
    if (performance.now() - last > PAUSE_MS) send()
  }
  send()
}

async function checked<Run extends SeededRun>(
  world: World<Run>,
  seed: number,
): Promise<{ result: string; sentences: string[]; names: readonly string[] }> {
  try {
    const run = await world.run(seed)
    const { violations: sentences, reached: names } = checkInvariants(world, run)
    if (seed % TWICE_EVERY === 0 && (await world.run(seed)).visible !== run.visible)
      sentences.push('the same seed is not the same run, byte for byte')
    return { result: run.outcome.verdict.result, sentences, names }
  } catch (error) {
    const thrown = `threw ${error instanceof Error ? error.stack : error}`
    return { result: 'thrown', sentences: [thrown], names: [] }
  }
}
