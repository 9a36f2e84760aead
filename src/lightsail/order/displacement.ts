import type { Displaced } from '../../rollout/contract/target.ts'
import { type RetryPolicy, retry, transientErrors } from '../../runtime/retry.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import { checkCommitOrder, orderNotices } from '../../source/commit-order.ts'
import { deployedCommit } from '../../source/resource-tags.ts'
import { identityOf, type RepositoryIdentity } from '../../source/run-source.ts'
import type { SourceControl } from '../../source/source-control.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { Request } from '../inputs/request-types.ts'
import type { Deployment } from '../model/service.ts'
import type { StartedDeployment } from '../rollout/status.ts'
import { knowsOrder } from './commit-policy.ts'

/**
 * What our deployment went over although our plan did not know of it: the reply to our write names what was current.
 * A copy of what ran before must not replace what came since, except where a person goes back on purpose; other content
 * must not if its commit is older.
 */
export const findDisplacement = async (
  request: Request,
  started: StartedDeployment,
  {
    api,
    host,
    retries,
    isUndoing,
  }: { api: LightsailApi; host: SourceControl | undefined; retries: RetryPolicy; isUndoing: boolean },
): Promise<Displaced | undefined> => {
  const { displaced, serviceName, version, copyOf } = started
  if (!displaced) return undefined
  const came = `version ${displaced.version} of ${serviceName} by somebody else came between our look and our write`
  const told = `${came}: version ${version} goes over it, without what it changed`
  if (copyOf !== undefined) {
    if (request.mode === 'rollback' && !isUndoing) return { told }
    return {
      told,
      cause: {
        reasonCode: 'newer-version',
        reason: `${came}, and version ${version} has only the content of the earlier version ${copyOf}`,
        fix: 'somebody else deployed meanwhile: give the workflow a concurrency group, and run it again if it is still wanted',
      },
    }
  }
  const { provenance, preview } = request
  if (!provenance || !knowsOrder(request)) return { told }
  const deployed = await commitOf(started, displaced, {
    repository: identityOf(provenance),
    api,
    retries,
  })
  if (deployed === undefined) return { told: `${told}; its commit is not known` }
  if (deployed === provenance.sha) return { told }
  const [relation, pullRequest] = await Promise.all([
    host?.relation(deployed, provenance.sha),
    preview && host?.pullRequest(preview.pullRequest),
  ])
  const around = { order: { deployed, relation }, pullRequest }
  const fault = checkCommitOrder(request, { service: { ...started.service, current: displaced }, around })
  if (!fault) return { told: [told, ...orderNotices(request, around.order)].join('; ') }
  const { reasonCode, message, fix } = fault
  return { told: `${told}; ${message}`, cause: { reasonCode, reason: message, fix } }
}

/** The other run wrote its commit after its deployment was accepted: what our reply does not show yet may be there now. */
const commitOf = async (
  { service, serviceName }: StartedDeployment,
  displaced: Deployment,
  { repository, api, retries }: { repository: RepositoryIdentity; api: LightsailApi; retries: RetryPolicy },
): Promise<string | undefined> => {
  const inReply = deployedCommit({ tags: service.tags, current: displaced }, repository)
  if (inReply !== undefined) return inReply
  try {
    const now = await retry(() => api.getService(serviceName), transientErrors, retries)
    return now && deployedCommit({ tags: now.tags, current: displaced }, repository)
  } catch (failure) {
    if (failure instanceof ServiceError) return undefined
    throw failure
  }
}
