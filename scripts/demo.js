/**
 * The main job in a minute: the committed bundle, started as a runner starts it, deploys to the simulator.
 *
 *     npm run demo                      a first deploy, an update, a failing update
 *     npm run demo -- disabled-service  any scenario of the simulator
 *     npm run demo -- --list            what there is
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { showLog, showSummary, strong, weak } from './terminal.js'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

/** How much faster than outside the simulated time runs: 2 min 40 s become 3 s. */
const SPEED = 50

const inputs = {
  'service-name': 'shop',
  image: 'ghcr.io/acme/shop:9a8b7c',
  'container-port': '8080',
  'health-check-path': '/healthz',
  'environment-variables': 'FEATURE_X=on-for-everybody',
}

const step = [
  '- uses: OWNER/lightsail-deploy@v1',
  '  with:',
  ...Object.entries(inputs).map(([name, text]) => `    ${name}: ${text}`),
]

const asked = process.argv.slice(2)
if (asked.includes('--list')) {
  spawn(process.execPath, [join(dist, 'simulator/index.js'), '--list'], { stdio: 'inherit' })
} else {
  const scenarios = asked.length > 0 ? asked : ['first-deploy', 'update', 'failing-update']
  for (const scenario of scenarios) await play(scenario)
  console.log(
    weak('Another one: npm run demo -- deployment-in-progress. All of them: npm run demo -- --list'),
  )
}

/** @param {string} scenario */
async function play(scenario) {
  const simulator = await startSimulator(scenario)
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-demo-'))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  try {
    console.log(`\n${strong(`── ${simulator.sentence} `.padEnd(100, '─'))}`)
    console.log(weak(`Time runs ${SPEED} times as fast: 0:03 here is 2:30 on Lightsail.\n`))
    for (const line of step) console.log(weak(line))
    console.log()
    const exitCode = await deploy({ ...simulator.env, ...files })
    console.log(`${weak('exit code')} ${exitCode}\n`)
    console.log(weak('Job summary'))
    showSummary(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'))
    console.log(weak('Outputs'))
    const outputs = readFileSync(files.GITHUB_OUTPUT, 'utf8').matchAll(
      /^([\w-]+)<<(\S+)\n([\s\S]*?)\n?^\2$/gm,
    )
    for (const [, name = '', , value = ''] of outputs) {
      if (!value.includes('\n')) console.log(`  ${name.padEnd(20)} ${value}`)
    }
  } finally {
    simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {Record<string, string>} env @returns {Promise<number | null>} */
function deploy(env) {
  const variables = Object.entries({ ...inputs, 'poll-interval-seconds': '0.1' }).map(([name, text]) => [
    `INPUT_${name.toUpperCase()}`,
    text,
  ])
  const action = spawn(process.execPath, [join(dist, 'index.js')], {
    env: {
      ...process.env,
      ...env,
      ...Object.fromEntries(variables),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  showLog(action.stdout)
  return new Promise((resolve) => action.on('close', resolve))
}

/**
 * @param {string} scenario
 * @returns {Promise<{ sentence: string, env: Record<string, string>, stop(): void }>}
 */
function startSimulator(scenario) {
  const args = [join(dist, 'simulator/index.js'), '--scenario', scenario, '--speed', String(SPEED)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  return new Promise((resolve, reject) => {
    child.on('close', () => reject(new Error(`the simulator ended (scenario ${scenario})`)))
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part
      const exported = /^\s*export (.*)$/m.exec(text)?.[1]
      if (exported === undefined) return
      const pairs = [...exported.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])
      const sentence = /Scenario (.*)/.exec(text)?.[1] ?? scenario
      child.removeAllListeners('close')
      resolve({ sentence, env: Object.fromEntries(pairs), stop: () => child.kill() })
    })
  }).catch((error) => {
    console.error(`${error.message}`)
    process.exit(1)
  })
}
