import type { Displaced } from '../../rollout/contract/target.ts'
import type { RetryPolicy } from '../../runtime/retry.ts'
import { commitOfDisplaced, judgeCollision } from '../../source/displacement.ts'
import { identityOf } from '../../source/run-source.ts'
import type { SourceControl } from '../../source/source-control.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { Request } from '../inputs/request-types.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import { knowsOrder } from './commit-policy.ts'

/** A deployment that ours replaced although our plan did not know of it: the reply to our write names what was current. */
export async function findDisplacement(
  request: Request,
  started: StartedDeployment,
  {
    api,
    host,
    retries,
    isRollback,
  }: { api: LightsailApi; host: SourceControl | undefined; retries: RetryPolicy; isRollback: boolean },
): Promise<Displaced | undefined> {
  const { displaced, serviceName: name, version, copyOf, service } = started
  if (!displaced) return undefined
  const collision = {
    displaced: `version ${displaced.version} of ${name}`,
    ours: `version ${version}`,
    copyOf: copyOf === undefined ? undefined : `version ${copyOf}`,
    isMeant: request.mode === 'rollback' && !isRollback,
  }
  return await judgeCollision(collision, {
    ...request,
    knowsOrder: knowsOrder(request),
    host,
    pullRequest: request.preview?.pullRequest,
    commitOfDisplaced: (source) =>
      commitOfDisplaced(identityOf(source), {
        inReply: { tags: service.tags, current: displaced },
        look: async () => {
          const now = await api.getService(name)
          return now && { tags: now.tags, current: displaced }
        },
        retries,
      }),
  })
}
