import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordedCall } from '../../simulator/wire/protocol.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/wire/server.ts'
import type { Provider } from '../../src/action/provider.ts'
import { runAction as runStep } from '../../src/action/run-action.ts'
import type { StepIo } from '../../src/github/step-io.ts'
import { lightsail } from '../../src/lightsail/provider.ts'
import { recordingRunner } from './recorder.ts'
import { type RunTime, runTime } from './time.ts'

export { passTime } from './time.ts'

/**
 * The whole action in this process: inputs in its environment, the real SDK and octokit over HTTP, a runner that
 * records, and time that passes by what the run does. What takes a process of its own is in `bundle/`, whose
 * situations and results have the same form.
 */
export interface ActionRun {
  /** `null` for a run that made requests without end. */
  readonly exitCode: number | null
  /** The log as the runner receives it. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** The messages of errors, as GitHub shows them. */
  readonly errors: readonly string[]
  /** Calls to Lightsail, in order. */
  readonly operations: readonly string[]
  readonly calls: readonly RecordedCall[]
  /** The state saved for the post step. */
  readonly state: Readonly<Record<string, string>>
  /** Milliseconds that the run spent on pauses and replies after the job was cancelled. */
  readonly graceMs: number
  /** From the start of the run to its end, on its clock. */
  readonly seconds: number
}

export interface RunningAction {
  /** The job is cancelled. */
  kill(signal: 'SIGINT' | 'SIGTERM'): void
}

/** The situation of a run. */
export interface Given {
  readonly inputs?: Readonly<Record<string, string>>
  /** Files of the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>
  /** Adds special files to the workspace: links, pipes, bytes. */
  readonly prepare?: (workspace: string) => void
  readonly env?: Readonly<Record<string, string>>
  /** Called with the run before it starts. */
  readonly during?: (action: RunningAction, simulator: Simulator) => void
}

/** The simulated Lightsail. */
export interface Surroundings extends Omit<SimulatorOptions, 'clock'> {
  /** Simulated seconds that pass with each call, beside the pauses. */
  readonly secondsPerCall?: number
  /** Seconds that pass for the run with each request, beside the pauses; one unless given. */
  readonly secondsPerRequest?: number
}

export type Situation = Given & Surroundings

/** A simulated Lightsail with its time, for several runs in a row. */
export interface World {
  readonly simulator: Simulator
  /** A main step; or the post step of one that left this. */
  run(given: Given, left?: ActionRun['state']): Promise<ActionRun>
  /** So many milliseconds pass between two runs. */
  pass(ms: number): void
  close(): Promise<void>
}

/** The action that runs, and what is handed over to it unless a situation says otherwise; an input given as '' is left out. */
export interface ActionUnderTest {
  step(io: StepIo): Promise<void>
  readonly inputs: Readonly<Record<string, string>>
}

/** An action as its action.yml starts it, with the inputs of most situations. */
export function underTest<Request>(
  provider: Provider<Request>,
  inputs: Readonly<Record<string, string>>,
): ActionUnderTest {
  return {
    step: (io) => runStep(provider, io),
    inputs: { ...(provider.inputs.defaults as Readonly<Record<string, string>>), ...inputs },
  }
}

const ofLightsail = underTest(lightsail, {
  'service-name': 'shop',
  image: 'ghcr.io/acme/shop:9a8b7c',
  'poll-interval-seconds': '0.01',
})

/** The answers of the public URL do not depend on time: the previous version does not answer for a while. */
const steady = { servingLagSeconds: 0 }

/** More requests than any run needs: a run that makes them would not end. */
const MAX_REQUESTS = 2_000

export async function openWorld(
  { secondsPerCall = 20, secondsPerRequest = 1, ...options }: Surroundings = {},
  action: ActionUnderTest = ofLightsail,
): Promise<World> {
  const time = runTime({ secondsPerCall, secondsPerRequest })
  const simulator = await startSimulator({
    ...options,
    clock: time.there,
    switches: { ...steady, ...options.switches },
  })
  return {
    simulator,
    run: (given, left) => inTurn(() => runIn({ simulator, time, action }, given, left)),
    pass: time.pass,
    close: simulator.close,
  }
}

export async function runAction(
  {
    afterwards,
    ...situation
  }: Situation & {
    /** Runs the action again, with these inputs, or its post step, against the same simulator. */
    readonly afterwards?: (
      rerun: (inputs: Situation['inputs']) => Promise<ActionRun>,
      post: () => Promise<ActionRun>,
    ) => Promise<void>
  },
  action: ActionUnderTest = ofLightsail,
): Promise<ActionRun> {
  const world = await openWorld(situation, action)
  try {
    const ended = await world.run(situation)
    await afterwards?.(
      (others) => world.run({ ...situation, ...(others && { inputs: others }) }),
      () => world.run({ ...situation, during: () => undefined }, ended.state),
    )
    return ended
  } finally {
    await world.close()
  }
}

/** The end of the run before, and of its variables in this process. */
let turn: Promise<unknown> = Promise.resolve()

function inTurn(run: () => Promise<ActionRun>): Promise<ActionRun> {
  const ended = turn.then(run)
  turn = ended.catch(() => undefined)
  return ended
}

async function runIn(
  { simulator, time, action }: { simulator: Simulator; time: RunTime; action: ActionUnderTest },
  { inputs = {}, files = {}, env = {}, prepare, during }: Given,
  left: ActionRun['state'] | undefined,
): Promise<ActionRun> {
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
    ...asVariables({ ...action.inputs, ...inputs }),
  }
  const { runner, recorded } = recordingRunner(environment, workspace)
  const state: Record<string, string> = {}
  const controller = new AbortController()
  let isEndless = false
  let cancelledAt: number | undefined
  const cancel = () => {
    cancelledAt ??= time.passed()
    controller.abort()
  }
  const io = {
    runner,
    environment,
    clock: time.clock,
    signal: controller.signal,
    isPostStep: left !== undefined,
    saveState: (name: string, text: string) => {
      state[name] = text
    },
    getState: (name: string) => left?.[name] ?? '',
    exit: () => undefined,
  }
  const onRequest = (number: number) => {
    if (number < MAX_REQUESTS) return
    isEndless = true
    cancel()
  }
  during?.({ kill: cancel }, simulator)
  const start = time.clock.now()
  const restore = setVariables(environment)
  try {
    await time.within(() => action.step(io), onRequest)
    const calls = simulator.calls.slice(left ? callsBefore : 0)
    const exitCode = isEndless ? null : recorded.exitCode
    const graceMs = cancelledAt === undefined ? 0 : time.passed() - cancelledAt
    const operations = calls.map(({ operation }) => operation)
    const seconds = (time.clock.now() - start) / 1_000
    return { ...recorded, exitCode, operations, calls, state, graceMs, seconds }
  } finally {
    restore()
    rmSync(workspace, { recursive: true, force: true })
  }
}

/** Of this process, for the SDK, which reads them there. */
function setVariables(environment: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env }
  Object.assign(process.env, environment)
  return () => {
    for (const name of Object.keys(environment)) {
      const value = before[name]
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

function asVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
  )
}

/** The writes among the operations. */
export function writes(run: Pick<ActionRun, 'operations'>): string[] {
  return run.operations.filter((operation) => !/^(?:Get|AmazonEC2ContainerRegistry)/.test(operation))
}
