import type { InputIssues } from '../../inputs/issues.ts'

const MINUTE_MS = 60_000
const unitsMs = { d: 24 * 60 * MINUTE_MS, h: 60 * MINUTE_MS, m: MINUTE_MS } as const

const LONGEST_MS = 365 * unitsMs.d

/** `7d`, `12h` or `30m`, in milliseconds; whole numbers, at most a year. */
export function parseTtl({
  input,
  text,
  issues,
}: {
  input: string
  text: string | undefined
  issues: InputIssues
}): number | undefined {
  if (text === undefined) return undefined
  const [, amount = '', unit = ''] = /^(\d+)([dhm])$/.exec(text.trim()) ?? []
  const ms = unit === 'd' || unit === 'h' || unit === 'm' ? Number(amount) * unitsMs[unit] : 0
  if (ms > 0 && ms <= LONGEST_MS) return ms
  const spelt = /^(\d+)\s*([dhm])[a-z]*$/i.exec(text.trim())
  // Of what is written rightly, the amount is wrong.
  const likely =
    spelt && unit === '' && Number(spelt[1]) > 0
      ? `; write ${Number(spelt[1])}${spelt[2]?.toLowerCase()}`
      : ''
  const message = `must be days, hours or minutes such as 7d, 12h or 30m, at most 365d, not "${text}"${likely}`
  issues.add({ input, message })
  return undefined
}

/** `3 days`, `1 hour`, `20 minutes`: in the largest unit that it has two of, rounded down. */
export function formatRoughDuration(ms: number): string {
  const [size, word] =
    ms >= 2 * unitsMs.d
      ? ([unitsMs.d, 'day'] as const)
      : ms >= 2 * unitsMs.h
        ? ([unitsMs.h, 'hour'] as const)
        : ([MINUTE_MS, 'minute'] as const)
  const count = Math.max(0, Math.floor(ms / size))
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
