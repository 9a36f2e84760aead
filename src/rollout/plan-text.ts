import type { Log } from '../runtime/log.ts'
import type { ApplyPlan, Change, FinalPlan } from './contract/plan.ts'
import type { TargetLabels } from './contract/target.ts'

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `Plan for shop in eu-central-1: 3 changes, $7.00 a month (unchanged)`. */
export function planTitle(subject: string, changes: readonly Change[], titleNote: string): string {
  return `Plan for ${subject}: ${countChanges(changes)}${titleNote === '' ? '' : `, ${titleNote}`}`
}

/** `no changes`, `1 change`, `3 changes`. */
export function countChanges(changes: readonly Change[]): string {
  return changes.length === 0 ? 'no changes' : counted(changes.length, 'change')
}

/** One line per change, the subjects in one column. */
export function formatChanges(changes: readonly Change[]): string[] {
  const width = Math.max(0, ...changes.map(({ subject }) => subject.length))
  return changes.map(({ sign, subject, detail }) => `  ${sign} ${subject.padEnd(width)}  ${detail}`)
}

/** Prints each plan of a run once: a later round of the same run usually has the rest of the same plan. */
export function createPlanPrinter(log: Log, { subject, title }: TargetLabels) {
  let printed: readonly Change[] | undefined
  let cost = ''
  const noticed = new Set<string>()
  const once = (texts: readonly string[], say: (text: string) => void) => {
    for (const text of texts) if (!noticed.has(text)) say(text)
    for (const text of texts) noticed.add(text)
  }
  const notice = (notices: readonly string[], warnings: readonly string[] = []) => {
    once(warnings, log.warning)
    once(notices, log.notice)
  }
  return {
    /** Undefined if it never came to a plan. */
    changes: () => printed,
    titleNote: () => cost,
    announce: ({ changes, warnings, notices, titleNote }: ApplyPlan<unknown>, planOnly: boolean) => {
      const isRest = changes.every((change) => printed?.some((before) => isSameChange(before, change)))
      if (printed && isRest) return notice(notices, warnings)
      printed = changes
      cost = titleNote
      log.line(planTitle(subject, changes, titleNote))
      for (const line of formatChanges(changes)) log.line(line)
      notice(notices, warnings)
      if (!planOnly) log.line(`${title} ${subject}`)
    },
    /** A plan that was printed needs no second line. */
    end: ({ verdict, notices, titleNote }: FinalPlan) => {
      if (verdict.result === 'unchanged' && !printed) {
        printed = []
        cost = titleNote
        log.line(planTitle(subject, [], titleNote))
      }
      notice(notices)
    },
  }
}

function isSameChange(a: Change, b: Change): boolean {
  return a.sign === b.sign && a.subject === b.subject && a.detail === b.detail
}
