import type { Request } from '../inputs/request.ts'
import type { Started } from '../judge.ts'
import { commitMarks, deployedMarks, markOf, marks } from '../marks.ts'
import { expiryMark } from '../preview/preview.ts'
import type { Service } from '../service.ts'
import { badVersions, badVersionsTag } from './bad-versions.ts'

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
      seen = badVersions(service)
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
  started: Started,
  { memory, now }: { memory: TagMemory; now: number },
): Tags => ({
  ...commitTags(request, started, memory),
  ...expiryTag(request, started, now),
  ...badTag(started, memory),
})

/** The marks alone. */
export const badTag = ({ version }: Started, memory: TagMemory): Tags =>
  memory.hasNews() ? badVersionsTag(memory.bad(), version) : {}

/** A copy of an earlier version is of that one's commit, whichever commit this run is for. */
const commitTags = (request: Request, started: Started, memory: TagMemory): Tags => {
  const { provenance, trackCommit, allowOlderCommit, mode, preview } = request
  const { version, copyOf, created, service } = started
  if (!trackCommit) return {}
  if (copyOf !== undefined) {
    const known = memory.commitOf(copyOf)
    return known ? { ...known, [marks.version]: String(version) } : {}
  }
  if (!provenance || mode !== 'deploy') return {}
  // A preview has its marks from its creation on.
  if (preview) return created ? {} : deployedMarks(provenance, version)
  // Who allows older commits on a service without marks gets none.
  const isMarked = markOf(service.tags, marks.commit) !== undefined
  return allowOlderCommit && !isMarked ? {} : deployedMarks(provenance, version)
}

const expiryTag = ({ preview, mode }: Request, { created }: Started, now: number): Tags =>
  preview && mode === 'deploy' && !created ? expiryMark(preview, now) : {}
