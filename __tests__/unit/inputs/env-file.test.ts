import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { parseEnvFile } from '../../../src/inputs/env-file.ts'

function read(text: string) {
  const { entries, issues, notices } = parseEnvFile(text)
  return {
    values: Object.fromEntries(entries.map(({ name, value }) => [name, value])),
    issues: issues.map(({ line, message }) => `${line}${message}`),
    notices: notices.map(({ line, message }) => `${line}${message}`),
  }
}
function valuesIn(text: string) {
  const { values, issues } = read(text)
  expect(issues).toEqual([])
  return values
}

describe('what docker compose documents and tests', () => {
  test.each([
    ['A=VAL', 'VAL'],
    ['A="VAL"', 'VAL'],
    ["A='VAL'", 'VAL'],
    ['A=VAL # comment', 'VAL'],
    ['A=VAL # ', 'VAL'],
    ['A=VAL #comment', 'VAL'],
    ['A=VAL# not a comment', 'VAL# not a comment'],
    ['A=123#not-an-inline-comment', '123#not-an-inline-comment'],
    ['A="VAL # not a comment"', 'VAL # not a comment'],
    ['A="VAL" # comment', 'VAL'],
    ["A='bar#baz' # comment", 'bar#baz'],
    ['A="bar#baz#bang" # comment', 'bar#baz#bang'],
    ["A='$OTHER'", '$OTHER'],
    ["A='Let\\'s go!'", "Let's go!"],
    ['A="{\\"hello\\": \\"json\\"}"', '{"hello": "json"}'],
    ['A="some\\tvalue"', 'some\tvalue'],
    ["A='some\\tvalue'", 'some\\tvalue'],
    ['A=a\\tb', 'a\\tb'],
    ['A="bar\\nbaz"', 'bar\nbaz'],
    ['A="bar\\\\n"', 'bar\\n'],
    ['A="foo\\$BAR"', 'foo$BAR'],
    ['A="\\x07 \\d \\u12e4"', '\\x07 \\d \\u12e4'],
    ['A="\'d\'"', "'d'"],
    ['A =bar', 'bar'],
    ['A= bar', 'bar'],
    ['A=bar ', 'bar'],
    ['\tA=bar', 'bar'],
    ['A: 1', '1'],
    ['A: Foo=bar', 'Foo=bar'],
    ['A=1:B', '1:B'],
    ['A=foobar=', 'foobar='],
    ['export A=2', '2'],
    ['  export\tA=2', '2'],
    ['A=', ''],
    ['A=""', ''],
    ["A=''", ''],
    ['A="first\nsecond"', 'first\nsecond'],
    ["A='first\nsecond'", 'first\nsecond'],
  ])('%j is %j', (line, value) => {
    expect(valuesIn(line)).toEqual({ A: value })
  })
})

describe('values that other readers cut', () => {
  test.each([
    ['A=abc#def', 'abc#def'],
    ['A=postgres://u:p#w@h/db', 'postgres://u:p#w@h/db'],
    ['A=#fff', '#fff'],
    ['A={"color":"#fff","n":[1,2]}', '{"color":"#fff","n":[1,2]}'],
    ['A={"a": 1} # note', '{"a": 1}'],
    ['export A=abc#def\r', 'abc#def'],
    ['A=x\t# why', 'x'],
    ['A=it\'s "quoted"', 'it\'s "quoted"'],
    ['A=C:\\dir\\', 'C:\\dir\\'],
    ['A=Prix\u00a0à payer', 'Prix\u00a0à payer'],
    ['A=👨‍👩‍👧', '👨‍👩‍👧'],
  ])('%j is %j', (line, value) => {
    expect(valuesIn(line)).toEqual({ A: value })
  })

  test('lines of Windows, a byte order mark, comments, names that objects have', () => {
    const text = '\ufeff# base\r\n\r\nA=1\r\n  # note\r\nB="x\r\ny"\r\n__proto__=2\r\nconstructor=3'
    expect(Object.entries(valuesIn(text))).toEqual(
      Object.entries(JSON.parse('{"A": "1", "B": "x\\ny", "__proto__": "2", "constructor": "3"}')),
    )
  })
})

describe('a line that is no entry, or that readers take differently, is an issue with its number', () => {
  test.each([
    ['A=1\ncanary', '2 is neither NAME=value nor a comment'],
    ['canary x', '1 is neither NAME=value nor a comment'],
    ['1canary=1', '1: the key is not a name'],
    ['MY A=canary', '1: the key is not a name'],
    ['=canary', '1: the key is not a name'],
    ['A[0]=canary', '1: the key is not a name'],
    ['- A=canary', '1: the key is not a name'],
    ['A:canary', '1 uses ":" after the name'],
    ['A:', '1 uses ":" after the name'],
    ['A : canary', '1 uses ":" after the name'],
    ['A= #canary', '1 has a "#" that some dotenv parsers read as a comment'],
    ['A={"a": "canary #4"}', '1 has a "#" after an unclosed quotation mark'],
    ["A=it's canary # why", '1 has a "#" after an unclosed quotation mark'],
    ['A=`canary`', '1 starts its value with a quotation mark'],
    ['A=“canary”', '1 starts its value with a quotation mark'],
    ['A="canary"x', '1 has text right after the closing quotation mark'],
    ['A="canary"#x', '1 has text right after'],
    ['A="canary" x', '1 has text right after'],
    ["A='it's canary'", '1 has text right after'],
    [
      'B=1\nA="canary\nC="canary"',
      '3 has text right after the closing quotation mark, which was opened in line 2',
    ],
    ['A="canary', '1 opens a quotation mark that is never closed'],
    ["A='canary\\'", '1 opens a quotation mark that is never closed'],
    ["A='C:\\canary\\'\nB='x'", '2 has text right after'],
    ["A='C:\\canary\\'\nB=' # x'", '1 has a backslash in front of what may be the closing quotation mark'],
    ['A="canary\\b"', '1 has "\\b" in double quotation marks'],
    ['A="\\0123 canary"', '1 has "\\0" in double quotation marks'],
    ['A="canary\\\nx"', '1 has a backslash at the end of a line in double'],
    ['A=canary \\\n  B=1', '1 ends in a backslash'],
    ['A=canary\rB=1', '1 has a carriage return'],
    ['A\u200b=canary', '1 contains a zero-width space (U+200B) in its name'],
    ['A\u00a0=canary', '1 contains a no-break space (U+00A0) in its name'],
    ['A=canary\u00a0', '1 contains a no-break space (U+00A0) in the value of A'],
    ['A="can\u200bary"', '1 contains a zero-width space (U+200B) in the value of A'],
    ['A=canary\u0000', '1 contains a NUL character (U+0000) in the value of A'],
  ])('%j: %s', (text, start) => {
    const { issues } = read(text)
    expect(issues[0]).toContain(start)
    expect(issues.join()).not.toContain('canary')
  })

  test('all of them at once, and what is good is read', () => {
    const { values, issues } = read('A=1\nx y\nB="2"z\nC=3\nD="\\a"\n')
    expect(values).toEqual({ A: '1', C: '3' })
    expect(issues.map((issue) => issue[0])).toEqual(['2', '3', '5'])
  })
})

test('a name that is set twice is a notice, and the last one counts', () => {
  expect(read('A=1\nB=2\nA=3\nB=2')).toEqual({
    values: { A: '3', B: '2' },
    issues: [],
    notices: ['3 sets A again after line 1; the last one wins'],
  })
})

test.each([
  ['A=$B', true],
  [`A=x\${B}`, true],
  ['A="x$B"', true],
  ['A=pa$$word', true],
  ['A=$(id)', true],
  ["A='$B'", false],
  ['A="\\$B"', false],
  ['A=$2b$10$', false],
  ['A=5$', false],
])('%j has a $ that others replace: %s', (line, hasDollar) => {
  expect(parseEnvFile(line).entries[0]?.hasDollar).toBe(hasDollar)
})

test('the tables of docs/reference/env-file.md tell the truth', () => {
  const page = readFileSync(
    fileURLToPath(new URL('../../../docs/reference/env-file.md', import.meta.url)),
    'utf8',
  )
  const [, good = '', wrong = ''] = page.split(/^## .*$/m)
  const code = /^\| (`+) ?(.*?) ?\1(?:, (`) ?(.*?) ?\3)* \|/
  const rows = (table: string) => table.split('\n').filter((line) => code.test(line))
  let count = 0
  for (const row of rows(good)) {
    const found = /^\| `([^`⏎]+)` \| (?:`([^`]+)`|(empty)) \|/.exec(row)
    if (!found) continue
    const [, line = '', value = ''] = found
    expect([line, valuesIn(line)]).toEqual([line, { A: value }])
    count++
  }
  for (const row of rows(wrong)) {
    for (const [, line = ''] of (row.split(' | ')[0] ?? '').matchAll(/(?:^\| |, )`([^`]+)`/g)) {
      expect([line, read(line).issues.length]).toEqual([line, 1])
      count++
    }
  }
  expect(count).toBeGreaterThan(20)
})

test('a hostile file is read in one pass', () => {
  const hostile = [
    'A="\\',
    'A="\\"\n',
    'A= ',
    '\\a',
    "\\' ",
    'a',
    'A=1\n',
    'A="',
    "A='",
    '#',
    '$',
    '"\n',
    'A:',
  ]
  for (const piece of hostile) {
    for (const start of ['', 'A="', "A='", 'A=']) parseEnvFile(start + piece.repeat(20_000))
  }
})
