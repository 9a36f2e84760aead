import { commitMarks } from './resource-tags.ts'

type Tags = Readonly<Record<string, string>>

/** The tags that a run has seen and has to write, from its first observation on. */
export interface TagMemory<Version> {
  /** Adds the tags of a reply; later ones win. */
  see(tags: Tags | undefined): void
  /** Tags of the commit that a version was deployed from, if they were seen. */
  commitOf(version: string | number): Tags | undefined
  /** Failed versions, including what this run found out. */
  bad(): readonly Version[]
  setBad(change: { readonly add?: readonly Version[]; readonly remove?: readonly Version[] }): void
  /** Whether the list of failed versions differs from the tags. */
  hasNews(): boolean
  /** Call after the list was written. */
  written(): void
}

/** `failedIn` reads the failed versions from tags. */
export function rememberTags<Version>(failedIn: (tags: Tags) => readonly Version[]): TagMemory<Version> {
  const commits = new Map<string, Tags>()
  let seen: readonly Version[] = []
  let added: readonly Version[] = []
  let removed: readonly Version[] = []
  let hasNews = false
  return {
    see: (tags) => {
      if (tags === undefined) return
      const known = commitMarks(tags)
      if (known) commits.set(known.version, known.tags)
      seen = failedIn(tags)
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
