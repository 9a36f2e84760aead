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

test('a success that did not deploy the commit of the run is called what it did', () => {
  const verdict = {
    result: 'success',
    reasonCode: 'deployment-active',
    reason: '',
    facts: {},
  } as FinalVerdict
  expect(headlineOf(verdict, 'rolled back')).toBe('rolled back')
  const red = { ...verdict, result: 'failed-kept-previous', reasonCode: 'wrong-port' } as FinalVerdict
  expect(headlineOf(red, 'rolled back')).toBe('deployment failed')
})

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
    ['not-verified', 'not-verified', { serving: 'ours' }, 'active, but failed the URL check'],
    ['not-verified', 'older-commit', { serving: 'ours' }, 'active in place of a newer version'],
    ['timed-out', 'wait-timeout', { serving: 'ours' }, 'active, but the URL check timed out'],
  ])('%s (%s) %j: %s', (result, reasonCode, facts, text) => {
    expect(headline(result, reasonCode, facts)).toBe(text)
  })

  test.each<[Result, string]>([
    ['not-verified', 'active, but failed the URL check'],
    ['failed-nothing-serving', 'rollback failed, nothing serves'],
  ])('%s after a rollback that failed: %s', (result, text) => {
    expect(headline(result, 'rollback-failed', { rollback: { outcome: 'failed', why: 'x' } })).toBe(text)
  })
})

describe('the headline is true of what was written', () => {
  test.each<[Result, ReasonCode, VerdictFacts['written'], string]>([
    ['success', 'settings-applied', 'settings', 'settings applied'],
    ['started', 'not-waiting', 'settings', 'accepted, not waiting'],
    ['unchanged', 'no-changes', 'nothing', 'no changes'],
    ['unchanged', 'pull-request-closed', 'settings', 'settings updated, nothing deployed'],
    ['refused', 'rejected', 'nothing', 'refused'],
    ['refused', 'rejected', 'settings', 'settings updated, then refused'],
    ['refused', 'cleanup-incomplete', 'deployment', 'some previews were not deleted'],
    ['timed-out', 'queue-timeout', 'nothing', 'timed out, nothing changed'],
    ['timed-out', 'settings-pending', 'settings', 'settings updated, then timed out'],
    ['timed-out', 'wait-timeout', 'deployment', 'timed out'],
    ['unknown', 'no-answer', 'nothing', 'not started, nothing changed'],
    ['unknown', 'access-denied', 'settings', 'settings updated, outcome unknown'],
    ['unknown', 'response-lost', 'unknown', 'outcome unknown'],
    ['cancelled', 'job-cancelled', 'nothing', 'cancelled, nothing changed'],
    ['cancelled', 'job-cancelled', 'settings', 'cancelled, settings updated'],
    ['cancelled', 'job-cancelled', 'deployment', 'cancelled'],
  ])('%s (%s), %s: %s', (result, reasonCode, written, text) => {
    expect(headline(result, reasonCode, { written })).toBe(text)
  })
})
