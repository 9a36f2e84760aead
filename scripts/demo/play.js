/** One scenario: the committed bundle, started as a runner starts it, against the simulator. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inRealTime } from './clock.js'
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

/**
 * @param {string} scenario @param {Shown} target
 * @param {{ outcome: string | undefined, told: string | undefined, isStuck: boolean }} ending `told` is what the outcome is
 */
export async function play(scenario, target, { outcome, told, isStuck }) {
  const simulator = await startSimulator(scenario, { target: target.name, speed: SPEED })
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-demo-'))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  const endpoint = simulator.env['AWS_ENDPOINT_URL'] ?? ''
  const inputs = target.inputsOf(scenario, { outcome, isStuck, endpoint })
  try {
    const sentence = told === undefined ? simulator.sentence : `The next deployment ${told}.`
    console.log(`\n${strong(`── ${sentence} `.padEnd(100, '─'))}`)
    console.log(
      weak(
        `The simulation runs ${SPEED} times faster than ${target.service}; all times are ${target.service}'s.`,
      ),
    )
    if (inputs['verify-url'] !== undefined)
      console.log(weak("The URL is the simulator's own, so that it can really be requested."))
    console.log(weak(`\n${stepOf(target.uses, inputs)}`))
    const exitCode = await deploy(inputs, { ...simulator.env, ...files }, { main: target.main, speed: SPEED })
    console.log(`${weak('exit code')} ${exitCode}\n`)
    console.log(weak('Job summary'))
    showSummary(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'), SPEED)
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

/** The step as a workflow writes it: every input that is given. @param {string} uses @param {Inputs} inputs */
export function stepOf(uses, inputs) {
  const lines = Object.entries(inputs).map(([name, text]) => `    ${name}: ${scalar(text)}`)
  return [`- uses: ${uses}`, '  with:', ...lines, ''].join('\n')
}

/** In quotation marks where YAML needs them. @param {string} text */
function scalar(text) {
  return /^[:!&*{[|>%@`'"#-]|: | #/.test(text) ? `'${text.replaceAll("'", "''")}'` : text
}

/**
 * @param {Inputs} inputs @param {Record<string, string>} env @param {{ main?: string, speed: number }} how
 * @returns {Promise<number | null>}
 */
export function deploy(inputs, env, { main = 'index.js', speed }) {
  const variables = Object.entries(inRealTime(inputs, speed)).map(([name, text]) => [
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
  showLog(action.stdout, speed)
  return new Promise((resolve) => action.on('close', resolve))
}
