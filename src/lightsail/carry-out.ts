import type { Outcome } from '../engine/outcome.ts'
import { runPipeline } from '../engine/pipeline.ts'
import { startProgress } from '../engine/progress.ts'
import type { Secrets } from '../engine/secrets.ts'
import type { Target } from '../engine/target.ts'
import type { World } from '../engine/terms.ts'
import type { Cloud } from './cloud.ts'
import type { CodeHost } from './code-host.ts'
import { deletionTarget } from './deletion.ts'
import { guardedTarget } from './guard.ts'
import { checkedTarget } from './images/checked-target.ts'
import type { Request } from './inputs/request.ts'
import { namingEndpoint } from './named-endpoint.ts'
import { explainingCredentials } from './no-secrets.ts'
import { rememberingTarget } from './order/remembering.ts'
import { cleanup } from './preview/cleanup.ts'
import { guardedDeletion } from './preview/guarded-deletion.ts'
import { lightsailTarget } from './target.ts'
import { tracing, type Written } from './trace.ts'

/** What a run works with beside the world. */
export interface Means {
  readonly cloud: Cloud
  readonly secrets: Secrets
  /** `undefined` if there is nobody to ask. */
  readonly host: CodeHost | undefined
  /** Of this process: how the container engine is found. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The runner hides this text in its log from now on. */
  mask(secret: string): void
  /** Hears of folders that are to be removed should this process be killed. */
  onFolder?(folder: string): void
  /** Hears how far the writes came, before and after each of them. */
  leave(written: Written): void
  readonly userAgent: string
}

/** Does what a request asks: chooses what it is about, puts the guards before it, and runs it to its one verdict. */
export const carryOut = async (request: Request, world: World, means: Means): Promise<Outcome> => {
  const { cloud, secrets, host, environment, mask, onFolder, leave, userAgent } = means
  const { clock, signal, audience, log, http } = world
  const { terms, preview, mode } = request
  const deadline = clock.now() + terms.budgetMs
  const lookout = { request, cloud, clock, host }
  const { maxRetries } = terms
  const retries = { clock, signal, progress: startProgress(world), maxRetries, deadline }

  const named = <Observed, Steps, Started, Snapshot>(target: Target<Observed, Steps, Started, Snapshot>) =>
    namingEndpoint(target, { cloud, log })

  if (mode === 'cleanup') {
    const { target, closeEnvironments } = cleanup(lookout, retries)
    const traced = tracing(named(explainingCredentials(target, request)), {
      leave,
      identify: () => ({ arn: '' }),
    })
    const outcome = await runPipeline(traced, terms, world)
    await closeEnvironments()
    return outcome
  }

  const { clean } = secrets
  const openLocalImages = async () => {
    const { connectLocalImages } = await import('../images/local-images.ts')
    return connectLocalImages({ environment, http, signal, clock, maxRetries, deadline, clean, onFolder })
  }
  const hide = (secret: string) => {
    secrets.add([secret])
    mask(secret)
  }
  // Whoever reads of a run wants to know what it costs; for the log alone it would be one more call.
  const showsCost = audience !== undefined
  const tools = { request, cloud, clock, secrets, clean, openLocalImages, hide, showsCost }

  if (mode === 'delete' || preview?.intent.kind === 'remove') {
    const identify = ({ before }: { before: { arn: string } | undefined }) => ({ arn: before?.arn ?? '' })
    const guarded = explainingCredentials(guardedDeletion(deletionTarget(tools), lookout), request)
    return await runPipeline(tracing(named(guarded), { leave, identify }), terms, world)
  }

  const checked = checkedTarget(lightsailTarget(tools), { request, cloud, http, clock, signal, userAgent })
  const { tagsFor: digestTags } = checked
  const guarded = explainingCredentials(guardedTarget(checked.target, lookout), request)
  const remembering = rememberingTarget(guarded, { request, cloud, host, retries, digestTags })
  const target = tracing(named(remembering.target), {
    leave,
    identify: ({ version, service: { arn } }) => ({ version, arn }),
  })
  const outcome = await runPipeline(target, terms, world).finally(checked.close)
  for (const trouble of await remembering.done()) log.line(trouble)
  return outcome
}
