import { violationsOf } from './invariants/index.ts'
import { runSeed } from './run-seed.ts'

/** What a process says about its share, since the last time it said something. */
export interface Tally {
  readonly seeds: number
  /** How many runs ended with each result. */
  readonly results: Readonly<Record<string, number>>
  readonly violations: readonly { readonly seed: number; readonly sentence: string }[]
}

const PAUSE_MS = 500

/** One in so many seeds is run twice, to see that it is the same run byte for byte. */
const TWICE_EVERY = 50

/** Runs every `step`-th seed of `from` to `to`, and sends tallies to the parent process. */
export const share = async ({
  from,
  to,
  step,
}: {
  from: number
  to: number
  step: number
}): Promise<void> => {
  let results: Record<string, number> = {}
  let violations: { seed: number; sentence: string }[] = []
  let seeds = 0
  let last = performance.now()
  const send = () => {
    process.send?.({ seeds, results, violations } satisfies Tally)
    results = {}
    violations = []
    seeds = 0
    last = performance.now()
  }
  for (let seed = from; seed <= to; seed += step) {
    const { result, sentences } = await checked(seed)
    results[result] = (results[result] ?? 0) + 1
    seeds++
    violations.push(...sentences.map((sentence) => ({ seed, sentence })))
    if (performance.now() - last > PAUSE_MS) send()
  }
  send()
}

const checked = async (seed: number): Promise<{ result: string; sentences: string[] }> => {
  try {
    const run = await runSeed(seed)
    const sentences = violationsOf(run)
    if (seed % TWICE_EVERY === 0 && (await runSeed(seed)).visible !== run.visible)
      sentences.push('the same seed is not the same run, byte for byte')
    return { result: run.outcome.verdict.result, sentences }
  } catch (error) {
    return { result: 'thrown', sentences: [`threw ${error instanceof Error ? error.stack : error}`] }
  }
}
