import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Account } from '../lightsail/account.ts'
import { currentDeployment } from '../lightsail/lifecycle.ts'
import type { Outcome } from '../lightsail/outcomes.ts'
import type { DeploymentRecord, LogEvent, ServiceRecord } from '../lightsail/records.ts'
import { serviceRecordAt } from '../lightsail/views.ts'
import { pause } from '../wire/clock.ts'

/**
 * Runs deployments for real, with the docker command: pulls, starts, checks health, serves, keeps the output. The
 * lifecycle stays what it is; a deployment here has no fate until its containers have shown it.
 */
export interface DockerBackend {
  /** Starts what is new and stops what is over; called as requests arrive. */
  tend(): void
  /** Lets the container of a service answer; false if none of ours serves. */
  answer(service: string, incoming: IncomingMessage, outgoing: ServerResponse): boolean
  close(): void
}

/** Of a deployment whose end nobody knows yet: it is taken for one that never ends. */
export const undeterminedOutcome: Outcome = {
  name: 'runs-for-real',
  sentence: 'ends as its containers do',
  kind: 'never',
  seconds: { creating: Number.POSITIVE_INFINITY, checking: 0, activating: 0 },
  story: [],
}

/** Seconds that containers that stay up get to become healthy, and how often its containers are started (docs/lightsail-facts.md §2.5, §2.6). */
const PATIENCE_SECONDS = 400
const STARTS = 3
const ACTIVATING_SECONDS = 9
/** Real milliseconds for the rest of the output of containers that have ended. */
const LAST_WORDS_MS = 1_000
/** Without a public endpoint nothing is asked; staying up for so long is enough. */
const STEADY_SECONDS = 20

/** One deployment on this machine. */
interface Running {
  readonly ids: string[]
  /** Where the public endpoint answers: a socket within reach, or an address. */
  door: { readonly socketPath: string } | { readonly host: string; readonly port: number } | undefined
  relay: { kill(): void } | undefined
  /** The output of containers that have ended is read to its end before more is said. */
  readonly spoken: Promise<unknown>[]
  isOver: boolean
}

export interface EngineOptions {
  /** How many times as fast as outside the account's time runs. */
  readonly speed: number
  /** What the docker command finds its engine by; this process's own unless given. */
  readonly environment?: NodeJS.ProcessEnv
}

export function startContainers(
  account: Account,
  { speed, environment: env = process.env }: EngineOptions,
): DockerBackend {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-containers-'))
  const all = new Map<string, Running>()
  const keyOf = (record: ServiceRecord, version: number) => `${record.arn} ${version}`
  const docker = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8', env })
    return { isGood: status === 0, text: stdout?.trim() ?? '', complaint: stderr?.trim() ?? '' }
  }

  const stop = (running: Running) => {
    running.isOver = true
    running.relay?.kill()
    if (running.ids.length > 0) docker('rm', '--force', ...running.ids.splice(0))
  }

  /** What the deployment is called on this machine; stored images come from the registry that was given. */
  const pulled = (record: ServiceRecord, image: string): string | undefined => {
    const { registryAddress = '', registryUsername, registryPassword = '' } = account.switches
    const stored = record.images.find((candidate) => candidate.image === image)
    const name = stored === undefined ? image : `${registryAddress}/sr@${stored.digest}`
    if (stored === undefined && docker('image', 'inspect', image).isGood) return image
    const config = ['--config', folder]
    if (stored !== undefined) {
      const login = [...config, 'login', '--username', registryUsername, '--password-stdin', registryAddress]
      spawnSync('docker', login, { input: registryPassword, env })
    }
    return docker(...config, 'pull', name).isGood ? name : undefined
  }

  /** Containers of one deployment share a network of their own, as on Lightsail: `localhost` is the other one. */
  const start = (running: Running, deployment: DeploymentRecord, images: ReadonlyMap<string, string>) => {
    const hasBridge = docker('network', 'inspect', 'bridge').isGood
    for (const [name, { command, environment }] of Object.entries(deployment.containers)) {
      const [first] = running.ids
      const network = first === undefined ? (hasBridge ? 'bridge' : 'none') : `container:${first}`
      const variables = Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`])
      const args = ['run', '--detach', '--network', network, ...variables, images.get(name) ?? '', ...command]
      const { isGood, text, complaint } = docker(...args)
      if (!isGood) note(deployment, name, complaint)
      // A container that cannot even be started was created all the same.
      const id = isGood ? text : /^[0-9a-f]{64}$/m.exec(text)?.[0]
      if (id === undefined) continue
      running.ids.push(id)
      const output = spawn('docker', ['logs', '--follow', id], { stdio: ['ignore', 'pipe', 'pipe'], env })
      running.spoken.push(new Promise((resolve) => output.on('close', resolve)))
      for (const stream of [output.stdout, output.stderr])
        createInterface({ input: stream }).on('line', (line) => note(deployment, name, line))
    }
    openDoor(running, deployment)
  }

  /** A network without a bridge is reached from within: a relay that listens on a socket of the file system. */
  const openDoor = (running: Running, { version, publicEndpoint }: DeploymentRecord) => {
    const [first] = running.ids
    if (first === undefined || publicEndpoint === undefined) return
    const form = '{{.State.Pid}} {{.NetworkSettings.IPAddress}}'
    const [pid = '0', host = ''] = docker('inspect', '--format', form, first).text.split(' ')
    const port = publicEndpoint.containerPort
    if (host !== '') {
      running.door = { host, port }
      return
    }
    const socketPath = join(folder, `${version}-${first.slice(0, 12)}.sock`)
    const args = ['--target', pid, '--net', process.execPath, '-e', relayScript, String(port), socketPath]
    running.relay?.kill()
    running.relay = spawn('nsenter', args, { stdio: 'ignore' })
    running.door = { socketPath }
  }

  const note = (deployment: DeploymentRecord, container: string, message: string) => {
    deployment.output?.get(container)?.push({ at: Math.floor(account.now() / 1000) * 1000, message })
  }

  const announce = (deployment: DeploymentRecord, line: string, isBare = false) => {
    const message = isBare ? line : `[deployment:${deployment.version}] ${line}`
    for (const name of Object.keys(deployment.containers)) note(deployment, name, message)
  }

  const isDown = (running: Running) =>
    running.ids.length === 0 ||
    docker('inspect', '--format', '{{.State.Running}}', ...running.ids)
      .text.split('\n')
      .includes('false')

  const run = async (record: ServiceRecord, version: number, running: Running) => {
    const at = record.deployments.findIndex((candidate) => candidate.version === version)
    const begun = record.deployments[at]
    if (begun === undefined) return
    const output = new Map(Object.keys(begun.containers).map((name): [string, LogEvent[]] => [name, []]))
    const deployment: DeploymentRecord = { ...begun, output }
    const elapsed = () => (account.now() - begun.startsAt) / 1000
    const becomes = (kind: Outcome['kind'], seconds: Outcome['seconds']) => {
      record.deployments[at] = { ...deployment, fate: { ...undeterminedOutcome, kind, seconds } }
    }
    const gaveUp = () => {
      becomes('failed', {
        creating: Math.min(1, elapsed()),
        checking: Math.max(0, elapsed() - 1),
        activating: 0,
      })
      stop(running)
    }
    becomes('never', undeterminedOutcome.seconds)
    announce(deployment, 'Creating your deployment')
    const images = new Map<string, string>()
    for (const [name, { image }] of Object.entries(deployment.containers)) {
      const found = pulled(record, image)
      if (found !== undefined) images.set(name, found)
    }
    const isComplete = images.size === Object.keys(deployment.containers).length
    let starts = 0
    let healthy = 0
    const creating = elapsed()
    becomes('never', { creating, checking: Number.POSITIVE_INFINITY, activating: 0 })
    const check = deployment.publicEndpoint?.healthCheck
    for (let upSince = elapsed(); !running.isOver; ) {
      if (isDown(running)) {
        // What is still up goes on talking: it is not waited for.
        await Promise.race([Promise.all(running.spoken.splice(0)), pause(LAST_WORDS_MS)])
        if (running.ids.length > 0) docker('rm', '--force', ...running.ids.splice(0))
        if (starts === STARTS) {
          announce(deployment, 'Canceled', true)
          return gaveUp()
        }
        starts++
        healthy = 0
        announce(deployment, 'Started 1 new node')
        if (isComplete) start(running, deployment, images)
        upSince = elapsed()
      }
      await pause(((check?.intervalSeconds ?? 5) * 1000) / speed)
      if (check) healthy = (await isHealthy(running, check)) ? healthy + 1 : 0
      else if (!isDown(running) && elapsed() - upSince > STEADY_SECONDS) healthy = Number.POSITIVE_INFINITY
      if (healthy >= (check?.healthyThreshold ?? 1)) {
        announce(deployment, 'Reached a steady state')
        announce(deployment, 'Finalizing your deployment')
        return becomes('active', { creating, checking: elapsed() - creating, activating: ACTIVATING_SECONDS })
      }
      if (elapsed() - upSince > PATIENCE_SECONDS) {
        announce(deployment, 'Took too long')
        return gaveUp()
      }
    }
  }

  return {
    tend: () => {
      const now = account.now()
      for (const record of account.records.services) {
        const isThere = serviceRecordAt(account.records, record.name, now) === record
        const current = currentDeployment(record, now)
        for (const { version, startsAt, fate } of record.deployments) {
          const key = keyOf(record, version)
          const running = all.get(key)
          if (running === undefined && fate === undeterminedOutcome && startsAt <= now) {
            const fresh: Running = { ids: [], door: undefined, relay: undefined, spoken: [], isOver: false }
            all.set(key, fresh)
            void run(record, version, fresh)
          } else if (running && !running.isOver && (!isThere || version < (current?.version ?? 0))) {
            stop(running)
          }
        }
      }
    },
    answer: (service, incoming, outgoing) => {
      const record = serviceRecordAt(account.records, service, account.now())
      const current = record && currentDeployment(record, account.now())
      const door = record && current && all.get(keyOf(record, current.version))?.door
      if (door === undefined) return false
      const path = (incoming.url ?? '/').replace(`/at/${service}`, '') || '/'
      const passed = request(
        { ...door, path, method: incoming.method, headers: incoming.headers },
        (response) => {
          outgoing.writeHead(response.statusCode ?? 502, response.headers)
          response.pipe(outgoing)
        },
      )
      passed.on('error', () => outgoing.writeHead(502).end())
      incoming.pipe(passed)
      return true
    },
    close: () => {
      for (const running of all.values()) stop(running)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const relayScript = `
const { connect, createServer } = require('node:net')
const [port, path] = process.argv.slice(1)
createServer((near) => {
  const far = connect(Number(port), '127.0.0.1')
  const end = () => { near.destroy(); far.destroy() }
  near.on('error', end).pipe(far).on('error', end).pipe(near)
}).listen(path)`

type HealthCheck = NonNullable<DeploymentRecord['publicEndpoint']>['healthCheck']

const isHealthy = ({ door }: Running, check: HealthCheck): Promise<boolean> =>
  new Promise((resolve) => {
    if (door === undefined) return resolve(false)
    const { path, timeoutSeconds, successCodes } = check
    const headers = { 'user-agent': 'ELB-HealthChecker/2.0' }
    const asked = request({ ...door, path, headers, timeout: timeoutSeconds * 1000 }, (response) => {
      response.resume()
      resolve(isAmong(response.statusCode ?? 0, successCodes))
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(false))
    asked.end()
  })

/** `200-299,301` */
const isAmong = (status: number, codes: string): boolean =>
  codes.split(',').some((part) => {
    const [from = '', to = from] = part.trim().split('-')
    return status >= Number(from) && status <= Number(to)
  })
