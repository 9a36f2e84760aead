import { parseArgs } from 'node:util'
import { outcomes as ecsOutcomes } from './ecs/outcomes/index.ts'
import { scenarios as ecsScenarios } from './ecs/scenarios/index.ts'
import { outcomes as lightsailOutcomes } from './lightsail/outcomes.ts'
import { scenarios as lightsailScenarios } from './lightsail/scenarios/index.ts'
import type { RecordedCall } from './wire/protocol.ts'

interface Entry {
  readonly name: string
  readonly sentence: string
}

/** Texts that depend on the target of the scenario; the other services answer as well. */
const targets = {
  lightsail: {
    title: 'Amazon Lightsail container services',
    scenarios: lightsailScenarios,
    standard: 'update',
    outcomes: lightsailOutcomes,
    example: 'aws lightsail get-container-services',
  },
  ecs: {
    title: 'Amazon ECS',
    scenarios: ecsScenarios,
    standard: 'shop-on-ecs',
    outcomes: ecsOutcomes,
    example: 'aws ecs describe-services --cluster prod --services shop',
  },
} as const satisfies Record<
  string,
  { scenarios: readonly Entry[]; outcomes: object; [part: string]: unknown }
>

export type Target = keyof typeof targets

/** What the command line asks for. */
export type Invocation =
  | {
      readonly kind: 'serve'
      readonly target: Target
      readonly scenario: string
      readonly speed: number
      readonly port: number
      /** Run containers with docker. */
      readonly usesDocker: boolean
      /** A registry to push to, with the login that it wants. */
      readonly registry:
        | { readonly address: string; readonly username: string; readonly password: string }
        | undefined
    }
  | { readonly kind: 'list'; readonly target: Target }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string }

export const usage = `Usage: simulator [--target lightsail|ecs] [--scenario NAME] [--speed FACTOR] [--port NUMBER]
                 [--docker] [--registry URL] [--list] [--help]

  --target NAME     the service that the scenario is about, lightsail or ecs (default lightsail)
  --scenario NAME   the situation to start in (default update, for ecs shop-on-ecs)
  --speed FACTOR    how many times as fast as real time it runs, above 0 (default 1)
  --port NUMBER     0 to 65535 (default 0: any free one)
  --docker          the containers of new deployments and tasks run for real, with the docker command
  --registry URL    a registry to push to, with its login: http://AWS:password@127.0.0.1:5000 (lightsail)
  --list            the scenarios, and the outcomes that an image's tag can choose
  --help            this text`

/** Reads the arguments (without node and script); never throws. */
export function invocation(argv: readonly string[]): Invocation {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        target: { type: 'string', default: 'lightsail' },
        scenario: { type: 'string' },
        speed: { type: 'string', default: '1' },
        port: { type: 'string', default: '0' },
        docker: { type: 'boolean', default: false },
        registry: { type: 'string' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return { kind: 'help' }
    const { target } = values
    if (!isTarget(target)) return mistake(`--target "${target}" is neither lightsail nor ecs.`)
    if (values.list) return { kind: 'list', target }
    const { scenarios, standard } = targets[target]
    const scenario = values.scenario ?? standard
    const speed = Number(values.speed)
    const port = Number(values.port)
    if (!scenarios.some(({ name }) => name === scenario))
      return mistake(
        `There is no scenario "${scenario}". Scenarios: ${scenarios.map(({ name }) => name).join(', ')}`,
      )
    if (target === 'ecs' && values.registry !== undefined)
      return mistake('--registry is for --target lightsail.')
    if (values.speed.trim() === '' || !Number.isFinite(speed) || speed <= 0)
      return mistake(`--speed "${values.speed}" is not a number above 0.`)
    if (!/^\d{1,5}$/.test(values.port) || port > 65535)
      return mistake(`--port "${values.port}" is not a number from 0 to 65535.`)
    return {
      kind: 'serve',
      target,
      scenario,
      speed,
      port,
      usesDocker: values.docker,
      registry: registryAt(values.registry),
    }
  } catch (error) {
    return mistake(error instanceof Error ? error.message : String(error))
  }
}

function isTarget(name: string): name is Target {
  return Object.hasOwn(targets, name)
}

function registryAt(text: string | undefined) {
  if (text === undefined) return undefined
  const { host, username, password } = new URL(text)
  return { address: host, username: decodeURIComponent(username), password: decodeURIComponent(password) }
}

export function listing(target: Target): string {
  const { scenarios, outcomes } = targets[target]
  const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2
  const rows = (items: readonly Entry[]) =>
    items.map(({ name, sentence }) => `  ${name.padEnd(width)}${sentence}`)
  return [
    'Scenarios:',
    ...rows(scenarios),
    '',
    "Outcomes, chosen by the image's tag, such as ghcr.io/acme/shop:outcome-wrong-port:",
    ...rows(Object.entries(outcomes).map(([name, { sentence }]) => ({ name, sentence }))),
  ].join('\n')
}

export function greeting({
  target,
  scenario,
  speed,
  env,
}: {
  target: Target
  scenario: string
  speed: number
  env: Readonly<Record<string, string>>
}): string {
  const { title, scenarios, example } = targets[target]
  const sentence = scenarios.find(({ name }) => name === scenario)?.sentence ?? ''
  return [
    `${title}, simulated. Scenario ${scenario}: ${sentence}`,
    ...(speed === 1 ? [] : [`The simulation runs ${speed} times faster than real time.`]),
    '',
    'Paste this into another terminal:',
    `  export ${Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    'Then, for example:',
    `  ${example}`,
    `  ${example} --endpoint-url ${env['AWS_ENDPOINT_URL']}   (for an aws command that does not read the variable)`,
    '',
    'Press Ctrl-C to stop. One line per call:',
  ].join('\n')
}

/** Columns: simulated time, operation (with IAM's prefix, except Lightsail's), result. */
export function callLine({ at, service, operation, status, errorType, dropped }: RecordedCall): string {
  const time = new Date(at).toISOString().slice(11, 19)
  const outcome = dropped === undefined ? [status, errorType] : ['dropped', dropped]
  const name = service === undefined || service === 'lightsail' ? operation : `${service}:${operation}`
  return [time, name, ...outcome.filter((part) => part !== undefined)].join('  ')
}

function mistake(message: string): Invocation {
  return { kind: 'mistake', message: `${message}\n\n${usage}` }
}
