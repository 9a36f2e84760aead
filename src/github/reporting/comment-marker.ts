import { COMMENT_START as START } from '../../product.ts'
import type { RunContext } from '../run-context.ts'

/** Hidden data of a comment: what it is about, and which run wrote it. */
export interface CommentMarker {
  /** Such as `shop in eu-central-1`. */
  readonly subject: string
  readonly run: number
  readonly attempt: number
  readonly sha: string
}

const END = ' -->'

export function createMarker(subject: string, { run, sha }: Pick<RunContext, 'run' | 'sha'>): CommentMarker {
  return {
    subject,
    run: run.id,
    attempt: run.attempt,
    sha,
  }
}

/** A line for the start of a comment. Nothing in it can end the HTML comment: `-` and `>` are escaped. */
export function formatMarker(marker: CommentMarker): string {
  return `${START}${JSON.stringify(marker).replace(/->/g, '-\\u003e')}${END}`
}

/** The marker at the start of a comment, if there is one. */
export function readMarker(body: string): CommentMarker | undefined {
  const line = body.split(/\r?\n/, 1)[0] ?? ''
  if (!line.startsWith(START) || !line.endsWith(END)) return undefined
  try {
    const value: unknown = JSON.parse(line.slice(START.length, -END.length))
    return isMarker(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isMarker(value: unknown): value is CommentMarker {
  return (
    typeof value === 'object' &&
    value !== null &&
    'subject' in value &&
    typeof value.subject === 'string' &&
    'run' in value &&
    typeof value.run === 'number' &&
    'attempt' in value &&
    typeof value.attempt === 'number' &&
    'sha' in value &&
    typeof value.sha === 'string'
  )
}

/**
 * Whether the comment is newer than our report. Run ids rise with time, and a run's event names the newest commit of its time; a
 * re-run keeps both. For one commit, the last report counts.
 */
export function isNewer(there: CommentMarker, ours: CommentMarker): boolean {
  return there.sha === ours.sha
    ? there.run === ours.run && there.attempt > ours.attempt
    : there.run > ours.run
}
