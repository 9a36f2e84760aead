import type { Dependencies } from '../action/provider.ts'
import { clientSettings } from '../aws/client-settings.ts'
import { createRequestHandler } from '../aws/request-handler.ts'
import { userAgentOf } from '../product.ts'
import type { Outcome } from '../rollout/contract/outcome.ts'
import type { RunSession } from '../rollout/contract/run.ts'
import { createEcsApi } from './api/client.ts'
import type { LogsApi } from './api/logs-api.ts'
import { runRequest } from './compose.ts'
import type { Request } from './inputs/request-types.ts'

export { openInterruptedRun } from './rollout/interrupted-run.ts'

/** Connects to the ECS that the SDK finds and carries out a request; loaded only if the inputs are right. */
export async function runEcs(
  request: Request,
  session: RunSession,
  dependencies: Dependencies,
): Promise<Outcome> {
  const { clock, signal, http, product } = session
  const { environment, secrets } = dependencies
  const requestHandler = createRequestHandler(http)
  const { region } = request
  const userAgent = userAgentOf(product)
  const settings = clientSettings({ service: 'ECS', region, userAgent, requestHandler, environment })
  const { clean, add: registerSecrets } = secrets
  const world = { clock, signal, clean, registerSecrets }
  const api = createEcsApi({ settings, ...world, isDefaultCluster: request.isDefaultCluster })
  const opened = new Map<string, Promise<LogsApi>>()
  const open = async (ofRegion: string): Promise<LogsApi> => {
    const { createLogsApi } = await import('./api/logs-client.ts')
    const own = { service: 'CLOUDWATCH_LOGS', region: ofRegion, userAgent, requestHandler, environment }
    return createLogsApi({ settings: clientSettings(own), ...world })
  }
  const openLogs = (ofRegion: string): Promise<LogsApi> => {
    const logs = opened.get(ofRegion) ?? open(ofRegion)
    opened.set(ofRegion, logs)
    return logs
  }
  try {
    return await runRequest(request, session, { ...dependencies, api, openLogs })
  } finally {
    api.close()
    for (const logs of opened.values()) (await logs).close()
  }
}
