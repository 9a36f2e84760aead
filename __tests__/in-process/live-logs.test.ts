import { describe, expect, test } from '@jest/globals'
import { findOutcome } from '../../simulator/lightsail/find-outcome.ts'
import { crashScript } from '../../simulator/lightsail/log-scripts.ts'
import type { Outcome } from '../../simulator/lightsail/outcomes.ts'
import type { ActionRun } from './action.ts'
import { runOnTime } from './helpers.ts'

/** Container logs are shown while waiting. */

function groups({ log }: ActionRun) {
  const found: { title: string; lines: string[] }[] = []
  let inGroup = false
  for (const line of log.split('\n')) {
    const [, title] = /^::group::(.*)$/.exec(line) ?? []
    if (/^::(?:end)?group::/.test(line)) inGroup = title !== undefined
    if (title !== undefined) found.push({ title, lines: [] })
    else if (inGroup) found.at(-1)?.lines.push(line.slice(9))
  }
  return found
}

/** Lines shown while waiting, of one container. */
function live({ log }: ActionRun, container = 'app') {
  const shown = new RegExp(`^ +\\d+:\\d\\d {2}${container} \\| (.*)$`)
  return log.split('\n').flatMap((line) => shown.exec(line)?.[1] ?? [])
}

function logCalls({ calls }: ActionRun) {
  return calls.filter(({ operation }) => operation === 'GetContainerLog')
}

const restarts = [
  'Creating your deployment',
  ...['0:45', '3:10', '5:35'].flatMap(() => [
    'Started 1 new node',
    'Server listening on http://0.0.0.0:3000',
  ]),
]

describe('while a deployment fails', () => {
  test.each([
    ['one page', {}],
    ['pages of two lines', { logPageSize: 2 }],
    ['no lag', { logLagSeconds: 0 }],
    ['empty pages', { emptyLogPages: 2 }],
  ])('each line is shown once, with %s', async (_, switches) => {
    const run = await runOnTime({ scenario: 'failing-update', switches })
    const shown = live(run)
    expect(restarts.slice(0, shown.length)).toEqual(shown)
    expect(shown.length).toBeGreaterThanOrEqual(5)
  })

  test('at most two calls for each container and ten seconds', async () => {
    const run = await runOnTime({
      scenario: 'two-containers',
      inputs: { images: 'app=ghcr.io/acme/shop:9a8b7c', image: '' },
      switches: { logPageSize: 1 },
    })
    expect(run.outputs['result']).toBe('success')
    const calls = logCalls(run)
    const containers = new Set(
      calls.map(({ input }) => JSON.stringify(input).match(/"containerName":"(\w+)"/)?.[1]),
    )
    expect(containers.size).toBe(2)
    expect(calls.length).toBeLessThanOrEqual((4 * run.seconds) / 10)
    const times = new Map<number, number>()
    for (const { at } of calls) times.set(at, (times.get(at) ?? 0) + 1)
    expect(Math.max(...times.values())).toBeLessThanOrEqual(4)
  })

  test('the pace that the user sets is also the pace of the logs', async () => {
    const run = await runOnTime({ scenario: 'update', inputs: { 'poll-interval-seconds': '40' } })
    expect(logCalls(run)).toHaveLength(3)
  })

  test('2,000 lines before each of three deaths are not 6,000 lines in the job: the end and the first error are', async () => {
    const flood = [
      'Error: no route to database',
      ...Array.from({ length: 2_000 }, (_, index) => `retry ${index}`),
    ]
    const run = await runOnTime({
      scenario: 'update',
      outcomes: [{ ...findOutcome('crashes'), story: crashScript(() => flood) }],
      switches: { logPageSize: 1_000 },
    })
    // Whoever tries again so often did not end by the error, but it is the first thing to look at.
    expect(run.outputs['reason-code']).toBe('deployment-failed')
    expect(run.errors[0]).toMatch(/^ {2}Evidence {2}.*Error: no route to database/m)
    expect(run.log.split('\n').length).toBeLessThan(1_200)
    const last = groups(run).at(-1)
    expect(last?.title).toMatch(
      /^Log of app, version 18: last 20 of more than \d+ lines, and the first that sounds like trouble$/,
    )
    expect(last?.lines[0]).toBe('Error: no route to database')
    expect(last?.lines.slice(-2)).toEqual(['retry 1999', 'Canceled'])
  })

  test('a log too long to be read whole still shows its end', async () => {
    const flood = Array.from({ length: 6_000 }, (_, index) => `retry ${index}`)
    const run = await runOnTime({
      scenario: 'update',
      outcomes: [{ ...findOutcome('crashes'), story: crashScript(() => flood) }],
      switches: { logPageSize: 50 },
    })
    expect(groups(run).at(-1)?.lines.at(-1)).toBe('Canceled')
  })
})

describe('an app that floods its log, in pages of 100 lines', () => {
  const seconds = 100
  const each = 2_000

  /** So many lines in each of so many seconds, the last of them at `end` seconds; one is an error. */
  const flooding = (end: number): Outcome => ({
    ...findOutcome('crashes'),
    story: [
      ...crashScript(() => []),
      ...Array.from({ length: seconds }, (_, second) => {
        const lines = Array.from({ length: each }, (_, index) =>
          second === 50 && index === 7 ? 'Error: no route to database' : `retry ${second * each + index}`,
        )
        return { kind: 'app' as const, second: end - seconds + 1 + second, lines: () => lines }
      }),
    ],
  })

  const split = (run: ActionRun) => {
    const polls = run.calls.filter(({ operation }) => operation === 'GetContainerServiceDeployments')
    const last = polls.at(-1)?.number ?? 0
    const calls = logCalls(run)
    return {
      waiting: calls.filter(({ number }) => number < last),
      after: calls.filter(({ number }) => number > last),
    }
  }

  test.each([
    ['and falls silent before the end', 300, 0],
    ['and falls silent, with lines that lag behind', 300, 90],
    ['up to the end', 340, 0],
  ])('%s: 200,000 lines cost 20 calls', async (_, end, logLagSeconds) => {
    const outcome = flooding(end)
    const run = await runOnTime({ scenario: 'update', outcomes: [outcome], switches: { logLagSeconds } })
    const { waiting, after } = split(run)
    expect(after.length).toBeLessThanOrEqual(20)
    const times = new Map<number, number>()
    for (const { at } of waiting) times.set(at, (times.get(at) ?? 0) + 1)
    expect(Math.max(...times.values())).toBeLessThanOrEqual(2)
    expect(run.outputs['result']).toBe('failed-kept-previous')
    const tail = groups(run).at(-1)
    expect(tail?.title).toMatch(/^Log of app, version 18: last 20 of more than \d+ lines/)
    expect(tail?.lines[0]).toBe('Error: no route to database')
    const shown = (tail?.lines ?? []).flatMap((line) => /^retry (\d+)$/.exec(line)?.[1] ?? []).map(Number)
    // The calls do not reach through a whole second of 2,000 lines: the tail begins within the last two.
    expect(Math.min(...shown)).toBeGreaterThanOrEqual((seconds - 2) * each)
    expect(run.log).toContain('app logs more than this run reads after a failure')
    if (logLagSeconds === 0) expect(run.seconds).toBeLessThan(340 + 15)
  })

  test('what is shown while waiting goes on with gaps, and says so', async () => {
    const run = await runOnTime({
      scenario: 'update',
      outcomes: [flooding(300)],
      switches: { logLagSeconds: 0 },
    })
    expect(run.log).toMatch(/^ +app \| … this log grows faster than it is read while waiting/m)
  })
})

describe('a log that cannot be read', () => {
  test('access denied: said once, no second call, the verdict stays', async () => {
    const run = await runOnTime({
      scenario: 'update',
      faults: [{ operation: 'GetContainerLog', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect(run.outputs['result']).toBe('success')
    expect(logCalls(run)).toHaveLength(1)
    const told = run.log.split('\n').filter((line) => line.includes('the log of app cannot be read'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('allow lightsail:GetContainerLog')
  })

  test('denied, and the deployment fails: still one call, and a warning', async () => {
    const run = await runOnTime({
      scenario: 'failing-update',
      faults: [{ operation: 'GetContainerLog', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect(run.outputs['result']).toBe('failed-kept-previous')
    expect(logCalls(run)).toHaveLength(1)
    expect(run.log).toContain('allow lightsail:GetContainerLog')
  })

  test('throttled: it is asked less often, and nothing is said', async () => {
    const run = await runOnTime({
      scenario: 'update',
      faults: [{ operation: 'GetContainerLog', calls: 'every', effect: { kind: 'throttle' } }],
    })
    expect(run.outputs['result']).toBe('success')
    expect(logCalls(run).length).toBeLessThan(5)
    expect(run.log).not.toContain('throttled')
  })
})
