/** One scenario: the committed bundle, started as a runner starts it, against the simulator. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSimulator } from './simulator.js'
import { showLog, showSummary, strong, weak } from './terminal.js'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

/** How much faster than outside the simulated time runs: 2 min 40 s become 3 s. */
const SPEED = 50

/**
 * @typedef {Record<string, string>} Inputs
 *
 * @typedef {object} Shown What the demo shows of a target.
 * @property {string} name as `--target` takes it
 * @property {string} service for people
 * @property {string} uses how a workflow names the action
 * @property {string} main its file in dist
 * @property {string[]} standard the scenarios that are played unless others are asked for
 * @property {string} another one that is worth a look
 * @property {(outcome: string) => string} ofOutcome the scenario in which an outcome shows
 * @property {[string, string]} otherOutcomes two that are worth a look
 * @property {Record<string, Inputs>} special by scenario: what to deploy where the usual inputs would miss the point
 * @property {(scenario: string, given: { outcome: string | undefined, isStuck: boolean, endpoint: string }) => Inputs} inputsOf
 */

/** @param {string} scenario @param {Shown} target @param {{ outcome: string | undefined, isStuck: boolean }} ending */
export async function play(scenario, target, { outcome, isStuck }) {
  const simulator = await startSimulator(scenario, { target: target.name, speed: SPEED })
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-demo-'))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  const endpoint = simulator.env['AWS_ENDPOINT_URL'] ?? ''
  const inputs = target.inputsOf(scenario, { outcome, isStuck, endpoint })
  try {
    console.log(`\n${strong(`── ${simulator.sentence} `.padEnd(100, '─'))}`)
    if (outcome !== undefined) console.log(`But the next deployment has another outcome: ${outcome}.`)
    console.log(
      weak(
        `Time runs ${SPEED} times as fast: 0:03 here is 2:30 on ${target.service}, and in the lines of a container's log.\n`,
      ),
    )
    console.log(weak(stepOf(target, inputs)))
    const exitCode = await deploy(inputs, { ...simulator.env, ...files }, target.main)
    console.log(`${weak('exit code')} ${exitCode}\n`)
    console.log(weak('Job summary'))
    showSummary(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'))
    console.log(weak('Outputs'))
    const outputs = readFileSync(files.GITHUB_OUTPUT, 'utf8').matchAll(
      /^([\w-]+)<<(\S+)\n([\s\S]*?)\n?^\2$/gm,
    )
    const shown = [...outputs].filter(([, , , value = '']) => !value.includes('\n'))
    const width = Math.max(...shown.map(([, name = '']) => name.length))
    for (const [, name = '', , value = ''] of shown) console.log(`  ${name.padEnd(width)} ${value}`.trimEnd())
  } finally {
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {Shown} target @param {Inputs} inputs */
function stepOf({ uses }, inputs) {
  const lines = Object.entries(inputs).map(([name, text]) => `    ${name}: ${text}`)
  return [`- uses: ${uses}`, '  with:', ...lines, ''].join('\n')
}

/** @param {Inputs} inputs @param {Record<string, string>} env @returns {Promise<number | null>} */
export function deploy(inputs, env, main = 'index.js') {
  const variables = Object.entries({ ...inputs, 'poll-interval-seconds': '0.1' }).map(([name, text]) => [
    `INPUT_${name.toUpperCase()}`,
    text,
  ])
  const action = spawn(process.execPath, [join(dist, main)], {
    env: {
      // Nothing of the person's own: a profile or a stray input would change what is shown.
      PATH: process.env['PATH'],
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
      ...Object.fromEntries(variables),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  showLog(action.stdout)
  return new Promise((resolve) => action.on('close', resolve))
}
