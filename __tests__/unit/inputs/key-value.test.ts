import { describe, expect, test } from '@jest/globals'
import { createInputIssues } from '../../../src/inputs/issues.ts'
import { looksLikeMap, parseKeyValues } from '../../../src/inputs/key-value.ts'

function parse(text: string) {
  const issues = createInputIssues()
  const pairs = parseKeyValues({ input: 'environment-variables', text, issues })
  return { pairs: [...pairs], messages: issues.all.map(({ message }) => message) }
}
function pairsOf(text: string) {
  const { pairs, messages } = parse(text)
  expect(messages).toEqual([])
  return pairs
}

const values = [
  '',
  ' ',
  ' leading and trailing ',
  'a,b,,c',
  'a=b==',
  '=',
  `"double" and 'single'`,
  '"',
  '{"a": [1, "x"], "b": null}',
  'a;b;',
  '$HOME `id` $(id) %PATH% !x',
  '\\n \\ \\\\',
  '# no comment',
  'a # no comment',
  '<<END',
  'a<<END',
  'https://u:p@db:5432/x?y=z&w=%20#f',
  'grüße 🚀 日本',
  '\ttab\t',
  '-----BEGIN-----',
  '::add-mask::x',
]

describe('round trips', () => {
  test.each(values)('%j on a line', (value) => {
    expect(pairsOf(`KEY=${value}`)).toEqual([['KEY', value]])
  })

  test('all of them together', () => {
    const pairs = values.map((value, index): [string, string] => [`KEY_${index}`, value])
    expect(pairsOf(pairs.map(([key, value]) => `${key}=${value}`).join('\n'))).toEqual(pairs)
  })

  test.each([...values, ...values.map((value) => `first\n\n${value}\nlast`), '\n', '\n\n', 'A=1\nB<<X\nX'])(
    '%j in a here-document',
    (value) => {
      expect(pairsOf(`BEFORE=1\nKEY<<END_OF_IT\n${value}\nEND_OF_IT\nAFTER=2`)).toEqual([
        ['BEFORE', '1'],
        ['KEY', value],
        ['AFTER', '2'],
      ])
    },
  )

  test('lines of Windows', () => {
    expect(pairsOf('A=1\r\n\r\nB<<END\r\nx\r\ny\r\nEND\r\nC=3\r\n')).toEqual([
      ['A', '1'],
      ['B', 'x\ny'],
      ['C', '3'],
    ])
  })
})

describe('lines', () => {
  test.each<[string, string, [string, string][]]>([
    ['nothing', '', []],
    ['blank lines and comments', '\n  \n# A=1\n  # B=2\n', []],
    [
      'a comment between',
      'A=1\n# note\nB=2',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    [
      'indented',
      '  A=1\n\tB=2',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    ['a space before the sign', 'A =1', [['A', '1']]],
    ['a value that looks like a here-document', 'A=B<<C', [['A', 'B<<C']]],
    ['an indented end of a here-document', '  A<<END\n    x\n  END', [['A', '    x']]],
    ['an empty here-document', 'A<<END\nEND', [['A', '']]],
    ['comments within a here-document', 'A<<END\n# kept\nEND', [['A', '# kept']]],
    ['names with dots and hyphens', 'a.b-c=1', [['a.b-c', '1']]],
  ])('%s', (_, text, pairs) => {
    expect(pairsOf(text)).toEqual(pairs)
  })
})

describe('problems name line and key, never the value', () => {
  test.each([
    ['canary', 'line 1 has no "="; write NAME=value, one per line'],
    ['A=1\n\n# x\ncanary', 'line 4 has no "="; write NAME=value, one per line'],
    ['A=canary\nA=canary', 'line 2 names "A" twice'],
    ['A=canary\nA<<END\ncanary\nEND', 'line 2 names "A" twice'],
    ['=canary', 'line 1 must start with a name, as in NAME=value'],
    ['export A=canary', 'line 1 must start with a name, as in NAME=value; write it without export'],
    [
      '- A=canary',
      'line 1 must start with a name, as in NAME=value; write the lines without the "- " of a YAML list',
    ],
    [
      '- canary',
      'line 1 has no "="; write NAME=value, one per line; write the lines without the "- " of a YAML list',
    ],
    ['["canary"]', 'line 1 has no "="; write NAME=value, one per line, and not JSON'],
    ['A<<END\ncanary', 'line 1 opens "A<<END", but no line is just "END"'],
    ['A<<canary\nB', 'line 1 opens a multi-line value that never ends'],
    ["A<<'END'\ncanary\nEND", 'line 1 opens a multi-line value that never ends'],
    ['X=1\nA<<END\ncanary\nENDE', 'line 2 opens "A<<END", but no line is just "END"'],
  ])('%j', (text, message) => {
    expect(parse(text).messages).toEqual([message])
  })

  test('all of them at once', () => {
    expect(parse('canary\nA=1\nA=canary\ncanary')).toEqual({
      pairs: [['A', '1']],
      messages: [
        'line 1 has no "="; write NAME=value, one per line',
        'line 3 names "A" twice',
        'line 4 has no "="; write NAME=value, one per line',
      ],
    })
  })
})

test.each([
  ['{}', true],
  ['{"A": "1"}', true],
  ['\n  {A: 1}', true],
  ['A: 1', true],
  ['A:', true],
  ['# note\nA: 1', true],
  ['"A B": x', true],
  ["'A': x", true],
  ['A=1', false],
  ['A=b: c', false],
  ['A={"b": 1}', false],
  ['A<<END\nB: c\nEND', false],
  ['A:b=c', false],
  ['URL=http://x', false],
  ['', false],
  ['# only a note', false],
])('%j looks like a map: %s', (text, isMap) => {
  expect(looksLikeMap(text)).toBe(isMap)
})
