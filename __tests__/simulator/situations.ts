import { LightsailClient } from '@aws-sdk/client-lightsail'
import { afterEach } from '@jest/globals'
import { type Account, createAccount } from '../../simulator/lightsail/account.ts'
import type { ContainerService } from '../../simulator/lightsail/api-types.ts'
import type { Switches } from '../../simulator/lightsail/behaviour-options.ts'
import { LightsailError } from '../../simulator/lightsail/errors.ts'
import type { OutcomeName } from '../../simulator/lightsail/outcomes.ts'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { type VirtualClock, virtualClock } from '../../simulator/wire/clock.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/wire/server.ts'

/** An account in a scenario's state, with a clock of its own; no HTTP. */
export function accountIn(
  scenario: string,
  switches: Partial<Switches> = {},
  outcomes: readonly OutcomeName[] = [],
): { account: Account; clock: VirtualClock; advance: (seconds: number) => void } {
  const clock = virtualClock()
  const found = scenarioNamed(scenario)
  const account = createAccount({ clock, switches: { ...found.switches, ...switches }, outcomes })
  found.arrange(account)
  return { account, clock, advance: (seconds) => clock.advance(seconds * 1000) }
}

const running: Simulator[] = []
const clients: LightsailClient[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await Promise.all(running.splice(0).map(({ close }) => close()))
})

/** A simulator on loopback with a virtual clock; closed after the test. */
export async function simulated(
  options: SimulatorOptions = {},
): Promise<Simulator & { advance: (seconds: number) => void }> {
  const clock = virtualClock()
  const simulator = await startSimulator({ clock, ...options })
  running.push(simulator)
  return { ...simulator, advance: (seconds) => clock.advance(seconds * 1000) }
}

/** The real SDK. Without retries unless asked. */
export function sdk({ url }: { url: string }, maxAttempts = 1): LightsailClient {
  const client = new LightsailClient({
    endpoint: url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    maxAttempts,
  })
  clients.push(client)
  return client
}

/** One raw request: what is on the wire, without an SDK in between. */
export async function post(
  { url }: { url: string },
  operation: string,
  input: unknown = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': operation.includes('.') ? operation : `Lightsail_20161128.${operation}`,
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  })
  const body: unknown = await response.json()
  if (typeof body !== 'object' || body === null) throw new TypeError('not an object')
  return { status: response.status, headers: response.headers, body: { ...body } }
}

/** The refusal of a direct call as `[type, message]`. */
export function refusal(act: () => unknown): readonly [string, string] {
  try {
    act()
  } catch (error) {
    if (error instanceof LightsailError) return [error.type, error.message]
    throw error
  }
  throw new Error('The call was not refused.')
}

/** A deployment of one container `app` on port 8080. */
export function deployment(image = 'ghcr.io/acme/shop:9a8b7c'): object {
  return {
    containers: { app: { image, ports: { '8080': 'HTTP' } } },
    publicEndpoint: { containerName: 'app', containerPort: 8080 },
  }
}

/** Deploys to `shop` directly. */
export function deploy(account: Account, image?: string): void {
  account.call('CreateContainerServiceDeployment', { serviceName: 'shop', ...deployment(image) })
}

/** `shop` as GetContainerServices shows it, directly. */
export function shop(account: Account): ContainerService {
  const [service] = account.call('GetContainerServices', { serviceName: 'shop' }).containerServices
  if (service === undefined) throw new Error('There is no service.')
  return service
}
