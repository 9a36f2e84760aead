import { type Account, createAccount } from '../../../simulator/lightsail/account.ts'
import { createProtocol, type RecordedCall } from '../../../simulator/wire/protocol.ts'
import { createLightsailApi } from '../../../src/lightsail/api/client.ts'
import { runRequest } from '../../../src/lightsail/compose.ts'
import { parseRequest } from '../../../src/lightsail/inputs/request.ts'
import { outputNames } from '../../../src/lightsail/outputs.ts'
import { lightsailDeploy as product } from '../../../src/product.ts'
import { createReport } from '../../../src/report/final-report.ts'
import type { Report } from '../../../src/report/report.ts'
import type { Outcome } from '../../../src/rollout/contract/outcome.ts'
import type { WriteProgress } from '../../../src/rollout/contract/saved-run.ts'
import { startSession } from '../../../src/rollout/session.ts'
import type { Clock } from '../../../src/runtime/clock.ts'
import { createRedactor } from '../../../src/text/redactor.ts'
import { createNetwork, type SentCall } from '../machinery/network.ts'
import { seeded } from '../machinery/prng.ts'
import { createTimeline } from '../machinery/scheduler.ts'
import { deploymentFile } from './configurations.ts'
import { drawSituation, type Situation } from './generator.ts'
import { leaveMarks } from './leave-marks.ts'
import { browse } from './public-web.ts'
import { sdkIsLoaded, sdkSettings } from './sdk.ts'
import { drawnHost, leaveBehind } from './triggers.ts'
import { byOthers, type Done, noting } from './write-log.ts'

export interface LogLine {
  readonly text: string
  /** Epoch milliseconds of Lightsail. */
  readonly at: number
}

export interface SeededRun {
  readonly seed: number
  readonly situation: Situation
  readonly outcome: Outcome
  readonly report: Report
  /** Everything that a person or another step can see. */
  readonly visible: string
  readonly log: readonly LogLine[]
  readonly account: Account
  /** As Lightsail saw them. */
  readonly calls: readonly RecordedCall[]
  /** As the run saw them. */
  readonly sent: readonly SentCall[]
  /** The writes of the run that were done, whatever was answered. */
  readonly done: readonly Done[]
  /** What the main step would leave for the post step, and when; epoch milliseconds of Lightsail. */
  readonly traces: readonly { readonly at: number; readonly written: WriteProgress }[]
  /** URLs beyond the site of the public URL that were asked. */
  readonly astray: readonly string[]
  /** Epoch milliseconds of Lightsail. */
  readonly start: number
  readonly end: number
  readonly cancelledAt: number | undefined
}

/** The engine, the Lightsail side with the real SDK, and the simulator, on one virtual time and one chance. */
export const runSeed = async (seed: number): Promise<SeededRun> => {
  await sdkIsLoaded
  const timeline = createTimeline()
  const start = timeline.now()
  const situation = drawSituation(seeded(seed), start)
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

  const controller = new AbortController()
  let cancelledAt: number | undefined
  const cancelAfter = (ms: number) =>
    timeline.at(timeline.now() + ms, () => {
      cancelledAt ??= timeline.now()
      controller.abort()
    })
  let writes = 0
  const network = createNetwork({
    timeline,
    chance,
    protocol,
    troubles: weather.troubles,
    signal: controller.signal,
    onSent: ({ isWrite }, number) => {
      if (isWrite) writes++
      if (cancel?.kind === 'call' && cancel.number === number) cancelAfter(cancel.afterMs)
      if (cancel?.kind === 'write' && isWrite && cancel.number === writes) cancelAfter(cancel.afterMs)
    },
  })
  if (cancel?.kind === 'time') cancelAfter(cancel.afterMs)

  const {
    request,
    issues,
    secrets: values,
    shown,
  } = await parseRequest(environmentOf(inputs), () => deploymentFile, origin.provenance)
  if (!request) throw new Error(issues.map(({ input, message }) => `${input}: ${message}`).join('; '))
  const secrets = createRedactor(shown)
  secrets.addNamed(values)
  const { clean } = secrets
  const clock: Clock = {
    now: () => timeline.now() + skewMs,
    sleep: timeline.sleep,
    alarm: timeline.alarm,
    random: chance.next,
  }
  const { signal } = controller
  const api = createLightsailApi({
    settings: sdkSettings(network.requestHandler),
    clock,
    signal,
    clean,
  })
  const log: LogLine[] = []
  const say = (text: string) => log.push({ text, at: timeline.now() })
  const web = browse({ timeline, chance, account, inputs, serviceName, web: situation.web })
  const traces: { at: number; written: WriteProgress }[] = []
  const session = startSession(request.options, {
    ...{ clock, signal, product, http: web.http },
    log: {
      line: say,
      notice: (text: string) => say(`notice: ${text}`),
      warning: (text: string) => say(`warning: ${text}`),
      startGroup: (title: string) => say(`> ${title}`),
      endGroup: () => undefined,
    },
    saveProgress: (written) => traces.push({ at: timeline.now(), written }),
  })
  const dependencies = {
    ...{ api, secrets, environment: {}, mask: () => undefined },
    host: origin.provenance && drawnHost(origin, { timeline, chance, signal }),
  }
  const outcome = await timeline.until<Outcome>(runRequest(request, session, dependencies))
  const report = createReport(outcome, outputNames)
  return {
    seed,
    situation,
    outcome,
    report,
    log,
    visible: [...log.map(({ at, text }) => `${at - start} ${text}`), ...shownOf(report)].join('\n'),
    account,
    calls: protocol.calls,
    sent: network.sent,
    done,
    traces,
    astray: web.astray,
    start,
    end: timeline.now(),
    cancelledAt,
  }
}

/** All texts of a report, as they are. */
const shownOf = ({ outputs, errors, warnings, closing, summary }: Report): string[] => [
  ...Object.entries(outputs).map(([name, value]) => `${name}=${value}`),
  ...errors.map(({ message }) => message),
  ...warnings,
  closing ?? '',
  summary,
]

const environmentOf = (inputs: Situation['inputs']): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ region: 'eu-central-1', ...inputs }).map(([name, text]) => [
      `INPUT_${name.toUpperCase()}`,
      text,
    ]),
  )
