import type { FinalVerdict } from '../rollout/contract/verdict.ts'
import type { ReasonCode } from '../verdict/reason-codes.ts'
import type { Result } from '../verdict/results.ts'

/** The end of a run in words, after the service's name; true of what serves and of what was written. */
export function headlineOf(verdict: FinalVerdict): string {
  return byFacts(verdict) ?? byCode[verdict.reasonCode] ?? byResult[verdict.result]
}

/** Facts that the result alone does not tell. */
function byFacts({
  result,
  reasonCode,
  facts: { written, serving, rollback },
}: FinalVerdict): string | undefined {
  switch (result) {
    case 'unchanged':
      return written === 'settings' ? 'settings written, nothing deployed' : undefined
    case 'not-verified':
      return reasonCode === 'older-commit' || reasonCode === 'newer-version'
        ? 'active in the place of a newer version'
        : undefined
    case 'failed-nothing-serving':
      return rollback?.outcome === 'failed' ? 'rollback failed, nothing serves' : undefined
    case 'timed-out':
      if (written === 'nothing') return 'time was up, nothing changed'
      if (written === 'settings') return 'settings written, not ended in time'
      return serving === 'ours' ? 'active, but not verified in time' : undefined
    case 'unknown':
      if (written === 'nothing') return 'not begun, nothing changed'
      return written === 'settings' ? 'settings written, end not known' : undefined
    case 'refused':
      return written === 'settings' ? 'settings written, then refused' : undefined
    case 'cancelled':
      if (written === 'nothing') return 'cancelled, nothing changed'
      return written === 'settings' ? 'cancelled, settings written' : undefined
    default:
      return undefined
  }
}

/** Codes that say more than their result. */
const byCode: Readonly<Partial<Record<ReasonCode, string>>> = {
  'settings-applied': 'settings applied',
  exported: 'exported',
  'count-reached': 'count reached',
  registered: 'task definition registered',
  'task-succeeded': 'task ended well',
  'task-failed': 'task failed, nothing deployed',
  'rolled-back-on-request': 'rolled back as asked',
  paused: 'paused',
  'service-gone': 'the service is gone',
  'service-disabled': 'the service is disabled',
  'cleanup-incomplete': 'not all is deleted',
}

const byResult: Readonly<Record<Result, string>> = {
  success: 'deployed',
  unchanged: 'nothing to change',
  planned: 'plan',
  started: 'accepted, not waited for',
  deleted: 'deleted',
  reported: 'status',
  'failed-kept-previous': 'deployment failed',
  'failed-nothing-serving': 'deployment failed, nothing serves',
  'not-verified': 'active, but not verified',
  'rolled-back': 'rolled back',
  superseded: 'superseded',
  'timed-out': 'not ended in time',
  unknown: 'end not known',
  refused: 'refused',
  'invalid-input': 'inputs are wrong',
  cancelled: 'cancelled',
  internal: 'a fault of the action itself',
}
