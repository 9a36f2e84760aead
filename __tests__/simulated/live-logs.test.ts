import { describe, expect, test } from '@jest/globals'
import { fateNamed } from '../../simulator/fates.ts'
import { crashStory } from '../../simulator/stories.ts'
import { runSimulated, type SimulatedRun } from './run.ts'

/** What the containers write is shown while we wait. */

const groups = ({ log }: SimulatedRun) => {
  const found: { title: string; lines: string[] }[] = []
  let inGroup = false
  for (const line of log) {
    if (/^[<>]/.test(line)) inGroup = line.startsWith('>')
    if (line.startsWith('> ')) found.push({ title: line.slice(2), lines: [] })
    else if (inGroup) found.at(-1)?.lines.push(line.slice(9))
  }
  return found
}

/** Lines shown while waiting, of one container. */
const live = (run: SimulatedRun, container = 'app') =>
  groups(run)
    .filter(({ title }) => title.startsWith(`Log of ${container}, `) && !title.includes('version'))
    .flatMap(({ lines }) => lines)

const logCalls = ({ calls }: SimulatedRun) => calls.filter(({ operation }) => operation === 'GetContainerLog')

const restarts = [
  '[deployment:18] Creating your deployment',
  ...['0:45', '3:10', '5:35'].flatMap(() => [
    '[deployment:18] Started 1 new node',
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
    const run = await runSimulated({ scenario: 'failing-update', switches })
    const shown = live(run)
    expect(restarts.slice(0, shown.length)).toEqual(shown)
    expect(shown.length).toBeGreaterThanOrEqual(5)
  })

  test('one call for each container and ten seconds', async () => {
    const run = await runSimulated({
      scenario: 'two-containers',
      inputs: { images: 'app=ghcr.io/acme/shop:9a8b7c', image: '' },
      switches: { logPageSize: 1 },
    })
    expect(run.outcome.verdict.result).toBe('success')
    const calls = logCalls(run)
    const containers = new Set(
      calls.map(({ input }) => JSON.stringify(input).match(/"containerName":"(\w+)"/)?.[1]),
    )
    expect(containers.size).toBe(2)
    expect(calls.length).toBeLessThanOrEqual((2 * run.seconds) / 10)
    const times = new Map<number, number>()
    for (const { at } of calls) times.set(at, (times.get(at) ?? 0) + 1)
    expect(new Set(times.values())).toEqual(new Set([2]))
  })

  test('the pace that the user sets is also the pace of the logs', async () => {
    const run = await runSimulated({ scenario: 'update', inputs: { 'poll-interval-seconds': '40' } })
    expect(logCalls(run)).toHaveLength(3)
  })

  test('20,000 lines of log are not 20,000 lines in the job: the end and the first error are', async () => {
    const flood = [
      'Error: no route to database',
      ...Array.from({ length: 20_000 }, (_, index) => `retry ${index}`),
    ]
    const run = await runSimulated({
      scenario: 'update',
      fates: [{ ...fateNamed('crashes'), story: crashStory(() => flood) }],
      switches: { logPageSize: 10_000 },
    })
    // Whoever tries again so often did not end by the error, but it is the first thing to look at.
    expect(run.outcome.verdict.reasonCode).toBe('deployment-failed')
    expect(run.outcome.evidence?.cause?.lines[0]).toContain('Error: no route to database')
    expect(run.log.length).toBeLessThan(1_200)
    const last = groups(run).at(-1)
    expect(last?.title).toMatch(
      /^Log of app, version 18: last 20 of \d+ lines, and the first that sounds like trouble$/,
    )
    expect(last?.lines[0]).toBe('Error: no route to database')
    expect(last?.lines.slice(-2)).toEqual(['retry 19999', 'Canceled'])
  })

  test('a log too long to be read whole still shows its end', async () => {
    const flood = Array.from({ length: 6_000 }, (_, index) => `retry ${index}`)
    const run = await runSimulated({
      scenario: 'update',
      fates: [{ ...fateNamed('crashes'), story: crashStory(() => flood) }],
      switches: { logPageSize: 50 },
    })
    expect(groups(run).at(-1)?.lines.at(-1)).toBe('Canceled')
  })
})

describe('a log that cannot be read', () => {
  test('access denied: said once, no second call, the verdict stays', async () => {
    const run = await runSimulated({
      scenario: 'update',
      faults: [{ operation: 'GetContainerLog', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect(run.outcome.verdict.result).toBe('success')
    expect(logCalls(run)).toHaveLength(1)
    const told = run.log.filter((line) => line.includes('the log of app cannot be read'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('allow lightsail:GetContainerLog')
  })

  test('denied, and the deployment fails: still one call, and a warning', async () => {
    const run = await runSimulated({
      scenario: 'failing-update',
      faults: [{ operation: 'GetContainerLog', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect(run.outcome.verdict.result).toBe('failed-kept-previous')
    expect(logCalls(run)).toHaveLength(1)
    expect(run.outcome.evidence?.gaps.join()).toContain('allow lightsail:GetContainerLog')
  })

  test('throttled: it is asked less often, and nothing is said', async () => {
    const run = await runSimulated({
      scenario: 'update',
      faults: [{ operation: 'GetContainerLog', calls: 'every', effect: { kind: 'throttle' } }],
    })
    expect(run.outcome.verdict.result).toBe('success')
    expect(logCalls(run).length).toBeLessThan(5)
    expect(run.log.join('\n')).not.toContain('throttled')
  })
})
