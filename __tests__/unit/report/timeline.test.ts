import { describe, expect, test } from '@jest/globals'
import { timeline } from '../../../src/report/timeline.ts'
import type { Outcome } from '../../../src/rollout/contract/outcome.ts'

function rows(phases: readonly (readonly [from: number, text: string])[], seconds = 100): string[] {
  const outcome = {
    phases: phases.map(([from, text]) => ({ from: from * 1000, text })),
    elapsedMs: seconds * 1000,
  }
  const [table = ''] = timeline(outcome as unknown as Outcome)
  return table.split('\n').slice(2, -1)
}

describe('the phases of a run at a glance', () => {
  test('what only the log tells is left out', () => {
    expect(rows([[0, 'checking health: GET :8080/healthz every 5 s, 2 in a row']])).toEqual([
      '| Checking health | 1 min 40 s | ━━━━━━━━━━━━━━━━━━━━━━━━ |',
    ])
  })

  test('phases in a row that only differ in numbers, or in what only the log tells, are one', () => {
    const told = rows([
      [0, '0 of 3 new tasks running, 3 starting'],
      [20, '2 of 3 new tasks running, 1 starting'],
      [50, '3 of 3 new tasks running, 3 old tasks left'],
      [75, 'checking https://shop.example/: HTTP 502'],
      [90, 'checking https://shop.example/: HTTP 200 (1 of 3)'],
    ])
    expect(told).toEqual([
      '| 3 of 3 new tasks running | 1 min 15 s | ━━━━━━━━━━━━━━━━━━ |',
      '| Checking https&#58;//shop.example/ | 25 s | ━━━━━━ |',
    ])
  })

  test('the same phase later is a row of its own', () => {
    expect(
      rows([
        [0, 'a'],
        [10, 'b'],
        [20, 'a'],
      ]),
    ).toHaveLength(3)
  })

  test('a moment has a bar, too', () => {
    expect(
      rows([
        [0, 'waiting'],
        [99.9, 'creating'],
      ])[1],
    ).toBe('| Creating | 0.1 s | ━ |')
  })

  test('a run without a phase has no table', () => {
    expect(timeline({ phases: [], elapsedMs: 1000 } as unknown as Outcome)).toEqual([])
  })
})
