import { describe, expect, test } from '@jest/globals'
import { createHttpClient } from '../../../src/net/http-client.ts'
import { lightsailDeploy as product } from '../../../src/product.ts'
import type { RunOptions } from '../../../src/rollout/contract/run.ts'
import type { RolloutStatus } from '../../../src/rollout/contract/target.ts'
import { type FailureVerdict, failureOf, type Verdict } from '../../../src/rollout/contract/verdict.ts'
import { runPipeline } from '../../../src/rollout/pipeline.ts'
import { startSession } from '../../../src/rollout/session.ts'
import { sanitizeLine } from '../../../src/text/sanitize.ts'
import { serve } from '../../support/net/servers.ts'
import { type PlainTarget, plainTarget, recorder, sleeper } from '../../support/shop.ts'

type Answers = PlainTarget

/** A server that gives these statuses in turn, the last one too many times. */
async function serveStatuses(statuses: readonly number[], onRequest: () => void = () => undefined) {
  let asked = 0
  return await serve((_, response) => {
    onRequest()
    response.writeHead(statuses[Math.min(asked, statuses.length - 1)] ?? 500).end('hello')
    asked++
  })
}

const active: Verdict = {
  result: 'success',
  reasonCode: 'deployment-active',
  reason: 'version 2 is active',
  facts: { serving: 'ours' },
}
function ended(verdict: Verdict): RolloutStatus {
  return { kind: 'done', verdict }
}
function red(result: FailureVerdict['result']): RolloutStatus {
  return ended(
    failureOf({ result, reasonCode: 'wait-timeout', reason: `it ended ${result}`, fix: 'mend it' }),
  )
}

/** A deployment that becomes active, whose URL gives `statuses`, and what putting back comes to. */
async function prove({
  statuses,
  undone = ended({ result: 'success', reasonCode: 'deployment-active', reason: 'version 3 is active' }),
  canUndo = true,
  options = {},
  budgetMs = 600_000,
  cancelAfter,
  afterwards = ended(active),
}: {
  statuses: readonly number[]
  undone?: RolloutStatus
  canUndo?: boolean
  options?: Partial<RunOptions>
  budgetMs?: number
  /** After so many answers of the URL. */
  cancelAfter?: number
  /** What a look after the first answer of the URL finds. */
  afterwards?: RolloutStatus
}) {
  const controller = new AbortController()
  let asked = 0
  const url = await serveStatuses(statuses, () => {
    if (++asked === cancelAfter) controller.abort()
  })
  const writes: string[] = []
  const target: Answers = {
    ...plainTarget,
    plan: () => ({ kind: 'apply', changes: [], notices: [], titleNote: '', step: 'new' }),
    apply: async (step) => {
      writes.push(step)
      return { kind: 'started', started: step }
    },
    describe: (started) => ({ ...plainTarget.describe(started), accepted: `${started} accepted` }),
    status: () => (asked === 0 ? ended(active) : afterwards),
    probe: () => ({
      site: { asked: url, own: url, domainNames: [] },
      statusCodes: '200',
      wanted: undefined,
      refuseAddress: () => undefined,
      windowMs: 20_000,
      settleMs: 0,
      clean: sanitizeLine,
    }),
    rollback: async () =>
      canUndo
        ? {
            kind: 'target',
            name: 'version 17',
            target: {
              ...target,
              plan: () => ({ kind: 'apply', changes: [], notices: [], titleNote: '', step: 'old' }),
              status: () => undone,
            },
          }
        : { kind: 'unavailable', reason: 'there is no earlier good version to roll back to' },
  }
  const { clock } = sleeper()
  const { log, lines } = recorder()
  const outcome = await runPipeline(
    target,
    startSession(
      {
        planOnly: false,
        rollbackOnFailure: true,
        ifInProgress: 'fail',
        onTimeout: 'leave',
        onCancel: 'leave',
        waitForStability: true,
        budgetMs,
        pollMs: undefined,
        maxRetries: 0,
        ...options,
      },
      { clock, log, signal: controller.signal, http: createHttpClient({ environment: {} }), product },
    ),
  )
  return { ...outcome, writes, lines }
}

test('it passed the URL check: nothing is put back', async () => {
  const { verdict, writes } = await prove({ statuses: [503, 200] })
  expect(verdict).toEqual({ ...active, facts: { written: 'deployment', serving: 'ours' } })
  expect(writes).toEqual(['new'])
})

describe('it does not answer as asked', () => {
  test('putting back is not wanted: red, and it keeps serving', async () => {
    const { verdict, writes } = await prove({ statuses: [500], options: { rollbackOnFailure: false } })
    expect(verdict).toMatchObject({
      result: 'not-verified',
      reasonCode: 'not-verified',
      reason: expect.stringMatching(/HTTP 500.*; it keeps serving$/),
      facts: { written: 'deployment', serving: 'ours' },
    })
    expect(writes).toEqual(['new'])
  })

  test('what served before is put back: still red', async () => {
    const { verdict, writes, diagnosis: evidence } = await prove({ statuses: [500] })
    expect(verdict).toMatchObject({
      result: 'rolled-back',
      reason: expect.stringContaining('version 3 is active'),
      facts: { written: 'deployment', serving: 'previous', rollback: { outcome: 'done' } },
    })
    expect(writes).toEqual(['new', 'old'])
    expect(evidence?.cause?.lines).toContain('HTTP 500')
  })

  test('nothing served before: said so', async () => {
    const { verdict, writes } = await prove({ statuses: [500], canUndo: false })
    expect(verdict).toMatchObject({
      result: 'not-verified',
      reason: expect.stringContaining('it keeps serving because there is no earlier good version'),
      facts: { serving: 'ours', rollback: { outcome: 'impossible' } },
    })
    expect(writes).toEqual(['new'])
  })

  test.each([
    ['the old version FAILED too', red('failed-kept-previous'), 'not-verified'],
    ['it was refused', red('refused'), 'not-verified'],
    ['nothing serves any more', red('failed-nothing-serving'), 'failed-nothing-serving'],
    ['the budget ended meanwhile', red('timed-out'), 'timed-out'],
    ['the job was cancelled meanwhile', red('cancelled'), 'cancelled'],
    ['nobody could look any more', red('unknown'), 'unknown'],
    ['somebody deployed meanwhile', red('superseded'), 'superseded'],
  ])('putting back comes to nothing: %s', async (_, undone, result) => {
    const { verdict } = await prove({ statuses: [500], undone })
    expect(verdict).toMatchObject({ result, reasonCode: 'rollback-failed' })
    expect(verdict.reason).toContain('HTTP 500')
    expect(verdict.reason).toContain('it ended')
  })

  test.each(['superseded', 'failed-nothing-serving', 'unknown'] as const)(
    'what may not serve any more is not said to keep serving: %s',
    async (result) => {
      const { verdict } = await prove({ statuses: [500], undone: red(result) })
      expect(verdict.reason).not.toContain('it keeps serving')
    },
  )
})

describe('the job is cancelled while the URL is asked', () => {
  test.each([true, false])('cancelled, and nothing is put back (rollback-on-failure: %s)', async (wanted) => {
    const { verdict, writes } = await prove({
      statuses: [503],
      cancelAfter: 2,
      options: { rollbackOnFailure: wanted },
    })
    expect(verdict).toMatchObject({ result: 'cancelled' })
    expect(writes).toEqual(['new'])
  })

  test('between good answers: cancelled all the same', async () => {
    const { verdict, writes } = await prove({ statuses: [200], cancelAfter: 2 })
    expect(verdict).toMatchObject({ result: 'cancelled' })
    expect(writes).toEqual(['new'])
  })
})

describe('somebody changes it while the URL is asked', () => {
  test.each([
    ['it passed the URL check', 200],
    ['it does not', 500],
  ])('ours was replaced meanwhile: what it answers is not of ours (%s)', async (_, status) => {
    const { verdict, writes } = await prove({ statuses: [status], afterwards: red('superseded') })
    expect(verdict).toMatchObject({ result: 'superseded' })
    expect(verdict.reason).not.toContain('keeps serving')
    expect(writes).toEqual(['new'])
  })
})

describe('the budget ends while the URL is asked', () => {
  test('good answers so far are no reason to put anything back', async () => {
    const { verdict, writes } = await prove({ statuses: [503, 200], budgetMs: 5_000 })
    expect(verdict.result).not.toBe('success')
    expect(writes).toEqual(['new'])
  })

  test('a row of good answers that is too short is told as what it is', async () => {
    const { verdict } = await prove({
      statuses: [200],
      budgetMs: 1_000,
      options: { rollbackOnFailure: false },
    })
    expect(verdict).toMatchObject({ result: 'timed-out' })
  })
})
