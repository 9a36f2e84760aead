import type { Dependencies as Given } from '../action/provider.ts'
import { withEndpointNotice } from '../aws/endpoint-notice.ts'
import { userAgentOf } from '../product.ts'
import type { Outcome } from '../rollout/contract/outcome.ts'
import type { RunSession } from '../rollout/contract/run.ts'
import type { Target, TargetTypes } from '../rollout/contract/target.ts'
import { runPipeline } from '../rollout/pipeline.ts'
import { withRedaction } from '../rollout/redacted-target.ts'
import { withMissingSecretsExplained } from '../source/missing-secrets.ts'
import { taskToken } from './api/client-token.ts'
import type { EcsApi } from './api/ecs-api.ts'
import type { OpenLogs } from './api/logs-api.ts'
import { withImageCheck } from './images/image-check.ts'
import type { Request } from './inputs/request-types.ts'
import { withCommitTags } from './order/commit-tagging.ts'
import { withPreflightChecks } from './preflight.ts'
import { ecsTarget } from './target.ts'
import type { EcsTarget } from './target-types.ts'

/** Dependencies of a run besides its session. */
export interface Dependencies extends Given {
  readonly api: EcsApi
  readonly openLogs: OpenLogs
}

/** Carries out a request: chooses the target, adds its checks, and runs it to one verdict. */
export async function runRequest(
  request: Request,
  session: RunSession,
  { api, openLogs, secrets, host, environment }: Dependencies,
): Promise<Outcome> {
  const { clock, signal, log, http, deadline } = session
  if (request.mode === 'delete') {
    const { deletionTarget } = await import('./deletion.ts')
    const target = withMissingSecretsExplained(deletionTarget({ request, api }), request)
    return await runPipeline(withEndpointNotice(target, { api, log }), session)
  }
  const told = new Set<string>()
  const notice = (text: string) => {
    if (!told.has(text)) log.notice(text)
    told.add(text)
  }
  const run = {
    runId: environment['GITHUB_RUN_ID'] ?? '',
    attempt: environment['GITHUB_RUN_ATTEMPT'] ?? String(clock.now()),
  }
  const { clean } = secrets
  const { target: bare, cameBetween } = ecsTarget({
    request,
    api,
    openLogs,
    clock,
    signal,
    secrets,
    run,
    deadline,
    clean,
    notice,
  })
  const userAgent = userAgentOf(session.product)
  const checked = withImageCheck(bare, {
    ...{ request, api, http, clock, signal, environment, secrets },
    userAgent,
  })
  const guarded = withMissingSecretsExplained(withPreflightChecks(checked.target, { request, host }), request)
  const tagged = withCommitTags(guarded, { request, api, host, retries: session, cameBetween })
  const target = await withPruned(tagged, {
    request,
    api,
    isOver: () => signal.aborted || clock.now() >= deadline,
  })
  const pipe = <T extends TargetTypes>(whole: Target<T>) =>
    runPipeline(withEndpointNotice(whole, { api, log }), session).finally(checked.close)
  const { taskRun } = request
  if (taskRun === undefined) return await pipe(target)
  const { withTaskRun } = await import('./task/target.ts')
  const clientToken = taskToken(run, clock)
  const whole = withTaskRun(target, {
    ...{ request: { ...request, taskRun }, api, openLogs, clientToken, clean },
    isTimeUp: () => clock.now() >= deadline,
  })
  return await pipe(withRedaction(whole, clean))
}

/** What only `keep-task-definitions` needs is loaded by it. */
async function withPruned(
  target: EcsTarget,
  means: { readonly request: Request; readonly api: EcsApi; isOver(): boolean },
): Promise<EcsTarget> {
  const { keepTaskDefinitions: keep } = means.request
  if (keep === undefined) return target
  const { withPruning } = await import('./prune/target.ts')
  return withPruning(target, { ...means, keep })
}
