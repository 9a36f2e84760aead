/**
 * What a measured run meets on loopback: a simulated AWS and a GitHub that answer at once, over HTTP or TLS. Their sources
 * are TypeScript, which Node.js 24 reads as it is.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inputs, quiet } from './stage.js'

const netSupport = new URL('../../__tests__/support/net/', import.meta.url)

/**
 * @typedef {{ args: string[], env: Record<string, string> }} Run
 * @typedef {object} World
 * @property {import('../../simulator/wire/server.ts').Simulator} simulator
 * @property {import('../../__tests__/support/github/server.ts').GitHubServer} github
 * @property {Record<string, string>} env of every run: where AWS is, and the runner's files
 * @property {Record<string, string>} onPush what GitHub tells a run for a push, beside the commit
 * @property {Record<string, string>} onPullRequest the same for a pull request
 * @property {() => Record<string, string>} state what the last run left for its post step
 * @property {() => Promise<void>} close
 */

/**
 * @param {import('../../simulator/wire/server.ts').SimulatorOptions} options
 * @param {{ tls?: boolean, github?: import('../../__tests__/support/github/server.ts').GitHubOptions, secondsPerCall?: number }} [more]
 *   so many simulated seconds pass with each call: a rollout has ended at the next look
 * @returns {Promise<World>}
 */
export async function openWorld(options, { tls = false, github: onGitHub = {}, secondsPerCall = 600 } = {}) {
  const { startSimulator } = await import('../../simulator/wire/server.ts')
  const { steppedClock } = await import('../../simulator/wire/clock.ts')
  const { startGitHub } = await import('../../__tests__/support/github/server.ts')
  const { pushRun, pullRequestRun } = await import('../../__tests__/support/github/runs.ts')
  const simulator = await startSimulator({
    clock: steppedClock(secondsPerCall * 1000),
    ...options,
    switches: { servingLagSeconds: 0, ...options.switches },
  })
  const github = await startGitHub(onGitHub)
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-bench-'))
  const files = { GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: 'summary', GITHUB_STATE: 'state' }
  /** @type {Record<string, string>} */
  const env = { ...quiet, ...simulator.env }
  for (const [variable, name] of Object.entries(files)) {
    env[variable] = join(folder, name)
    writeFileSync(join(folder, name), '')
  }
  const secure = tls ? await startTls(simulator.url) : undefined
  if (secure) {
    env['AWS_ENDPOINT_URL'] = secure.url
    env['NODE_EXTRA_CA_CERTS'] = fileURLToPath(new URL('certificate.pem', netSupport))
  }
  const event = pullRequestRun(github)
  writeFileSync(join(folder, 'event.json'), event.files?.['event.json'] ?? '')
  return {
    ...{ simulator, github, env },
    onPush: /** @type {Record<string, string>} */ (pushRun(github).env),
    onPullRequest: /** @type {Record<string, string>} */ ({
      ...event.env,
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
    }),
    state: () => {
      const text = readFileSync(join(folder, 'state'), 'utf8')
      const pairs = [...text.matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n\2$/gm)]
      return Object.fromEntries(pairs.map(([, name, , value]) => [`STATE_${name}`, value ?? '']))
    },
    close: async () => {
      await simulator.close()
      await github.close()
      secure?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A TLS door before an HTTP server. @param {string} target */
async function startTls(target) {
  const certificate = {
    cert: readFileSync(new URL('certificate.pem', netSupport)),
    key: readFileSync(new URL('key.pem', netSupport)),
  }
  const server = createSecureServer(certificate, (message, response) => {
    const { method, headers, url = '/' } = message
    const passed = request(new URL(url, target), { method: method ?? 'GET', headers })
    passed.on('error', () => response.destroy())
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    message.pipe(passed)
  })
  const port = await listening(server)
  return { url: `https://127.0.0.1:${port}`, close: () => closed(server) }
}

/** A site that answers everything with 200, as the deployed app does. */
export async function startSite() {
  const server = createServer((_, response) => response.end('ok'))
  const port = await listening(server)
  return { url: `http://127.0.0.1:${port}/`, close: () => closed(server) }
}

/** @param {import('node:http').Server | import('node:https').Server} server @returns {Promise<number>} the port */
export async function listening(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** @param {import('node:http').Server | import('node:https').Server} server */
export function closed(server) {
  server.close()
  server.closeAllConnections()
}

const shop = { 'service-name': 'shop', 'container-port': '8080', 'check-image': 'false' }
const shopOnEcs = { cluster: 'prod', service: 'shop', 'check-image': 'false' }

/** Pushes to the same service, each with a commit and an image of its own. */
export class Pushes {
  #count = 0

  /** @param {World} world @param {{ onEcs?: boolean, given?: Record<string, string> }} [more] */
  constructor(world, { onEcs = false, given = {} } = {}) {
    this.world = world
    this.usual = { ...(onEcs ? shopOnEcs : shop), 'poll-interval-seconds': '0.01', ...given }
  }

  /** @param {Record<string, string>} told of GitHub @returns {Record<string, string>} the environment of the next run */
  next(told = this.world.onPush) {
    const { comparisons } = this.world.github
    const before = commit(this.#count)
    const sha = commit(++this.#count)
    comparisons.set(`${before}...${sha}`, 'ahead')
    const image = `ghcr.io/acme/shop:${sha.slice(0, 7)}`
    return { ...this.world.env, ...told, GITHUB_SHA: sha, ...inputs({ image, ...this.usual }) }
  }
}

/** @param {number} number */
function commit(number) {
  return (4096 + number).toString(16).padStart(7, 'c').padEnd(40, '0')
}
