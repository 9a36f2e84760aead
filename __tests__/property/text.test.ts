import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatDuration, formatElapsed } from '../../src/runtime/clock.ts'
import { createRedactor } from '../../src/text/redactor.ts'
import { escapeTableCell, preformatted, sanitizeLine } from '../../src/text/sanitize.ts'
import { reachOf } from '../../src/text/secret-values.ts'
import { includesStatus } from '../../src/text/status-codes.ts'
import { anyText, nastyText } from './draw.ts'

const longText = fc.tuple(anyText, fc.nat(2_300), anyText).map(([a, count, b]) => a + 'x'.repeat(count) + b)

function withoutEntities(markdown: string): string {
  return markdown.replace(/&(?:#\d+|amp|lt|gt);/g, '')
}

const htmlNames: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": '#39',
}

function asciiOnly(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const names: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }
function decoded(markdown: string): string {
  return markdown
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&(?:amp|lt|gt);/g, (entity) => names[entity] ?? '')
}

describe('text of others', () => {
  test('is one line, without control characters and without what a runner obeys', () => {
    fc.assert(
      fc.property(longText, (text) => {
        const line = sanitizeLine(text)
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
        expect(line).not.toContain('##[')
      }),
    )
  })

  test('stays as it is when it is made printable once more', () => {
    fc.assert(
      fc.property(longText, (text) => {
        expect(sanitizeLine(sanitizeLine(text))).toBe(sanitizeLine(text))
      }),
    )
  })

  test('comes back from a cell of a table, where nothing of it is set, linked or mentioned', () => {
    fc.assert(
      fc.property(longText, (text) => {
        const cell = escapeTableCell(text)
        const apart = withoutEntities(cell).replace(/[@#]?<!-- -->/g, '')
        expect(apart).not.toMatch(/[\n\\`*_[\]#|~@$<>&]|:\/\/|www\./i)
        expect(decoded(cell.replaceAll('<!-- -->', ''))).toBe(sanitizeLine(text))
      }),
    )
  })

  test('cannot leave a block', () => {
    fc.assert(
      fc.property(fc.array(anyText), (lines) => {
        const [first, ...rest] = preformatted(lines).split('\n')
        expect([first, rest.pop()]).toEqual(['<pre>', '</pre>'])
        const apart = withoutEntities(rest.join('\n')).replace(/[@#]<!-- -->/g, '')
        expect(apart).not.toMatch(/[<>&]|(?<!\w)@\w/)
      }),
    )
  })
})

describe('secrets', () => {
  /** Long and odd enough to be hidden also within words, in whole characters, and without the stars that hide. */
  const secrets = nastyText
    .map((text) => text.replaceAll('*', '').replace(/[\ud800-\udfff]/gu, ''))
    .filter((text) => text.split(/\r?\n/).every((line) => isHiddenEverywhere(sanitizeLine(line).trim())))

  function isHiddenEverywhere(value: string): boolean {
    return value.length >= 6 && reachOf({ name: '', value }) === 'everywhere'
  }

  const colours = (text: string): string => [...text].join('\u001b[1m')

  const knowing = (values: readonly string[]) => {
    const kept = createRedactor([])
    kept.add(values)
    return kept
  }

  test('are gone from any text', () => {
    const values = fc.array(secrets, { minLength: 1, maxLength: 3 })
    const part = fc.oneof(anyText, fc.record({ which: fc.nat(2), coloured: fc.boolean() }))
    fc.assert(
      fc.property(values, fc.array(part), (known, parts) => {
        const secretAt = (which: number) => known[which % known.length] ?? ''
        const text = parts
          .map((drawn) => {
            if (typeof drawn === 'string') return drawn
            return drawn.coloured ? colours(secretAt(drawn.which)) : secretAt(drawn.which)
          })
          .join('')
        const kept = knowing(known)
        const cleaned = kept.clean(text)
        for (const value of known) {
          expect(kept.redact(text)).not.toContain(value)
          expect(cleaned).not.toContain(value)
          expect(cleaned).not.toContain(sanitizeLine(value).trim())
        }
        expect(kept.clean(cleaned)).toBe(cleaned)
      }),
    )
  })

  test.each<[string, (text: string) => string]>([
    ['JSON', JSON.stringify],
    ['JSON in JSON', (text) => JSON.stringify(JSON.stringify({ message: text }))],
    ['JSON of PHP', (text) => JSON.stringify(text).replaceAll('/', '\\/')],
    ['JSON of Python', (text) => asciiOnly(JSON.stringify(text))],
    ['a URL', encodeURI],
    ['a part of a URL', encodeURIComponent],
    ['a form', (text) => `${new URLSearchParams({ q: text })}`],
    ['HTML', (text) => text.replace(/[&<>"']/g, (character) => `&${htmlNames[character]};`)],
  ])('are gone as %s', (_, written) => {
    fc.assert(
      fc.property(secrets, (value) => {
        const known = value.trim()
        // A backslash at the end of a secret may take one of the closing quotation mark with it.
        const [redacted, expected] = [knowing([value]).redact(written(known)), written('***')]
        expect(redacted.replaceAll('\\', '')).toBe(expected.replaceAll('\\', ''))
      }),
    )
  })

  test('are gone as base64, whatever stands before and behind them in it', () => {
    fc.assert(
      fc.property(anyText, secrets, anyText, fc.constantFrom('base64', 'base64url'), (a, value, b, form) => {
        const text = Buffer.from(a + value + b).toString(form)
        expect(knowing([value]).redact(`Basic ${text}`)).toBe('Basic ***')
      }),
    )
  })

  test('are gone where a long line is cut, too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_980, max: 2_010 }), fc.boolean(), (before, coloured) => {
        const value = 'hunter2-hunter2-hunter2'
        const cleaned = knowing([value]).clean(`${'x'.repeat(before)}${coloured ? colours(value) : value}`)
        expect(cleaned).not.toContain('hunt')
      }),
    )
  })

  test('leave every other text as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-m ]*$/), fc.stringMatching(/^[n-z]{5,9}[0-9]$/), (text, value) => {
        expect(knowing([value]).redact(text)).toBe(text)
        expect(knowing([value]).redact(`${text}${value}${text}`)).toBe(`${text}***${text}`)
      }),
    )
  })

  test('that are words alone leave longer words as they are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-m]+$/), fc.stringMatching(/^[n-z]{4,9}$/), (text, value) => {
        const { redact } = knowing([value])
        for (const longer of [`${text}${value}`, `${value}${text}`, `${text}${value}${text}`])
          expect(redact(longer)).toBe(longer)
        expect(redact(`${text}-${value}.${text} ${value}`)).toBe(`${text}-***.${text} ***`)
      }),
    )
  })
})

test('a list of status codes holds the codes of its ranges and no others', () => {
  const code = fc.integer({ min: 100, max: 599 })
  const range = fc.tuple(code, code).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  fc.assert(
    fc.property(
      fc.array(range, { minLength: 1 }),
      code,
      fc.constantFrom(',', ', ', ' , '),
      (ranges, status, comma) => {
        const text = ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(comma)
        expect(includesStatus(text, status)).toBe(ranges.some(([from, to]) => status >= from && status <= to))
      },
    ),
  )
})

describe('times', () => {
  const times = fc.nat(100_000_000)

  test('a stopwatch shows whole seconds', () => {
    fc.assert(
      fc.property(times, (ms) => {
        const seconds = formatElapsed(ms)
          .split(':')
          .reduce((sum, part) => sum * 60 + Number(part), 0)
        expect(seconds).toBe(Math.floor(ms / 1000))
        expect(formatElapsed(ms)).toMatch(/^(?:\d+:[0-5]\d|[0-5]?\d):[0-5]\d$/)
      }),
    )
  })

  test('a duration is right to the last digit that it shows', () => {
    fc.assert(
      fc.property(fc.oneof(times, fc.nat(70_000)), (ms) => {
        const text = formatDuration(ms)
        expect(text).toMatch(/^(?:\d+ min|(?:\d+ min )?[\d.]+ s)$/)
        const [minutes = '0'] = /\d+(?= min)/.exec(text) ?? []
        const [seconds = '0'] = /[\d.]+(?= s)/.exec(text) ?? []
        const shown = Number(minutes) * 60_000 + Number(seconds) * 1000
        expect(Math.abs(shown - ms)).toBeLessThanOrEqual(ms < 9_950 ? 50 : 500)
      }),
    )
  })
})
