import { execFile, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Container, runArguments } from './container.ts'
import type { Door } from './door.ts'
import { relayScript } from './relay-script.ts'

/** Containers that run together on this machine: those of a deployment, or of a task. */
export interface Running {
  /** By name of the container. */
  readonly ids: Map<string, string>
  /** By port. */
  readonly doors: Map<number, Door>
  readonly relays: { kill(): void }[]
  /** The output of containers that have ended is read completely before anything else is written. */
  readonly spoken: Promise<unknown>[]
  isOver: boolean
}

export interface Exit {
  readonly exitCode: number
  readonly isOutOfMemory: boolean
}

/** What is told of containers while they run. */
export interface Listener {
  line(container: string, text: string): void
  /** It could not be started, for what docker complains of. */
  refused(container: string, complaint: string): void
  /** It has ended by itself or was stopped, and its last line was told. */
  ended?(container: string, exit: Exit): void
}

export interface Login {
  readonly address: string
  readonly username: string
  readonly password: string
}

/** The docker command, as far as containers that run together need it. */
export interface ContainerRunner {
  /** Pulls an image that is not here, with a login in any case; what docker complains of, undefined if there is nothing. */
  pull(image: string, login?: Login): Promise<string | undefined>
  /** Starts all of them, and listens to them. */
  start(running: Running, containers: readonly Container[], listener: Listener): Promise<void>
  /** Makes a port of theirs reachable. */
  open(running: Running, port: number): Promise<void>
  /** True if one of them has ended, or none was started. */
  isDown(running: Running): Promise<boolean>
  /** Whether a command inside a container ends well. */
  isWell(id: string, command: readonly string[], timeoutMs: number): Promise<boolean>
  /** SIGTERM to all that still run, SIGKILL after so many real seconds. */
  terminate(running: Running, seconds: number): Promise<void>
  remove(running: Running): void
  stop(running: Running): void
}

export function newRunning(): Running {
  return { ids: new Map(), doors: new Map(), relays: [], spoken: [], isOver: false }
}

/** `folder` holds sockets and logins while it runs; `env` is what the docker command finds its engine by. */
export function createContainerRunner({
  folder,
  env,
}: {
  folder: string
  env: NodeJS.ProcessEnv
}): ContainerRunner {
  const docker = (args: readonly string[], timeout = 0): Promise<Answer> =>
    new Promise((resolve) => {
      execFile('docker', args, { env, timeout }, (error, stdout, stderr) =>
        resolve({ isGood: error === null, text: stdout.trim(), complaint: stderr.trim() }),
      )
    })

  const remove = ({ ids, relays, doors }: Running) => {
    for (const relay of relays.splice(0)) relay.kill()
    doors.clear()
    if (ids.size > 0) spawnSync('docker', ['rm', '--force', ...ids.values()], { env })
    ids.clear()
  }

  const stop = (running: Running) => {
    running.isOver = true
    remove(running)
  }

  const pull = async (image: string, login?: Login) => {
    const config = ['--config', folder]
    if (login === undefined && (await docker(['image', 'inspect', image])).isGood) return undefined
    if (login !== undefined) {
      const { address, username, password } = login
      const args = [...config, 'login', '--username', username, '--password-stdin', address]
      spawnSync('docker', args, { input: password, env })
    }
    const { isGood, complaint } = await docker([...config, 'pull', '--quiet', image])
    return isGood ? undefined : complaint
  }

  const listen = (running: Running, name: string, id: string, listener: Listener) => {
    const output = spawn('docker', ['logs', '--follow', id], { stdio: ['ignore', 'pipe', 'pipe'], env })
    const latest = ['', '']
    for (const [stream, input] of [output.stdout, output.stderr].entries())
      createInterface({ input }).on('line', (line) => {
        latest[stream] = line.trim()
        listener.line(name, line)
      })
    const over = new Promise((resolve) => output.on('close', resolve)).then(async () => {
      const { isGood, text } = await docker(['inspect', '--format', stateForm, id])
      const [isRunning, exitCode, isOutOfMemory] = text.split(' ')
      if (!isGood || isRunning === 'true') return
      // `--follow` leaves out a last line that no newline ends.
      const last = await docker(['logs', '--tail', '1', id])
      const rest = last.text || last.complaint
      if (rest !== '' && !latest.includes(rest)) listener.line(name, rest)
      listener.ended?.(name, { exitCode: Number(exitCode), isOutOfMemory: isOutOfMemory === 'true' })
    })
    running.spoken.push(over)
  }

  const start = async (running: Running, containers: readonly Container[], listener: Listener) => {
    const hasBridge = (await docker(['network', 'inspect', 'bridge'])).isGood
    for (const container of containers) {
      if (running.isOver) break
      const [first] = running.ids.values()
      const network = first === undefined ? (hasBridge ? 'bridge' : 'none') : `container:${first}`
      const { isGood, text, complaint } = await docker(runArguments(container, network))
      // A container that could not be started was created all the same.
      const id = isGood ? text : /^[0-9a-f]{64}$/m.exec(text)?.[0]
      if (id !== undefined) running.ids.set(container.name, id)
      if (!isGood) listener.refused(container.name, complaint)
      if (isGood && id !== undefined) listen(running, container.name, id, listener)
    }
    if (running.isOver) remove(running)
  }

  /** A network without a bridge is reached from inside: a relay listens on a Unix socket. */
  const open = async (running: Running, port: number) => {
    const [first] = running.ids.values()
    if (first === undefined) return
    const form = '{{.State.Pid}} {{.NetworkSettings.IPAddress}}'
    const [pid = '0', host = ''] = (await docker(['inspect', '--format', form, first])).text.split(' ')
    if (running.isOver) return
    if (host !== '') {
      running.doors.set(port, { host, port })
      return
    }
    const socketPath = join(folder, `${first.slice(0, 12)}-${port}.sock`)
    const args = ['--target', pid, '--net', process.execPath, '-e', relayScript, String(port), socketPath]
    running.relays.push(spawn('nsenter', args, { stdio: 'ignore' }))
    running.doors.set(port, { socketPath })
  }

  const isDown = async ({ ids }: Running) =>
    ids.size === 0 ||
    (await docker(['inspect', '--format', '{{.State.Running}}', ...ids.values()])).text
      .split('\n')
      .includes('false')

  const isWell = async (id: string, command: readonly string[], timeoutMs: number) =>
    (await docker(['exec', id, ...command], timeoutMs)).isGood

  const terminate = async ({ ids }: Running, seconds: number) => {
    if (ids.size > 0) await docker(['stop', '--time', String(seconds), ...ids.values()])
  }

  return { pull, start, open, isDown, isWell, terminate, remove, stop }
}

interface Answer {
  readonly isGood: boolean
  readonly text: string
  readonly complaint: string
}

const stateForm = '{{.State.Running}} {{.State.ExitCode}} {{.State.OOMKilled}}'
