import { describe, expect, test } from '@jest/globals'
import { createProgress } from '../../../src/runtime/progress.ts'
import { recorder, sleeper } from '../../support/shop.ts'

function begin() {
  const { clock, advance } = sleeper()
  advance(5_000_000)
  const { log, lines } = recorder()
  const progress = createProgress({ clock, log })
  /** Shows the phase once a second for as long as that. */
  const stay = (phase: string, seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      progress.phase(phase)
      advance(1000)
    }
  }
  return { progress, lines, advance, stay }
}

describe('what is printed', () => {
  test('one line per change, with the time since the start', () => {
    const { progress, lines, stay } = begin()
    progress.event('version 18 accepted')
    stay('creating', 4)
    stay('checking', 58)
    stay('activating', 1)
    progress.event('version 18 is active')
    expect(lines).toEqual([
      '   0:00  version 18 accepted',
      '   0:00  creating',
      '   0:04  checking',
      '   1:02  activating',
      '   1:03  version 18 is active',
    ])
  })

  test('after a silent minute, that it still goes on, and for how long', () => {
    const { lines, stay } = begin()
    stay('checking', 181)
    expect(lines).toEqual([
      '   0:00  checking',
      '   1:00  still checking (1 min so far)',
      '   2:00  still checking (2 min so far)',
      '   3:00  still checking (3 min so far)',
    ])
  })

  test('the minute counts from whatever was said last', () => {
    const { progress, lines, stay } = begin()
    stay('checking', 30)
    progress.event('something happened')
    stay('checking', 61)
    expect(lines.slice(1)).toEqual([
      '   0:30  something happened',
      expect.stringMatching(/^ {3}1:30 {2}still checking \(\d min so far\)$/),
    ])
  })

  test('a phase that comes back is a change', () => {
    const { lines, stay } = begin()
    stay('checking', 1)
    stay('deploying', 1)
    stay('checking', 1)
    expect(lines).toHaveLength(3)
  })

  test('hours of waiting are one line a minute', () => {
    const { lines, stay } = begin()
    stay('checking', 7201)
    expect(lines).toHaveLength(121)
    expect(lines.at(-1)).toBe('2:00:00  still checking (120 min so far)')
  })
})

describe('trouble', () => {
  test('is told when it begins, and once more after each silent minute', () => {
    const { progress, lines, advance } = begin()
    for (let n = 0; n < 100; n++) {
      progress.transient(`no answer (${n})`)
      advance(1000)
    }
    expect(lines).toEqual(['   0:00  no answer (0)', '   1:00  no answer (60)'])
  })

  test('that comes and goes is one trouble, until a whole minute was without any', () => {
    const { progress, lines, advance } = begin()
    for (let n = 0; n < 200; n++) {
      progress.phase('checking')
      if (n % 3 === 2) progress.transient(`throttled (${n})`)
      advance(1000)
    }
    advance(59_000)
    progress.phase('activating')
    progress.transient('throttled again')
    expect(lines.filter((line) => line.includes('throttled'))).toEqual([
      '   0:02  throttled (2)',
      '   4:19  throttled again',
    ])
  })
})

test('the phases are remembered with their beginnings', () => {
  const { progress, stay, advance } = begin()
  stay('creating', 4)
  progress.event('an event is no phase')
  stay('checking', 2)
  advance(500)
  expect(progress.phases).toEqual([
    { text: 'creating', from: 0 },
    { text: 'checking', from: 4000 },
  ])
  expect(progress.elapsed()).toBe(6500)
})
