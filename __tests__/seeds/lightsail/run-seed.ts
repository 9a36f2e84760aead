import { type Account, createAccount } from '../../../simulator/lightsail/account.ts'
import { respondPublicly } from '../../../simulator/lightsail/public-endpoint.ts'
import { createProtocol } from '../../../simulator/wire/protocol.ts'
import { createLightsailApi } from '../../../src/lightsail/api/client.ts'
import { runRequest } from '../../../src/lightsail/compose.ts'
import { lightsail } from '../../../src/lightsail/provider.ts'
import { browse } from '../machinery/around/public-web.ts'
import { drawnHost } from '../machinery/around/source-control.ts'
import { drive } from '../machinery/drive.ts'
import { seeded } from '../machinery/prng.ts'
import { createTimeline } from '../machinery/scheduler.ts'
import type { SeededRun } from '../machinery/seeded-run.ts'
import { deploymentFile } from './configurations.ts'
import { type ExportFolder, openExportFolder } from './export-folder.ts'
import { drawSituation, type Situation } from './generator.ts'
import { leaveMarks } from './leave-marks.ts'
import { sdkIsLoaded, sdkSettings } from './sdk.ts'
import { isClosed, leaveBehind } from './triggers.ts'
import { byOthers, type Done, noting } from './write-log.ts'

export interface LightsailRun extends SeededRun {
  readonly situation: Situation
  readonly account: Account
  /** The writes of this run that took effect, whatever the reply was. */
  readonly done: readonly Done[]
  /** Files that an export made, by name. */
  readonly exported: ReturnType<ExportFolder['read']>
  /** URLs beyond the site of the public URL that were asked. */
  readonly astray: readonly string[]
}

/** One seed, from the draw to the report. */
export async function runSeed(seed: number): Promise<LightsailRun> {
  await sdkIsLoaded
  const timeline = createTimeline()
  const start = timeline.now()
  const folder = openExportFolder(seed)
  const situation = folder.namedIn(drawSituation(seeded(seed), start))
  const { arrangement, origin, serviceName, switches, weather, others, inputs, skewMs, cancel } = situation
  const chance = seeded(seed ^ 0x5eed)
  const account = createAccount({ clock: timeline, switches, outcomes: situation.outcomes })
  arrangement.arrange(account)
  leaveBehind(account, origin, start)
  leaveMarks(account, situation, start)
  const done: Done[] = []
  const protocol = createProtocol({
    account: noting(account, done),
    ...byOthers(account, [...others.faults, ...weather.faults], others.events),
  })
  const respond = () => {
    const { records, switches: current } = account
    return respondPublicly(serviceName, { records, at: timeline.now(), switches: current })
  }
  const web = browse({
    ...{ timeline, chance, inputs, respond },
    ...{ web: situation.web, registry: situation.registry },
  })
  const run = await drive(situation, {
    ...{ provider: lightsail, timeline, chance, protocol, cancel, skewMs },
    troubles: weather.troubles,
    http: web.http,
    environment: {},
    source: origin.runSource,
    readFile: () => deploymentFile,
    host: (signal) =>
      origin.runSource && drawnHost(origin, { timeline, chance, signal, isClosed: isClosed(origin) }),
    run: (request, session, dependencies, requestHandler) => {
      const { clock, signal } = session
      const { clean } = dependencies.secrets
      const api = createLightsailApi({ settings: sdkSettings(requestHandler), clock, signal, clean })
      return runRequest(request, session, { ...dependencies, api })
    },
  })
  return { ...run, seed, situation, account, done, exported: folder.read(), astray: web.astray }
}
