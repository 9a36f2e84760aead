import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/**
 * Replays the steps of a job of our own workflows on this machine: `run:` in bash, `uses: ./…` as a runner starts an action of
 * this repository. Actions of others are passed over. Only the expressions that our workflows have are known.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Step {
  readonly id?: string
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  readonly 'continue-on-error'?: boolean
}

export interface Job {
  readonly steps: readonly Step[]
  readonly env?: Readonly<Record<string, string>>
}

interface StepEnd {
  readonly outcome: 'success' | 'failure' | 'skipped'
  readonly outputs: Readonly<Record<string, string>>
  readonly log: string
}

/** Of every step that has an id or a name, by that. */
export type JobEnd = ReadonlyMap<string, StepEnd>

/** Runs the steps in their order. After one that fails, only those run that say `always()`. `told`: the runner's variables. */
export async function replay(
  { steps, env = {} }: Job,
  { folder, told = {} }: { readonly folder: string; readonly told?: Readonly<Record<string, string>> },
): Promise<JobEnd> {
  const ends = new Map<string, StepEnd>()
  const event = told['GITHUB_EVENT_NAME'] ?? 'push'
  const known: Record<string, string> = {
    'github.event_name': event,
    'github.token': 'ghs_token-of-the-job',
    'runner.temp': folder,
    ...Object.fromEntries(Object.entries(env).map(([name, text]) => [`env.${name}`, text])),
  }
  const evaluate = (text: string): string =>
    text.replaceAll(/\$\{\{ *([^}]*?) *\}\}/g, (_, expression: string) => resolved(expression, known, ends))
  let hasFailed = false
  for (const step of steps) {
    if (step.run === undefined && !step.uses?.startsWith('./')) continue
    const name = step.id ?? step.name ?? 'a step'
    const isRun: boolean = step.if === 'always()' || (!hasFailed && isTrue(step.if, event))
    const environment = Object.fromEntries(
      Object.entries({ ...told, ...env, ...step.env }).map(([key, text]) => [key, evaluate(String(text))]),
    )
    const end: StepEnd = isRun ? await runStep(step, { environment, evaluate, folder }) : skipped
    hasFailed ||= end.outcome === 'failure' && step['continue-on-error'] !== true
    ends.set(name, end)
  }
  return ends
}

const skipped: StepEnd = { outcome: 'skipped', outputs: {}, log: '' }

function isTrue(condition: string | undefined, event: string): boolean {
  if (condition === undefined) return true
  const wanted = /^github\.event_name == '(\w+)'$/.exec(condition)?.[1]
  if (wanted === undefined) throw new Error(`a condition that is not known here: ${condition}`)
  return wanted === event
}

function resolved(
  expression: string,
  known: Readonly<Record<string, string>>,
  ends: ReadonlyMap<string, StepEnd>,
): string {
  const found = /^steps\.([\w-]+)\.(?:outputs\.([\w-]+)|(outcome))$/.exec(expression)
  const value = found ? partOf(ends.get(found[1] ?? ''), found[2]) : known[expression]
  if (value === undefined) throw new Error(`an expression that is not known here: ${expression}`)
  return value
}

function partOf(end: StepEnd | undefined, output: string | undefined): string | undefined {
  return output === undefined ? end?.outcome : end && (end.outputs[output] ?? '')
}

async function runStep(
  { run, uses = '', with: given = {} }: Step,
  {
    environment,
    evaluate,
    folder,
  }: {
    readonly environment: Readonly<Record<string, string>>
    readonly evaluate: (text: string) => string
    readonly folder: string
  },
): Promise<StepEnd> {
  const scratch = mkdtempSync(join(folder, 'step-'))
  const files = { GITHUB_OUTPUT: join(scratch, 'output'), GITHUB_STEP_SUMMARY: join(scratch, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  try {
    const [program, argv, inputs] =
      run === undefined
        ? actionOf(uses, given, evaluate)
        : (['bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {}] as const)
    const child = spawn(program, argv, {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        RUNNER_TEMP: folder,
        ...files,
        ...environment,
        ...inputs,
      },
    })
    let log = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text
      })
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
    return { outcome: code === 0 ? 'success' : 'failure', outputs: outputsIn(files.GITHUB_OUTPUT), log }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Node with the file that the action.yml names, and the inputs as variables, with their defaults. */
function actionOf(
  uses: string,
  given: Readonly<Record<string, unknown>>,
  evaluate: (text: string) => string,
) {
  const action = parse(readFileSync(join(root, uses, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: unknown }>
    runs: { main: string }
  }
  const stranger = Object.keys(given).find((name) => !(name in action.inputs))
  if (stranger !== undefined) throw new Error(`${uses} has no input ${stranger}`)
  const inputs = Object.entries(action.inputs).map(([name, input]) => {
    const text = String(given[name] ?? input.default ?? '')
    return [`INPUT_${name.toUpperCase()}`, evaluate(text)]
  })
  return [process.execPath, [join(root, uses, action.runs.main)], Object.fromEntries(inputs)] as const
}

function outputsIn(path: string): Record<string, string> {
  const found = readFileSync(path, 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?^\2$/gm)
  return Object.fromEntries([...found].map(([, name = '', , value = '']) => [name, value]))
}

/** A folder for the files of a replayed job, in which its simulators leave their logs. */
export function jobFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lightsail-deploy-job-'))
}
