import { commitMarks } from './resource-tags.ts'

type Tags = Readonly<Record<string, string>>

/** What a run saw in the tags of what it deploys to, and has to remember, from its first look on. */
export interface TagMemory<Version> {
  /** Takes in what a reply shows; later ones count more. */
  see(tags: Tags | undefined): void
  /** Tags of the commit that a version was deployed from, if they were seen. */
  commitOf(version: string | number): Tags | undefined
  /** Versions that failed their URL check, with what this run found out about it. */
  bad(): readonly Version[]
  setBad(change: { readonly add?: readonly Version[]; readonly remove?: readonly Version[] }): void
  /** Whether the marks differ from what the tags say. */
  hasNews(): boolean
  /** The marks are written. */
  written(): void
}

/** `failedIn` reads the versions that tags remember as failed. */
export const rememberTags = <Version>(failedIn: (tags: Tags) => readonly Version[]): TagMemory<Version> => {
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
