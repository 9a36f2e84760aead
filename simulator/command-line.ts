import { parseArgs } from 'node:util'
import { outcomes } from './lightsail/outcomes.ts'
import { scenarios } from './lightsail/scenarios/index.ts'
import type { RecordedCall } from './wire/protocol.ts'

/** What a person at a terminal asked for. */
export type Invocation =
  | {
      readonly kind: 'serve'
      readonly scenario: string
      readonly speed: number
      readonly port: number
      /** Containers run for real. */
      readonly usesDocker: boolean
      /** A registry of one's own, with the login that it wants. */
      readonly registry:
        | { readonly address: string; readonly username: string; readonly password: string }
        | undefined
    }
  | { readonly kind: 'list' }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string }

export const usage = `Usage: simulator [--scenario NAME] [--speed FACTOR] [--port NUMBER]
                 [--docker] [--registry URL] [--list] [--help]

  --scenario NAME   the situation to start in (default update)
  --speed FACTOR    how many times as fast as real time it runs, above 0 (default 1)
  --port NUMBER     0 to 65535 (default 0: any free one)
  --docker          the containers of new deployments run for real, with the docker command
  --registry URL    a registry to push to, with its login: http://AWS:password@127.0.0.1:5000
  --list            the scenarios, and the outcomes that an image's tag can choose
  --help            this text`

/** Reads the arguments (without node and script); never throws. */
export function invocation(argv: readonly string[]): Invocation {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        scenario: { type: 'string', default: 'update' },
        speed: { type: 'string', default: '1' },
        port: { type: 'string', default: '0' },
        docker: { type: 'boolean', default: false },
        registry: { type: 'string' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return { kind: 'help' }
    if (values.list) return { kind: 'list' }
    const speed = Number(values.speed)
    const port = Number(values.port)
    if (!scenarios.some(({ name }) => name === values.scenario))
      return mistake(
        `There is no scenario "${values.scenario}". Scenarios: ${scenarios.map(({ name }) => name).join(', ')}`,
      )
    if (values.speed.trim() === '' || !Number.isFinite(speed) || speed <= 0)
      return mistake(`--speed "${values.speed}" is not a number above 0.`)
    if (!/^\d{1,5}$/.test(values.port) || port > 65535)
      return mistake(`--port "${values.port}" is not a number from 0 to 65535.`)
    return {
      kind: 'serve',
      scenario: values.scenario,
      speed,
      port,
      usesDocker: values.docker,
      registry: registryAt(values.registry),
    }
  } catch (error) {
    return mistake(error instanceof Error ? error.message : String(error))
  }
}

function registryAt(text: string | undefined) {
  if (text === undefined) return undefined
  const { host, username, password } = new URL(text)
  return { address: host, username: decodeURIComponent(username), password: decodeURIComponent(password) }
}

export function listing(): string {
  const rows = (items: readonly { readonly name: string; readonly sentence: string }[]) =>
    items.map(({ name, sentence }) => `  ${name.padEnd(26)}${sentence}`)
  return [
    'Scenarios:',
    ...rows(scenarios),
    '',
    'Outcomes, for a deployment of an image like ghcr.io/acme/shop:outcome-wrong-port:',
    ...rows(Object.entries(outcomes).map(([name, { sentence }]) => ({ name, sentence }))),
  ].join('\n')
}

export function greeting({
  scenario,
  speed,
  env,
}: {
  scenario: string
  speed: number
  env: Readonly<Record<string, string>>
}): string {
  const sentence = scenarios.find(({ name }) => name === scenario)?.sentence ?? ''
  return [
    `Amazon Lightsail container services, simulated. Scenario ${scenario}: ${sentence}`,
    ...(speed === 1 ? [] : [`Time runs ${speed} times as fast as outside.`]),
    '',
    'Paste into another terminal:',
    `  export ${Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    'then for example:',
    '  aws lightsail get-container-services',
    `  aws lightsail get-container-services --endpoint-url ${env['AWS_ENDPOINT_URL']}   (an aws too old to read the variable)`,
    '',
    'Ctrl-C ends it. One line per call:',
  ].join('\n')
}

/** Simulated time, operation, what became of it. */
export function callLine({ at, operation, status, errorType, dropped }: RecordedCall): string {
  const time = new Date(at).toISOString().slice(11, 19)
  const outcome = dropped === undefined ? [status, errorType] : ['dropped', dropped]
  return [time, operation, ...outcome.filter((part) => part !== undefined)].join('  ')
}

function mistake(message: string): Invocation {
  return { kind: 'mistake', message: `${message}\n\n${usage}` }
}
