import { describe, expect, test } from '@jest/globals'
import { type RetryPolicy, retry, safeToRepeatWrites, transientErrors } from '../../../src/runtime/retry.ts'
import { ServiceError, type ServiceErrorKind } from '../../../src/runtime/service-error.ts'
import { sleeper } from '../../support/shop.ts'

function failing(kind: ServiceErrorKind, message: string = kind) {
  return new ServiceError({
    kind,
    operation: 'GetX',
    message,
    reasonCode: 'rejected',
    fix: 'wait',
    cause: undefined,
  })
}

/** Fails with each failure in turn, then gives `done`. */
async function attempt(
  failures: readonly unknown[],
  options: Partial<RetryPolicy> = {},
  kinds: readonly ServiceErrorKind[] = transientErrors,
) {
  const { clock, sleeps } = sleeper()
  const told: string[] = []
  let calls = 0
  const call = async () => {
    const failure = failures[calls++]
    if (failure !== undefined) throw failure
    return 'done'
  }
  const { signal } = new AbortController()
  const retries: RetryPolicy = {
    clock,
    signal,
    maxRetries: 3,
    deadline: Number.POSITIVE_INFINITY,
    progress: { transient: (text) => void told.push(text) },
    ...options,
  }
  const result = await retry(call, kinds, retries).catch((failure: unknown) => failure)
  return { calls, sleeps, result, told }
}
const many = Array.from({ length: 30 }, (_, n) => failing('throttled', `${n}`))

describe('how often', () => {
  test('no failure, no repetition', async () => {
    expect(await attempt([])).toEqual({ calls: 1, sleeps: [], result: 'done', told: [] })
  })

  test.each([0, 1, 3, 10])(
    'max-retries %d are that many repetitions, then the last failure',
    async (maxRetries) => {
      expect(await attempt(many, { maxRetries })).toMatchObject({
        calls: maxRetries + 1,
        result: { message: String(maxRetries) },
      })
    },
  )

  test('it stops as soon as it succeeds', async () => {
    const { calls, result } = await attempt([failing('no-response'), failing('throttled')])
    expect([calls, result]).toEqual([3, 'done'])
  })
})

describe('which failures', () => {
  const kinds: readonly ServiceErrorKind[] = [
    'not-found',
    'conflict',
    'throttled',
    'no-response',
    'access-denied',
    'unauthenticated',
    'rejected',
  ]
  test.each(kinds)('%s', async (kind) => {
    const reads = await attempt([failing(kind)])
    expect(reads.calls).toBe(kind === 'throttled' || kind === 'no-response' ? 2 : 1)
    const writes = await attempt([failing(kind)], {}, safeToRepeatWrites)
    expect(writes.calls).toBe(kind === 'throttled' ? 2 : 1)
  })

  test.each([new Error('a fault of ours'), new TypeError('x'), 'text'])('never %s', async (error) => {
    expect(await attempt([error])).toMatchObject({ calls: 1, result: error })
  })
})

describe('how long', () => {
  test('the pauses grow, and have an end', async () => {
    const { sleeps } = await attempt(many, { maxRetries: 20 })
    expect(sleeps).toHaveLength(20)
    expect(sleeps[0]).toBeLessThanOrEqual(500)
    expect(sleeps.every((ms, n) => ms >= (sleeps[n - 1] ?? 0))).toBe(true)
    expect(Math.max(...sleeps)).toBeLessThanOrEqual(20_000)
  })

  test('chance spreads them, from half of a pause on', async () => {
    const half = { ...sleeper().clock, random: () => 0 }
    const { sleeps } = sleeper()
    const clock = { ...half, sleep: async (ms: number) => void sleeps.push(ms) }
    await attempt(many, { clock, maxRetries: 2 })
    expect(sleeps).toEqual([250, 500])
  })

  test('no repetition begins after the deadline', async () => {
    const { sleeps, calls } = await attempt(many, { maxRetries: 20, deadline: 2000 })
    expect(sleeps.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(2000)
    expect(calls).toBe(sleeps.length + 1)
    expect(calls).toBeLessThan(5)
  })

  test('a deadline that is over allows one call', async () => {
    expect(await attempt(many, { deadline: -1 })).toMatchObject({ calls: 1, sleeps: [] })
  })
})

describe('a job that is cancelled', () => {
  test('before the call fails: no repetition', async () => {
    expect(await attempt(many, { signal: AbortSignal.abort() })).toMatchObject({ calls: 1, sleeps: [] })
  })

  test('during a pause: the call, perhaps a write, is not made again', async () => {
    const controller = new AbortController()
    const { clock } = sleeper(() => controller.abort())
    const { calls, result } = await attempt(many, { clock, signal: controller.signal })
    expect(calls).toBe(1)
    expect(result).toMatchObject({ kind: 'throttled' })
  })
})

describe('what is told', () => {
  test('each failure that is followed by a repetition, and what becomes of it', async () => {
    const { told } = await attempt([
      failing('throttled', 'Rate exceeded'),
      failing('no-response', 'HTTP 502'),
    ])
    expect(told).toEqual([
      'GetX was throttled (Rate exceeded); retrying',
      'no answer to GetX (HTTP 502); retrying',
    ])
  })

  test('the last failure is left to whoever decides what follows from it', async () => {
    expect((await attempt(many, { maxRetries: 2 })).told).toHaveLength(2)
    expect((await attempt(many, { maxRetries: 0 })).told).toEqual([])
    expect((await attempt([failing('access-denied')])).told).toEqual([])
  })
})
