/** One thing that is wrong with what the user wrote, at the place where it can be mended. */
export interface InputIssue {
  /** What is wrong and what would be right, without environment values. */
  readonly message: string
  readonly input?: string
  /** Path as the user wrote it, with a position counted from 1. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** Collects every problem of every input, so that the user meets all of them at once. */
export interface InputIssues {
  readonly all: readonly InputIssue[]
  add(issue: InputIssue): void
}

export const createInputIssues = (): InputIssues => {
  const all: InputIssue[] = []
  return { all, add: (issue) => void all.push(issue) }
}
