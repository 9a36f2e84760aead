import { type Account, createAccount } from '../../simulator/account.ts'
import { virtualClock } from '../../simulator/clock.ts'
import { createProtocol, type RecordedCall } from '../../simulator/protocol.ts'
import { scenarioNamed } from '../../simulator/scenarios.ts'
import type { Clock } from '../../src/engine/clock.ts'
import { type Outcome, runPipeline } from '../../src/engine/pipeline.ts'
import { reportOf } from '../../src/engine/report.ts'
import { keepSecrets } from '../../src/engine/secrets.ts'
import { connectCloud } from '../../src/lightsail/cloud.ts'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { parseRequest } from '../../src/lightsail/request.ts'
import { lightsailTarget } from '../../src/lightsail/target.ts'
import { seeded } from './seeded.ts'
import { drawSituation, type Situation } from './situation.ts'

export interface SeededRun {
  readonly seed: number
  readonly situation: Situation
  readonly outcome: Outcome
  /** Everything that a person or another step can see. */
  readonly visible: string
  readonly log: readonly string[]
  readonly account: Account
  readonly calls: readonly RecordedCall[]
  /** Epoch milliseconds. */
  readonly start: number
  readonly end: number
}

/** The engine, the Lightsail side with the real SDK, and the simulator, on one virtual clock and one chance. */
export const runSeed = async (seed: number): Promise<SeededRun> => {
  const chance = seeded(seed)
  const time = virtualClock()
  const start = time.now()
  const situation = drawSituation(chance, start)
  const account = createAccount({ clock: time, switches: situation.switches, fates: situation.fates })
  scenarioNamed(situation.scenario).arrange(account)
  const protocol = createProtocol({ account, faults: situation.faults, events: situation.events })
  const controller = new AbortController()
  const clock: Clock = {
    now: () => time.now(),
    sleep: async (ms) => {
      time.advance(ms)
      const { cancelledAfter = Number.POSITIVE_INFINITY } = situation
      if (time.now() - start >= cancelledAfter) controller.abort()
    },
    random: chance.next,
  }

  const environment = Object.fromEntries(
    Object.entries({ region: 'eu-central-1', ...situation.inputs }).map(([name, text]) => [
      `INPUT_${name.toUpperCase()}`,
      text,
    ]),
  )
  const { request, problems, secrets: values, shown } = await parseRequest(environment, () => '')
  if (!request) throw new Error(problems.map(({ message }) => message).join('; '))
  const secrets = keepSecrets(shown)
  secrets.add(values)
  const { clean } = secrets
  const log: string[] = []
  const cloud = connectCloud({
    settings: {
      region: 'eu-central-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIASIMULATION', secretAccessKey: 'none' },
      requestHandler: intoProtocol(protocol.answer),
      streamCollector: async (stream: Uint8Array) => stream,
    },
    signal: controller.signal,
    clean,
  })
  const outcome = await runPipeline(
    lightsailTarget({ request, cloud, clock, secrets, clean }),
    request.terms,
    {
      clock,
      signal: controller.signal,
      log: {
        line: (text) => log.push(text),
        notice: (text) => log.push(`notice: ${text}`),
        warning: (text) => log.push(`warning: ${text}`),
        open: (title) => log.push(`> ${title}`),
        close: () => undefined,
      },
    },
  )
  const report = reportOf(outcome, outputNames)
  return {
    seed,
    situation,
    outcome,
    log,
    visible: [...log, JSON.stringify(report)].join('\n'),
    account,
    calls: protocol.calls,
    start,
    end: time.now(),
  }
}

/** A request handler of the SDK that needs no socket. */
const intoProtocol = (answer: ReturnType<typeof createProtocol>['answer']) => ({
  handle: async (request: { headers: Record<string, string>; body?: Uint8Array }) => {
    const target = request.headers['x-amz-target'] ?? ''
    const reply = answer({ target, body: new TextDecoder().decode(request.body) })
    if (reply.kind === 'dropped') throw new Error('socket hang up')
    const { status: statusCode, headers, body } = reply
    return { response: { statusCode, headers, body: new TextEncoder().encode(body) } }
  },
  destroy: () => undefined,
})
