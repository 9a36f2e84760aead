import { type Outcome, runPipeline } from '../engine/pipeline.ts'
import type { Secrets } from '../engine/secrets.ts'
import type { World } from '../engine/terms.ts'
import { clientSettings, connectCloud } from './cloud.ts'
import { deletionTarget } from './deletion.ts'
import type { Request } from './request.ts'
import { lightsailTarget } from './target.ts'
import { tracing, type Written } from './trace.ts'

export { lookAfter } from './aftermath.ts'

/** Does what a request asks, against the Lightsail that the SDK finds; loaded only by runs whose inputs are right. */
export const runRequest = async (
  request: Request,
  world: World,
  {
    secrets,
    userAgent,
    leave,
  }: {
    secrets: Secrets
    userAgent: string
    /** Hears how far the writes came, before and after each of them. */
    leave(written: Written): void
  },
): Promise<Outcome> => {
  const { clock, signal, audience } = world
  const { clean } = secrets
  const settings = clientSettings({ region: request.region, userAgent })
  const cloud = connectCloud({ settings, clock, signal, clean })
  try {
    // Whoever reads of a run wants to know what it costs; for the log alone it would be one more call.
    const tools = { request, cloud, clock, secrets, clean, showsCost: audience !== undefined }
    if (request.mode === 'delete') {
      const target = tracing(deletionTarget(tools), {
        leave,
        identify: ({ before }) => ({ arn: before?.arn ?? '' }),
      })
      return await runPipeline(target, request.terms, world)
    }
    const target = tracing(lightsailTarget(tools), {
      leave,
      identify: ({ version, service: { arn } }) => ({ version, arn }),
    })
    return await runPipeline(target, request.terms, world)
  } finally {
    cloud.close()
  }
}
