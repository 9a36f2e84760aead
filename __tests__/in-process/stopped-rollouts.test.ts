import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ServiceError } from '../../src/runtime/service-error.ts'
import type { Shelf } from '../support/crates.ts'
import { emptyShelf, openCrateStage } from './crate-stage.ts'

/** What a rollout that does not end in time, or is cancelled, comes to where the target can stop it. */

let stage: Awaited<ReturnType<typeof openCrateStage>>
beforeEach(async () => {
  stage = await openCrateStage()
})
afterEach(() => stage.close())

describe('it does not settle in time', () => {
  /** A shelf whose crates fall some looks after they were taken down. */
  const slowShelf = (looksLater: number, refusal?: ServiceError) => {
    let downAt = Number.POSITIVE_INFINITY
    let newest = 0
    let calls = 0
    const shelf: Shelf = {
      ...emptyShelf((look) => {
        newest = look
        return look > downAt + looksLater && 'fell'
      }),
      takeDown: async () => {
        calls++
        if (refusal) throw refusal
        downAt = newest
      },
    }
    return { shelf, calls: () => calls }
  }
  const short = { 'wait-for-minutes': '1' }
  const down = { ...short, 'on-timeout': 'rollback' }

  test('it is left alone', async () => {
    const { shelf, calls } = slowShelf(1)
    const { outputs } = await stage.step(shelf, { inputs: short })
    expect(outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'wait-timeout' })
    expect(outputs['reason']).toContain('the crate may still settle')
    expect(calls()).toBe(0)
  })

  test('on-timeout: rollback: it is stopped, and followed to the end of its way back', async () => {
    const { shelf, calls } = slowShelf(30)
    const { outputs, log, exitCode } = await stage.step(shelf, { inputs: down })
    expect(outputs).toMatchObject({ result: 'rolled-back', 'reason-code': 'timed-out-and-rolled-back' })
    expect(log).toContain('did not finish within 1 min; still settling')
    expect(log).toContain('requesting a rollback')
    expect({ exitCode, calls: calls() }).toEqual({ exitCode: 1, calls: 1 })
  })

  test('it had settled when it was to be stopped: good', async () => {
    let isDown = false
    const shelf: Shelf = {
      ...emptyShelf(() => isDown),
      takeDown: async () => {
        isDown = true
      },
    }
    expect((await stage.step(shelf, { inputs: down })).outputs).toMatchObject({ result: 'success' })
  })

  test('it may not be stopped: it stays a time-out, which says so', async () => {
    const refusal = new ServiceError({
      kind: 'access-denied',
      operation: 'TakeDown',
      message: 'access denied: TakeDown',
      reasonCode: 'access-denied',
      fix: 'allow it',
      cause: undefined,
    })
    const { shelf, calls } = slowShelf(1, refusal)
    const { outputs } = await stage.step(shelf, { inputs: down })
    expect(outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'wait-timeout' })
    expect(outputs['reason']).toContain('it could not be stopped: access denied: TakeDown')
    expect(calls()).toBe(1)
  })

  test('its way back has no end either: that is said, and the run ends', async () => {
    const { shelf } = slowShelf(Number.POSITIVE_INFINITY)
    const { outputs } = await stage.step(shelf, { inputs: down })
    expect(outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'wait-timeout' })
    expect(outputs['reason']).toContain(
      'nor within another 10 min after a rollback was requested; still settling',
    )
  })

  test.each([
    ['leave', 0, 'the crate may still settle'],
    ['rollback', 1, 'a rollback was requested and carries on by itself'],
  ])('the job is cancelled, and on-cancel is %s', async (onCancel, stops, told) => {
    const { shelf, calls } = slowShelf(1)
    const controller = new AbortController()
    const cancelling: Shelf = {
      ...shelf,
      isSettled: (look) => {
        if (look === 3) controller.abort()
        return shelf.isSettled(look)
      },
    }
    const inputs = { ...short, 'on-cancel': onCancel }
    const { outputs } = await stage.step(cancelling, { inputs, signal: controller.signal })
    expect(outputs).toMatchObject({ result: 'cancelled', 'reason-code': 'job-cancelled' })
    expect(outputs['reason']).toContain(told)
    expect(calls()).toBe(stops)
  })
})
