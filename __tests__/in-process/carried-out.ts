import type { VirtualClock } from '../../simulator/wire/clock.ts'
import type { Simulator } from '../../simulator/wire/server.ts'
import { clientSettings } from '../../src/aws/client-settings.ts'
import { createRequestHandler } from '../../src/aws/request-handler.ts'
import { createLightsailApi } from '../../src/lightsail/api/client.ts'
import { runRequest } from '../../src/lightsail/compose.ts'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { lightsailDeploy as product } from '../../src/product.ts'
import { createReport } from '../../src/report/final-report.ts'
import type { Report } from '../../src/report/report.ts'
import { startSession } from '../../src/rollout/session.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import type { RunSource } from '../../src/source/run-source.ts'
import { createRedactor } from '../../src/text/redactor.ts'

export interface CarriedOut {
  readonly report: Report
  readonly outputs: Readonly<Record<string, string>>
  readonly log: readonly string[]
  /** What Lightsail was called for by this run, in order. */
  readonly operations: readonly string[]
  readonly writes: readonly string[]
}

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>
  readonly provenance?: RunSource
  readonly signal?: AbortSignal
  /** Hears every pause before it is over. */
  readonly onSleep?: (ms: number) => void
  /** Ends whatever has an end of its own; nothing does unless given. */
  readonly alarm?: AbortSignal
}

/** One whole run, guards included, with the real SDK against a simulator that may have seen others; sleeping moves its time. */
export const carriedOut = async (
  simulator: Simulator,
  time: VirtualClock,
  { inputs = {}, provenance, signal = new AbortController().signal, onSleep, alarm }: RunOptions = {},
): Promise<CarriedOut> => {
  const clock: Clock = {
    now: () => time.now(),
    sleep: async (ms) => {
      onSleep?.(ms)
      time.advance(ms)
    },
    alarm: () => alarm ?? new AbortController().signal,
    random: () => 0.5,
  }
  const log: string[] = []
  const recorder = {
    line: (text: string) => void log.push(text),
    notice: (text: string) => void log.push(`notice: ${text}`),
    warning: (text: string) => void log.push(`warning: ${text}`),
    startGroup: (title: string) => void log.push(`> ${title}`),
    endGroup: () => undefined,
  }
  const before = { ...process.env }
  Object.assign(process.env, simulator.env, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' })
  const http = createHttpClient({ environment: {} })
  const callsBefore = simulator.calls.length
  try {
    const texts = { 'service-name': 'shop', ...inputs }
    const environment = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
    )
    const parsed = await parseRequest({ ...environment, ...simulator.env }, () => '', provenance)
    const { request, issues } = parsed
    if (!request) throw new Error(issues.map(({ message }) => message).join('; '))
    const secrets = createRedactor([])
    const { region } = request
    const requestHandler = createRequestHandler(http)
    const settings = clientSettings({
      service: 'LIGHTSAIL',
      region,
      userAgent: 'test/1',
      requestHandler,
      environment: process.env,
    })
    const api = createLightsailApi({ settings, clock, signal, clean: secrets.clean })
    const outcome = await runRequest(
      request,
      startSession(request.options, { clock, log: recorder, signal, http, product }),
      { api, secrets, host: undefined, environment: { PATH: '' }, mask: () => undefined },
    )
    api.close()
    const report = createReport(outcome, outputNames)
    const operations = simulator.calls.slice(callsBefore).map(({ operation }) => operation)
    const writes = operations.filter((operation) => !operation.startsWith('Get'))
    return { report, outputs: report.outputs, log, operations, writes }
  } finally {
    process.env = before
    http.close()
  }
}
