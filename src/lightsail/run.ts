import { type Outcome, runPipeline } from '../engine/pipeline.ts'
import type { Secrets } from '../engine/secrets.ts'
import type { World } from '../engine/terms.ts'
import { clientSettings, connectCloud } from './cloud.ts'
import { deletionTarget } from './deletion.ts'
import type { Request } from './request.ts'
import { lightsailTarget } from './target.ts'

/** Does what a request asks, against the Lightsail that the SDK finds; loaded only by runs whose inputs are right. */
export const runRequest = async (
  request: Request,
  world: World,
  { secrets, userAgent }: { secrets: Secrets; userAgent: string },
): Promise<Outcome> => {
  const { clock, signal } = world
  const { clean } = secrets
  const settings = clientSettings({ region: request.region, userAgent })
  const cloud = connectCloud({ settings, clock, signal, clean })
  try {
    const tools = { request, cloud, clock, secrets, clean }
    return request.mode === 'delete'
      ? await runPipeline(deletionTarget(tools), request.terms, world)
      : await runPipeline(lightsailTarget(tools), request.terms, world)
  } finally {
    cloud.close()
  }
}
