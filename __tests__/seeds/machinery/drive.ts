import type { Protocol } from '../../../simulator/wire/protocol.ts'
import type { Dependencies, Provider } from '../../../src/action/provider.ts'
import type { HttpClient } from '../../../src/net/http.ts'
import { createReport } from '../../../src/report/final-report.ts'
import type { Report } from '../../../src/report/report.ts'
import type { Outcome } from '../../../src/rollout/contract/outcome.ts'
import type { RunSession } from '../../../src/rollout/contract/run.ts'
import type { WriteProgress } from '../../../src/rollout/contract/saved-run.ts'
import { startSession } from '../../../src/rollout/session.ts'
import type { Clock } from '../../../src/runtime/clock.ts'
import type { RunSource } from '../../../src/source/run-source.ts'
import type { SourceControl } from '../../../src/source/source-control.ts'
import { createRedactor } from '../../../src/text/redactor.ts'
import { type Cancel, planCancellation } from './around/cancellation.ts'
import { createNetwork, type Network, type Trouble } from './around/network.ts'
import { environmentOf, type Inputs } from './inputs.ts'
import type { Chance } from './prng.ts'
import type { Timeline } from './scheduler.ts'
import type { LogLine, SeededRun } from './seeded-run.ts'

/** A run of a provider in an arranged situation. */
export interface Drive<Request> {
  readonly provider: Provider<Request>
  readonly timeline: Timeline
  readonly chance: Chance
  readonly protocol: Protocol
  readonly troubles: readonly Trouble[]
  readonly cancel: Cancel | undefined
  /** How far the runner's clock is ahead of AWS's; milliseconds. */
  readonly skewMs: number
  readonly http: HttpClient
  readonly environment: Dependencies['environment']
  readonly source: RunSource | undefined
  readFile(path: string): string
  host(signal: AbortSignal): SourceControl | undefined
  /** What the provider does, but with the SDK's way to the wire given. */
  run(
    request: Request,
    session: RunSession,
    dependencies: Dependencies,
    requestHandler: Network['requestHandler'],
  ): Promise<Outcome>
}

/** The engine, a provider with the real SDK, and the simulator, on one virtual time and one chance. */
export async function drive<Request>(
  { inputs }: { readonly inputs: Inputs },
  given: Drive<Request>,
): Promise<Omit<SeededRun, 'seed' | 'situation'>> {
  const { provider, timeline, chance, protocol, troubles, skewMs, http, environment, readFile } = given
  const start = timeline.now()
  const cancellation = planCancellation(timeline, given.cancel)
  const { signal, onSent } = cancellation
  const network = createNetwork({ timeline, chance, protocol, troubles, signal, onSent })
  cancellation.begin()
  const parsed = await provider.parse(
    { environment: environmentOf(inputs), readFile, fileIssue: () => undefined },
    given.source,
  )
  const { request, issues } = parsed
  if (!request) throw new Error(issues.map(({ input, message }) => `${input}: ${message}`).join('; '))
  const secrets = createRedactor(parsed.shown)
  secrets.addNamed(parsed.secrets)
  const clock: Clock = {
    now: () => timeline.now() + skewMs,
    sleep: timeline.sleep,
    alarm: timeline.alarm,
    random: chance.next,
  }
  const log: LogLine[] = []
  const say = (text: string) => log.push({ text, at: timeline.now() })
  const savedProgress: { at: number; written: WriteProgress }[] = []
  const session = startSession(provider.describe(request).options, {
    ...{ clock, signal, product: provider.product, http },
    log: {
      line: say,
      notice: (text: string) => say(`notice: ${text}`),
      warning: (text: string) => say(`warning: ${text}`),
      startGroup: (title: string) => say(`> ${title}`),
      endGroup: () => undefined,
    },
    saveProgress: (written) => savedProgress.push({ at: timeline.now(), written }),
  })
  const dependencies = { secrets, environment, mask: () => undefined, host: given.host(signal) }
  const outcome = await timeline.until(given.run(request, session, dependencies, network.requestHandler))
  const report = createReport(outcome, provider.outputs)
  return {
    ...{ outcome, report, log, savedProgress, start },
    visible: [...log.map(({ at, text }) => `${at - start} ${text}`), ...shownOf(report)].join('\n'),
    calls: protocol.calls,
    sent: network.sent,
    end: timeline.now(),
    cancelledAt: cancellation.cancelledAt(),
  }
}

/** All texts of a report, as they are. */
function shownOf({ outputs, errors, warnings, closing, summary }: Report): string[] {
  return [
    ...Object.entries(outputs).map(([name, value]) => `${name}=${value}`),
    ...errors.map(({ message }) => message),
    ...warnings,
    closing ?? '',
    summary,
  ]
}
