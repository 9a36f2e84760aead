import type { Dependencies } from '../action/provider.ts'
import { clientSettings } from '../aws/client-settings.ts'
import { createRequestHandler } from '../aws/request-handler.ts'
import { userAgentOf } from '../product.ts'
import type { Outcome } from '../rollout/contract/outcome.ts'
import type { RunSession } from '../rollout/contract/run.ts'
import { createLightsailApi } from './api/client.ts'
import { runRequest } from './compose.ts'
import type { Request } from './inputs/request-types.ts'

export { openInterruptedRun } from './rollout/interrupted-run.ts'

/** Connects to the Lightsail that the SDK finds and carries out a request; loaded only if the inputs are right. */
export async function runLightsail(
  request: Request,
  session: RunSession,
  dependencies: Dependencies,
): Promise<Outcome> {
  const { clock, signal, http, product } = session
  const { environment, secrets } = dependencies
  const requestHandler = createRequestHandler(http)
  const { region } = request
  const userAgent = userAgentOf(product)
  const settings = clientSettings({ service: 'LIGHTSAIL', region, userAgent, requestHandler, environment })
  const api = createLightsailApi({
    settings,
    clock,
    signal,
    clean: secrets.clean,
    registerSecrets: secrets.add,
  })
  try {
    return await runRequest(request, session, { ...dependencies, api })
  } finally {
    api.close()
  }
}
