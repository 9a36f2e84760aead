import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { RunningTasks } from '../docker/ecs-tasks.ts'
import type { RunningDeployments } from '../docker/lightsail-deployments.ts'
import type { Account as EcsAccount } from '../ecs/account.ts'
import { respondPublicly as respondAsTasks } from '../ecs/public-endpoint.ts'
import type { Account } from '../lightsail/account.ts'
import { respondPublicly } from '../lightsail/public-endpoint.ts'
import type { SimulatorClock } from './clock.ts'
import type { Protocol, WireAnswer, WireRequest } from './protocol.ts'

/** What runs for real. */
export interface RealContainers {
  readonly deployments: RunningDeployments
  readonly tasks: RunningTasks
}

/** Opens the port on loopback. Rejects when it is taken. */
export async function listen({
  account,
  ecs,
  clock,
  protocol,
  containers,
  port,
}: {
  account: Account
  ecs: EcsAccount
  clock: SimulatorClock
  protocol: Protocol
  containers: RealContainers | undefined
  port: number
}): Promise<{ port: number; close: () => Promise<void> }> {
  const heldBack = new Set<NodeJS.Timeout>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    containers?.deployments.tend()
    containers?.tasks.tend()
    if (containers && isAnswered(containers, request, response)) return
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.method === 'POST')
        answerCall({ request, response, body: Buffer.concat(chunks).toString(), protocol, heldBack })
      else {
        clock.onRequest()
        answerVisitor(request, response, { lightsail: account, ecs })
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const close = () =>
    new Promise<void>((resolve) => {
      containers?.deployments.close()
      containers?.tasks.close()
      for (const timer of heldBack) clearTimeout(timer)
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { port: typeof address === 'object' && address !== null ? address.port : port, close }
}

function answerCall({
  request,
  response,
  body,
  protocol,
  heldBack,
}: {
  request: IncomingMessage
  response: ServerResponse
  body: string
  protocol: Protocol
  heldBack: Set<NodeJS.Timeout>
}): void {
  const answer = answered(protocol, { target: String(request.headers['x-amz-target'] ?? ''), body })
  const send = () => {
    if (answer.kind === 'dropped') request.socket.destroy()
    else response.writeHead(answer.status, answer.headers).end(answer.body)
  }
  if (answer.latencyMs === 0) {
    send()
    return
  }
  const timer = setTimeout(() => {
    heldBack.delete(timer)
    send()
  }, answer.latencyMs)
  heldBack.add(timer)
}

/** A bug in the simulator must not look like an error of AWS, nor leave the client without a reply. */
function answered(protocol: Protocol, request: WireRequest): WireAnswer {
  try {
    return protocol.answer(request)
  } catch (error) {
    const message = `The simulator itself failed: ${error instanceof Error ? error.stack : error}`
    const body = JSON.stringify({ __type: 'SimulatorFailure', message })
    return { kind: 'answered', status: 500, headers: {}, body, latencyMs: 0 }
  }
}

/** The service whose public side is requested; undefined for API calls. */
function serviceAsked({ headers, url }: IncomingMessage): string {
  const byHost = /^([a-z0-9-]+)\.[a-z0-9]{13}\.[a-z0-9-]+\.cs\.amazonlightsail\.com/.exec(headers.host ?? '')
  return byHost?.[1] ?? /^\/at\/([a-z0-9-]+)(?:\/|$)/.exec(url ?? '')?.[1] ?? ''
}

function ecsServiceAsked({ url }: IncomingMessage): { cluster: string; service: string } | undefined {
  const [, cluster, service] = /^\/ecs\/([\w-]+)\/([\w-]+)(?:\/|$)/.exec(url ?? '') ?? []
  return cluster === undefined || service === undefined ? undefined : { cluster, service }
}

/** Whether a real container answers. */
function isAnswered(
  { deployments, tasks }: RealContainers,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const onEcs = ecsServiceAsked(request)
  if (onEcs !== undefined) return tasks.answer(onEcs, request, response)
  const service = serviceAsked(request)
  return service !== '' && deployments.answer(service, request, response)
}

/**
 * The services' public side: `/at/<service>/…` or the Host header of a default domain on Lightsail,
 * `/ecs/<cluster>/<service>/…` on ECS.
 */
function answerVisitor(
  request: IncomingMessage,
  response: ServerResponse,
  { lightsail, ecs }: { lightsail: Account; ecs: EcsAccount },
): void {
  const asked = ecsServiceAsked(request)
  const { status, contentType, body } =
    asked === undefined
      ? respondPublicly(serviceAsked(request), viewOf(lightsail))
      : respondAsTasks(asked, viewOf(ecs))
  response.writeHead(status, { 'content-type': contentType }).end(body)
}

function viewOf<A extends Account | EcsAccount>(
  account: A,
): { records: A['records']; at: number; switches: A['switches'] } {
  return { records: account.records, at: account.now(), switches: account.switches }
}
