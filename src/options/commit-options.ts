import { parseBoolean } from '../inputs/scalars.ts'
import { type InputSource, scalarInput } from '../inputs/source.ts'

/** Which commits may be deployed. */
export interface CommitOptions {
  readonly allowOlderCommit: boolean
  /** Writes also where somebody without rights in the repository may have written the commit. */
  readonly allowFork: boolean
  /** `false`: the commit of a deployment is neither written to the service's tags nor read from them. */
  readonly trackCommit: boolean
}

/** Reads the inputs, with their defaults. */
export function parseCommitOptions(
  source: InputSource<'allow-older-commit' | 'allow-fork' | 'track-commit'>,
): CommitOptions {
  return {
    allowOlderCommit: parseBoolean(scalarInput('allow-older-commit', source)) ?? false,
    allowFork: parseBoolean(scalarInput('allow-fork', source)) ?? false,
    trackCommit: parseBoolean(scalarInput('track-commit', source)) ?? true,
  }
}

/** Issues for options that have no effect together with others. */
export function commitNotices({ allowOlderCommit, trackCommit }: CommitOptions): string[] {
  return allowOlderCommit && !trackCommit
    ? ['allow-older-commit has no effect with track-commit: false, which does not track the order of commits']
    : []
}
