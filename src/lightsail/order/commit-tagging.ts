import type { RetryPolicy } from '../../runtime/retry.ts'
import { type TagStore, withCommitTags as withTags } from '../../source/commit-tagging.ts'
import { tagKeys } from '../../source/resource-tags.ts'
import type { SourceControl } from '../../source/source-control.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { Request } from '../inputs/request-types.ts'
import type { Observed } from '../plan/steps.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import type { LightsailTarget } from '../target-types.ts'
import { deploymentTags, failedTag } from './deployment-tags.ts'
import { findDisplacement } from './displacement.ts'
import { failedVersions, isSameContent } from './failed-versions.ts'

/**
 * Records in the service's tags what later runs need to know of an accepted deployment: its commit, the digests of its images, and
 * whether it failed its URL check.
 */
export function withCommitTags(
  target: LightsailTarget,
  {
    request,
    api,
    host,
    retries,
    digestTags,
  }: {
    request: Request
    api: LightsailApi
    host: SourceControl | undefined
    retries: RetryPolicy
    /** What is known of the images that this run deploys. */
    digestTags(started: StartedDeployment): Readonly<Record<string, string>>
  },
): LightsailTarget {
  const store: TagStore<Observed, StartedDeployment, number> = {
    tagsIn: ({ service }) => service?.tags,
    tagsOf: ({ service }) => service.tags,
    failedIn: (tags) => failedVersions({ tags }),
    versionOf: ({ version }) => version,
    tagsFor: (started, memory, isRollback) => ({
      ...deploymentTags(request, started, { memory, now: api.serviceTime() }),
      // A rollback is not from our commit. A preview is tagged when it is created.
      ...(isRollback || (request.preview && started.created) ? {} : digestTags(started)),
    }),
    failedTag,
    sameContent: async ({ serviceName, spec }, bad) => {
      const history = await api.getDeployments(serviceName)
      const failed = history.filter(({ version }) => bad.includes(version))
      return failed.filter((one) => isSameContent(one.spec, spec)).map(({ version }) => version)
    },
    write: ({ serviceName, service: { arn } }, tags) =>
      api.tagService(serviceName, tags, arn === '' ? undefined : arn),
    effectOf: (started, tags) => effectOf(started, tags, request),
    displacement: (started, isRollback) =>
      findDisplacement(request, started, { api, host, retries, isRollback }),
  }
  return withTags(target, store, retries)
}

/** What will not work because the tags could not be written. */
function effectOf(
  { version, serviceName }: StartedDeployment,
  tags: Readonly<Record<string, string>>,
  { preview }: Request,
): string {
  const expires = tagKeys.expires in tags ? ', and the preview expires as before' : ''
  if (tagKeys.commit in tags)
    return `could not tag version ${version} of ${serviceName} with its commit, so an older commit would not be refused${preview ? expires : ''}`
  if (tagKeys.bad in tags)
    return `could not write the tags of ${serviceName}, so mode: rollback does not know which versions failed their URL check`
  if (expires !== '') return `could not write the tags of ${serviceName}${expires}`
  return `could not tag version ${version} of ${serviceName} with the digests of its images, so the next run redeploys them whether they moved or not`
}
