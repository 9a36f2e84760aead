import { tagKeys, tagValue } from '../../source/resource-tags.ts'
import type { Service } from '../model/service.ts'
import { revisionName } from '../model/task-definition.ts'

/** The longest value of a tag (docs/ecs-facts.md §1a). */
const MAX_CHARACTERS = 256

/** Revisions that were rolled back for a failed URL check, as the service's tags remember them: `web:19`, newest first. */
export function failedRevisions({ tags }: Pick<Service, 'tags'>): string[] {
  return (tagValue(tags, tagKeys.bad) ?? '').split(' ').filter((word) => /^[\w-]+:[1-9]\d*$/.test(word))
}

/** The tag that remembers them and one more; what a tag cannot hold, the oldest ones, is left out. */
export function failedRevisionsTag(
  service: Pick<Service, 'tags'>,
  /** ARN, or `family:revision`. */
  failed: string,
): Readonly<Record<string, string>> {
  const names = [...new Set([revisionName(failed), ...failedRevisions(service)])]
  let text = ''
  for (const name of names) {
    const longer = text === '' ? name : `${text} ${name}`
    if (longer.length > MAX_CHARACTERS) break
    text = longer
  }
  return { [tagKeys.bad]: text }
}
