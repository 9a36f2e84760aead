import { describe, expect, test } from '@jest/globals'
import { runAction, writes } from './action.ts'

const look = 'GetContainerServices'
const deploy = 'CreateContainerServiceDeployment'
const throttle = { kind: 'throttle' } as const
function told(log: string) {
  return log.split('\n').filter((line) => /(?:retrying|will keep trying)/.test(line))
}

describe('throttling', () => {
  test('of every third call: a good end, and one line', async () => {
    const run = await runAction({ scenario: 'throttled' })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(run.calls.filter(({ errorType }) => errorType === 'ThrottlingException').length).toBeGreaterThan(1)
    expect(told(run.log)).toEqual([expect.stringMatching(/was throttled \(Rate exceeded\); retrying$/)])
  })

  test('of all calls for a stretch, longer than the retries of one call: sat out, in one line', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: look, calls: ({ ordinal }) => ordinal > 2 && ordinal < 9, effect: throttle }],
      inputs: { 'max-retries': '1' },
    })
    expect(run.outputs['result']).toBe('success')
    expect(told(run.log)).toHaveLength(1)
  })

  test('while something else is waited for: sat out as well, and then it is our turn', async () => {
    const run = await runAction({
      scenario: 'deployment-in-progress',
      faults: [{ operation: look, calls: [2, 3, 4, 6, 7], effect: throttle }],
      inputs: { 'max-retries': '0' },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '19' })
    expect(told(run.log)).toHaveLength(1)
  })

  test('while a lost write is looked for: sat out as well, and the write is found', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [
        { operation: deploy, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } },
        { operation: look, calls: [2, 3, 4, 5, 6, 7], effect: throttle },
      ],
      inputs: { 'max-retries': '1' },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(run)).toEqual([deploy])
  })

  test('for ever while waiting: unknown when the time is up, in one line and an error', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: look, calls: ({ ordinal }) => ordinal > 2, effect: throttle }],
      inputs: { 'wait-for-minutes': '0.1' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'unknown', 'reason-code': 'throttled', 'deployment-version': '18' },
    })
    expect(run.outputs['reason']).toContain('may still succeed')
    expect(told(run.log)).toHaveLength(1)
  })

  test('of the write, for ever: nothing was changed, and nothing was deployed', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: deploy, calls: 'every', effect: throttle }],
      inputs: { 'max-retries': '1' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'unknown', 'reason-code': 'throttled', 'deployment-version': '' },
    })
    expect(run.outputs['reason']).toContain('nothing was changed')
    expect(writes(run)).toEqual([deploy, deploy])
  })

  test('of the log: the verdict stays, and the log is read all the same', async () => {
    const run = await runAction({
      scenario: 'failing-update',
      faults: [{ operation: 'GetContainerLog', calls: [1, 2], effect: throttle }],
    })
    expect(run.outputs).toMatchObject({ result: 'failed-kept-previous', 'reason-code': 'wrong-port' })
  })
})
