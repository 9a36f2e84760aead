import { describe, expect, test } from '@jest/globals'
import { runOnTime } from './helpers.ts'

/** Minutes of a deployment, as the log reports them. */

/** Our own lines: without container logs, which are in groups. */
function timed(log: string) {
  let inGroup = false
  return log
    .split('\n')
    .filter((line) => {
      if (/^::(?:end)?group::/.test(line)) inGroup = line.startsWith('::group::')
      return !inGroup && /^ +\d+:\d\d {2}(?!\w+ \| )/.test(line)
    })
    .map((line) => line.trim())
}

describe('what a person sees while waiting', () => {
  test('an update: one line per change with the time that passed, and the end within one dense poll', async () => {
    const { log, outputs, seconds } = await runOnTime({
      scenario: 'update',
      inputs: { 'health-check-path': '/healthz' },
    })
    expect(timed(log)).toEqual([
      '0:00  version 18 accepted; version 17 keeps serving',
      '0:00  creating the deployment',
      '1:00  still creating the deployment (1 min so far)',
      '1:15  checking health: GET :8080/healthz every 5 s, 2 in a row',
      '2:15  still checking health: GET :8080/healthz every 5 s, 2 in a row (1 min so far)',
      '2:35  activating',
      '2:40  version 18 of shop is active',
    ])
    expect(outputs['result']).toBe('success')
    expect(seconds).toBe(160)
  })

  test('a first deploy: the service is created, then its deployment, in words', async () => {
    const { log } = await runOnTime({ scenario: 'first-deploy', inputs: { 'container-port': '8080' } })
    expect(timed(log).map((line) => line.replace(/^\S+ {2}/, ''))).toEqual([
      'version 1 accepted; creating the service shop',
      'creating system resources',
      'creating the network',
      'provisioning the certificate for the default domain',
      'provisioning the service',
      'creating the deployment',
      'still creating the deployment (1 min so far)',
      'checking health: GET :8080/ every 5 s, 2 in a row',
      'still checking health: GET :8080/ every 5 s, 2 in a row (1 min so far)',
      'activating',
      'version 1 of shop is active',
    ])
  })

  test('half an hour of nothing new is one line a minute, not a flood', async () => {
    const { log, outputs, seconds } = await runOnTime({ scenario: 'deployment-never-ends' })
    expect(outputs).toMatchObject({ result: 'timed-out' })
    expect(outputs['reason']).toContain('version 18 of shop did not finish within 30 min')
    expect(seconds).toBe(1800)
    const told = timed(log)
    expect(told.length).toBeGreaterThan(30)
    expect(told.length).toBeLessThan(35)
    expect(told.filter((line) => line.includes('still checking health')).length).toBeGreaterThan(25)
  })

  test('queued says for whom', async () => {
    const { log, outputs } = await runOnTime({ scenario: 'deployment-in-progress' })
    expect(timed(log)[0]).toBe('0:00  queued: deployment 18 of shop is in progress')
    expect(outputs).toMatchObject({ 'deployment-version': '19', 'previous-version': '18' })
  })

  test('the budget covers the turn and the wait together', async () => {
    const { outputs, seconds } = await runOnTime({
      scenario: 'deployment-in-progress',
      inputs: { 'wait-for-minutes': '2' },
    })
    expect(outputs).toMatchObject({ result: 'timed-out', 'reason-code': 'wait-timeout' })
    expect(seconds).toBe(120)
  })

  test('polls are sparse while nothing is near and dense when the end is', async () => {
    const { calls } = await runOnTime({ scenario: 'update' })
    const looks = calls.filter(({ operation }) => operation === 'GetContainerServices')
    const polls = looks.slice(1).map(({ at }) => at)
    const unavailable = polls.slice(1).map((at, index) => at - (polls[index] ?? at))
    expect(new Set(unavailable)).toEqual(new Set([5000, 1000]))
    expect(unavailable.filter((gap) => gap === 1000).length).toBeLessThan(10)
  })

  test('after FAILED the log is waited for, as it lags behind, and then shown whole', async () => {
    const { outputs, log } = await runOnTime({ scenario: 'failing-update' })
    expect(outputs).toMatchObject({ result: 'failed-kept-previous', 'reason-code': 'wrong-port' })
    expect(log).toContain('::group::Log of app, version 18: 7 lines\n')
  })

  test('the phases and their durations reach the summary', async () => {
    const { summary } = await runOnTime({ scenario: 'update' })
    expect(summary).toContain(
      [
        '| Creating the deployment | 1 min 15 s | ━━━━━━━━━━━ |',
        '| Checking health | 1 min 20 s | ━━━━━━━━━━━━ |',
        '| Activating | 5 s | ━ |',
        '| **Total** | **2 min 40 s** |  |',
      ].join('\n'),
    )
  })
})

describe('states that no table foresees', () => {
  test('an unknown deployment state is red in the end, named, and not waited on for ever', async () => {
    const { outputs, seconds } = await runOnTime({
      scenario: 'update',
      inputs: { 'wait-for-minutes': '5' },
      outcomes: ['never-ends'],
      faults: [
        {
          operation: 'GetContainerServices',
          calls: ({ ordinal }) => ordinal > 1,
          effect: { kind: 'alter', alter: (body) => body.replaceAll('"ACTIVATING"', '"PAUSED"') },
        },
      ],
    })
    expect(outputs['result']).toBe('timed-out')
    expect(outputs['reason']).toContain('version 18 is in an unknown state, PAUSED')
    expect(seconds).toBe(300)
  })

  test('an unknown service state and an unknown detail code do not keep a good deployment from ending well', async () => {
    const { outputs, log } = await runOnTime({
      scenario: 'update',
      faults: [
        {
          operation: 'GetContainerServices',
          calls: 'every',
          effect: {
            kind: 'alter',
            alter: (body) =>
              body.replace('"DEPLOYING"', '"ROLLING"').replace('"CREATING_DEPLOYMENT"', '"WARMING_UP"'),
          },
        },
      ],
    })
    expect(outputs['result']).toBe('success')
    expect(log).toContain('warming up')
  })
})

test('reads that lag behind writes longer than the budget: nothing is written a second time when the time is up', async () => {
  const { outputs, calls } = await runOnTime({
    scenario: 'update',
    switches: { readLagSeconds: 1e6 },
    inputs: { image: '', tags: 'a=b', 'wait-for-minutes': '0.5' },
  })
  expect(outputs['result']).toBe('timed-out')
  expect(outputs['reason']).not.toContain('nothing was changed')
  const written = calls.filter(({ operation, status }) => operation === 'TagResource' && status === 200)
  expect(written).toHaveLength(1)
})
