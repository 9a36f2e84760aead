/**
 * Everything that decides whether a change is good: `npm test`. The tests mostly wait, so format, types, documents, bundle and
 * the simulated runs go on beside them; each says what it found when it has ended. All of them run whatever the others say.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} name */
const installed = (name) => join(root, 'node_modules', '.bin', name)
const node = process.execPath

/** One after another, while the tests run. @type {readonly [name: string, command: string, args: readonly string[]][]} */
const besides = [
  ['format and lint', installed('biome'), ['ci', '--colors=off', '.']],
  ['types', installed('tsc'), []],
  ['documents', node, ['scripts/docs.js', '--check']],
  ['bundle', node, ['scripts/dist-check.js']],
  ['simulated runs', node, ['scripts/simulate.js', '--seeds', '2000']],
  ['simulated runs of ECS', node, ['scripts/simulate.js', '--target', 'ecs', '--seeds', '1000']],
]

const jest = ['node_modules/jest/bin/jest.js']
const flags = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules']

/** @param {string} command @param {readonly string[]} args @param {'inherit' | 'pipe'} output */
function run(command, args, output) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', output, output] })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ part) => {
      text += part
    })
  return new Promise((/** @type {(ended: { isGood: boolean, text: string }) => void} */ resolve) => {
    child.on('error', (error) => resolve({ isGood: false, text: error.message }))
    child.on('close', (code, signal) => {
      const end = signal === null ? '' : `ended by ${signal}`
      resolve({ isGood: code === 0, text: text + end })
    })
  })
}

/** @type {string[]} */
const failed = []

async function runBesides() {
  for (const [name, command, args] of besides) {
    const began = performance.now()
    const { isGood, text } = await run(command, args, 'pipe')
    if (!isGood) failed.push(name)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`\n${isGood ? 'Good' : 'FAILED'}: ${name} (${seconds} s)\n${text.trim()}\n`)
  }
}

const [tests] = await Promise.all([run(node, [...flags, ...jest], 'inherit'), runBesides()])
if (!tests.isGood) failed.push(`tests ${tests.text}`.trim())
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
