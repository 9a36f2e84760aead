import { clientSettings } from '../aws/client-settings.ts'
import { createRequestHandler } from '../aws/request-handler.ts'
import type { Outcome } from '../rollout/contract/outcome.ts'
import type { Runtime } from '../rollout/contract/run.ts'
import { createLightsailApi } from './api/client.ts'
import { type Dependencies, runRequest } from './compose.ts'
import type { Request } from './inputs/request-types.ts'

export { openInterruptedRun } from './rollout/interrupted-run.ts'

/** Does what a request asks, against the Lightsail that the SDK finds; loaded only by runs whose inputs are right. */
export const lightsail = async (
  request: Request,
  runtime: Runtime,
  dependencies: Omit<Dependencies, 'api'>,
): Promise<Outcome> => {
  const { clock, signal, http } = runtime
  const { environment, secrets, userAgent } = dependencies
  const requestHandler = createRequestHandler(http)
  const settings = clientSettings({
    service: 'LIGHTSAIL',
    region: request.region,
    userAgent,
    requestHandler,
    environment,
  })
  const api = createLightsailApi({
    settings,
    clock,
    signal,
    clean: secrets.clean,
    registerSecrets: secrets.add,
  })
  try {
    return await runRequest(request, runtime, { ...dependencies, api })
  } finally {
    api.close()
  }
}
