import { type Account, createAccount } from '../../../simulator/ecs/account.ts'
import { respondPublicly } from '../../../simulator/ecs/public-endpoint.ts'
import { createAccount as createLightsail } from '../../../simulator/lightsail/account.ts'
import { ecsServices } from '../../../simulator/wire/ecs.ts'
import { createProtocol } from '../../../simulator/wire/protocol.ts'
import { createEcsApi } from '../../../src/ecs/api/client.ts'
import { createLogsApi } from '../../../src/ecs/api/logs-client.ts'
import { runRequest } from '../../../src/ecs/compose.ts'
import { ecs } from '../../../src/ecs/provider.ts'
import { browse } from '../machinery/around/public-web.ts'
import { drawnHost } from '../machinery/around/source-control.ts'
import { drive } from '../machinery/drive.ts'
import { seeded } from '../machinery/prng.ts'
import { createTimeline } from '../machinery/scheduler.ts'
import type { SeededRun } from '../machinery/seeded-run.ts'
import { readFile } from './drawn/files.ts'
import { drawSituation, type Situation } from './drawn/generator.ts'
import { leaveMarks } from './drawn/origin.ts'
import { byOthers } from './past-the-ledger.ts'
import { logsSettings, sdkIsLoaded, sdkSettings } from './sdk.ts'
import { type Done, noting } from './write-log.ts'

export interface EcsRun extends SeededRun {
  readonly situation: Situation
  readonly account: Account
  /** The writes of this run that took effect, whatever the reply was. */
  readonly done: readonly Done[]
  /** URLs beyond the site of the service's URL that were asked. */
  readonly astray: readonly string[]
}

/** One seed, from the draw to the report. `attempt` is drawn unless it is given. */
export async function runSeed(seed: number, attempt?: string): Promise<EcsRun> {
  await sdkIsLoaded
  const timeline = createTimeline()
  const situation = drawSituation(seeded(seed), timeline.now())
  const { arrangement, origin, switches, weather, others, inputs, skewMs, cancel } = situation
  const { service } = arrangement
  const chance = seeded(seed ^ 0x5eed)
  const account = createAccount({ clock: timeline, switches })
  arrangement.arrange(account)
  account.outcomes.push(...situation.outcomes)
  leaveMarks(account, origin, service)
  const done: Done[] = []
  const protocol = createProtocol({
    account: createLightsail({ clock: timeline }),
    others: ecsServices({
      account: noting(account, done),
      ...byOthers(account, {
        faults: [...others.faults, ...weather.faults],
        events: others.events.map((event) =>
          event(() => done.find(({ deployment }) => deployment)?.deployment),
        ),
      }),
    }),
  })
  const respond = () =>
    respondPublicly(
      { cluster: 'prod', service },
      { records: account.records, at: timeline.now(), switches: account.switches },
    )
  const web = browse({
    ...{ timeline, chance, inputs, respond },
    ...{ web: situation.web, registry: situation.registry },
  })
  const run = await drive(situation, {
    ...{ provider: ecs, timeline, chance, protocol, cancel, skewMs },
    troubles: weather.troubles,
    http: web.http,
    environment: { GITHUB_RUN_ID: '4711', GITHUB_RUN_ATTEMPT: attempt ?? origin.attempt },
    source: origin.source,
    readFile: readFile(situation.files, account),
    host: (signal) => origin.source && drawnHost(origin, { timeline, chance, signal, isClosed: () => false }),
    run: (request, session, dependencies, requestHandler) => {
      const { clock, signal } = session
      const { clean, add: registerSecrets } = dependencies.secrets
      const settings = sdkSettings(requestHandler)
      const api = createEcsApi({ settings, clock, signal, clean, registerSecrets })
      const logs = createLogsApi({
        settings: logsSettings(requestHandler),
        clock,
        signal,
        clean,
        registerSecrets,
      })
      return runRequest(request, session, { ...dependencies, api, openLogs: async () => logs })
    },
  })
  return { ...run, seed, situation, account, done, astray: web.astray }
}
