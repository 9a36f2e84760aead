import { describe, expect, test } from '@jest/globals'
import type { Effect, Fault } from '../../simulator/wire/faults.ts'
import { runOnTime } from './helpers.ts'

/** Transient errors over minutes are printed when they begin, once a minute while they last, and not when they end. */

const look = 'GetContainerServices'
const gateway: Effect = { kind: 'bad-gateway' }
function told(log: string) {
  return log
    .split('\n')
    .filter((line) => /(?:retrying|will keep trying)/.test(line))
    .map((line) => line.trim())
}
const start = Date.UTC(2026, 0, 15, 9)
function between(from: number, to: number, effect: Effect): Fault {
  return {
    operation: '*',
    calls: ({ at }) => at >= start + from * 1000 && at < start + to * 1000,
    effect,
  }
}

describe('an outage', () => {
  test('of four minutes, while we wait: told five times at most, and the end is good', async () => {
    const { outputs, log, calls } = await runOnTime({
      scenario: 'update',
      faults: [between(30, 270, gateway)],
    })
    expect(outputs['result']).toBe('success')
    expect(calls.filter(({ status }) => status === 502).length).toBeGreaterThan(40)
    expect(told(log)).toEqual([
      '0:30  no answer to GetContainerServices (an unreadable response (HTTP 502)); retrying',
      expect.stringMatching(/^1:3\d {2}no answer to GetContainerServices .*; (?:retrying|will keep trying)/),
      expect.stringMatching(/^2:[34]\d {2}/),
      expect.stringMatching(/^3:[3-5]\d {2}/),
    ])
  })

  test('while we wait for our turn: sat out, and the turn comes', async () => {
    const { outputs, log } = await runOnTime({
      scenario: 'deployment-in-progress',
      faults: [between(10, 130, { kind: 'drop', when: 'before-acceptance' })],
    })
    expect(outputs).toMatchObject({ 'deployment-version': '19' })
    expect(outputs['result']).toBe('success')
    expect(told(log).length).toBeGreaterThan(1)
    expect(told(log).length).toBeLessThan(4)
  })

  test('that outlasts the budget: ends when the time is up, and no retry sleeps past it', async () => {
    const { outputs, seconds } = await runOnTime({
      scenario: 'update',
      inputs: { 'wait-for-minutes': '5', 'max-retries': '9' },
      faults: [between(30, 1e9, gateway)],
    })
    expect(outputs).toMatchObject({ result: 'unknown', 'reason-code': 'no-answer' })
    expect(seconds).toBe(300)
  })

  test('before our turn came, that outlasts the budget: nothing was changed', async () => {
    const { outputs, seconds } = await runOnTime({
      scenario: 'deployment-in-progress',
      inputs: { 'wait-for-minutes': '2' },
      faults: [between(10, 1e9, gateway)],
    })
    expect(outputs).toMatchObject({ result: 'unknown', 'reason-code': 'no-answer' })
    expect(outputs['reason']).toContain('nothing was changed')
    expect(seconds).toBeLessThanOrEqual(120)
  })

  test('at the very start: ends after the retries of one call, as nothing is under way', async () => {
    const { outputs, seconds, log } = await runOnTime({
      scenario: 'update',
      faults: [between(0, 1e9, gateway)],
    })
    expect(outputs).toMatchObject({ result: 'unknown' })
    expect(seconds).toBeLessThan(10)
    expect(told(log)).toHaveLength(1)
  })
})

describe('trouble that comes and goes', () => {
  test.each([2, 3, 5])('one call in %d is throttled for all of a slow deployment: one line', async (n) => {
    const { outputs, log } = await runOnTime({
      scenario: 'update',
      outcomes: ['succeeds-slowly'],
      faults: [{ operation: '*', calls: ({ number }) => number % n === 0, effect: { kind: 'throttle' } }],
    })
    expect(outputs['result']).toBe('success')
    expect(told(log)).toHaveLength(1)
  })

  test('two outages with quiet minutes between them are told as two', async () => {
    const { outputs, log } = await runOnTime({
      scenario: 'update',
      outcomes: ['succeeds-slowly'],
      faults: [between(30, 40, gateway), between(200, 210, gateway)],
    })
    expect(outputs['result']).toBe('success')
    expect(told(log)).toHaveLength(2)
  })

  test('with max-retries: 0 every look is one call, and is told the same way', async () => {
    const { outputs, log } = await runOnTime({
      scenario: 'update',
      inputs: { 'max-retries': '0' },
      faults: [
        { operation: look, calls: ({ ordinal }) => ordinal > 1 && ordinal % 2 === 0, effect: gateway },
      ],
    })
    expect(outputs['result']).toBe('success')
    expect(told(log)).toHaveLength(1)
  })
})
