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
  /** Two rules may find the same: it is told once. */
  add(issue: InputIssue): void
}

/** An empty collection. */
export function createInputIssues(): InputIssues {
  const all: InputIssue[] = []
  const known = new Set<string>()
  return {
    all,
    add: (issue) => {
      const { message, input, file, line, column } = issue
      const key = JSON.stringify([message, input, file, line, column])
      if (known.has(key)) return
      known.add(key)
      all.push(issue)
    },
  }
}
