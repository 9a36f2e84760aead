import { type Provenance, repositoryName } from './provenance.ts'
import type { Service } from './service.ts'

type Tags = Readonly<Record<string, string>>

/**
 * The tags in which a service remembers where it came from. Letters, digits and `: - / . _ @` are allowed in keys and
 * values (fact sheet §4), and so are all names of repositories and all dates.
 */
export const marks = {
  /** `service-name` as the workflow wrote it; only a preview has it. */
  base: 'lightsail-deploy:preview-of',
  pullRequest: 'lightsail-deploy:pull-request',
  /** When a preview may be deleted, whatever became of its pull request. */
  expires: 'lightsail-deploy:expires',
  repository: 'lightsail-deploy:repository',
  commit: 'lightsail-deploy:commit',
  /** The version that was deployed from the commit: what somebody deployed since then is not from it. */
  version: 'lightsail-deploy:version',
  run: 'lightsail-deploy:run',
  /** Versions that became active and failed their URL check, such as `21 18`; `mode: rollback` passes them over. */
  bad: 'lightsail-deploy:bad',
} as const

/** The tag's value; a key such as `constructor` of the object itself does not count. */
export const markOf = (tags: Tags, key: string): string | undefined =>
  Object.hasOwn(tags, key) ? tags[key] : undefined

/** GitHub does not tell upper from lower case in the names of repositories. */
export const isSameRepository = (one: string | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase()

/** What is remembered of an accepted deployment. */
export const deployedMarks = (provenance: Provenance, version: number): Tags => ({
  [marks.repository]: repositoryName(provenance),
  [marks.commit]: provenance.sha,
  [marks.version]: String(version),
  [marks.run]: String(provenance.run.id),
})

/** What is remembered of the version that was deployed from a commit, if that is known; to be given to a copy of it. */
export const commitMarks = (tags: Tags): { readonly version: string; readonly tags: Tags } | undefined => {
  const keys = [marks.repository, marks.commit, marks.run]
  const version = markOf(tags, marks.version)
  if (version === undefined || markOf(tags, marks.commit) === undefined) return undefined
  const known = keys.flatMap((key) => {
    const value = markOf(tags, key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return { version, tags: Object.fromEntries(known) }
}

/** The commit that what is up now was deployed from, if that is remembered and from this repository. */
export const deployedCommit = (
  { tags, current }: Pick<Service, 'tags' | 'current'>,
  repository: string,
): string | undefined => {
  const isOfCurrent = current !== undefined && markOf(tags, marks.version) === String(current.version)
  if (!isOfCurrent || !isSameRepository(markOf(tags, marks.repository), repository)) return undefined
  return markOf(tags, marks.commit)
}
