import type { Operation, Tag } from '../api-types.ts'
import { inferred, invalidInput, notFound } from '../errors.ts'
import { tagsAt } from '../lifecycle.ts'
import type { TagChange } from '../records.ts'
import { finishedOperation } from '../requests/completed-operation.ts'
import type { Context } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'
import { certificateRecordAt, serviceRecordAt } from '../views.ts'

const MAX_TAGS = 50

/** Tags are merged by key (docs/lightsail-facts.md §4). */
export function tagResource(
  { resourceName, resourceArn, tags }: Request<'TagResource'>,
  context: Context,
): { readonly operations: readonly Operation[] } {
  const { kind, tagChanges } = taggedResource(resourceName, resourceArn, context)
  const before = tagsAt(tagChanges, context.now)
  tagChanges.push({ at: context.now, tags: checkedTags(before, tags) })
  return { operations: [finishedOperation({ type: 'TagResource', kind, resourceName }, context)] }
}

export function untagResource(
  { resourceName, resourceArn, tagKeys }: Request<'UntagResource'>,
  context: Context,
): { readonly operations: readonly Operation[] } {
  const { kind, tagChanges } = taggedResource(resourceName, resourceArn, context)
  const rest = tagsAt(tagChanges, context.now).filter(({ key }) => !tagKeys.includes(key))
  tagChanges.push({ at: context.now, tags: rest })
  return { operations: [finishedOperation({ type: 'UntagResource', kind, resourceName }, context)] }
}

/** Old and new tags together, the new value where a key is in both. */
export function checkedTags(before: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const merged = [...new Map([...before, ...added].map((tag) => [tag.key, tag])).values()]
  if (merged.length > MAX_TAGS) throw invalidInput(inferred.tooManyTags(MAX_TAGS))
  return merged
}

function taggedResource(
  name: string,
  arn: string | undefined,
  { records, now }: Context,
): { kind: Operation['resourceType']; tagChanges: TagChange[] } {
  const service = serviceRecordAt(records, name, now)
  if (service !== undefined && (arn ?? service.arn) === service.arn)
    return { kind: 'ContainerService', tagChanges: service.tagChanges }
  const certificate = certificateRecordAt(records, name, now)
  if (certificate !== undefined && (arn ?? certificate.arn) === certificate.arn)
    return { kind: 'Certificate', tagChanges: certificate.tagChanges }
  throw notFound(inferred.unknownResource(name))
}
