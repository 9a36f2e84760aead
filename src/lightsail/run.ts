import { type Outcome, runPipeline } from '../engine/pipeline.ts'
import type { Secrets } from '../engine/secrets.ts'
import type { World } from '../engine/terms.ts'
import { clientSettings, connectCloud } from './cloud.ts'
import type { CodeHost } from './code-host.ts'
import { deletionTarget } from './deletion.ts'
import { guardedTarget } from './guard.ts'
import { rememberingTarget } from './order/remembering.ts'
import { cleanup } from './preview/cleanup.ts'
import { guardedDeletion } from './preview/guarded-deletion.ts'
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
    host,
    environment,
    mask,
    leave,
  }: {
    secrets: Secrets
    userAgent: string
    /** `undefined` if there is nobody to ask. */
    host: CodeHost | undefined
    /** Of this process: how the container engine is found. */
    environment: Readonly<Record<string, string | undefined>>
    /** The runner hides this text in its log from now on. */
    mask(secret: string): void
    /** Hears how far the writes came, before and after each of them. */
    leave(written: Written): void
  },
): Promise<Outcome> => {
  const { clock, signal, audience, log } = world
  const startedAt = clock.now()
  const { clean } = secrets
  const settings = clientSettings({ region: request.region, userAgent })
  const cloud = connectCloud({ settings, clock, signal, clean })
  try {
    const openLocalImages = async () => {
      const { connectLocalImages } = await import('../images/local-images.ts')
      const deadline = startedAt + request.terms.budgetMs
      const { maxRetries } = request.terms
      return connectLocalImages({ environment, signal, clock, maxRetries, deadline, clean })
    }
    const hide = (secret: string) => {
      secrets.add([secret])
      mask(secret)
    }
    // Whoever reads of a run wants to know what it costs; for the log alone it would be one more call.
    const showsCost = audience !== undefined
    const tools = { request, cloud, clock, secrets, clean, openLocalImages, hide, showsCost }
    const lookout = { request, cloud, clock, host }
    const { terms, preview } = request
    const progress = { trouble: log.line }
    const retries = { clock, signal, progress, ...terms, deadline: clock.now() + terms.budgetMs }
    if (request.mode === 'cleanup') {
      const { target, closeEnvironments } = cleanup(lookout, retries)
      const outcome = await runPipeline(
        tracing(target, { leave, identify: () => ({ arn: '' }) }),
        terms,
        world,
      )
      await closeEnvironments()
      return outcome
    }
    if (request.mode === 'delete' || preview?.intent.kind === 'remove') {
      const target = tracing(guardedDeletion(deletionTarget(tools), lookout), {
        leave,
        identify: ({ before }) => ({ arn: before?.arn ?? '' }),
      })
      return await runPipeline(target, terms, world)
    }
    const guarded = guardedTarget(lightsailTarget(tools), lookout)
    const remembering = rememberingTarget(guarded, { request, cloud, retries })
    const target = tracing(remembering.target, {
      leave,
      identify: ({ version, service: { arn } }) => ({ version, arn }),
    })
    const outcome = await runPipeline(target, terms, world)
    for (const trouble of await remembering.done()) log.line(trouble)
    return outcome
  } finally {
    cloud.close()
  }
}
