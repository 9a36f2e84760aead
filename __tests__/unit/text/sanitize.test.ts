import { describe, expect, test } from '@jest/globals'
import { escapeTableCell, preformatted, sanitizeLine } from '../../../src/text/sanitize.ts'

describe('one printable line', () => {
  test.each<[string, string, string]>([
    ['plain text', 'listening on :8080', 'listening on :8080'],
    ['other letters', 'grüße 日本 🚀 👩‍👩‍👧', 'grüße 日本 🚀 👩‍👩‍👧'],
    ['indentation', '    at main (/app/x.js:1:2)', '    at main (/app/x.js:1:2)'],
    ['trailing blanks', 'a  \t\r\n', 'a'],
    ['several lines', 'a\nb\r\nc', 'a b c'],
    ['a tab', 'a\tb', 'a b'],
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['a cursor that moves', '\u001b[2J\u001b[1;1Ha\u001b[Kb', 'ab'],
    ['a title', '\u001b]0;evil\u0007a', 'a'],
    ['a link', '\u001b]8;;https://evil.example\u0007a\u001b]8;;\u0007', 'a'],
    ['one-byte sequences', '\u009b31mred', 'red'],
    ['bells and null', 'a\u0007\u0000b', 'ab'],
    ['what nobody sees', 'a\u200b\u00ad\ufeff\u2060\u200eb', 'ab'],
    ['a link that has no end', 'a\u001b]8;;https://evil.exampleb', 'a8;;https://evil.exampleb'],
    ['a sequence that nobody knows', 'a\u001bzb', 'azb'],
    ['a line that overwrites itself', 'bad\rgood', 'bad good'],
    ['separators of lines and paragraphs', 'a\u2028b\u2029c', 'a b c'],
    ['the next-line character', 'a\u0085b', 'a b'],
    ['nothing', '', ''],
  ])('%s', (_, text, line) => {
    expect(sanitizeLine(text)).toBe(line)
  })

  test.each(['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'])(
    'a character that turns the direction of text: %j',
    (character) => {
      expect(sanitizeLine(`a${character}b`)).toBe('ab')
    },
  )

  test.each([
    '##[error]x',
    'a ##[group]x',
    '###[error]x',
    '##[',
    '#\u001b[0m#[error]x',
    '##[##[error]x',
    '\u202e##[x',
  ])('nothing that the runner obeys anywhere in a line: %j', (text) => {
    expect(sanitizeLine(text)).not.toContain('##[')
    expect(sanitizeLine(text)).toContain('#')
  })

  test('a long line says how much is missing', () => {
    expect(sanitizeLine('x'.repeat(2000))).toBe('x'.repeat(2000))
    expect(sanitizeLine('x'.repeat(2345))).toBe(`${'x'.repeat(2000)} … (345 characters more)`)
    expect(sanitizeLine(sanitizeLine('x'.repeat(2345)))).toContain('(345 characters more)')
  })
})

describe('a cell of a Markdown table', () => {
  test.each<[string, string, string]>([
    [
      'plain text',
      'version 18 of shop failed, and nothing serves',
      'version 18 of shop failed, and nothing serves',
    ],
    ['tags', '<img src=x> & </td>', '&lt;img src=x&gt; &amp; &lt;/td&gt;'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['a column', 'a|b', 'a&#124;b'],
    ['emphasis', '*a* _b_ ~c~ `d`', '&#42;a&#42; &#95;b&#95; &#126;c&#126; &#96;d&#96;'],
    ['a link', '[a](b)', '&#91;a&#93;(b)'],
    ['an image', '![a](b)', '!&#91;a&#93;(b)'],
    ['an address', 'https://evil.example', 'https&#58;//evil.example'],
    ['a person', 'by @octocat', 'by @<!-- -->octocat'],
    ['an issue', 'see #1', 'see #<!-- -->1'],
    ['an issue elsewhere', 'acme/shop#1', 'acme/shop#<!-- -->1'],
    ['an issue by letters', 'see GH-1, gh-22', 'see GH-<!-- -->1, gh-<!-- -->22'],
    ['a commit', 'of 1f2e3d4, a1b2c3d', 'of 1<!-- -->f2e3d4, a<!-- -->1b2c3d'],
    ['no commit', 'at 1f2e3d, facade-1, x1f2e3d4', 'at 1f2e3d, facade-1, x1f2e3d4'],
    ['an image', 'shop@sha256:a', 'shop&#64;sha256:a'],
    ['a heading', '# 1', '&#35; 1'],
    ['a backslash', 'a\\|b', 'a&#92;&#124;b'],
    ['lines', 'a\nb', 'a b'],
    ['a time', '12:30:45', '12:30:45'],
  ])('%s', (_, text, cell) => {
    expect(escapeTableCell(text)).toBe(cell)
  })

  test.each(['www.evil.example', '_www.evil.example', '$\\href{x}{y}$'])(
    'nothing is linked or set: %s',
    (text) => {
      expect(escapeTableCell(text)).not.toMatch(/www\.|\$/)
    },
  )
})

test('a block of lines stays a block', () => {
  expect(preformatted(['a', '', '  </pre><b>&amp;', '```'])).toBe(
    '<pre>\na\n\n  &lt;/pre&gt;&lt;b&gt;&amp;amp;\n```\n</pre>',
  )
})
