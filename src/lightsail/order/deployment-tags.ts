import { commitMarks, commitTags, tagKeys, tagValue } from '../../source/resource-tags.ts'
import type { Request } from '../inputs/request-types.ts'
import type { Service } from '../model/service.ts'
import { expiryTag } from '../preview/preview.ts'
import type { StartedDeployment } from '../rollout/status.ts'
import { failedVersions, failedVersionsTag } from './failed-versions.ts'

type Tags = Readonly<Record<string, string>>

/** What a run saw in the service's tags, and has to remember, from its first look on. */
export interface TagMemory {
  /** Takes in what a reply of Lightsail shows; later ones count more. */
  see(service: Service | undefined): void
  /** Tags of the commit that a version was deployed from, if they were seen. */
  commitOf(version: number): Tags | undefined
  /** Versions that failed their URL check, with what this run found out about it. */
  bad(): readonly number[]
  setBad(change: { readonly add?: readonly number[]; readonly remove?: readonly number[] }): void
  /** Whether the marks differ from what the service's tags say. */
  hasNews(): boolean
  /** The marks are written. */
  written(): void
}

export const rememberTags = (): TagMemory => {
  const commits = new Map<string, Tags>()
  let seen: readonly number[] = []
  let added: readonly number[] = []
  let removed: readonly number[] = []
  let hasNews = false
  return {
    see: (service) => {
      if (service === undefined) return
      const known = commitMarks(service.tags)
      if (known) commits.set(known.version, known.tags)
      seen = failedVersions(service)
    },
    commitOf: (version) => commits.get(String(version)),
    bad: () => [...new Set([...seen, ...added])].filter((version) => !removed.includes(version)),
    setBad: ({ add = [], remove = [] }) => {
      added = [...added, ...add]
      removed = [...removed.filter((version) => !add.includes(version)), ...remove]
      hasNews = true
    },
    hasNews: () => hasNews,
    written: () => {
      hasNews = false
    },
  }
}

/** All that is written to the service's tags about a deployment that Lightsail accepted, in one call; may be empty. */
export const deploymentTags = (
  request: Request,
  started: StartedDeployment,
  { memory, now }: { memory: TagMemory; now: number },
): Tags => ({
  ...ownCommitTags(request, started, memory),
  ...ownExpiryTag(request, started, now),
  ...failedTag(started, memory),
})

/** The marks alone. */
export const failedTag = ({ version }: StartedDeployment, memory: TagMemory): Tags =>
  memory.hasNews() ? failedVersionsTag(memory.bad(), version) : {}

/** A copy of an earlier version is of that one's commit, whichever commit this run is for. */
const ownCommitTags = (request: Request, started: StartedDeployment, memory: TagMemory): Tags => {
  const { provenance, trackCommit, allowOlderCommit, mode, preview } = request
  const { version, copyOf, created, service } = started
  if (!trackCommit) return {}
  if (copyOf !== undefined) {
    const known = memory.commitOf(copyOf)
    return known ? { ...known, [tagKeys.version]: String(version) } : {}
  }
  if (!provenance || mode !== 'deploy') return {}
  // A preview has its marks from its creation on.
  if (preview) return created ? {} : commitTags(provenance, version)
  // Who allows older commits on a service without marks gets none.
  const isMarked = tagValue(service.tags, tagKeys.commit) !== undefined
  return allowOlderCommit && !isMarked ? {} : commitTags(provenance, version)
}

const ownExpiryTag = ({ preview, mode }: Request, { created }: StartedDeployment, now: number): Tags =>
  preview && mode === 'deploy' && !created ? expiryTag(preview, now) : {}
