import type { Log } from '../runtime/log.ts'
import type { ApplyPlan, Change, FinalPlan } from './contract/plan.ts'
import type { TargetLabels } from './contract/target.ts'
import { formatChanges, planTitle } from './plan-text.ts'

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
