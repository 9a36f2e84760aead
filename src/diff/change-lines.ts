import type { Change } from '../rollout/contract/plan.ts'
import { formatCommand } from '../text/command-text.ts'

/** The lines of a plan. */

/** A line of a plan: something new. */
export function added(subject: string, detail: string): Change {
  return { sign: '+', subject, detail }
}

/** A line of a plan: another value. */
export function changed(subject: string, before: string, after: string): Change {
  return {
    sign: '~',
    subject,
    detail: `${before} → ${after}`,
  }
}

/** A line of a plan: something that goes. */
export function removed(subject: string, detail: string): Change {
  return { sign: '-', subject, detail }
}

/** What served before and what serves now: `17 → 18`; `undefined` for nothing. */
export function fromTo(before: string | undefined, now: string | undefined): string {
  if (before === now) return before === undefined ? 'nothing' : `${now} (unchanged)`
  return `${before ?? 'nothing'} → ${now ?? 'nothing'}`
}

/** One line at most; an empty text means absent. */
export function textChange(subject: string, before: string, after: string): Change[] {
  if (before === after) return []
  if (before === '') return [added(subject, after)]
  return after === '' ? [removed(subject, before)] : [changed(subject, before, after)]
}

/** Values that are not shown look the same on both sides. */
export function commandChange(
  subject: string,
  before: readonly string[],
  after: readonly string[],
): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const [was, is] = [formatCommand(before), formatCommand(after)]
  return was === is
    ? [{ sign: '~', subject, detail: `${is} (value not shown)` }]
    : textChange(subject, was, is)
}

/** Names that one line shows, and their characters; the others are counted. */
const MAX_NAMES = 50
const MAX_NAME_LENGTH = 80

/** `DATABASE_URL, NODE_ENV`, in order; of very many the first, and how many more there are. */
export function namesLine(names: readonly string[]): string {
  const sorted = [...names].sort()
  const shown = sorted
    .slice(0, MAX_NAMES)
    .map((name) => (name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name))
  const rest = sorted.length - shown.length
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`
}

/** A tag that is new, or has another value; an empty one is named so. */
export function tagChange(key: string, before: string | undefined, after: string): Change {
  return before === undefined
    ? { sign: '+', subject: `tag ${key}`, detail: after }
    : changed(`tag ${key}`, before === '' ? '(empty)' : before, after === '' ? '(empty)' : after)
}
