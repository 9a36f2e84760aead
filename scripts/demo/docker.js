/** Build, push, deploy, ask the URL; then a broken image: rejected, and the good one still answers. All of it for real. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine, startRegistry } from '../machine.js'
import { uses } from '../repository.js'
import { stepOf } from './play.js'
import { strong, weak } from './terminal.js'

/** How much faster than outside the simulated time runs. */
const SPEED = 20

/**
 * @typedef {Record<string, string>} Variables
 * @typedef {import('../machine.js').Registry} Registry
 * @typedef {import('../machine.js').Engine} Engine
 *
 * @typedef {object} Target What differs between the targets.
 * @property {string} uses how a workflow names the action
 * @property {string} main its file in dist
 * @property {string} scenario what is there before
 * @property {boolean} isOpen whether everybody may push to and pull from the registry
 * @property {(registry: Registry) => string[]} args of the simulator
 * @property {(name: string, registry: Registry) => string} imageOf what an image is called
 * @property {(image: string, engine: Engine) => void} push where the action does not push it
 * @property {string} brokenScript what the broken image runs
 * @property {(image: string, turn: number, endpoint: string) => Variables} inputsOf
 */

/** @param {number} port */
const serves = (port) =>
  `echo Server listening on http://0.0.0.0:${port}; exec /bin/busybox httpd -f -p ${port} -h /www`

/** @type {Record<'lightsail' | 'ecs', Target>} */
const targets = {
  lightsail: {
    uses: uses.lightsail,
    main: 'index.js',
    scenario: 'empty-account',
    isOpen: false,
    args: (registry) => ['--registry', registry.url],
    imageOf: (name) => name,
    push: () => {},
    brokenScript: serves(3000),
    inputsOf: (image) => ({
      'service-name': 'shop',
      image,
      'container-port': '8080',
      'health-check-path': '/index.html',
      'health-check-success-codes': '200-299',
    }),
  },
  ecs: {
    uses: uses.ecs,
    main: 'ecs.js',
    scenario: 'first-deployment',
    isOpen: true,
    args: () => [],
    imageOf: (name, { address }) => `${address}/${name}`,
    push: (image, engine) => {
      console.log(strong(`$ docker push ${image}`))
      engine.docker('push', '--quiet', image)
      // The tasks pull it.
      engine.docker('image', 'rm', image)
    },
    brokenScript: 'echo Starting; echo Error: The database is newer than this version >&2; exit 3',
    inputsOf: (image, turn, endpoint) => ({
      cluster: 'prod',
      service: 'shop',
      image,
      ...(turn === 1 && {
        'task-definition-family': 'web',
        'desired-count': '2',
        'launch-type': 'FARGATE',
        subnets: 'subnet-0a1b2c3d,subnet-4e5f6a7b',
        'security-groups': 'sg-0f1e2d3c',
        'target-group-arn':
          'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0d1c2b3a4f5e6d7c',
        'container-port': '8080',
      }),
      url: `${endpoint}/ecs/prod/shop/`,
    }),
  },
}

/** @param {string} page @param {string} script */
function dockerfile(page, script) {
  return `FROM scratch
COPY busybox /bin/busybox
COPY index.html /www/
CMD ["/bin/busybox", "sh", "-c", "${script}"]
# ${page}
`
}

/**
 * @param {string} name of the target
 * @param {{
 *   deploy(inputs: Variables, env: Variables, how: { main?: string, speed: number }): Promise<number | null>,
 *   startSimulator(
 *     scenario: string,
 *     options: { target: string, args: string[], env: Variables, speed: number },
 *   ): Promise<{ env: Variables, stop(): Promise<unknown> }>,
 * }} stage
 */
export async function playWithDocker(name, { deploy, startSimulator }) {
  const target = name === 'ecs' ? targets.ecs : targets.lightsail
  const registry = await startRegistry({ isOpen: target.isOpen })
  const engine = registry && (await startEngine())
  if (!registry || !engine) {
    await registry?.stop()
    process.exitCode = 1
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-demo-'))
  const args = ['--docker', ...target.args(registry)]
  const options = { target: name, args, env: engine.env, speed: SPEED }
  const simulator = await startSimulator(target.scenario, options)
  const outputs = join(folder, 'output')
  let turn = 0

  /** @param {string} image */
  const deployed = async (image) => {
    writeFileSync(outputs, '')
    turn += 1
    const inputs = target.inputsOf(image, turn, simulator.env['AWS_ENDPOINT_URL'] ?? '')
    console.log(weak(`\n${stepOf(target.uses, inputs)}`))
    const env = { ...simulator.env, ...engine.env, HOME: folder, GITHUB_OUTPUT: outputs }
    console.log(`${weak('exit code')} ${await deploy(inputs, env, { main: target.main, speed: SPEED })}`)
    return /^url<<(\S+)\n(.*)\n\1$/m.exec(readFileSync(outputs, 'utf8'))?.[2] ?? ''
  }

  /** @param {string} url */
  const curl = async (url) => {
    const response = await fetch(`${url}index.html`)
    console.log(
      `\n${strong(`$ curl ${url}index.html`)}\n${response.status} ${(await response.text()).trim()}`,
    )
  }

  /** @param {string} tag @param {string} page @param {string} script */
  const build = (tag, page, script) => {
    const image = target.imageOf(tag, registry)
    console.log(`\n${strong(`$ docker build --tag ${image} .`)}`)
    engine.build(image, dockerfile(page, script), { 'index.html': `${page}\n` })
    target.push(image, engine)
    return image
  }

  try {
    console.log(
      weak(
        `The containers are real; the simulation runs ${SPEED} times faster than AWS, and all times are AWS's.`,
      ),
    )
    const url = await deployed(build('shop:1', 'This is version 1.', serves(8080)))
    await curl(url)
    await deployed(build('shop:2', 'Nobody will ever see this.', target.brokenScript))
    await curl(url)
  } finally {
    await simulator.stop()
    await engine.stop()
    await registry.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
