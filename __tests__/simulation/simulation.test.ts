import { expect, test } from '@jest/globals'
import { violationsOf } from './invariants.ts'
import { runSeed } from './run-seed.ts'

/** From which seed on, and how many: `SEEDS=1000 FROM=5000 npm run jest -- simulation` draws others. */
const from = Number(process.env['FROM'] ?? 1)
const count = Number(process.env['SEEDS'] ?? 300)

test('no drawn world bends the verdict', async () => {
  const violations: string[] = []
  const results = new Set<string>()
  for (let seed = from; seed < from + count; seed++) {
    const run = await runSeed(seed)
    results.add(run.outcome.verdict.result)
    for (const violation of violationsOf(run)) violations.push(`seed ${seed}: ${violation}`)
  }
  expect(violations).toEqual([])
  const usual = ['cancelled', 'could-not-look', 'failed-kept-previous', 'refused', 'success', 'timed-out']
  expect([...results]).toEqual(expect.arrayContaining(usual))
}, 3_600_000)

test('the same seed is the same run, byte for byte', async () => {
  for (const seed of [7, 42, 1006]) expect((await runSeed(seed)).visible).toBe((await runSeed(seed)).visible)
})
