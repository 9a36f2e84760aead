import type { Displaced } from '../../rollout/contract/target.ts'
import type { RetryPolicy } from '../../runtime/retry.ts'
import { type TagStore, withCommitTags as withTags } from '../../source/commit-tagging.ts'
import { commitOfDisplaced, judgeCollision } from '../../source/displacement.ts'
import { commitTags, tagKeys, tagValue } from '../../source/resource-tags.ts'
import { identityOf } from '../../source/run-source.ts'
import type { SourceControl } from '../../source/source-control.ts'
import type { TagMemory } from '../../source/tag-memory.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { Request } from '../inputs/request-types.ts'
import type { Deployment } from '../model/service.ts'
import { revisionName } from '../model/task-definition.ts'
import type { Observed } from '../plan/steps.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import type { EcsTarget } from '../target-types.ts'
import { knowsOrder } from './commit-policy.ts'
import { failedRevisions, failedRevisionsTag } from './failed-revisions.ts'
import { taggedDeployment, versionOf } from './tagged.ts'

type Tags = Readonly<Record<string, string>>

interface Means {
  readonly request: Request
  readonly api: EcsApi
  readonly host: SourceControl | undefined
  readonly retries: RetryPolicy
  /** The deployment that ours replaced without the plan having known of it; never throws. */
  cameBetween(started: StartedDeployment): Promise<Deployment | undefined>
}

/**
 * Records in the service's tags what later runs need to know of an accepted deployment: its commit, and whether it failed its URL
 * check.
 */
export function withCommitTags(target: EcsTarget, means: Means): EcsTarget {
  const { request, api } = means
  const store: TagStore<Observed, StartedDeployment, string> = {
    tagsIn: ({ service }) => service?.tags,
    // The reply may lack the tags.
    tagsOf: ({ reply }) => (Object.keys(reply.tags).length === 0 ? undefined : reply.tags),
    failedIn: (tags) => failedRevisions({ tags }),
    versionOf: ({ taskDefinition }) => revisionName(taskDefinition),
    tagsFor: (started, memory) => ({
      ...ownCommitTags(request, started, memory),
      ...failedTag(started, memory),
    }),
    failedTag,
    sameContent: async ({ taskDefinition }, bad) =>
      bad.filter((revision) => revision === revisionName(taskDefinition)),
    write: ({ reply }, tags) => api.tagService(reply.arn, tags),
    effectOf,
    displacement: (started, isRollback) => displacementOf(started, isRollback, means),
  }
  return withTags(target, store, means.retries)
}

function failedTag(_: StartedDeployment, memory: TagMemory<string>): Tags {
  if (!memory.hasNews()) return {}
  const bad = memory.bad()
  // TagResource cannot remove a tag.
  if (bad.length === 0) return { [tagKeys.bad]: 'none' }
  return bad.reduceRight<Tags>((tags, revision) => failedRevisionsTag({ tags }, revision), {})
}

/** A copy of an earlier revision keeps that revision's commit, whichever commit this run is for. */
function ownCommitTags(request: Request, started: StartedDeployment, memory: TagMemory<string>): Tags {
  const { runSource, trackCommit, allowOlderCommit, mode, taskDefinition } = request
  if (!trackCommit || started.kind !== 'rollout') return {}
  const version = versionOf(started.id)
  if (started.copyOf !== undefined) {
    const known = memory.commitOf(versionOf(started.copyOf))
    return known ? { ...known, [tagKeys.version]: version } : {}
  }
  if (!runSource || mode !== 'deploy' || taskDefinition === undefined) return {}
  // With allow-older-commit a service without tags gets none.
  const isMarked = tagValue(started.reply.tags, tagKeys.commit) !== undefined
  return allowOlderCommit && !isMarked ? {} : commitTags(runSource, version)
}

/** What will not work because the tags could not be written. */
function effectOf({ service, taskDefinition }: StartedDeployment, tags: Tags): string {
  if (tagKeys.commit in tags)
    return `could not tag ${revisionName(taskDefinition)} of ${service} with its commit, so an older commit would not be refused`
  return `could not write the tags of ${service}, so mode: rollback does not know which revisions failed their URL check`
}

/** A deployment that ours replaced although our plan did not know of it: the reply to our write contains both. */
async function displacementOf(
  started: StartedDeployment,
  isRollback: boolean,
  { request, api, host, retries, cameBetween }: Means,
): Promise<Displaced | undefined> {
  const { service, cluster, taskDefinition, copyOf, reply } = started
  const displaced = await cameBetween(started)
  if (!displaced) return undefined
  const collision = {
    displaced: `${revisionName(displaced.taskDefinition)} of ${service}`,
    ours: revisionName(taskDefinition),
    copyOf: copyOf === undefined ? undefined : 'revision',
    isMeant: request.mode === 'rollback' && !isRollback,
  }
  return await judgeCollision(collision, {
    ...request,
    knowsOrder: knowsOrder(request),
    host,
    pullRequest: undefined,
    commitOfDisplaced: (source) =>
      commitOfDisplaced(identityOf(source), {
        inReply: taggedDeployment(reply, displaced),
        look: async () => {
          const now = await api.getService({ cluster, service })
          return now && taggedDeployment(now, displaced)
        },
        retries,
      }),
  })
}
