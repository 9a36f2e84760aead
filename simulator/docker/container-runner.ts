import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Account } from '../lightsail/account.ts'
import type { DeploymentRecord, ServiceRecord } from '../lightsail/records.ts'
import type { Door } from './door.ts'

/** One deployment on this machine. */
export interface Running {
  readonly ids: string[]
  door: Door | undefined
  relay: { kill(): void } | undefined
  /** The output of containers that have ended is read completely before anything else is written. */
  readonly spoken: Promise<unknown>[]
  isOver: boolean
}

/** The docker command, as far as containers of a deployment need it. */
export interface ContainerRunner {
  /** Pulls a missing image; returns its name on this machine, `undefined` if it cannot be pulled. */
  pull(record: ServiceRecord, image: string): string | undefined
  start(running: Running, deployment: DeploymentRecord, images: ReadonlyMap<string, string>): void
  /** True if one of them has ended, or none was started. */
  isDown(running: Running): boolean
  remove(running: Running): void
  stop(running: Running): void
}

/** Adds a line to the log of a container. */
export type NoteLine = (deployment: DeploymentRecord, container: string, message: string) => void

/** `folder` holds sockets and logins while it runs; `env` is what the docker command finds its engine by. */
export function createContainerRunner(
  account: Account,
  { folder, env, note }: { folder: string; env: NodeJS.ProcessEnv; note: NoteLine },
): ContainerRunner {
  const docker = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8', env })
    return { isGood: status === 0, text: stdout?.trim() ?? '', complaint: stderr?.trim() ?? '' }
  }

  const remove = (running: Running) => {
    if (running.ids.length > 0) docker('rm', '--force', ...running.ids.splice(0))
  }

  const stop = (running: Running) => {
    running.isOver = true
    running.relay?.kill()
    remove(running)
  }

  /** What the deployment is called on this machine; stored images come from the registry that was given. */
  const pull = (record: ServiceRecord, image: string): string | undefined => {
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
      // A container that could not be started was created all the same.
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

  /** A network without a bridge is reached from inside: a relay listens on a Unix socket. */
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

  const isDown = (running: Running) =>
    running.ids.length === 0 ||
    docker('inspect', '--format', '{{.State.Running}}', ...running.ids)
      .text.split('\n')
      .includes('false')

  return { pull, start, isDown, remove, stop }
}

const relayScript = `
const { connect, createServer } = require('node:net')
const [port, path] = process.argv.slice(1)
createServer((near) => {
  const far = connect(Number(port), '127.0.0.1')
  const end = () => { near.destroy(); far.destroy() }
  near.on('error', end).pipe(far).on('error', end).pipe(near)
}).listen(path)`
