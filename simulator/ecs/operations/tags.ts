import type { Tag } from '../api-types.ts'
import { clientError, clusterNotFound, invalidParameter, serviceNotFound } from '../errors.ts'
import type { AccountRecords, TagChange } from '../records.ts'
import type { Context } from '../requests/context.ts'
import { inferred, quoted } from '../requests/refusals.ts'
import { withTags } from '../requests/tags.ts'
import { tagsAt } from '../views/services.ts'

export function tagResource(
  { resourceArn, tags }: { readonly resourceArn: string; readonly tags: readonly Tag[] },
  { records, now }: Context,
): object {
  const changes = tagChangesOf(records, resourceArn, now)
  changes.push({ at: now, tags: withTags(tagsAt(changes, now), tags) })
  return {}
}

/** A key that is not there is no error. */
export function untagResource(
  { resourceArn, tagKeys }: { readonly resourceArn: string; readonly tagKeys: readonly string[] },
  { records, now }: Context,
): object {
  const changes = tagChangesOf(records, resourceArn, now)
  changes.push({ at: now, tags: tagsAt(changes, now).filter(({ key }) => !tagKeys.includes(key)) })
  return {}
}

export function listTagsForResource(
  { resourceArn }: { readonly resourceArn: string },
  { records, now, switches }: Context,
): object {
  return { tags: tagsAt(tagChangesOf(records, resourceArn, now), now - switches.readLagSeconds * 1000) }
}

/** Clusters, services and task definitions have tags here; an INACTIVE one keeps them. */
function tagChangesOf(records: AccountRecords, arn: string, now: number): TagChange[] {
  const [, , , , , resource = ''] = arn.split(':')
  const [kind, ...path] = resource.split('/')
  switch (kind) {
    case 'cluster': {
      const found = records.clusters.find((cluster) => cluster.arn === arn && cluster.createdAt <= now)
      if (found === undefined) throw clusterNotFound()
      return found.tagChanges
    }
    case 'service': {
      if (path.length < 2) throw invalidParameter(quoted.longArnOnly)
      const found = records.services.findLast((service) => service.arn === arn && service.createdAt <= now)
      if (found === undefined) throw serviceNotFound()
      return found.tagChanges
    }
    case 'task-definition': {
      const found = records.taskDefinitions.find((one) => one.arn === arn && one.registeredAt <= now)
      if (found === undefined) throw clientError(inferred.noTaggedTaskDefinition)
      return found.tagChanges
    }
    default:
      throw invalidParameter(inferred.notTaggable)
  }
}
