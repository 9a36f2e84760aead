import { clientSettings } from '../aws/client-settings.ts'
import { createRequestHandler } from '../aws/request-handler.ts'
import { createLightsailApi, type LightsailApi } from '../lightsail/api/client.ts'
import { consoleUrl } from '../lightsail/console-url.ts'
import { isDifferentService, servingDeployment } from '../lightsail/model/service.ts'
import { formatStatus } from '../lightsail/plan/status.ts'
import { readSnapshot } from '../lightsail/rollout/observe.ts'
import { rolloutStatus } from '../lightsail/rollout/status.ts'
import type { Report } from '../report/report.ts'
import type { Runtime } from '../rollout/contract/run.ts'
import type { SavedRun } from '../rollout/write-progress.ts'
import { retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import type { Redactor } from '../text/redactor.ts'
import { escapeTableCell } from '../text/sanitize.ts'

/** A cancelled job gets five minutes for all its post steps together. */
const LOOK_MS = 15_000
const RETRIES = 3

/**
 * Finishes what a main step could not that was killed before it could report: looks once, and says how things stand.
 * The job is red already, and this look is no verdict: it never fails the step.
 */
export const reportAfterKill = async (
  trace: SavedRun,
  world: Runtime,
  {
    userAgent,
    environment,
    secrets,
  }: {
    userAgent: string
    environment: Readonly<Record<string, string | undefined>>
    secrets: Redactor
  },
): Promise<Report> => {
  const { serviceName: name, region } = trace
  const signal = AbortSignal.any([world.signal, world.clock.alarm(LOOK_MS)])
  const { clock } = world
  const requestHandler = createRequestHandler(world.http)
  const settings = clientSettings({ region, userAgent, requestHandler, environment })
  const cloud = createLightsailApi({ settings, clock, signal, clean: secrets.clean, keep: secrets.add })
  const retries = { clock, signal, maxRetries: RETRIES, deadline: clock.now() + LOOK_MS }
  const look = () =>
    retry(() => standing(cloud, trace), transientErrors, {
      ...retries,
      progress: { trouble: () => undefined },
    })
  try {
    return reportOf(trace, await look())
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    const unknown = `how ${name} stands could not be looked up (${failure.message}); to see it, ${failure.fix}`
    return reportOf(trace, unknown)
  } finally {
    cloud.close()
  }
}

/** How it stands now with what the main step wrote, as a sentence. */
const standing = async (cloud: LightsailApi, trace: SavedRun): Promise<string> => {
  const { serviceName: name, mode, written } = trace
  if (written.kind === 'nothing') return 'nothing had been sent, nothing was changed'
  if (written.kind === 'started' && written.version !== undefined)
    return await standingOf(cloud, name, { arn: written.arn, version: written.version })
  if (mode === 'cleanup') return 'the deletions that it had sent go on by themselves'
  const service = await cloud.getService(name)
  const isGone =
    service === undefined || (written.kind === 'started' && isDifferentService(service, written.arn))
  if (mode === 'delete' && isGone) return `${name} is gone`
  if (mode === 'delete' && service?.state === 'DELETING') return `${name} is still being deleted`
  const now = service ? formatStatus(service) : `there is no container service ${name}`
  if (written.kind === 'supplied') return `images were stored, nothing was deployed; ${now}`
  return written.kind === 'prepared'
    ? `the settings were written, nothing was deployed; ${now}`
    : `whether its last call was accepted is not known; ${now}`
}

/** How it stands with a deployment that Lightsail had accepted. */
const standingOf = async (
  cloud: LightsailApi,
  name: string,
  { arn, version }: { arn: string; version: number },
): Promise<string> => {
  const snapshot = await readSnapshot(cloud, name, { arn, version })
  if (snapshot.kind === 'gone')
    return `version ${version} was accepted, but the service ${name} no longer exists`
  const { service } = snapshot
  const started = {
    serviceName: name,
    version,
    spec: { containers: {} },
    previous: undefined,
    created: false,
    service,
    createdAt: undefined,
  }
  const judgement = rolloutStatus(started, snapshot)
  if (judgement.kind !== 'moving') return judgement.verdict.reason
  const serving = servingDeployment(service)
  const meanwhile = serving ? `version ${serving.version} serves meanwhile` : 'nothing serves meanwhile'
  return `version ${version} of ${name} was accepted and is still on its way (${judgement.phase}); ${meanwhile}`
}

const reportOf = ({ serviceName: name, region }: SavedRun, now: string): Report => {
  const link = consoleUrl(name, region)
  const text = `the step was ended before it could report: ${now}`
  return {
    outputs: {},
    errors: [],
    warnings: [`${text}.\n  Console   ${link}`],
    closing: undefined,
    summary: [
      `### ${escapeTableCell(`${name} in ${region}`)}: ended before it could report`,
      `${escapeTableCell(now)}.`,
      `[Console](${link})`,
    ].join('\n\n'),
    exitCode: 0,
  }
}
