import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  type DockerBackend,
  type EngineOptions,
  startContainers,
  undeterminedOutcome,
} from '../docker/docker-backend.ts'
import { type Account, createAccount } from '../lightsail/account.ts'
import type { Switches } from '../lightsail/behaviour-options.ts'
import type { Outcome, OutcomeName } from '../lightsail/outcomes.ts'
import { respondPublicly } from '../lightsail/public-endpoint.ts'
import { type Scenario, scenarioNamed } from '../lightsail/scenarios/index.ts'
import { type SimulatorClock, scaledClock } from './clock.ts'
import type { Fault } from './faults.ts'
import {
  createProtocol,
  type Protocol,
  type RecordedCall,
  type WireAnswer,
  type WireRequest,
} from './protocol.ts'

export interface SimulatorOptions {
  /** Real time unless given. */
  readonly clock?: SimulatorClock
  /** A name from scenarios.ts or one of your own; `empty-account` unless given. */
  readonly scenario?: string | Scenario
  /** `eu-central-1` unless given. */
  readonly region?: string
  /** On top of the scenario's. */
  readonly switches?: Partial<Switches>
  /** On top of the scenario's. */
  readonly faults?: readonly Fault[]
  /** Instead of the scenario's. */
  readonly fates?: readonly (OutcomeName | Outcome)[]
  /** Any free port unless given. */
  readonly port?: number
  readonly onCall?: (call: RecordedCall) => void
  /** Containers of new deployments run for real, with the docker command. */
  readonly engine?: EngineOptions
}

export interface Simulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly account: Account
  readonly clock: SimulatorClock
  readonly calls: RecordedCall[]
  /** May be added to and emptied while it runs. */
  readonly faults: Fault[]
  /** What to export so that SDKs, CLI and Terraform find it; the credentials are not checked. */
  readonly env: Record<string, string>
  /** Ends at once, whatever connections are open. */
  close(): Promise<void>
}

/** Starts Lightsail on loopback. Rejects with RangeError for an unknown scenario, and when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = scaledClock(1), region = 'eu-central-1' } = options
  const scenario =
    typeof options.scenario === 'object'
      ? options.scenario
      : scenarioNamed(options.scenario ?? 'empty-account')
  const account = createAccount({
    clock,
    region,
    switches: { ...scenario.switches, ...options.switches },
    fates: options.fates ?? (options.engine ? [] : (scenario.fates ?? [])),
    ...(options.engine && { otherwise: undeterminedOutcome }),
  })
  scenario.arrange(account)
  const faults = [...(scenario.faults ?? []), ...(options.faults ?? [])]
  const protocol = createProtocol({
    account,
    onRequest: () => clock.onRequest(),
    faults,
    events: scenario.events ?? [],
    ...(options.onCall && { onCall: options.onCall }),
  })

  const containers = options.engine && startContainers(account, options.engine)
  const { port, close } = await listen({ account, clock, protocol, containers, port: options.port ?? 0 })
  const url = `http://127.0.0.1:${port}`
  if (account.switches.urlTemplate === 'loopback')
    account.switches = { ...account.switches, urlTemplate: `${url}/at/{service}/` }
  return { url, account, clock, calls: protocol.calls, faults, env: environment(url, region), close }
}

/** botocore (and so the AWS CLI) reads AWS_DEFAULT_REGION, the JavaScript SDK reads AWS_REGION. */
function environment(url: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_LIGHTSAIL: url,
    AWS_ACCESS_KEY_ID: 'AKIASIMULATOR0000000',
    AWS_SECRET_ACCESS_KEY: 'not-checked-by-the-simulator',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  }
}

async function listen({
  account,
  clock,
  protocol,
  containers,
  port,
}: {
  account: Account
  clock: SimulatorClock
  protocol: Protocol
  containers: DockerBackend | undefined
  port: number
}): Promise<{ port: number; close: () => Promise<void> }> {
  const heldBack = new Set<NodeJS.Timeout>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    containers?.tend()
    const service = serviceAsked(request)
    if (service !== '' && containers?.answer(service, request, response)) return
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.method === 'POST')
        answerCall({ request, response, body: Buffer.concat(chunks).toString(), protocol, heldBack })
      else {
        clock.onRequest()
        answerVisitor(request, response, account)
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
      containers?.close()
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

/** A fault of the simulator itself must not look like Lightsail's, nor leave the client without an answer. */
function answered(protocol: Protocol, request: WireRequest): WireAnswer {
  try {
    return protocol.answer(request)
  } catch (error) {
    const message = `The simulator itself failed: ${error instanceof Error ? error.stack : error}`
    const body = JSON.stringify({ __type: 'SimulatorFailure', message })
    return { kind: 'answered', status: 500, headers: {}, body, latencyMs: 0 }
  }
}

/** The service whose public side is asked, or nothing. */
function serviceAsked({ headers, url }: IncomingMessage): string {
  const byHost = /^([a-z0-9-]+)\.[a-z0-9]{13}\.[a-z0-9-]+\.cs\.amazonlightsail\.com/.exec(headers.host ?? '')
  return byHost?.[1] ?? /^\/at\/([a-z0-9-]+)(?:\/|$)/.exec(url ?? '')?.[1] ?? ''
}

/** The services' public side: `/at/<service>/…`, or the Host header of a default domain. */
function answerVisitor(request: IncomingMessage, response: ServerResponse, account: Account): void {
  const name = serviceAsked(request)
  const { records, switches } = account
  const { status, contentType, body } = respondPublicly(name, { records, at: account.now(), switches })
  response.writeHead(status, { 'content-type': contentType }).end(body)
}
