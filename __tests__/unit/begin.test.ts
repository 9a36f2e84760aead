import { describe, expect, test } from '@jest/globals'
import { begin } from '../../src/engine/begin.ts'
import { Failure, type FailureKind } from '../../src/engine/failure.ts'
import { startProgress } from '../../src/engine/progress.ts'
import type { Target } from '../../src/engine/target.ts'
import { recorder, sleeper } from './shop.ts'

/** A job that is cancelled while the write waits, or once it is planned: whether it was sent, and how the run ends. */
const cancelledAfter = async (kind: FailureKind | 'planned') => {
  const controller = new AbortController()
  const { clock } = sleeper(() => controller.abort())
  const { log } = recorder()
  let writes = 0
  const target: Target<string, string, string, string> = {
    subject: 'shop',
    activity: 'Deploy',
    doing: 'deploying',
    hope: () => 'the deployment may still succeed',
    observe: async () => 'seen',
    plan: () => ({ kind: 'apply', changes: [], notices: [], remark: '', steps: 'deploy' }),
    apply: async () => {
      writes++
      if (kind === 'planned') return { kind: 'started', started: 'sent' }
      throw new Failure({ kind, operation: 'Deploy', message: kind, reasonCode: kind, fix: 'x', cause: kind })
    },
    find: async () => undefined,
    accepted: () => 'accepted',
    snapshot: async () => 'seen',
    judge: () => ({ kind: 'moving', phase: 'x', dense: false }),
    urlCheck: () => undefined,
    undoing: () => undefined,
    witness: () => ({ news: async () => ({ logs: [], gaps: [] }), evidence: async () => undefined }),
    facts: () => ({ outputs: {}, rows: [], console: '', closing: '' }),
  }
  const run = {
    clock,
    log,
    signal: controller.signal,
    fetch,
    progress: startProgress({ clock, log }),
    deadline: 600_000,
    planOnly: false,
    rollbackOnFailure: false,
    ifInProgress: 'wait',
    waitForStability: true,
    budgetMs: 600_000,
    pollMs: undefined,
    maxRetries: 3,
  } as const
  const begun = await begin(target, run, {
    onObserved: () => undefined,
    onPlan: () => {
      if (kind === 'planned') controller.abort()
    },
    onEnd: () => undefined,
  })
  return { writes, verdict: begun.kind === 'ended' ? begun.verdict : undefined }
}

describe('a job is cancelled', () => {
  test('between our look and our write: nothing is written any more', async () => {
    const { writes, verdict } = await cancelledAfter('planned')
    expect(writes).toBe(0)
    expect(verdict).toMatchObject({
      result: 'cancelled',
      reason: expect.stringContaining('nothing was changed'),
    })
  })

  test('while a throttled write waits for its repetition: nothing is written any more', async () => {
    const { writes, verdict } = await cancelledAfter('throttled')
    expect(writes).toBe(1)
    expect(verdict).toMatchObject({
      result: 'cancelled',
      reason: expect.stringContaining('nothing was changed'),
    })
  })

  test('while waiting for our turn: nothing is written any more', async () => {
    const { writes, verdict } = await cancelledAfter('busy')
    expect(writes).toBe(1)
    expect(verdict).toMatchObject({
      result: 'cancelled',
      reason: expect.stringContaining('nothing was changed'),
    })
  })

  test('while looking for a write without an answer: it may still succeed', async () => {
    const { writes, verdict } = await cancelledAfter('unanswered')
    expect(writes).toBe(1)
    expect(verdict).toMatchObject({
      result: 'cancelled',
      reason: expect.stringContaining('may still succeed'),
    })
  })
})
