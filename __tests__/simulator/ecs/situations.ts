import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { ECSClient } from '@aws-sdk/client-ecs'
import { afterEach } from '@jest/globals'
import { virtualClock } from '../../../simulator/wire/clock.ts'
import {
  type EcsOptions,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../../simulator/wire/server.ts'

const open: { close(): unknown }[] = []

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** A simulator whose time stands still unless its clock is moved. */
export async function simulated(
  ecs: EcsOptions = {},
  options: Omit<SimulatorOptions, 'ecs'> = {},
): Promise<Simulator> {
  const simulator = await startSimulator({ clock: virtualClock(), ...options, ecs })
  open.push(simulator)
  return simulator
}

/** The real SDK, which asks once. */
export function ecsOf({ url }: Simulator): ECSClient {
  return opened(new ECSClient(settings(url)))
}

export function logsOf({ url }: Simulator): CloudWatchLogsClient {
  return opened(new CloudWatchLogsClient(settings(url)))
}

function opened<C extends { destroy(): void }>(client: C): C {
  open.push({ close: () => client.destroy() })
  return client
}

function settings(endpoint: string) {
  return {
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    maxAttempts: 1,
  }
}

/** A request as no SDK would send it, and the answer as it stands on the wire. */
export async function post(
  { url }: Simulator,
  target: string,
  body: unknown = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

export const ECS = 'AmazonEC2ContainerServiceV20141113.'
export const LOGS = 'Logs_20140328.'
