import { MARK } from '../product.ts'
import { identityOf, type RepositoryIdentity, type RunSource } from './run-source.ts'

type Tags = Readonly<Record<string, string>>

/** A deployed resource: its tags, and its current version. */
export interface TaggedDeployment {
  readonly tags: Tags
  readonly current: { readonly version: number | string } | undefined
}

/**
 * Tags that record where a deployment came from. Letters, digits and `: - / . _ @` are allowed in keys and values
 * (docs/lightsail-facts.md §4), which covers repository names and dates.
 */
export const tagKeys = {
  /** `service-name` as the workflow wrote it; only a preview has it. */
  base: `${MARK}:preview-of`,
  pullRequest: `${MARK}:pull-request`,
  /** When a preview may be deleted, whatever became of its pull request. */
  expires: `${MARK}:expires`,
  repository: `${MARK}:repository`,
  /** GitHub's id of the repository: it stays after a rename or transfer, and is never used again. */
  repositoryId: `${MARK}:repository-id`,
  commit: `${MARK}:commit`,
  /** The version that was deployed from the commit: later deployments by others do not come from it. */
  version: `${MARK}:version`,
  run: `${MARK}:run`,
  /** Versions that became active and failed their URL check, such as `21 18`; `mode: rollback` passes them over. */
  bad: `${MARK}:bad`,
} as const

/** The tag's value; a key such as `constructor` of the object itself does not count. */
export function tagValue(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined
}

/** The tags that say which repository a service belongs to. */
export function repositoryMarks({ repository, repositoryId }: RepositoryIdentity): Tags {
  return {
    [tagKeys.repository]: repository,
    ...(repositoryId !== undefined && { [tagKeys.repositoryId]: repositoryId }),
  }
}

/**
 * Whether the tags are of this repository. Where both sides know the number it decides; else the names, of which GitHub does
 * not tell upper from lower case.
 */
export function isOfRepository(tags: Tags, { repository, repositoryId }: RepositoryIdentity): boolean {
  const id = tagValue(tags, tagKeys.repositoryId)
  if (id !== undefined && repositoryId !== undefined) return id === repositoryId
  return tagValue(tags, tagKeys.repository)?.toLowerCase() === repository.toLowerCase()
}

/** What is recorded of an accepted deployment. */
export function commitTags(runSource: RunSource, version: number | string): Tags {
  return {
    ...repositoryMarks(identityOf(runSource)),
    [tagKeys.commit]: runSource.sha,
    [tagKeys.version]: String(version),
    [tagKeys.run]: String(runSource.run.id),
  }
}

/** What is recorded of the version that was deployed from a commit, if known; used for a copy of it. */
export function commitMarks(tags: Tags): { readonly version: string; readonly tags: Tags } | undefined {
  const keys = [tagKeys.repository, tagKeys.repositoryId, tagKeys.commit, tagKeys.run]
  const version = tagValue(tags, tagKeys.version)
  if (version === undefined || tagValue(tags, tagKeys.commit) === undefined) return undefined
  const known = keys.flatMap((key) => {
    const value = tagValue(tags, key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return { version, tags: Object.fromEntries(known) }
}

/** The commit of the current version, if it is recorded and from this repository. */
export function deployedCommit(
  { tags, current }: TaggedDeployment,
  repository: RepositoryIdentity,
): string | undefined {
  const isOfCurrent = current !== undefined && tagValue(tags, tagKeys.version) === String(current.version)
  if (!isOfCurrent || !isOfRepository(tags, repository)) return undefined
  return tagValue(tags, tagKeys.commit)
}
