import { describe, expect, test } from '@jest/globals'
import { openContainerLog } from '../../../src/diagnosis/container-log.ts'
import { inOrder } from '../../../src/diagnosis/log-lines.ts'
import { sanitizeLine } from '../../../src/text/sanitize.ts'

const since = Date.UTC(2026, 0, 15, 9)

function logOf(
  name: string,
  messages: readonly (readonly [seconds: number, message: string])[],
  task?: string,
) {
  const events = messages.map(([seconds, message]) => ({ at: since + seconds * 1000, message }))
  return openContainerLog({
    ...{ name, since, clean: sanitizeLine, ...(task !== undefined && { task }) },
    readPage: async () => ({ events, nextPage: undefined }),
  })
}

async function printed(...logs: ReturnType<typeof logOf>[]): Promise<string[]> {
  const lines = []
  for (const log of logs) lines.push(...log.batch((await log.read()).fresh, false))
  return inOrder(lines)
}

describe('lines of containers while waiting', () => {
  test('stand like those of docker compose, in the order in which they were written', async () => {
    const app = logOf('app', [
      [1, 'Starting'],
      [74, 'Server listening'],
    ])
    const proxy = logOf('proxy', [[3, 'ready']])
    expect(await printed(app, proxy)).toEqual([
      '   0:01  app | Starting',
      '   0:03  proxy | ready',
      '   1:14  app | Server listening',
    ])
  })

  test('name the task where each has a log of its own', async () => {
    expect(await printed(logOf('app', [[1, 'up']], '1f2e3d4c'))).toEqual(['   0:01  app 1f2e3d4c | up'])
  })

  test('of many at once the last are shown, and how many are not', async () => {
    const many = Array.from({ length: 100 }, (_, index) => [index, `line ${index}`] as const)
    const lines = await printed(logOf('app', many))
    expect(lines).toHaveLength(41)
    expect(lines[0]).toBe('         app | … 60 lines not shown')
    expect(lines.at(-1)).toBe('   1:39  app | line 99')
  })

  test.each([
    '::error::hacked',
    '  ::set-output name=x::y',
    'text ::stop-commands::token',
    '##[error]hacked',
    'text ##[group]x',
    '#\u200b#[command]x',
    '##\u001b[31m[error]x',
    '\r::error::hacked',
    'a\r\n::error::hacked',
    'a\n::add-mask::a',
    'a\u2028::error::hacked',
    'a\u2029##[error]x',
    'a\u0085::error::hacked',
    'a\u000b::error::hacked\u000c::error::x',
    '\u001b]8;;https://x\u0007::error::hacked\u001b]8;;\u0007',
    '\u001b[2K\u001b[1G::error::hacked',
    '\u009b2K::error::hacked',
    '\u0000::error::hacked',
    '\u202e::error::hacked',
    '\ufeff::error::hacked',
    '%0A::error::hacked',
    '\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b::error::hacked',
  ])('no command hides in %j', async (message) => {
    const lines = await printed(logOf('app', [[5, message]]))
    expect(lines).toHaveLength(1)
    for (const line of lines.flatMap((text) => text.split(/[\n\r\u0085\u2028\u2029]/))) {
      // The runner finds `##[` anywhere in a line, and `::` at its start or after spaces.
      expect(line).toMatch(/^ {3}0:05 {2}app \| /)
      expect(line).not.toContain('##[')
      expect(line).not.toMatch(/\p{Cc}|[\u2028\u2029\u202e\ufeff]/u)
    }
  })
})
