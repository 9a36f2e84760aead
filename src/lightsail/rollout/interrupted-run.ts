import type { Dependencies, InterruptedRun } from '../../action/provider.ts'
import { clientSettings } from '../../aws/client-settings.ts'
import { createRequestHandler } from '../../aws/request-handler.ts'
import { userAgentOf } from '../../product.ts'
import type { Runtime } from '../../rollout/contract/run.ts'
import type { SavedRun } from '../../rollout/contract/saved-run.ts'
import { secondLook } from '../../runtime/second-look.ts'
import { createLightsailApi } from '../api/client.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import { consoleUrl } from '../console-url.ts'
import { readHandle } from '../handle.ts'
import { isDifferentService, servingDeployment } from '../model/service.ts'
import { formatStatus } from '../plan/status.ts'
import { readSnapshot } from './observe.ts'
import { rolloutStatus } from './status.ts'

/** Opens the service of a run that was killed before it could report: `look` returns the current state of what was written. */
export function openInterruptedRun(
  saved: SavedRun,
  { clock, signal, http, product }: Runtime,
  { environment, secrets }: Pick<Dependencies, 'environment' | 'secrets'>,
): InterruptedRun {
  const { serviceName, region } = readHandle(saved.handle)
  const userAgent = userAgentOf(product)
  const requestHandler = createRequestHandler(http)
  const settings = clientSettings({ service: 'LIGHTSAIL', region, userAgent, requestHandler, environment })
  const api = createLightsailApi({
    settings,
    clock,
    signal,
    clean: secrets.clean,
    registerSecrets: secrets.add,
  })
  return {
    name: serviceName,
    look: () => statusText(api, saved),
    consoleUrl: consoleUrl(serviceName, region),
    close: api.close,
  }
}

/** The current state of what the main step wrote, as a sentence. */
async function statusText(api: LightsailApi, { mode, written, handle }: SavedRun): Promise<string> {
  if (written === 'nothing') return 'nothing had been sent, so nothing was changed'
  const { serviceName: name, arn = '', version } = readHandle(handle)
  if (version !== undefined) return await deploymentStatusText(api, name, { arn, version })
  if (mode === 'cleanup') return 'the deletions that it had sent carry on by themselves'
  const service = await secondLook(true, () => api.getService(name))
  const isGone = service === undefined || (written === 'started' && isDifferentService(service, arn))
  if (mode === 'delete' && isGone) return `${name} is gone`
  if (mode === 'delete' && service?.state === 'DELETING') return `${name} is still being deleted`
  const now = service ? formatStatus(service) : `there is no container service ${name}`
  if (written === 'images-stored') return `images were pushed, but nothing was deployed; ${now}`
  return written === 'configured'
    ? `the settings were updated, but nothing was deployed; ${now}`
    : `it is unknown whether its last call was accepted; ${now}`
}

/** The current state of a deployment that Lightsail had accepted. */
async function deploymentStatusText(
  api: LightsailApi,
  name: string,
  { arn, version }: { arn: string; version: number },
): Promise<string> {
  const look = () => readSnapshot(api, name, { arn, version })
  const first = await look()
  const snapshot = first.kind === 'gone' ? await look() : first
  if (snapshot.kind === 'gone')
    return `version ${version} was accepted, but the service ${name} no longer exists`
  const { service } = snapshot
  const judgement = rolloutStatus({ serviceName: name, version }, snapshot)
  if (judgement.kind !== 'progressing') return judgement.verdict.reason
  const serving = servingDeployment(service)
  const meanwhile = serving ? `version ${serving.version} serves meanwhile` : 'nothing serves meanwhile'
  return `version ${version} of ${name} was accepted and is still in progress (${judgement.phase}); ${meanwhile}`
}
