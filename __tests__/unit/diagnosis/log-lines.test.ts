import { describe, expect, test } from '@jest/globals'
import { excerpt, type LogLine, linesOfVersion, parseLogLine } from '../../../src/diagnosis/log-lines.ts'

function line(message: string, seconds = 0): LogLine {
  return parseLogLine({
    container: 'app',
    event: { at: seconds * 1000, message },
    since: 0,
    clean: (text) => text,
  })
}

function texts(lines: readonly LogLine[]) {
  return lines.map(({ text }) => text)
}

describe('a line', () => {
  test.each([
    ['[deployment:18] Started 1 new node', { isPlatform: true, version: 18, text: 'Started 1 new node' }],
    ['Canceled', { isPlatform: true, version: undefined, text: 'Canceled' }],
    ['Canceled the job', { isPlatform: true, version: undefined }],
    ['order Canceled', { isPlatform: false, text: 'order Canceled' }],
    ['[deployment:18] hello', { isPlatform: false, version: undefined }],
  ])('%s', (message, expected) => {
    expect(line(message)).toMatchObject(expected)
  })

  test('shows the time since the deployment was made', () => {
    expect(line('ready', 65).line).toBe('   1:05  ready')
    expect(line('ready', 65).shown).toBe('app 1:05  "ready"')
  })
})

describe('the lines of our version', () => {
  test('those that are marked as another version are not among them', () => {
    const lines = [line('[deployment:17] Started 1 new node'), line('[deployment:18] Started 1 new node', 1)]
    expect(linesOfVersion(lines, 18)).toEqual([lines[1]])
  })

  test('what follows the start of a newer one is not among them', () => {
    const lines = [line('ours', 1), line('[deployment:19] Creating your deployment', 2), line('theirs', 3)]
    expect(texts(linesOfVersion(lines, 18))).toEqual(['ours'])
  })

  test('they are in the order of time, whenever they arrived', () => {
    expect(texts(linesOfVersion([line('b', 2), line('a', 1), line('c', 2)], 18))).toEqual(['a', 'b', 'c'])
  })
})

describe('an excerpt', () => {
  const many = Array.from({ length: 300 }, (_, index) => line(`line ${index}`, index))

  test('of a short log is the log', () => {
    expect(excerpt(many.slice(0, 2), { most: 20 })).toEqual({
      count: '2 lines',
      lines: ['   0:00  line 0', '   0:01  line 1'],
    })
    expect(excerpt(many.slice(0, 1), { most: 20 }).count).toBe('1 line')
  })

  test('of a long log is its end, and the rest is counted', () => {
    const { count, lines } = excerpt(many, { most: 20 })
    expect(count).toBe('last 20 of 300 lines')
    expect(lines).toHaveLength(20)
    expect(lines.at(-1)).toBe('   4:59  line 299')
  })

  test('keeps the first line that sounds like trouble', () => {
    const failing = many.with(7, line('TypeError: x is undefined', 7)).with(9, line('another error', 9))
    const { count, lines } = excerpt(failing, { most: 20, total: 1000 })
    expect(count).toBe('last 20 of 1000 lines, and the first that sounds like trouble')
    expect(lines.slice(0, 3)).toEqual([
      '   0:07  TypeError: x is undefined',
      '         …',
      '   4:40  line 280',
    ])
  })

  test('trouble in the end is not shown twice', () => {
    expect(excerpt(many.with(295, line('error', 295)), { most: 20 }).lines).toHaveLength(20)
  })
})
