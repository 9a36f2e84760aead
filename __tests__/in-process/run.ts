import { virtualClock } from '../../simulator/wire/clock.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/wire/server.ts'
import { clientSettings } from '../../src/aws/client-settings.ts'
import { createRequestHandler } from '../../src/aws/request-handler.ts'
import { createLocalImages } from '../../src/images/local-images.ts'
import { createLightsailApi } from '../../src/lightsail/api/client.ts'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import { lightsailTarget } from '../../src/lightsail/target.ts'
import { createHttpClient } from '../../src/net/http-client.ts'
import { lightsailDeploy as product } from '../../src/product.ts'
import type { Outcome } from '../../src/rollout/contract/outcome.ts'
import { runPipeline } from '../../src/rollout/pipeline.ts'
import { startSession } from '../../src/rollout/session.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import type { Log } from '../../src/runtime/log.ts'
import { createRedactor } from '../../src/text/redactor.ts'

/**
 * The engine and the real SDK over HTTP against the simulator, all on one virtual clock: sleeping moves the time, so
 * half an hour of waiting takes as long as its calls.
 */
export interface SimulatedRun {
  readonly outcome: Outcome
  readonly log: readonly string[]
  readonly calls: Simulator['calls']
  /** Simulated seconds from the start of the run to its end. */
  readonly seconds: number
}

export const runSimulated = async ({
  inputs = {},
  ...options
}: SimulatorOptions & { inputs?: Readonly<Record<string, string>> }): Promise<SimulatedRun> => {
  const time = virtualClock()
  const simulator = await startSimulator({ ...options, clock: time })
  const clock: Clock = {
    now: () => time.now(),
    sleep: async (ms) => time.advance(ms),
    alarm: (ms) => AbortSignal.timeout(ms),
    random: () => 0.5,
  }
  const log: string[] = []
  const recorder: Log = {
    line: (text) => log.push(text),
    notice: (text) => log.push(`notice: ${text}`),
    warning: (text) => log.push(`warning: ${text}`),
    startGroup: (title) => log.push(`> ${title}`),
    endGroup: () => log.push('<'),
  }
  const before = { ...process.env }
  Object.assign(process.env, simulator.env, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' })
  try {
    const texts = { 'service-name': 'shop', image: 'ghcr.io/acme/shop:9a8b7c', ...inputs }
    const environment = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
    )
    const { request, issues } = await parseRequest({ ...environment, ...simulator.env }, () => '')
    if (!request) throw new Error(issues.map(({ message }) => message).join('; '))
    const { signal } = new AbortController()
    const secrets = createRedactor([])
    const { clean } = secrets
    const http = createHttpClient({ environment: {} })
    const requestHandler = createRequestHandler(http)
    const { region } = request
    const api = createLightsailApi({
      settings: clientSettings({
        service: 'LIGHTSAIL',
        region,
        userAgent: 'test/1',
        requestHandler,
        environment: process.env,
      }),
      clock,
      signal,
      clean,
    })
    const target = lightsailTarget({
      ...{ request, api, clock, secrets, clean },
      openLocalImages: async () => {
        const settings = { environment: { PATH: '' }, http, signal, clock, maxRetries: 0, deadline: 0, clean }
        return createLocalImages(settings)
      },
      hide: () => undefined,
    })
    const start = time.now()
    const outcome = await runPipeline(
      target,
      startSession(request.options, { clock, log: recorder, signal, http, product }),
    )
    api.close()
    http.close()
    return { outcome, log, calls: simulator.calls, seconds: (time.now() - start) / 1000 }
  } finally {
    process.env = before
    await simulator.close()
  }
}
