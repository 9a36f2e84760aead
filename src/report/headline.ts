import type { FinalVerdict } from '../rollout/contract/verdict.ts'
import { capitalized } from '../text/markdown.ts'
import type { ReasonCode } from '../verdict/reason-codes.ts'
import type { Result } from '../verdict/results.ts'

/**
 * The end of a run in words, after the service's name; true of what serves and of what was written. `done` is what a success is
 * called that did not deploy the run's own commit.
 */
export function headlineOf(verdict: FinalVerdict, done?: string): string {
  if (verdict.reasonCode === 'deployment-active' && done !== undefined) return done
  return byFacts(verdict) ?? byCode[verdict.reasonCode] ?? byResult[verdict.result]
}

/**
 * In front of a heading, to be seen while scrolling: it came through, it did not, or a person has to look. Nothing where nothing was
 * to be done.
 */
export function markOf(result: Result): string {
  return marks[result] === '' ? '' : `${marks[result]} `
}

const marks: Readonly<Record<Result, '✅' | '❌' | '⚠️' | '⏳' | ''>> = {
  success: '✅',
  unchanged: '✅',
  planned: '',
  started: '⏳',
  deleted: '✅',
  reported: '',
  'failed-kept-previous': '❌',
  'failed-nothing-serving': '❌',
  'not-verified': '⚠️',
  'rolled-back': '❌',
  superseded: '⚠️',
  'timed-out': '⚠️',
  unknown: '⚠️',
  refused: '❌',
  'invalid-input': '❌',
  cancelled: '⚠️',
  internal: '❌',
}

/** The end of a run whose service is not known. */
export function plainHeadline(result: Result): string {
  return `${markOf(result)}${capitalized(byResult[result])}`
}

/** Facts that the result alone does not tell. */
function byFacts({
  result,
  reasonCode,
  facts: { written, serving, rollback },
}: FinalVerdict): string | undefined {
  switch (result) {
    case 'unchanged':
      return written === 'settings' ? 'settings updated, nothing deployed' : undefined
    case 'not-verified':
      return reasonCode === 'older-commit' || reasonCode === 'newer-version'
        ? 'active in place of a newer version'
        : undefined
    case 'failed-nothing-serving':
      return rollback?.outcome === 'failed' ? 'rollback failed, nothing serves' : undefined
    case 'timed-out':
      if (written === 'nothing') return 'timed out, nothing changed'
      if (written === 'settings') return 'settings updated, then timed out'
      return serving === 'ours' ? 'active, but the URL check timed out' : undefined
    case 'unknown':
      if (written === 'nothing') return 'not started, nothing changed'
      return written === 'settings' ? 'settings updated, outcome unknown' : undefined
    case 'refused':
      return written === 'settings' ? 'settings updated, then refused' : undefined
    case 'cancelled':
      if (written === 'nothing') return 'cancelled, nothing changed'
      return written === 'settings' ? 'cancelled, settings updated' : undefined
    default:
      return undefined
  }
}

/** Codes that say more than their result. */
const byCode: Readonly<Partial<Record<ReasonCode, string>>> = {
  'settings-applied': 'settings applied',
  exported: 'exported',
  'nothing-to-clean-up': 'nothing to clean up',
  'count-reached': 'count reached',
  registered: 'task definition registered',
  'task-succeeded': 'task ended well',
  'task-failed': 'task failed, nothing deployed',
  'rolled-back-on-request': 'rolled back as requested',
  paused: 'paused',
  'service-gone': 'the service is gone',
  'service-disabled': 'the service is disabled',
  'cleanup-incomplete': 'some previews were not deleted',
}

const byResult: Readonly<Record<Result, string>> = {
  success: 'deployed',
  unchanged: 'no changes',
  planned: 'plan',
  started: 'accepted, not waiting',
  deleted: 'deleted',
  reported: 'status',
  'failed-kept-previous': 'deployment failed',
  'failed-nothing-serving': 'deployment failed, nothing serves',
  'not-verified': 'active, but failed the URL check',
  'rolled-back': 'rolled back',
  superseded: 'superseded',
  'timed-out': 'timed out',
  unknown: 'outcome unknown',
  refused: 'refused',
  'invalid-input': 'invalid inputs',
  cancelled: 'cancelled',
  internal: 'internal error',
}
