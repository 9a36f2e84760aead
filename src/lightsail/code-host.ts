/** How one commit stands to another: after it, before it, the same, or on a branch of its own. */
export type Relation = 'ahead' | 'behind' | 'identical' | 'diverged'

/**
 * What the place where the code lives knows, and Lightsail does not. Nothing of it fails: what cannot be told is
 * `undefined`, and why was said once.
 */
export interface CodeHost {
  /** How `commit` stands to `base`. */
  relation(base: string, commit: string): Promise<Relation | undefined>
  pullRequest(
    number: number,
  ): Promise<{ readonly state: 'open' | 'closed'; readonly headSha: string } | undefined>
  /** Those of the pull requests that are closed. */
  closedAmong(numbers: readonly number[]): Promise<ReadonlySet<number> | undefined>
  /** Sets the deployments of a service inactive that are recorded for an environment. */
  closeEnvironment(closed: {
    readonly environment: string
    /** In words: `shop in eu-central-1`. */
    readonly subject: string
    readonly because: string
  }): Promise<void>
}
