import type { Tag } from '../api-types.ts'
import { clientError, invalidParameter } from '../errors.ts'
import { taskDefinitionArn } from '../identifiers.ts'
import type { TaskDefinitionRecord } from '../records.ts'
import type { Context } from '../requests/context.ts'
import { pageOf } from '../requests/page.ts'
import { inferred, quoted } from '../requests/refusals.ts'
import { withTags } from '../requests/tags.ts'
import { type RegisterRequest, registeredContent } from '../requests/task-definition.ts'
import { findTaskDefinition, isActiveAt } from '../views/lookup.ts'
import { tagsAt } from '../views/services.ts'
import { taskDefinitionView } from '../views/task-definitions.ts'

/** Always a new revision, whatever the one before was; revisions that were deregistered count (docs/ecs-facts.md §3). */
export function registerTaskDefinition(
  { tags = [], ...request }: RegisterRequest & { readonly tags?: readonly Tag[] },
  { records, now }: Context,
): object {
  const content = registeredContent(request)
  const checkedTags = withTags([], tags)
  const { family } = content
  const revision = records.taskDefinitions.filter((one) => one.family === family).length + 1
  const record: TaskDefinitionRecord = {
    family,
    revision,
    arn: taskDefinitionArn(records, family, revision),
    registeredAt: now,
    content,
    tagChanges: [{ at: now, tags: checkedTags }],
  }
  records.taskDefinitions.push(record)
  return {
    taskDefinition: taskDefinitionView(record, { records, at: now }),
    ...(checkedTags.length > 0 && { tags: checkedTags }),
  }
}

/** A family alone is its newest ACTIVE revision; a revision that was deregistered can still be read. */
export function describeTaskDefinition(
  { taskDefinition, include = [] }: { readonly taskDefinition: string; readonly include?: readonly string[] },
  { records, now }: Context,
): object {
  const found = findTaskDefinition(records, taskDefinition, now)
  if (found === undefined) throw clientError(quoted.noSuchTaskDefinition)
  return {
    taskDefinition: taskDefinitionView(found, { records, at: now }),
    tags: include.includes('TAGS') ? tagsAt(found.tagChanges, now) : [],
  }
}

/** Services and tasks that use it go on (docs/ecs-facts.md §1a). */
export function deregisterTaskDefinition(
  { taskDefinition }: { readonly taskDefinition: string },
  { records, now }: Context,
): object {
  if (!/:\d+$/.test(taskDefinition)) throw clientError(inferred.revisionMissing)
  const found = findTaskDefinition(records, taskDefinition, now)
  if (found === undefined) throw clientError(inferred.noTaskDefinitionToDeregister)
  found.deregisteredAt ??= now
  return { taskDefinition: taskDefinitionView(found, { records, at: now }) }
}

/** ARNs by family and revision, ACTIVE ones unless asked otherwise. `familyPrefix` is the whole name of a family. */
export function listTaskDefinitions(
  request: {
    readonly familyPrefix?: string
    readonly status?: string
    readonly sort?: string
    readonly nextToken?: string
    readonly maxResults?: number
  },
  { records, now }: Context,
): object {
  const { familyPrefix, status = 'ACTIVE', sort = 'ASC' } = request
  if (!['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS'].includes(status))
    throw invalidParameter(inferred.badStatus(status))
  const arns = records.taskDefinitions
    .filter(
      (one) =>
        (familyPrefix === undefined || one.family === familyPrefix) &&
        (isActiveAt(one, now) ? 'ACTIVE' : 'INACTIVE') === status,
    )
    .toSorted((one, other) =>
      one.family === other.family ? one.revision - other.revision : one.family < other.family ? -1 : 1,
    )
    .map(({ arn }) => arn)
  const { items, nextToken } = pageOf(sort === 'DESC' ? arns.toReversed() : arns, request, {
    size: 100,
    most: 100,
  })
  return { taskDefinitionArns: items, ...(nextToken !== undefined && { nextToken }) }
}
