import { describe, expect, test } from '@jest/globals'
import type { LogEvent } from '../../../src/diagnosis/log-lines.ts'
import { createLogReader, type ReadPage } from '../../../src/diagnosis/log-reader.ts'
import { ServiceError } from '../../../src/runtime/service-error.ts'

const MINUTE = 60_000

/** A log whose lines can be read from a moment on, page by page, as Lightsail gives it. */
function logOf(pageSize: number) {
  const lines: LogEvent[] = []
  const calls: { since: number; page: string | undefined }[] = []
  const read: ReadPage = async (query) => {
    calls.push(query)
    const all = lines.filter(({ at }) => at >= query.since).toSorted((a, b) => a.at - b.at)
    const after =
      query.page === undefined ? -1 : all.findLastIndex((line) => lines.indexOf(line) === Number(query.page))
    const events = all.slice(after + 1, after + 1 + pageSize)
    const isLast = events.length === 0 || events.at(-1) === all.at(-1)
    return { events, nextPage: isLast ? undefined : String(lines.indexOf(events.at(-1) as LogEvent)) }
  }
  return { lines, calls, read }
}

/** Calls until the end of what is there, and gives the texts that were new. */
async function readOn(feed: ReturnType<typeof createLogReader>): Promise<string[]> {
  const texts: string[] = []
  for (;;) {
    const { fresh, isEnd } = await feed.next()
    texts.push(...fresh.map(({ message }) => message))
    if (isEnd) return texts
  }
}

function numbered(count: number, at: (index: number) => number, name = 'line') {
  return Array.from({ length: count }, (_, index) => ({ at: at(index), message: `${name} ${index}` }))
}

describe('each line once', () => {
  test('over the pages of one reading, and of the next', async () => {
    const { lines, read } = logOf(10)
    const feed = createLogReader(read, 0)
    lines.push(...numbered(95, (index) => index * 1000))
    expect(await readOn(feed)).toHaveLength(95)
    expect(await readOn(feed)).toEqual([])
    lines.push({ at: 95_000, message: 'new' })
    expect(await readOn(feed)).toEqual(['new'])
  })

  test('when they have the same time and text', async () => {
    const { lines, read } = logOf(2)
    const feed = createLogReader(read, 0)
    const restart = { at: 5000, message: 'restarting' }
    lines.push({ ...restart }, { ...restart }, { ...restart })
    expect(await readOn(feed)).toEqual(['restarting', 'restarting', 'restarting'])
    expect(await readOn(feed)).toEqual([])
    lines.push({ ...restart })
    expect(await readOn(feed)).toEqual(['restarting'])
  })

  test('when an older one comes later than a younger one', async () => {
    const { lines, read } = logOf(10)
    const feed = createLogReader(read, 0)
    lines.push({ at: 90_000, message: 'node 1' })
    expect(await readOn(feed)).toEqual(['node 1'])
    lines.push({ at: 60_000, message: 'node 2, late' }, { at: 95_000, message: 'node 1 again' })
    expect(await readOn(feed)).toEqual(['node 2, late', 'node 1 again'])
  })

  test('when a line slips in between two pages', async () => {
    const { lines, read } = logOf(3)
    const feed = createLogReader(read, 0)
    lines.push(...numbered(6, (index) => index * 1000))
    const first = await feed.next()
    lines.push({ at: 500, message: 'late' })
    const rest = [...(await readOn(feed)), ...(await readOn(feed))]
    expect([...first.fresh.map(({ message }) => message), ...rest].toSorted()).toEqual(
      ['late', ...numbered(6, () => 0).map(({ message }) => message)].toSorted(),
    )
  })

  test('through empty pages that carry a token', async () => {
    const { lines, read } = logOf(10)
    lines.push({ at: 1000, message: 'only' })
    let empty = 3
    const feed = createLogReader(async (query) => {
      if (empty-- > 0) return { events: [], nextPage: 'more' }
      return await read({ ...query, page: undefined })
    }, 0)
    expect(await readOn(feed)).toEqual(['only'])
  })

  test('after a failure in the middle', async () => {
    const { lines, read } = logOf(10)
    lines.push(...numbered(30, (index) => index * 1000))
    let calls = 0
    const feed = createLogReader(async (query) => {
      if (++calls === 2) throw failure('no-response')
      return await read(query)
    }, 0)
    const first = await feed.next()
    await expect(feed.next()).rejects.toThrow('no answer')
    expect([...first.fresh, ...(await readOn(feed))]).toHaveLength(30)
  })

  test('after a token that is not taken any more', async () => {
    const { lines, calls, read } = logOf(10)
    lines.push(...numbered(30, (index) => index * 1000))
    let isStale = true
    const feed = createLogReader(async (query) => {
      if (query.page !== undefined && isStale) throw failure('rejected')
      return await read(query)
    }, 0)
    const first = await feed.next()
    await expect(feed.next()).rejects.toThrow('no answer')
    isStale = false
    expect([...first.fresh.map(({ message }) => message), ...(await readOn(feed))]).toHaveLength(30)
    expect(calls.map(({ page }) => page)).toEqual([undefined, undefined, '9', '19'])
  })
})

describe('how much is read again', () => {
  test('each reading begins two minutes before the newest line, not at the beginning', async () => {
    const { lines, calls, read } = logOf(1000)
    const feed = createLogReader(read, 1000)
    lines.push(...numbered(60, (index) => 1000 + index * MINUTE))
    await readOn(feed)
    await readOn(feed)
    expect(calls.map(({ since }) => since)).toEqual([1000, 1000 + 57 * MINUTE])
  })

  test('a restart reads everything again and gives what was missed', async () => {
    const { lines, read } = logOf(1000)
    const feed = createLogReader(read, 0)
    lines.push(...numbered(60, (index) => index * MINUTE))
    await readOn(feed)
    lines.push({ at: 3 * MINUTE, message: 'very late' })
    expect(await readOn(feed)).toEqual([])
    feed.restart({ since: 0 })
    expect(await readOn(feed)).toEqual(['very late'])
  })

  test('of a flood it forgets the beginning, and never gives that again', async () => {
    const { lines, read } = logOf(100_000)
    const feed = createLogReader(read, 0)
    lines.push(...numbered(60_000, (index) => index * 10))
    expect(await readOn(feed)).toHaveLength(60_000)
    feed.restart({ since: 0 })
    expect(await readOn(feed)).toEqual([])
  })
})

function failure(kind: 'no-response' | 'rejected') {
  return new ServiceError({
    kind,
    operation: 'GetContainerLog',
    message: 'no answer',
    reasonCode: 'no-answer',
    fix: '',
    cause: undefined,
  })
}
