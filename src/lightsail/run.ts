import type { Outcome } from '../engine/pipeline.ts'
import type { World } from '../engine/terms.ts'
import { carryOut, type Means } from './carry-out.ts'
import { clientSettings, connectCloud } from './cloud.ts'
import type { Request } from './inputs/request.ts'

export { lookAfter } from './aftermath.ts'

/** Does what a request asks, against the Lightsail that the SDK finds; loaded only by runs whose inputs are right. */
export const runRequest = async (
  request: Request,
  world: World,
  means: Omit<Means, 'cloud'>,
): Promise<Outcome> => {
  const { clock, signal } = world
  const { secrets, userAgent } = means
  const settings = clientSettings({ region: request.region, userAgent })
  const cloud = connectCloud({ settings, clock, signal, clean: secrets.clean, keep: secrets.add })
  try {
    return await carryOut(request, world, { ...means, cloud })
  } finally {
    cloud.close()
  }
}
