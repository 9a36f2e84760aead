/** How one commit stands to another: after it, before it, the same, or on a branch of its own. */
export type CommitRelation = 'ahead' | 'behind' | 'identical' | 'diverged'

/** By number. */
export type PullRequestStates = ReadonlyMap<number, 'open' | 'closed'>

/** Questions to the host of the source code. Never fails: an unknown answer is `undefined`, and its reason was reported once. */
export interface SourceControl {
  /** How `commit` stands to `base`. */
  relation(base: string, commit: string): Promise<CommitRelation | undefined>
  pullRequest(
    number: number,
  ): Promise<{ readonly state: 'open' | 'closed'; readonly headSha: string } | undefined>
  /** The state of each pull request; unknown ones are missing. */
  pullRequestStates(numbers: readonly number[]): Promise<PullRequestStates>
  /** Sets the deployments of a service inactive that are recorded for an environment. */
  closeEnvironment(closed: {
    readonly environment: string
    /** In words: `shop in eu-central-1`. */
    readonly subject: string
    readonly because: string
  }): Promise<void>
}
