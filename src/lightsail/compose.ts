import type { Dependencies as Given } from '../action/provider.ts'
import { withEndpointNotice } from '../aws/endpoint-notice.ts'
import { userAgentOf } from '../product.ts'
import type { Outcome } from '../rollout/contract/outcome.ts'
import type { RunSession } from '../rollout/contract/run.ts'
import type { Target, TargetTypes } from '../rollout/contract/target.ts'
import { runPipeline } from '../rollout/pipeline.ts'
import { withRedaction } from '../rollout/redacted-target.ts'
import { withMissingSecretsExplained } from '../source/missing-secrets.ts'
import type { LightsailApi } from './api/lightsail-api.ts'
import { withImageCheck } from './images/image-check.ts'
import type { Request } from './inputs/request-types.ts'
import { withCommitTags } from './order/commit-tagging.ts'
import { withPreflightChecks } from './preflight.ts'
import { lightsailTarget } from './target.ts'

/** Dependencies of a run besides its session. */
export interface Dependencies extends Given {
  readonly api: LightsailApi
}

/** Carries out a request: chooses the target, adds its checks, and runs it to one verdict. */
export async function runRequest(
  request: Request,
  session: RunSession,
  dependencies: Dependencies,
): Promise<Outcome> {
  const { api, secrets, host, environment, mask, onFolder } = dependencies
  const { clock, signal, log, http, deadline, maxRetries, showsCost = false } = session
  const { preview, mode } = request
  const preflight = { request, api, clock, host }

  /** Decorators that all targets of this service get. */
  const run = <T extends TargetTypes>(target: Target<T>): Promise<Outcome> => {
    const noticed = withEndpointNotice(withMissingSecretsExplained(target, request), { api, log })
    return runPipeline(withRedaction(noticed, secrets.clean), session)
  }

  if (mode === 'export') {
    const { exportTarget } = await import('./export/target.ts')
    return await run(exportTarget({ request, api, secrets, clean: secrets.clean, environment }))
  }
  if (mode === 'cleanup') {
    const { createCleanup } = await import('./preview/cleanup.ts')
    return await run(createCleanup(preflight, session))
  }

  const { clean } = secrets
  const openLocalImages = async () => {
    const { createLocalImages } = await import('../images/local-images.ts')
    return createLocalImages({ environment, http, signal, clock, maxRetries, deadline, clean, onFolder })
  }
  const hide = (secret: string) => {
    secrets.add([secret])
    mask(secret)
  }
  const targetDependencies = { request, api, clock, secrets, clean, openLocalImages, hide, showsCost }

  if (mode === 'delete' || preview?.intent.kind === 'remove') {
    const { deletionTarget } = await import('./deletion.ts')
    const { withOwnershipCheck } = await import('./preview/deletion.ts')
    return await run(withOwnershipCheck(deletionTarget(targetDependencies), preflight))
  }

  const checked = withImageCheck(lightsailTarget(targetDependencies), {
    ...{ request, api, http, clock, signal, environment, secrets },
    userAgent: userAgentOf(session.product),
  })
  const guarded = withPreflightChecks(checked.target, preflight)
  const { tagsFor: digestTags } = checked
  const target = withCommitTags(guarded, { request, api, host, retries: session, digestTags })
  return await run(target).finally(checked.close)
}
