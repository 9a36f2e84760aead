import { describe, expect, test } from '@jest/globals'
import { completeVerdict, renderReason } from '../../../../src/rollout/contract/render-reason.ts'
import type { FailureVerdict, SuccessVerdict, Verdict } from '../../../../src/rollout/contract/verdict.ts'

const refused: FailureVerdict = {
  result: 'refused',
  reasonCode: 'rejected',
  reason: 'it was refused',
  fix: 'mend it',
}
const closed: SuccessVerdict = {
  result: 'unchanged',
  reasonCode: 'pull-request-closed',
  reason: 'it was closed',
}
const unverified: FailureVerdict = {
  result: 'not-verified',
  reasonCode: 'not-verified',
  reason: 'version 2 is active, but HTTP 500',
  fix: 'mend it',
}

describe('what this run wrote is added where the sentence does not tell it', () => {
  test.each<[Verdict, Verdict['facts'], string]>([
    [refused, { written: 'nothing' }, 'it was refused; nothing was changed'],
    [refused, { written: 'settings' }, 'it was refused; the settings were updated, but nothing was deployed'],
    [
      refused,
      { written: 'unknown', unconfirmed: { operation: 'Deploy', lookups: 'open' } },
      'it was refused; it is unknown whether Deploy was accepted',
    ],
    [closed, { written: 'nothing' }, 'it was closed; nothing was written'],
    [
      closed,
      { written: 'settings' },
      'it was closed; the settings were updated before; nothing was deployed',
    ],
  ])('%#', (verdict, facts = {}, sentence) => {
    expect(renderReason({ ...verdict, facts, isExtentUntold: true })).toBe(sentence)
    expect(renderReason({ ...verdict, facts })).toBe(verdict.reason)
  })
})

describe('what came up and should not stay', () => {
  test.each<[Verdict['facts'], string]>([
    [{ serving: 'ours' }, 'it keeps serving'],
    [
      { serving: 'ours', rollback: { outcome: 'impossible', why: 'nothing served before' } },
      'it keeps serving because nothing served before',
    ],
    [
      { serving: 'nothing', rollback: { outcome: 'impossible', why: 'nothing served before' } },
      'it was not rolled back because nothing served before',
    ],
    [
      { rollback: { outcome: 'failed', why: 'the job was cancelled' } },
      'the rollback did not complete: the job was cancelled',
    ],
    [
      { rollback: { outcome: 'failed', why: 'the job was cancelled', wasServing: true } },
      'it was serving when last seen; the rollback did not complete: the job was cancelled',
    ],
  ])('%#', (facts = {}, told) => {
    expect(renderReason({ ...unverified, facts })).toBe(`${unverified.reason}; ${told}`)
  })

  test('nothing is added to what was put back', () => {
    expect(renderReason({ ...unverified, facts: { rollback: { outcome: 'done' } } })).toBe(unverified.reason)
  })
})

test('a sentence is completed once', () => {
  const complete = completeVerdict(
    { ...refused, facts: { written: 'settings' }, isExtentUntold: true },
    'deployment',
  )
  expect(complete.facts).toEqual({ written: 'settings' })
  expect(renderReason(complete)).toBe(complete.reason)
  expect(completeVerdict(closed, 'deployment').facts).toEqual({ written: 'deployment' })
})
