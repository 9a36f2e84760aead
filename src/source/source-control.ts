/** How one commit stands to another: after it, before it, the same, or on a branch of its own. */
export type CommitRelation = 'ahead' | 'behind' | 'identical' | 'diverged'

/** By number. */
export type PullRequestStates = ReadonlyMap<number, 'open' | 'closed'>

/**
 * What the place where the code lives knows, and Lightsail does not. Nothing of it fails: what cannot be told is
 * `undefined`, and why was said once.
 */
export interface SourceControl {
  /** How `commit` stands to `base`. */
  relation(base: string, commit: string): Promise<CommitRelation | undefined>
  pullRequest(
    number: number,
  ): Promise<{ readonly state: 'open' | 'closed'; readonly headSha: string } | undefined>
  /** What each of the pull requests is now; those that nobody tells of are missing. */
  pullRequestStates(numbers: readonly number[]): Promise<PullRequestStates>
  /** Sets the deployments of a service inactive that are recorded for an environment. */
  closeEnvironment(closed: {
    readonly environment: string
    /** In words: `shop in eu-central-1`. */
    readonly subject: string
    readonly because: string
  }): Promise<void>
}
