import { type Account, createAccount } from '../../simulator/lightsail/account.ts'
import type { Switches } from '../../simulator/lightsail/behaviour-options.ts'
import { scenarioNamed } from '../../simulator/lightsail/scenarios/index.ts'
import { createProtocol } from '../../simulator/wire/protocol.ts'
import { createLightsailApi } from '../../src/lightsail/api/client.ts'
import { runRequest } from '../../src/lightsail/compose.ts'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import { lightsailDeploy as product } from '../../src/product.ts'
import type { Outcome } from '../../src/rollout/contract/outcome.ts'
import { startSession } from '../../src/rollout/session.ts'
import type { RunSource } from '../../src/source/run-source.ts'
import type { CommitRelation, SourceControl } from '../../src/source/source-control.ts'
import { createRedactor } from '../../src/text/redactor.ts'
import { sdkIsLoaded, sdkSettings } from '../seeds/lightsail/sdk.ts'
import { createTimeline } from '../seeds/machinery/scheduler.ts'
import { noNetwork } from '../support/shop.ts'

/** One of several runs at the same service, and what holds its calls back. */
export interface Runner {
  readonly runSource: RunSource
  readonly inputs: Readonly<Record<string, string>>
  /** Awaited before a call of that operation reaches Lightsail, so that one run waits for another. */
  hold?(operation: string): Promise<unknown> | undefined
}

export interface SideBySide {
  readonly account: Account
  /** Starts a run; it goes on while `until` lets time pass. */
  start(runner: Runner): Promise<Outcome>
  until<Result>(work: Promise<Result>): Promise<Result>
}

/** Whole runs with the real SDK against one simulated Lightsail, on one virtual time: their order is caused, never raced. */
export async function setSideBySide({
  scenario,
  switches = {},
  relations,
}: {
  scenario: string
  switches?: Partial<Switches>
  /** `base...commit` as GitHub compares them. */
  relations: Readonly<Record<string, CommitRelation>>
}): Promise<SideBySide> {
  await sdkIsLoaded
  const timeline = createTimeline()
  const chosen = scenarioNamed(scenario)
  const account = createAccount({ clock: timeline, switches: { ...chosen.switches, ...switches } })
  chosen.arrange(account)
  const protocol = createProtocol({ account, faults: [], events: [] })
  const { signal } = new AbortController()

  const host: SourceControl = {
    relation: async (base, commit) => relations[`${base}...${commit}`],
    pullRequest: async () => undefined,
    pullRequestStates: async () => new Map(),
    closeEnvironment: async () => undefined,
  }

  const handlerOf = (hold: Runner['hold']) => ({
    handle: async ({ headers, body }: { headers: Record<string, string>; body?: Uint8Array }) => {
      const target = headers['x-amz-target'] ?? ''
      await hold?.(target.replace(/^.*\./, ''))
      await timeline.sleep(50)
      const answer = protocol.answer({ target, body: new TextDecoder().decode(body) })
      if (answer.kind === 'dropped') throw new Error('nothing is dropped here')
      return {
        response: {
          statusCode: answer.status,
          headers: { ...answer.headers },
          body: new TextEncoder().encode(answer.body),
        },
      }
    },
    destroy: () => undefined,
  })

  const start = async ({ runSource, inputs, hold }: Runner): Promise<Outcome> => {
    const texts = { region: 'eu-central-1', 'service-name': 'shop', ...inputs }
    const environment = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
    )
    const { request, issues } = await parseRequest(environment, () => '', runSource)
    if (!request) throw new Error(issues.map(({ message }) => message).join('; '))
    const secrets = createRedactor([])
    const clock = {
      now: timeline.now,
      sleep: timeline.sleep,
      alarm: timeline.alarm,
      random: () => 0.5,
    }
    const settings = sdkSettings(handlerOf(hold))
    const api = createLightsailApi({ settings, clock, signal, clean: secrets.clean })
    const quiet = () => undefined
    const log = { line: quiet, notice: quiet, warning: quiet, startGroup: quiet, endGroup: quiet }
    return await runRequest(
      request,
      startSession(request.options, { clock, signal, log, http: noNetwork, product }),
      { api, secrets, host, environment: {}, mask: quiet },
    )
  }
  return { account, start, until: timeline.until }
}
