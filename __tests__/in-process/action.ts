import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordedCall } from '../../simulator/wire/protocol.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/wire/server.ts'
import { inputDefaults } from '../../src/lightsail/inputs/names.ts'
import { runMain, runPost } from './main.ts'
import { recordingRunner } from './recorder.ts'
import { type RunTime, runTime } from './time.ts'

/**
 * The whole action in this process: inputs in its environment, the real SDK and octokit over HTTP, a runner that
 * records, and time that passes by what the run does. What takes a process of its own is in `bundle/`, whose
 * situations and results have the same form.
 */
export interface ActionRun {
  /** `null` for a run that made calls without end. */
  readonly exitCode: number | null
  /** The log as the runner gets it. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** The messages of errors, as GitHub shows them. */
  readonly errors: readonly string[]
  /** What Lightsail was called for, in order. */
  readonly operations: readonly string[]
  readonly calls: readonly RecordedCall[]
  /** What the step left for the post step. */
  readonly state: Readonly<Record<string, string>>
}

export interface RunningAction {
  /** The job is cancelled. */
  kill(signal: 'SIGINT' | 'SIGTERM'): void
  /** So many milliseconds pass while an answer is held back. */
  pass(ms: number): void
}

export interface Situation extends Omit<SimulatorOptions, 'clock'> {
  readonly inputs?: Readonly<Record<string, string>>
  /** Files of the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>
  /** Puts into the workspace what is no plain text: links, pipes, bytes. */
  readonly prepare?: (workspace: string) => void
  readonly env?: Readonly<Record<string, string>>
  /** Simulated seconds that pass with each call, beside the pauses. */
  readonly secondsPerCall?: number
  /** Before the run starts; what is given is called for as long as it goes on. */
  readonly during?: (action: RunningAction, simulator: Simulator) => void
}

/** What most situations deploy; an input given as '' is left out. */
const usual = {
  'service-name': 'shop',
  image: 'ghcr.io/acme/shop:9a8b7c',
  'poll-interval-seconds': '0.01',
}

/** What a public URL answers depends on no time: the version before does not go on answering for a while. */
const steady = { servingLagSeconds: 0 }

/** More requests than any situation needs: a run that makes them would go on for ever. */
const MAX_REQUESTS = 2_000

export const runAction = async ({
  secondsPerCall = 20,
  afterwards,
  ...situation
}: Situation & {
  /** Runs the action again, with these inputs, or its post step, against the same simulator. */
  readonly afterwards?: (
    rerun: (inputs: Situation['inputs']) => Promise<ActionRun>,
    post: () => Promise<ActionRun>,
  ) => Promise<void>
}): Promise<ActionRun> => {
  const { inputs, files, env, prepare, during, ...options } = situation
  let isEndless = false
  let end: () => void = () => undefined
  const time = runTime({
    secondsPerCall,
    onRequest: (number) => {
      if (number < MAX_REQUESTS) return
      isEndless = true
      end()
    },
  })
  const simulator = await startSimulator({
    clock: time.there,
    ...options,
    switches: { ...steady, ...options.switches },
  })
  const run = async (asked: Situation, left?: ActionRun['state']) => {
    const controller = new AbortController()
    end = () => controller.abort()
    asked.during?.({ kill: end, pass: time.pass }, simulator)
    const ended = await runAgainst(simulator, asked, {
      time,
      signal: controller.signal,
      ...(left && { left }),
    })
    return isEndless ? { ...ended, exitCode: null } : ended
  }
  try {
    const ended = await run(situation)
    await afterwards?.(
      (others) => run({ ...situation, ...(others && { inputs: others }) }),
      () => run({ ...situation, during: () => undefined }, ended.state),
    )
    return ended
  } finally {
    await simulator.close()
  }
}

const runAgainst = async (
  simulator: Simulator,
  { inputs = {}, files = {}, env = {}, prepare }: Situation,
  {
    time,
    signal,
    left,
  }: {
    time: RunTime
    signal: AbortSignal
    /** Of the main step; given to its post step alone. */
    left?: ActionRun['state']
  },
): Promise<ActionRun> => {
  const callsBefore = simulator.calls.length
  const workspace = mkdtempSync(join(tmpdir(), 'lightsail-deploy-'))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(workspace, path), text)
  prepare?.(workspace)
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    GITHUB_WORKSPACE: workspace,
    ...simulator.env,
    ...env,
    ...asVariables({ ...inputDefaults, ...usual, ...inputs }),
  }
  const { runner, recorded } = recordingRunner(environment, workspace)
  const state: Record<string, string> = {}
  const io = {
    runner,
    environment,
    clock: time.clock,
    signal,
    saveState: (name: string, text: string) => {
      state[name] = text
    },
    getState: (name: string) => left?.[name] ?? '',
  }
  // The SDK reads the variables of the process.
  const before = { ...process.env }
  Object.assign(process.env, environment)
  try {
    await time.within(() => (left ? runPost(io) : runMain(io)))
    const calls = simulator.calls.slice(left ? callsBefore : 0)
    return { ...recorded, operations: calls.map(({ operation }) => operation), calls, state }
  } finally {
    for (const name of Object.keys(environment)) {
      const value = before[name]
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    rmSync(workspace, { recursive: true, force: true })
  }
}

const asVariables = (inputs: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(inputs)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
  )

/** The writes among the operations: what cost or changed something. */
export const writes = (run: Pick<ActionRun, 'operations'>): string[] =>
  run.operations.filter((operation) => !operation.startsWith('Get'))
