/**
 * The main job in a minute: the committed bundle, started as a runner starts it, deploys to the simulator.
 *
 *     npm run demo                      a first deploy, an update, a failing update
 *     npm run demo -- disabled-service  any scenario of the simulator
 *     npm run demo -- --outcome crashes  another end of the deployment
 *     npm run demo -- --docker          build, push and run containers for real (root, and Debian's packages)
 *     npm run demo -- --list            what there is
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { showLog, showSummary, strong, weak } from './demo/terminal.js'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

/** How much faster than outside the simulated time runs: 2 min 40 s become 3 s. */
const SPEED = 50

/** @typedef {Record<string, string>} Inputs */

const usage = `Usage: npm run demo -- [SCENARIO ...] [--outcome NAME] [--docker] [--list]

  SCENARIO        first-deploy, update and failing-update unless given
  --outcome NAME  what becomes of the deployment, such as crashes or cannot-pull
  --docker        builds, pushes and runs containers for real, where docker and docker-registry are installed
  --list          the scenarios and outcomes there are`

/** @type {Inputs} */
const usual = {
  'service-name': 'shop',
  image: 'ghcr.io/acme/shop:9a8b7c',
  'container-port': '8080',
  'health-check-path': '/healthz',
  'environment-variables': 'FEATURE_X=on-for-everybody',
}

/** What to deploy where the usual four lines would miss the point. @type {Record<string, Inputs>} */
const special = {
  'private-service': { 'service-name': 'jobs', image: 'ghcr.io/acme/jobs:2' },
  'two-containers': { 'service-name': 'shop', images: 'app=ghcr.io/acme/shop:9a8b7c' },
  'ten-containers': { 'service-name': 'shop', images: 'part-1=ghcr.io/acme/part:2' },
  'deployment-never-ends': { ...usual, 'wait-for-minutes': '0.2' },
  'does-not-verify': {
    'service-name': 'shop',
    image: 'ghcr.io/acme/shop:9a8b7c',
    'verify-url': 'true',
    'verify-minutes': '0.1',
    'rollback-on-failure': 'true',
  },
  certificates: { 'service-name': 'shop', 'public-domain-names': 'example-org=example.org' },
  registry: { 'service-name': 'shop', image: ':shop.app.3' },
}

const { asked, outcome, usesDocker, isListing, mistake } = arguments_(process.argv.slice(2))
if (mistake !== undefined) {
  console.error(`${mistake}\n\n${usage}`)
  process.exitCode = 2
} else if (isListing) {
  process.stdout.write(listing())
} else if (usesDocker) {
  const { playWithDocker } = await import('./demo/docker.js')
  await playWithDocker({ deploy, startSimulator })
} else {
  const scenarios =
    asked.length > 0 ? asked : outcome ? ['update'] : ['first-deploy', 'update', 'failing-update']
  for (const scenario of scenarios) await play(scenario)
  console.log(weak('Another one: npm run demo -- deployment-in-progress'))
  console.log(
    weak(`Another end: npm run demo -- --outcome ${outcome === 'cannot-pull' ? 'crashes' : 'cannot-pull'}`),
  )
  console.log(weak('What there is: npm run demo -- --list'))
}

/** @param {string[]} argv */
function arguments_(argv) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        outcome: { type: 'string' },
        docker: { type: 'boolean', default: false },
        list: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    const { outcome, docker: usesDocker, list: isListing = false } = values
    const strange = [
      ...positionals
        .filter((name) => !isListed(name, 'Scenarios'))
        .map((name) => `There is no scenario "${name}"; see --list.`),
      ...(outcome === undefined || isListed(outcome, 'Outcomes')
        ? []
        : [`There is no outcome "${outcome}"; see --list.`]),
    ]
    const mistake = values.help ? '' : strange[0]
    return { asked: positionals, outcome, usesDocker, isListing, mistake }
  } catch (error) {
    return { asked: [], outcome: undefined, usesDocker: false, isListing: false, mistake: String(error) }
  }
}

/** What the simulator can play: scenarios and outcomes, each under its heading. */
function listing() {
  return spawnSync(process.execPath, [join(dist, 'simulator/index.js'), '--list'], { encoding: 'utf8' })
    .stdout
}

/** @param {string} name @param {'Scenarios' | 'Outcomes'} heading */
function isListed(name, heading) {
  const part = listing()
    .split('\n\n')
    .find((text) => text.startsWith(heading))
  return part?.includes(`\n  ${name} `) ?? false
}

/** @param {string} scenario @returns {Inputs} */
function inputsOf(scenario) {
  const inputs = special[scenario] ?? usual
  if (outcome === undefined) return inputs
  // Unless told otherwise, Lightsail takes everything below 500 for healthy.
  const strict = outcome.startsWith('health-') ? { 'health-check-success-codes': '200-299' } : {}
  return { ...inputs, ...strict, image: `ghcr.io/acme/shop:outcome-${outcome}` }
}

/** @param {string} scenario */
async function play(scenario) {
  const simulator = await startSimulator(scenario)
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-demo-'))
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  try {
    console.log(`\n${strong(`── ${simulator.sentence} `.padEnd(100, '─'))}`)
    if (outcome !== undefined) console.log(`But the next deployment has another outcome: ${outcome}.`)
    console.log(
      weak(
        `Time runs ${SPEED} times as fast: 0:03 here is 2:30 on Lightsail, and in the lines of a container's log.\n`,
      ),
    )
    for (const line of stepOf(inputsOf(scenario))) console.log(weak(line))
    console.log()
    const exitCode = await deploy(inputsOf(scenario), { ...simulator.env, ...files })
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
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {Inputs} inputs */
function stepOf(inputs) {
  const lines = Object.entries(inputs).map(([name, text]) => `    ${name}: ${text}`)
  return ['- uses: OWNER/lightsail-deploy@v1', '  with:', ...lines]
}

/** @param {Inputs} inputs @param {Record<string, string>} env @returns {Promise<number | null>} */
function deploy(inputs, env) {
  const variables = Object.entries({ ...inputs, 'poll-interval-seconds': '0.1' }).map(([name, text]) => [
    `INPUT_${name.toUpperCase()}`,
    text,
  ])
  const action = spawn(process.execPath, [join(dist, 'index.js')], {
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

/**
 * @param {string} scenario
 * @param {{ args?: string[], env?: Record<string, string>, speed?: number }} [options]
 * @returns {Promise<{ sentence: string, env: Record<string, string>, stop(): Promise<unknown> }>}
 */
function startSimulator(scenario, { args: more = [], env = {}, speed = SPEED } = {}) {
  const args = [join(dist, 'simulator/index.js'), '--scenario', scenario, '--speed', String(speed), ...more]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  })
  let text = ''
  const gone = new Promise((over) => child.once('close', over))
  const stop = () => {
    child.kill()
    return gone
  }
  return new Promise((resolve, reject) => {
    void gone.then(() => reject(new Error(`the simulator did not start: ${scenario}`)))
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part
      const exported = /^\s*export (.*)$/m.exec(text)?.[1]
      if (exported === undefined) return
      const pairs = [...exported.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])
      const sentence = /Scenario (.*)/.exec(text)?.[1] ?? scenario
      resolve({ sentence, env: Object.fromEntries(pairs), stop })
    })
  }).catch((error) => {
    console.error(`${error.message}`)
    process.exit(1)
  })
}
