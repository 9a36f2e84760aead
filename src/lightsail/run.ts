import { clientSettings } from '../aws/client-settings.ts'
import { requestHandlerOf } from '../aws/request-handler.ts'
import type { Outcome } from '../engine/outcome.ts'
import type { World } from '../engine/terms.ts'
import { carryOut, type Means } from './carry-out.ts'
import { connectCloud } from './cloud.ts'
import type { Request } from './inputs/request.ts'

export { lookAfter } from './aftermath.ts'

/** Does what a request asks, against the Lightsail that the SDK finds; loaded only by runs whose inputs are right. */
export const runRequest = async (
  request: Request,
  world: World,
  means: Omit<Means, 'cloud'>,
): Promise<Outcome> => {
  const { clock, signal, http } = world
  const { environment, secrets, userAgent } = means
  const requestHandler = requestHandlerOf(http)
  const settings = clientSettings({ region: request.region, userAgent, requestHandler, environment })
  const cloud = connectCloud({ settings, clock, signal, clean: secrets.clean, keep: secrets.add })
  try {
    return await carryOut(request, world, { ...means, cloud })
  } finally {
    cloud.close()
  }
}
