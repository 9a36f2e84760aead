import { clientSettings } from '../aws/client-settings.ts'
import { requestHandlerOf } from '../aws/request-handler.ts'
import { Failure } from '../engine/failure.ts'
import { markdownCell } from '../engine/foreign.ts'
import type { Report } from '../engine/report.ts'
import { passing, retry } from '../engine/retry.ts'
import type { Secrets } from '../engine/secrets.ts'
import type { World } from '../engine/terms.ts'
import { type Cloud, connectCloud } from './cloud.ts'
import { consoleLink } from './console.ts'
import { judge } from './judge.ts'
import { snapshotOf } from './observe.ts'
import { isAnother, servingNow } from './service.ts'
import { statusText } from './status.ts'
import type { Trace } from './trace.ts'

/** A cancelled job gets five minutes for all its post steps together. */
const LOOK_MS = 15_000
const RETRIES = 3

/**
 * Finishes what a main step could not that was killed before it could report: looks once, and says how things stand.
 * The job is red already, and this look is no verdict: it never fails the step.
 */
export const lookAfter = async (
  trace: Trace,
  world: World,
  {
    userAgent,
    environment,
    secrets,
  }: {
    userAgent: string
    environment: Readonly<Record<string, string | undefined>>
    secrets: Secrets
  },
): Promise<Report> => {
  const { serviceName: name, region } = trace
  const signal = AbortSignal.any([world.signal, world.clock.alarm(LOOK_MS)])
  const { clock } = world
  const requestHandler = requestHandlerOf(world.http)
  const settings = clientSettings({ region, userAgent, requestHandler, environment })
  const cloud = connectCloud({ settings, clock, signal, clean: secrets.clean, keep: secrets.add })
  const retries = { clock, signal, maxRetries: RETRIES, deadline: clock.now() + LOOK_MS }
  const look = () =>
    retry(() => standing(cloud, trace), passing, { ...retries, progress: { trouble: () => undefined } })
  try {
    return reportOf(trace, await look())
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    const unknown = `how ${name} stands could not be looked up (${failure.message}); to see it, ${failure.fix}`
    return reportOf(trace, unknown)
  } finally {
    cloud.close()
  }
}

/** How it stands now with what the main step wrote, as a sentence. */
const standing = async (cloud: Cloud, trace: Trace): Promise<string> => {
  const { serviceName: name, mode, written } = trace
  if (written.kind === 'nothing') return 'nothing had been sent, nothing was changed'
  if (written.kind === 'started' && written.version !== undefined)
    return await standingOf(cloud, name, { arn: written.arn, version: written.version })
  if (mode === 'cleanup') return 'the deletions that it had sent go on by themselves'
  const service = await cloud.getService(name)
  const isGone = service === undefined || (written.kind === 'started' && isAnother(service, written.arn))
  if (mode === 'delete' && isGone) return `${name} is gone`
  if (mode === 'delete' && service?.state === 'DELETING') return `${name} is still being deleted`
  const now = service ? statusText(service) : `there is no container service ${name}`
  if (written.kind === 'supplied') return `images were stored, nothing was deployed; ${now}`
  return written.kind === 'prepared'
    ? `the settings were written, nothing was deployed; ${now}`
    : `whether its last call was accepted is not known; ${now}`
}

/** How it stands with a deployment that Lightsail had accepted. */
const standingOf = async (
  cloud: Cloud,
  name: string,
  { arn, version }: { arn: string; version: number },
): Promise<string> => {
  const snapshot = await snapshotOf(cloud, name, { arn, version })
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
  const judgement = judge(started, snapshot)
  if (judgement.kind !== 'moving') return judgement.verdict.reason
  const serving = servingNow(service)
  const meanwhile = serving ? `version ${serving.version} serves meanwhile` : 'nothing serves meanwhile'
  return `version ${version} of ${name} was accepted and is still on its way (${judgement.phase}); ${meanwhile}`
}

const reportOf = ({ serviceName: name, region }: Trace, now: string): Report => {
  const link = consoleLink(name, region)
  const text = `the step was ended before it could report: ${now}`
  return {
    outputs: {},
    errors: [],
    warnings: [`${text}.\n  Console   ${link}`],
    closing: undefined,
    summary: [
      `### ${markdownCell(`${name} in ${region}`)}: ended before it could report`,
      `${markdownCell(now)}.`,
      `[Console](${link})`,
    ].join('\n\n'),
    exitCode: 0,
  }
}
