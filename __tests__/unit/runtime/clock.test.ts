import { getEventListeners, once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { formatDuration, formatElapsed, systemClock } from '../../../src/runtime/clock.ts'

test.each([
  [0, '0:00'],
  [999, '0:00'],
  [1000, '0:01'],
  [59_999, '0:59'],
  [60_000, '1:00'],
  [65_000, '1:05'],
  [600_000, '10:00'],
  [3_599_999, '59:59'],
  [3_600_000, '1:00:00'],
  [3_665_000, '1:01:05'],
  [360_000_000, '100:00:00'],
  [-1, '0:00'],
])('%d ms on the stopwatch: %s', (ms, text) => {
  expect(formatElapsed(ms)).toBe(text)
})

test.each([
  [0, '0 s'],
  [900, '0.9 s'],
  [1000, '1 s'],
  [1249, '1.2 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [18_000, '18 s'],
  [59_499, '59 s'],
  [59_500, '1 min'],
  [60_000, '1 min'],
  [61_000, '1 min 1 s'],
  [119_500, '2 min'],
  [160_000, '2 min 40 s'],
  [1_800_000, '30 min'],
  [5_400_000, '90 min'],
])('%d ms last %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

describe('a sleep', () => {
  const anHour = 3_600_000

  test('does not begin when the job is cancelled already', async () => {
    await expect(systemClock.sleep(anHour, AbortSignal.abort())).resolves.toBeUndefined()
  })

  test('ends when the job is cancelled', async () => {
    const controller = new AbortController()
    const sleep = systemClock.sleep(anHour, controller.signal)
    controller.abort()
    await expect(sleep).resolves.toBeUndefined()
  })

  test('leaves nothing behind at the signal', async () => {
    const { signal } = new AbortController()
    const sleep = systemClock.sleep(0, signal)
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await sleep
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('an alarm', () => {
  test('says that the time is up', async () => {
    const signal = systemClock.alarm(1)
    await once(signal, 'abort')
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
  })

  test('rings although only a signal of several listens to it, and memory was cleaned up', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const job = new AbortController()
    const rang = once(AbortSignal.any([job.signal, systemClock.alarm(50)]), 'abort')
    // That nothing refers to an object any more shows only in a later turn of the event loop.
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resolve) => setImmediate(resolve))
      collect()
    }
    await rang
  })
})

test('chance is from 0 to 1', () => {
  const chances = Array.from({ length: 100 }, () => systemClock.random())
  expect(chances.filter((chance) => chance < 0 || chance >= 1)).toEqual([])
  expect(new Set(chances).size).toBeGreaterThan(1)
})
