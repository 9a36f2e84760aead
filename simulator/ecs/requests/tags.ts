import type { Tag } from '../api-types.ts'
import { invalidParameter } from '../errors.ts'
import { inferred } from './refusals.ts'

const MAX_TAGS = 50
const MAX_KEY = 128
const MAX_VALUE = 256

/** Tags merged by key (docs/ecs-facts.md §1a). Throws InvalidParameterException for what no resource can have. */
export function withTags(before: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  for (const { key = '', value = '' } of added) {
    if (key === '' || key.length > MAX_KEY) throw invalidParameter(inferred.badTagKey(MAX_KEY))
    if (value.length > MAX_VALUE) throw invalidParameter(inferred.badTagValue(MAX_VALUE))
    if (/^aws:/i.test(key)) throw invalidParameter(inferred.reservedTag)
  }
  const keys = new Set(added.map(({ key }) => key))
  if (keys.size < added.length) throw invalidParameter(inferred.duplicateTag)
  const merged = [
    ...before.filter(({ key }) => !keys.has(key)),
    ...added.map(({ key, value = '' }) => ({ key, value })),
  ]
  if (merged.length > MAX_TAGS) throw invalidParameter(inferred.tooManyTags(MAX_TAGS))
  return merged
}
