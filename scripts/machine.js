/**
 * A real registry and a real container engine on this machine, for the tests and the demo: Debian's packages
 * docker-registry, docker.io and busybox-static. Each is started by its path and stopped by its process.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const programs = {
  registry: '/usr/bin/docker-registry',
  daemon: '/usr/sbin/dockerd',
  command: '/usr/bin/docker',
  busybox: '/bin/busybox',
}

const username = 'AWS'
export const registryPassword = 'a-password-of-the-test-registry'
/** The password as htpasswd -B writes it. */
const htpasswd = `${username}:$2y$05$/GS2qZtcQ7S7taUkIaOZ8OWPD/ZQBfwpWIa.Ypq2T219ChVXteiXm\n`

/**
 * @typedef {object} Registry
 * @property {string} address `127.0.0.1:PORT`
 * @property {string} url with its login
 * @property {{ registryAddress: string, registryUsername: string, registryPassword: string }} switches what the
 *   simulator has to hand out so that the registry lets us in
 * @property {(path: string, accept?: string) => Promise<Response>} get asks the registry directly, as its owner
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} Engine
 * @property {{ DOCKER_HOST: string, PATH: string }} env what the docker command needs to find it
 * @property {(...args: string[]) => string} docker runs the docker command, and gives what it prints
 * @property {(tag: string, dockerfile: string, files?: Record<string, string>) => void} build an image from nothing;
 *   busybox lies beside the files
 * @property {() => Promise<void>} stop
 */

/** Says what this machine lacks; what needs it is skipped. @param {string} text */
function missing(text) {
  console.warn(text)
  return undefined
}

/**
 * @param {{ isOpen?: boolean }} [options] whether everybody may pull and push, without a login
 * @returns {Promise<Registry | undefined>}
 */
export async function startRegistry({ isOpen = false } = {}) {
  if (!existsSync(programs.registry))
    return missing(
      `Skipping what pushes to a registry: there is no ${programs.registry} (Debian: apt install docker-registry).`,
    )
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-registry-'))
  /** @param {string} name @param {string} text */
  const file = (name, text) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const configuration = {
    version: '0.1',
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
    ...(isOpen ? {} : { auth: { htpasswd: { realm: 'test', path: file('htpasswd', htpasswd) } } }),
    http: { addr: '127.0.0.1:0', secret: 'shared-with-nobody' },
  }
  const child = spawn(programs.registry, ['serve', file('registry.yml', JSON.stringify(configuration))], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  /** @type {string} */
  const address = await new Promise((resolve, reject) => {
    let text = ''
    child.stderr.setEncoding('utf8').on('data', (part) => {
      text += part
      const found = /listening on (127\.0\.0\.1:\d+)/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('close', () => reject(new Error(`the registry did not start: ${text}`)))
  })
  const authorization = `Basic ${Buffer.from(`${username}:${registryPassword}`).toString('base64')}`
  return {
    address,
    url: `http://${username}:${registryPassword}@${address}`,
    switches: { registryAddress: address, registryUsername: username, registryPassword },
    get: (path, accept = '*/*') => fetch(`http://${address}${path}`, { headers: { authorization, accept } }),
    stop: async () => {
      const gone = new Promise((resolve) => child.once('close', resolve))
      child.kill()
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** @returns {Promise<Engine | undefined>} */
export async function startEngine() {
  const { daemon, command, busybox } = programs
  const lacking = [daemon, command, busybox].filter((path) => !existsSync(path))
  if (lacking.length > 0)
    return missing(
      `Skipping what needs a container engine: there is no ${lacking.join(', ')} (Debian: apt install docker.io busybox-static).`,
    )
  if (process.getuid?.() !== 0)
    return missing('Skipping what needs a container engine: starting one takes root.')

  const folder = mkdtempSync(join(tmpdir(), 'lightsail-engine-'))
  /** @param {string} name */
  const at = (name) => join(folder, name)
  const flags = [
    ...['--host', `unix://${at('docker.sock')}`, '--data-root', at('root'), '--exec-root', at('exec')],
    ...['--pidfile', at('dockerd.pid'), '--storage-driver', 'vfs', '--bridge', 'none'],
    ...['--iptables=false', '--ip6tables=false'],
  ]
  const child = spawn(daemon, flags, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  const isUp = await new Promise((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said = `${said}${text}`.slice(-20_000)
      if (/API listen on/.test(said)) resolve(true)
    })
    child.once('close', () => resolve(false))
  })
  const cleanUp = () => {
    // A network namespace that the daemon leaves mounted; it is not there on every kernel.
    spawnSync('umount', [at('exec/netns/default')], { stdio: 'ignore' })
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  if (!isUp) {
    cleanUp()
    return missing(
      `Skipping what needs a container engine: dockerd did not start (${said.trim().split('\n').at(-1)}).`,
    )
  }
  const env = { DOCKER_HOST: `unix://${at('docker.sock')}`, PATH: `/usr/bin:${process.env['PATH'] ?? ''}` }
  /** @param {string[]} args */
  const docker = (...args) =>
    execFileSync(command, args, {
      env: { ...env, HOME: folder, DOCKER_BUILDKIT: '0' },
      encoding: 'utf8',
      stdio: 'pipe',
    })
  return {
    env,
    docker,
    build: (tag, dockerfile, files = {}) => {
      const context = mkdtempSync(at('build-'))
      for (const [name, text] of Object.entries(files)) writeFileSync(join(context, name), text)
      copyFileSync(busybox, join(context, 'busybox'))
      writeFileSync(join(context, 'Dockerfile'), dockerfile)
      docker('build', '--quiet', '--tag', tag, context)
    },
    stop: async () => {
      const gone = new Promise((resolve) => child.once('close', resolve))
      process.kill(Number(readFileSync(at('dockerd.pid'), 'utf8')))
      await gone
      cleanUp()
    },
  }
}
