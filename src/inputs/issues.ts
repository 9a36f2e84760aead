/** A mistake in an input or file, with the place to correct it. */
export interface InputIssue {
  /** What is wrong and what would be right, without environment values. */
  readonly message: string
  readonly input?: string
  /** Path as the user wrote it, with a position counted from 1. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** Collects the issues of all inputs, so that the user sees all of them at once. */
export interface InputIssues {
  readonly all: readonly InputIssue[]
  add(issue: InputIssue): void
}

/** An empty collection. */
export function createInputIssues(): InputIssues {
  const all: InputIssue[] = []
  return { all, add: (issue) => void all.push(issue) }
}
