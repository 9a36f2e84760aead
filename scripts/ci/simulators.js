/**
 * Starts simulators that go on by themselves, for the steps of a workflow on any system:
 *
 *     node scripts/ci/simulators.js 4599=update 4600=ecs/shop-on-ecs   PORT=SCENARIO, of ECS with ecs/ before it
 *     node scripts/ci/simulators.js 5000=in-memory-registry 4599=update@http://AWS:secret@127.0.0.1:5000   with a registry to push to
 *
 * Each writes its log to RUNNER_TEMP/simulator-PORT.log. It ends when all of them answer.
 */
import { spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** How much faster than outside the simulated time runs: 2 min 40 s become a second. */
const SPEED = 160
const MAX_ATTEMPTS = 120
/** Stands in place of a scenario. */
const REGISTRY = 'in-memory-registry'

const simulator = fileURLToPath(new URL('../../dist/simulator/index.js', import.meta.url))
const registryServer = fileURLToPath(new URL('registry.js', import.meta.url))
const logs = process.env['RUNNER_TEMP'] ?? tmpdir()

for (const asked of process.argv.slice(2)) {
  const found = /^(\d+)=(?:(ecs)\/)?([\w-]+)(?:@(\S+))?$/.exec(asked)
  if (found === null)
    throw new Error(`"${asked}" must be PORT=SCENARIO, PORT=ecs/SCENARIO or PORT=${REGISTRY}.`)
  const [, port = '', target = 'lightsail', scenario = '', registry] = found
  const log = join(logs, `simulator-${port}.log`)
  const out = openSync(log, 'w')
  const argv = ['--target', target, '--scenario', scenario, '--speed', String(SPEED), '--port', port]
  const program =
    scenario === REGISTRY
      ? [registryServer, '--port', port]
      : [simulator, ...argv, ...(registry === undefined ? [] : ['--registry', registry])]
  const child = spawn(process.execPath, program, { detached: true, stdio: ['ignore', out, out] })
  /** @type {string | undefined} */
  let ended
  child.once('exit', (code) => {
    ended = `ended with exit code ${code}`
  })
  for (let attempt = 1; !(await answers(Number(port))); attempt += 1) {
    if (ended !== undefined || attempt > MAX_ATTEMPTS)
      throw new Error(
        `The simulator for ${asked} ${ended ?? 'does not answer'}. Its log:\n${readFileSync(log, 'utf8')}`,
      )
    await pause(250)
  }
  child.unref()
  console.log(`${scenario} at http://127.0.0.1:${port}, log in ${log}, process ${child.pid}`)
}

/** @param {number} port @returns {Promise<boolean>} */
function answers(port) {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/' }, (response) => {
      response.resume()
      resolve(true)
    })
    request.once('error', () => resolve(false))
  })
}
