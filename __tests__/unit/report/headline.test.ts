import { describe, expect, test } from '@jest/globals'
import { headlineOf } from '../../../src/report/headline.ts'
import type { FinalVerdict } from '../../../src/rollout/contract/verdict.ts'
import type { VerdictFacts } from '../../../src/verdict/facts.ts'
import type { ReasonCode } from '../../../src/verdict/reason-codes.ts'
import type { Result } from '../../../src/verdict/results.ts'

function headline(result: Result, reasonCode: ReasonCode, facts: Partial<VerdictFacts> = {}) {
  return headlineOf({
    result,
    reasonCode,
    reason: 'so it was',
    fix: 'mend it',
    facts: { written: 'deployment', ...facts },
  } as FinalVerdict)
}

describe('the headline is true of what serves', () => {
  test.each<[Result, ReasonCode, Partial<VerdictFacts>, string]>([
    ['success', 'deployment-active', { serving: 'ours' }, 'deployed'],
    ['failed-kept-previous', 'deployment-failed', { serving: 'previous' }, 'deployment failed'],
    [
      'failed-nothing-serving',
      'deployment-failed',
      { serving: 'nothing' },
      'deployment failed, nothing serves',
    ],
    ['failed-nothing-serving', 'service-gone', { serving: 'nothing' }, 'the service is gone'],
    ['not-verified', 'not-verified', { serving: 'ours' }, 'active, but not verified'],
    ['not-verified', 'older-commit', { serving: 'ours' }, 'active in the place of a newer version'],
    ['timed-out', 'wait-timeout', { serving: 'ours' }, 'active, but not verified in time'],
  ])('%s (%s) %j: %s', (result, reasonCode, facts, text) => {
    expect(headline(result, reasonCode, facts)).toBe(text)
  })

  test.each<[Result, string]>([
    ['not-verified', 'active, but not verified'],
    ['failed-nothing-serving', 'rollback failed, nothing serves'],
  ])('%s after a rollback that failed: %s', (result, text) => {
    expect(headline(result, 'rollback-failed', { rollback: { outcome: 'failed', why: 'x' } })).toBe(text)
  })
})

describe('the headline is true of what was written', () => {
  test.each<[Result, ReasonCode, VerdictFacts['written'], string]>([
    ['success', 'settings-applied', 'settings', 'settings applied'],
    ['started', 'not-waiting', 'settings', 'accepted, not waited for'],
    ['unchanged', 'no-changes', 'nothing', 'nothing to change'],
    ['unchanged', 'pull-request-closed', 'settings', 'settings written, nothing deployed'],
    ['refused', 'rejected', 'nothing', 'refused'],
    ['refused', 'rejected', 'settings', 'settings written, then refused'],
    ['refused', 'cleanup-incomplete', 'deployment', 'not all is deleted'],
    ['timed-out', 'queue-timeout', 'nothing', 'time was up, nothing changed'],
    ['timed-out', 'settings-pending', 'settings', 'settings written, not ended in time'],
    ['timed-out', 'wait-timeout', 'deployment', 'not ended in time'],
    ['unknown', 'no-answer', 'nothing', 'not begun, nothing changed'],
    ['unknown', 'access-denied', 'settings', 'settings written, end not known'],
    ['unknown', 'response-lost', 'unknown', 'end not known'],
    ['cancelled', 'job-cancelled', 'nothing', 'cancelled, nothing changed'],
    ['cancelled', 'job-cancelled', 'settings', 'cancelled, settings written'],
    ['cancelled', 'job-cancelled', 'deployment', 'cancelled'],
  ])('%s (%s), %s: %s', (result, reasonCode, written, text) => {
    expect(headline(result, reasonCode, { written })).toBe(text)
  })
})
