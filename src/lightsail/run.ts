import { clientSettings } from '../aws/client-settings.ts'
import { createRequestHandler } from '../aws/request-handler.ts'
import type { Outcome } from '../engine/outcome.ts'
import type { Runtime } from '../engine/terms.ts'
import { type Dependencies, runRequest } from './carry-out.ts'
import { createLightsailApi } from './cloud.ts'
import type { Request } from './inputs/request.ts'

export { reportAfterKill } from './aftermath.ts'

/** Does what a request asks, against the Lightsail that the SDK finds; loaded only by runs whose inputs are right. */
export const lightsail = async (
  request: Request,
  world: Runtime,
  means: Omit<Dependencies, 'cloud'>,
): Promise<Outcome> => {
  const { clock, signal, http } = world
  const { environment, secrets, userAgent } = means
  const requestHandler = createRequestHandler(http)
  const settings = clientSettings({ region: request.region, userAgent, requestHandler, environment })
  const cloud = createLightsailApi({ settings, clock, signal, clean: secrets.clean, keep: secrets.add })
  try {
    return await runRequest(request, world, { ...means, cloud })
  } finally {
    cloud.close()
  }
}
