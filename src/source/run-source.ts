/** The pull request of a run. */
export interface PullRequest {
  readonly number: number
  /** What happened to it: `opened`, `synchronize`, `reopened`, `labeled`, `closed` and so on. */
  readonly action: string
  readonly state: 'open' | 'closed'
  /** `owner/name`; `undefined` if the repository that the branch was in is gone. */
  readonly headRepository: string | undefined
  /** Somebody without rights in this repository may have written the code. */
  readonly isFork: boolean
  readonly labels: readonly string[]
  /** The label that was just put on or taken off. */
  readonly changedLabel: string | undefined
}

/** The commit and pull request that a run deploys, as far as they decide what may be written. */
export interface RunSource {
  readonly repository: { readonly owner: string; readonly repo: string }
  /** Digits; it stays when the repository is renamed or transferred. `undefined` if it is not known. */
  readonly repositoryId?: string | undefined
  /** The commit, 40 hexadecimal digits. */
  readonly sha: string
  readonly run: { readonly id: number }
  /** Such as `push` or `pull_request`. */
  readonly event: string
  readonly pullRequest: PullRequest | undefined
  /**
   * Why somebody without rights in the repository may have written the commit, as a sentence, although the run has the
   * repository's secrets and rights.
   */
  readonly untrusted?: string | undefined
  /** GitHub gives runs of this actor no Actions secrets. */
  readonly lacksSecrets?: 'fork' | 'dependabot' | undefined
  /** What is easily misunderstood about the commit. */
  readonly remark?: string | undefined
  /** Why the pull request of a pull-request event is not known. */
  readonly problem: string | undefined
}

/** Which repository something belongs to. */
export interface RepositoryIdentity {
  /** `owner/name`; somebody else may have it after a rename. */
  readonly repository: string
  readonly repositoryId?: string | undefined
}

/** The repository of a run. */
export function identityOf(runSource: RunSource): RepositoryIdentity {
  return {
    repository: repositoryFullName(runSource),
    repositoryId: runSource.repositoryId,
  }
}

/** `owner/name`. */
export function repositoryFullName({ repository: { owner, repo } }: Pick<RunSource, 'repository'>): string {
  return `${owner}/${repo}`
}
