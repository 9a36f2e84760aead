import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { steppedClock } from '../../simulator/wire/clock.ts'
import type { RecordedCall } from '../../simulator/wire/protocol.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/wire/server.ts'
import { inputDefaults as ecsDefaults } from '../../src/ecs/inputs/names.ts'
import { inputDefaults } from '../../src/lightsail/inputs/names.ts'

/** The committed bundle as a runner starts it: a process, inputs in its environment, files for outputs and summary. */

const checkout = fileURLToPath(new URL('../..', import.meta.url))
const ownTime = new URL('../support/own-time.mjs', import.meta.url)

export interface BundleRun {
  readonly exitCode: number | null
  /** The log as the process wrote it. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** The messages of `::error::` commands, as GitHub shows them. */
  readonly errors: readonly string[]
  /** Calls to Lightsail, in order. */
  readonly operations: readonly string[]
  readonly calls: readonly RecordedCall[]
  /** The state saved for the post step. */
  readonly state: Readonly<Record<string, string>>
}

export interface BundleProcess {
  readonly pid: number | undefined
  kill(signal: NodeJS.Signals): void
}

export interface Situation extends SimulatorOptions {
  /** `lightsail` unless given. */
  readonly action?: keyof typeof actions
  /** The folder of the repository, or what was made of it; this checkout unless given. */
  readonly root?: string
  readonly inputs?: Readonly<Record<string, string>>
  /** Files of the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Simulated seconds that pass with each call: waiting takes milliseconds, and the same number of calls each time. */
  readonly secondsPerCall?: number
  /** Called with the process when it is started; may signal it. */
  readonly during?: (process: BundleProcess, simulator: Simulator) => void
}

/** The files that each action starts, and what most situations deploy; an input given as '' is left out. */
const actions = {
  lightsail: {
    main: 'dist/index.js',
    post: 'dist/post.js',
    inputs: {
      ...inputDefaults,
      'service-name': 'shop',
      image: 'ghcr.io/acme/shop:9a8b7c',
      'poll-interval-seconds': '0.01',
    },
  },
  ecs: {
    main: 'dist/ecs.js',
    post: 'dist/ecs-post.js',
    inputs: {
      ...ecsDefaults,
      cluster: 'prod',
      service: 'shop',
      image: 'ghcr.io/acme/shop:9a8b7c',
      'check-image': 'false',
      'poll-interval-seconds': '0.01',
    },
  },
} as const

/** The answers of the public URL do not depend on time: the previous version does not answer for a while. */
const steady = { servingLagSeconds: 0 }

export async function runBundle({
  secondsPerCall = 20,
  afterwards,
  ...situation
}: Situation & {
  /** Runs the bundle again, with these inputs, or its post step, against the same simulator. */
  readonly afterwards?: (
    rerun: (inputs: Situation['inputs']) => Promise<BundleRun>,
    post: () => Promise<BundleRun>,
  ) => Promise<void>
}): Promise<BundleRun> {
  const { action, root, inputs, files, env, during, ...options } = situation
  const simulator = await startSimulator({
    clock: steppedClock(secondsPerCall * 1000),
    ...options,
    switches: { ...steady, ...options.switches },
  })
  try {
    const run = await runAgainst(simulator, situation)
    await afterwards?.(
      (others) => runAgainst(simulator, { ...situation, ...(others && { inputs: others }) }),
      () => runAgainst(simulator, { ...situation, during: () => undefined }, run.state),
    )
    return run
  } finally {
    await simulator.close()
  }
}

export async function runAgainst(
  simulator: Simulator,
  { action = 'lightsail', root = checkout, inputs = {}, files = {}, env = {}, during }: Situation,
  /** Of the main step; given to its post step alone. */
  left?: BundleRun['state'],
): Promise<BundleRun> {
  const callsBefore = simulator.calls.length
  const workspace = mkdtempSync(join(tmpdir(), 'lightsail-deploy-'))
  const outputFile = join(workspace, 'output')
  const summaryFile = join(workspace, 'summary')
  const stateFile = join(workspace, 'state')
  for (const path of [outputFile, summaryFile, stateFile]) writeFileSync(path, '')
  for (const [path, text] of Object.entries(files)) writeFileSync(join(workspace, path), text)
  try {
    const { main, post, inputs: usual } = actions[action]
    const child = spawn(process.execPath, [join(root, left ? post : main)], {
      cwd: workspace,
      env: {
        PATH: process.env['PATH'],
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_EC2_METADATA_DISABLED: 'true',
        NODE_OPTIONS: `--import ${ownTime}`,
        ...simulator.env,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        GITHUB_STATE: stateFile,
        ...env,
        ...Object.fromEntries(Object.entries(left ?? {}).map(([name, text]) => [`STATE_${name}`, text])),
        ...asVariables({ ...usual, ...inputs }),
      },
    })
    during?.({ pid: child.pid, kill: (signal) => void child.kill(signal) }, simulator)
    let log = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => {
        log += text
      })
    }
    const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
    const calls = simulator.calls.slice(left ? callsBefore : 0)
    return {
      exitCode,
      log,
      outputs: readOutputs(readFileSync(outputFile, 'utf8')),
      summary: readFileSync(summaryFile, 'utf8'),
      errors: [...log.matchAll(/^::error[^:]*::(.*)$/gm)].map(([, message = '']) => unescapeCommand(message)),
      operations: calls.map(({ operation }) => operation),
      calls,
      state: readOutputs(readFileSync(stateFile, 'utf8')),
    }
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}

function asVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
  )
}

function unescapeCommand(message: string): string {
  return message.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%')
}

/** The form that the runner reads: `name<<delimiter`, the value's lines, the delimiter. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  for (const [, name = '', , value = ''] of text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?^\2$/gm)) {
    outputs[name] = value
  }
  return outputs
}

/** The writes among the operations. */
export function writes(run: BundleRun): string[] {
  return run.operations.filter((operation) => !operation.startsWith('Get'))
}
