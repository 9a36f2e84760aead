/**
 * Runs the action in drawn situations, on all cores, and reports every violated invariant. As many seeds as `npm test` runs must also
 * test every invariant: one that applies to no run proves nothing.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { commandLine, didYouMean, mistake } from './command-line.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const usage = `Usage: npm run simulate -- [--seeds NUMBER] [--from NUMBER] [--seed NUMBER] [--target NAME] [--help]

  --seeds NUMBER  how many situations to draw and run, on all cores (default 1000)
  --from NUMBER   the first seed (default 1)
  --seed NUMBER   run this one alone and show all of it: the situation, the log, the calls, what is wrong
  --target NAME   lightsail (default) or ecs
  --help          show this text`

const { values } = commandLine(
  usage,
  /** @type {const} */ ({
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    target: { type: 'string', default: 'lightsail' },
  }),
)
const targets = ['lightsail', 'ecs']
if (!targets.includes(values.target))
  mistake(
    usage,
    `--target must be lightsail or ecs, not "${values.target}"${didYouMean(values.target, targets)}`,
  )
/** So many seeds test every invariant. */
const SEEDS_OF_A_WHOLE_RUN = values.target === 'ecs' ? 1000 : 2000

/** For the command that repeats one seed. */
const ofTarget = values.target === 'lightsail' ? '' : `--target ${values.target} `

const [seeds, from] = [wholeNumber('seeds', values.seeds), wholeNumber('from', values.from)]

const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-simulation-'))
try {
  const bundle = await rolldown({
    cwd: root,
    input: { index: '__tests__/seeds/machinery/main.ts' },
    platform: 'node',
    resolve: { mainFields: ['module', 'main'], conditionNames: ['module', 'import', 'node'] },
  })
  // One file: a part that is loaded in the middle of a run would let its time pass.
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'index.mjs', codeSplitting: false })
  process.exitCode =
    values.seed === undefined
      ? await runAll()
      : await start(['tell', values.target, wholeNumber('seed', values.seed)])
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** @returns {Promise<number>} the exit code */
async function runAll() {
  const processes = Math.min(availableParallelism(), seeds)
  const began = performance.now()
  /** @type {Map<string, number>} */
  const results = new Map()
  /** How many runs tested each invariant. @type {Map<string, number>} */
  const reached = new Map()
  /** By kind: the sentence without its numbers. @type {Map<string, { seed: number, times: number }>} */
  const violations = new Map()
  let done = 0
  let told = began

  /** @param {import('../__tests__/seeds/machinery/worker.ts').Tally} tally */
  const count = (tally) => {
    done += tally.seeds
    for (const [result, times] of Object.entries(tally.results))
      results.set(result, (results.get(result) ?? 0) + times)
    for (const [name, times] of Object.entries(tally.reached))
      reached.set(name, (reached.get(name) ?? 0) + times)
    for (const { seed, sentence } of tally.violations) {
      const kind = sentence.replace(/[…\n][\s\S]*/, '').replace(/\d+(?:\.\d+)?/g, 'N')
      const known = violations.get(kind)
      violations.set(kind, { seed: known?.seed ?? seed, times: (known?.times ?? 0) + 1 })
      if (!known) console.log(`seed ${seed}: ${sentence}\n  npm run simulate -- ${ofTarget}--seed ${seed}`)
    }
    if (performance.now() - told < 10_000) return
    told = performance.now()
    console.log(`${done} of ${seeds} seeds, ${pace()}, kinds of violations: ${violations.size}`)
  }
  const pace = () => `${Math.round((done / (performance.now() - began)) * 1000)} seeds/s`
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, index) =>
      start(['share', values.target, from + index, from + seeds - 1, processes], count),
    ),
  )

  console.log(
    `\n${done} seeds, starting at ${from}, in ${Math.round((performance.now() - began) / 1000)} s (${pace()})`,
  )
  for (const [result, times] of [...results].sort(([, a], [, b]) => b - a))
    console.log(`${String(times).padStart(8)} ${result}`)
  const isWhole = done === seeds && codes.every((code) => code === 0)
  if (!isWhole) console.log(`Only ${done} of ${seeds} seeds ran: a process ended early.`)
  for (const [kind, { seed, times }] of violations)
    console.log(
      `${String(times).padStart(8)} × ${kind}\n           npm run simulate -- ${ofTarget}--seed ${seed}`,
    )
  if (violations.size === 0) console.log('No violations')
  const unreached = [...reached].filter(([, times]) => times === 0).map(([name]) => name)
  for (const name of unreached) console.log(`Not tested by any of these runs: ${name}`)
  const mustReach = seeds >= SEEDS_OF_A_WHOLE_RUN
  if (mustReach && unreached.length > 0)
    console.log(`${unreached.length} of ${reached.size} invariants were not tested, so they prove nothing.`)
  return isWhole && violations.size === 0 && !(mustReach && unreached.length > 0) ? 0 : 1
}

/** @param {(string | number)[]} args @param {(tally: any) => void} [onMessage] @returns {Promise<number>} the exit code */
function start(args, onMessage = () => {}) {
  const child = fork(join(folder, 'index.mjs'), args.map(String), {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  })
  child.on('message', onMessage)
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}

/** @param {string} name @param {string} text */
function wholeNumber(name, text) {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text)
  return mistake(usage, `--${name} must be a whole number of at least 1, not "${text}"`)
}
