import { describe, expect, test } from '@jest/globals'
import { findOutcome } from '../../../simulator/ecs/outcomes/index.ts'
import type { Outcome, TaskOutcome } from '../../../simulator/ecs/outcomes/outcome.ts'
import type { ActionRun } from '../action.ts'
import { ending, runEcs } from './action.ts'

/** What the containers write to CloudWatch Logs is shown while waiting. */

function groups({ log }: ActionRun): { title: string; lines: string[] }[] {
  return [...log.matchAll(/^::group::(.*)\n([\s\S]*?)^::endgroup::$/gm)].map(
    ([, title = '', lines = '']) => ({
      title,
      lines: lines
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(9)),
    }),
  )
}

/** Lines shown while waiting. */
function live({ log }: ActionRun) {
  return log.split('\n').flatMap((line) => /^ +\d+:\d\d {2}app [0-9a-f]{8} \| (.*)$/.exec(line)?.[1] ?? [])
}

function saying(lines: readonly string[], name: 'succeeds' | 'crashes' = 'succeeds'): Outcome {
  const outcome = findOutcome(name)
  const speaking = (task: TaskOutcome): TaskOutcome =>
    'says' in task || task.kind === 'runs' ? { ...task, says: () => lines } : task
  return { ...outcome, task: (ordinal) => speaking(outcome.task(ordinal)) }
}

test('the log of one of the tasks is shown, each line once', async () => {
  const run = await runEcs({
    outcomes: [saying(['Starting', 'Connected', 'Server listening on http://0.0.0.0:8080'])],
  })
  expect(ending(run)).toBe('success · deployment-active')
  expect(live(run)).toEqual(['Starting', 'Connected', 'Server listening on http://0.0.0.0:8080'])
})

test('at most one call for each container and ten seconds', async () => {
  const run = await runEcs({ scenario: 'blue-green-bake', secondsPerCall: 1 })
  const reads = run.operations.filter((operation) => operation === 'GetLogEvents')
  expect(reads.length).toBeGreaterThan(3)
  expect(reads.length).toBeLessThanOrEqual(run.seconds / 10)
})

test('without containers that write there its client is not asked', async () => {
  const definition = {
    family: 'web',
    ...{ networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
    containerDefinitions: [
      { name: 'app', image: 'ghcr.io/acme/shop:9a8b7c', portMappings: [{ containerPort: 8080 }] },
    ],
  }
  const run = await runEcs({
    scenario: 'circuit-breaker',
    files: { 'task.json': JSON.stringify(definition) },
    inputs: { image: '', 'task-definition': 'task.json' },
  })
  expect(ending(run)).toBe('rolled-back · app-crashed')
  expect(run.operations).not.toContain('GetLogEvents')
  expect(run.log).toContain('::warning::the output of app is not kept anywhere: it has no logConfiguration')
})

test('a stream that begins late is no trouble', async () => {
  const run = await runEcs({ scenario: 'circuit-breaker', switches: { logLagSeconds: 30 } })
  expect(ending(run)).toBe('rolled-back · app-crashed')
  expect(run.errors[0]).toContain('"TypeError: Cannot read properties')
  expect(run.log).not.toContain('::warning::')
})

describe('a flood', () => {
  const flood = [
    'Error: no route to database',
    ...Array.from({ length: 30_000 }, (_, index) => `retry ${index}`),
  ]

  test('is not a flood in the log of the job: its end and the first error are', async () => {
    const run = await runEcs({ outcomes: [saying(flood, 'crashes')] })
    expect(ending(run)).toBe('rolled-back · app-crashed')
    expect(run.log.split('\n').length).toBeLessThan(1_200)
    const last = groups(run).at(-1)
    expect(last?.title).toMatch(
      /^Log of app, task [0-9a-f]{8}: last 20 of (?:more than )?\d+ lines, and the first that sounds like trouble$/,
    )
    expect(last?.lines[0]).toBe('Error: no route to database')
    expect(last?.lines.at(-1)).toBe('retry 29999')
  })

  test('costs few calls', async () => {
    const run = await runEcs({ outcomes: [saying(flood, 'crashes')] })
    const reads = run.operations.filter((operation) => operation === 'GetLogEvents')
    expect(reads.length).toBeLessThanOrEqual((2 * run.seconds) / 10 + 6)
  })
})
