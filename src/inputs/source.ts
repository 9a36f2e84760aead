import type { InputIssues } from './issues.ts'
import type { InputTexts } from './read-inputs.ts'

/** What input parsers read from, and where they add issues. `Name` are the inputs that they may ask for. */
export interface InputSource<Name extends string> {
  readonly texts: InputTexts<Name>
  readonly issues: InputIssues
  /**
   * Returns a file's text. Throws, or rejects with, an error that says what is wrong with it; the error may have a `line`, counted
   * from 1.
   */
  readFile(path: string): string | Promise<string>
  /** The issue of a file that is read later, such as an archive; continues its path. */
  fileIssue?(path: string): string | undefined | Promise<string | undefined>
}

/** One input, as the scalar parsers take it. */
export function scalarInput<Name extends string>(
  input: Name,
  { texts, issues }: Pick<InputSource<Name>, 'texts' | 'issues'>,
) {
  return {
    input,
    text: texts[input],
    issues,
  }
}

/** Path and text of the file that an input names; an unreadable file is an issue. */
export async function readNamedFile<Name extends string>(
  input: Name,
  source: InputSource<Name>,
): Promise<{ path: string; text: string } | undefined> {
  const path = source.texts[input]?.trim()
  return path === undefined || rejectInlineContent(input, path, source)
    ? undefined
    : readPath(input, path, source)
}

/** Reads a file by path, which may have the AWS CLI's form `file://containers.json`; returns the plain path. */
export async function readPath(
  input: string,
  written: string,
  { issues, readFile }: Pick<InputSource<never>, 'issues' | 'readFile'>,
): Promise<{ path: string; text: string } | undefined> {
  const path = written.replace(/^fileb?:\/\//, '')
  try {
    return { path, text: await readFile(path) }
  } catch (error) {
    const message = `cannot be read: ${error instanceof Error ? error.message : error}`
    const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line : 0
    issues.add({ input, message, ...(line > 0 && { file: path, line }) })
    return undefined
  }
}

/** True, and an issue, if the input holds a file's content instead of its path: it may contain secrets and is not quoted. */
export function rejectInlineContent(
  input: string,
  text: string,
  { issues }: Pick<InputSource<never>, 'issues'>,
): boolean {
  const lines = text.split('\n')
  if (!lines.some((line) => /[={]|:\s|:$/.test(line)) && (input === 'env-file' || lines.length === 1))
    return false
  issues.add({ input, message: 'must be the path of a file, not its contents' })
  return true
}
