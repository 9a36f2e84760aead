import { withEndpointNotice } from '../aws/endpoint-notice.ts'
import type { Outcome } from '../rollout/contract/outcome.ts'
import type { Runtime } from '../rollout/contract/run.ts'
import type { Target } from '../rollout/contract/target.ts'
import { runPipeline } from '../rollout/pipeline.ts'
import { type WriteProgress, withSavedState } from '../rollout/write-progress.ts'
import { createProgress } from '../runtime/progress.ts'
import { withMissingSecretsExplained } from '../source/missing-secrets.ts'
import type { SourceControl } from '../source/source-control.ts'
import type { Redactor } from '../text/redactor.ts'
import type { LightsailApi } from './api/lightsail-api.ts'
import { deletionTarget } from './deletion.ts'
import { withImageCheck } from './images/image-check.ts'
import type { Request } from './inputs/request-types.ts'
import { withCommitTags } from './order/commit-tagging.ts'
import { withPreflightChecks } from './preflight.ts'
import { createCleanup } from './preview/cleanup.ts'
import { withOwnershipCheck } from './preview/deletion.ts'
import { lightsailTarget } from './target.ts'

/** What a run works with beside the world. */
export interface Dependencies {
  readonly api: LightsailApi
  readonly secrets: Redactor
  /** `undefined` if there is nobody to ask. */
  readonly host: SourceControl | undefined
  /** Of this process: how the container engine is found. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The runner hides this text in its log from now on. */
  mask(secret: string): void
  /** Hears of folders that are to be removed should this process be killed. */
  onFolder?(folder: string): void
  /** Hears how far the writes came, before and after each of them. */
  leave(written: WriteProgress): void
  readonly userAgent: string
}

/** Does what a request asks: chooses what it is about, puts the guards before it, and runs it to its one verdict. */
export const runRequest = async (
  request: Request,
  runtime: Runtime,
  dependencies: Dependencies,
): Promise<Outcome> => {
  const { api, secrets, host, environment, mask, onFolder, leave, userAgent } = dependencies
  const { clock, signal, reporter, log, http } = runtime
  const { options, preview, mode } = request
  const deadline = clock.now() + options.budgetMs
  const preflight = { request, api, clock, host }
  const { maxRetries } = options
  const retries = { clock, signal, progress: createProgress(runtime), maxRetries, deadline }

  const named = <Observed, Steps, Started, Snapshot>(target: Target<Observed, Steps, Started, Snapshot>) =>
    withEndpointNotice(target, { api, log })

  if (mode === 'cleanup') {
    const { target, closeEnvironments } = createCleanup(preflight, retries)
    const traced = withSavedState(named(withMissingSecretsExplained(target, request)), {
      leave,
      identify: () => ({ arn: '' }),
    })
    const outcome = await runPipeline(traced, options, runtime)
    await closeEnvironments()
    return outcome
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
  // Whoever reads of a run wants to know what it costs; for the log alone it would be one more call.
  const showsCost = reporter !== undefined
  const targetDependencies = { request, api, clock, secrets, clean, openLocalImages, hide, showsCost }

  if (mode === 'delete' || preview?.intent.kind === 'remove') {
    const identify = ({ before }: { before: { arn: string } | undefined }) => ({ arn: before?.arn ?? '' })
    const guarded = withMissingSecretsExplained(
      withOwnershipCheck(deletionTarget(targetDependencies), preflight),
      request,
    )
    return await runPipeline(withSavedState(named(guarded), { leave, identify }), options, runtime)
  }

  const checked = withImageCheck(lightsailTarget(targetDependencies), {
    request,
    api,
    http,
    clock,
    signal,
    userAgent,
  })
  const { tagsFor: digestTags } = checked
  const guarded = withMissingSecretsExplained(withPreflightChecks(checked.target, preflight), request)
  const remembering = withCommitTags(guarded, { request, api, host, retries, digestTags })
  const target = withSavedState(named(remembering.target), {
    leave,
    identify: ({ version, service: { arn } }) => ({ version, arn }),
  })
  const outcome = await runPipeline(target, options, runtime).finally(checked.close)
  for (const trouble of await remembering.done()) log.line(trouble)
  return outcome
}
