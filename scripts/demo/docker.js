/** Build, push, deploy, ask the URL; then a broken image: rejected, and the good one still answers. All of it for real. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine, startRegistry } from '../machine.js'
import { uses } from '../repository.js'
import { strong, weak } from './terminal.js'

/** How much faster than outside the simulated time runs. */
const SPEED = 20

/** @typedef {Record<string, string>} Variables */

/** @param {string} page @param {number} port */
function dockerfile(page, port) {
  return `FROM scratch
COPY busybox /bin/busybox
COPY index.html /www/
CMD ["/bin/busybox", "sh", "-c", "echo Server listening on http://0.0.0.0:${port}; exec /bin/busybox httpd -f -p ${port} -h /www"]
# ${page}
`
}

/**
 * @param {{
 *   deploy(inputs: Variables, env: Variables): Promise<number | null>,
 *   startSimulator(scenario: string, options: { args: string[], env: Variables, speed: number }):
 *     Promise<{ env: Variables, stop(): Promise<unknown> }>,
 * }} stage
 */
export async function playWithDocker({ deploy, startSimulator }) {
  const registry = await startRegistry()
  const engine = registry && (await startEngine())
  if (!registry || !engine) {
    await registry?.stop()
    process.exitCode = 1
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-demo-'))
  const args = ['--docker', '--registry', registry.url]
  const simulator = await startSimulator('empty-account', { args, env: engine.env, speed: SPEED })
  const outputs = join(folder, 'output')

  /** @param {string} image */
  const deployed = async (image) => {
    writeFileSync(outputs, '')
    const inputs = {
      'service-name': 'shop',
      image,
      'container-port': '8080',
      'health-check-path': '/index.html',
    }
    console.log(weak(`\n- uses: ${uses.lightsail}\n  with: ${JSON.stringify(inputs)}\n`))
    const success = { 'health-check-success-codes': '200-299' }
    const env = { ...simulator.env, ...engine.env, HOME: folder, GITHUB_OUTPUT: outputs }
    console.log(`${weak('exit code')} ${await deploy({ ...inputs, ...success }, env)}`)
    return /^url<<(\S+)\n(.*)\n\1$/m.exec(readFileSync(outputs, 'utf8'))?.[2] ?? ''
  }

  /** @param {string} url */
  const curl = async (url) => {
    const response = await fetch(`${url}index.html`)
    console.log(
      `\n${strong(`$ curl ${url}index.html`)}\n${response.status} ${(await response.text()).trim()}`,
    )
  }

  /** @param {string} image @param {string} page @param {number} port */
  const build = (image, page, port) => {
    console.log(`\n${strong(`$ docker build --tag ${image} .`)}`)
    engine.build(image, dockerfile(page, port), { 'index.html': `${page}\n` })
  }

  try {
    console.log(weak(`Containers run for real; the time of the service runs ${SPEED} times as fast.`))
    build('shop:1', 'This is version 1.', 8080)
    const url = await deployed('shop:1')
    await curl(url)
    build('shop:2', 'Nobody will ever see this.', 3000)
    await deployed('shop:2')
    await curl(url)
  } finally {
    await simulator.stop()
    await engine.stop()
    await registry.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
