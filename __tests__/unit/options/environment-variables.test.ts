import { describe, expect, test } from '@jest/globals'
import { createInputIssues } from '../../../src/inputs/issues.ts'
import type { InputName } from '../../../src/lightsail/inputs/names.ts'
import { parseEnvironment } from '../../../src/options/environment-variables.ts'

async function parse(
  texts: Partial<Record<InputName, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const issues = createInputIssues()
  const readFile = (path: string) => {
    const text = files[path]
    if (text === undefined) throw new Error(`no such file: ${path}`)
    return text
  }
  const { environment, secrets } = await parseEnvironment({ texts, issues, readFile })
  return { ...environment, secrets, messages: issues.all.map(({ message }) => message) }
}
function written(text: string) {
  return parse({ 'environment-variables': text })
}

test.each<[string, Parameters<typeof parse>]>([
  ['a file that is not there', [{ 'env-file': '.env' }]],
  ['a file whose every line is wrong', [{ 'env-file': '.env' }, { '.env': 'setenv A 1\n' }]],
  ['a map with the same key twice', [{ 'environment-variables': '{"A": "1", "A": "2"}' }]],
])('overwrite is not said to have no variables if they cannot be read: %s', async (_, [texts, files]) => {
  const { messages } = await parse({ ...texts, 'environment-variables-strategy': 'overwrite' }, files)
  expect(messages).toHaveLength(1)
  expect(messages.join()).not.toContain('overwrite')
})

describe('what is written', () => {
  test.each([
    ['lines', 'A=1\nB=two words'],
    ['JSON', '{"A": "1", "B": "two words"}'],
    ['JSON over several lines', '\n{\n\t"A": 1,\n\t"B": "two words"\n}'],
    ['YAML', 'A: 1\nB: two words'],
    ['a here-document', 'A=1\nB<<END\ntwo words\nEND'],
  ])('%s', async (_, text) => {
    expect(await written(text)).toEqual({
      values: { A: '1', B: 'two words' },
      strategy: 'merge',
      secrets: ['1', 'two words'],
      messages: [],
    })
  })

  test('the values of a map are text as specified', async () => {
    const { values } = await written('A: 1.10\nB: yes\nC: 0x10\nD: "null"\nE: ""\nF: |\n  x\n  y')
    expect(values).toEqual({ A: '1.10', B: 'yes', C: '0x10', D: 'null', E: '', F: 'x\ny\n' })
  })

  test.each(['A: null', 'A: ~', 'A:', '{"A": null}', '{"A": ["canary"]}', 'A: { B: canary }'])(
    'a value of a map that is no text is an error that does not quote it: %j',
    async (text) => {
      const { messages } = await written(text)
      expect(messages).toEqual(['"A" must be text; an empty value is written ""'])
    },
  )

  test.each(['{"A": "canary"', 'A: "canary', 'A: canary\nA: canary', '{"A": canary: canary}'])(
    'a map that cannot be read is told with its line, and not quoted: %j',
    async (text) => {
      const { messages } = await written(text)
      expect(messages.join()).toMatch(/^line \d: /)
      expect(messages.join()).not.toContain('canary')
    },
  )
})

test('a comment of YAML behind a value is told, as an expression may have written it', async () => {
  const text = 'A: can #ary\nB: "x #y"\nC: x#y\n# note\nD: |\n  x #y'
  const issues = createInputIssues()
  const texts = { 'environment-variables': text }
  const { environment, remarks } = await parseEnvironment({ texts, issues, readFile: () => '' })
  expect(environment?.values).toEqual({ A: 'can', B: 'x #y', C: 'x#y', D: 'x #y\n' })
  expect(remarks.notices).toEqual([
    'environment-variables: the value ends with a line break, which is part of it: D',
    'environment-variables: text after " #" is a YAML comment, not part of the value: A',
  ])
})

describe('merge or overwrite', () => {
  test.each<[string, Partial<Record<InputName, string>>, string, object]>([
    ['merge is the default', { 'environment-variables': 'A=1' }, 'merge', { A: '1' }],
    [
      'overwrite as asked',
      { 'environment-variables': 'A=1', 'environment-variables-strategy': 'overwrite' },
      'overwrite',
      { A: '1' },
    ],
    ['{} clears', { 'environment-variables': '{}' }, 'overwrite', {}],
    [
      '{} clears, even with merge written out',
      { 'environment-variables': ' { } ', 'environment-variables-strategy': 'merge' },
      'overwrite',
      {},
    ],
  ])('%s', async (_, texts, strategy, values) => {
    expect(await parse(texts)).toMatchObject({ strategy, values, messages: [] })
  })

  test.each(['# TOKEN=canary', '\n# A=1\n\n# B=2\n', '# all of them are commented out'])(
    'only comments mention nothing, so nothing is wiped: %j',
    async (text) => {
      const { strategy = 'merge', values = {} } = await written(text)
      expect({ strategy, values }).toEqual({ strategy: 'merge', values: {} })
    },
  )

  test('overwriting without any variable would have no effect', async () => {
    expect(await parse({ 'environment-variables-strategy': 'overwrite' })).toEqual({
      secrets: [],
      messages: [expect.stringContaining('write {}')],
    })
  })

  test('nothing written, nothing patched', async () => {
    expect(await parse({})).toEqual({ secrets: [], messages: [] })
  })
})

describe('env-file', () => {
  const files = { 'a.env': '# base\nA=1\nB="two\nlines"\nexport C=3\n', 'b.env': "A='9'\r\nD=4\r\n" }
  test('later files win over earlier ones, and environment-variables over all', async () => {
    const texts = { 'env-file': ' a.env \n\n b.env', 'environment-variables': 'D=5' }
    expect(await parse(texts, files)).toMatchObject({
      values: { A: '9', B: 'two\nlines', C: '3', D: '5' },
      strategy: 'merge',
      messages: [],
    })
  })

  test('a name that no shell takes is an error, which quotes nothing', async () => {
    const { messages } = await parse({ 'env-file': 'x.env' }, { 'x.env': '1canary=canary\nA=1' })
    expect(messages).toEqual(['x.env, line 1: the key is not a name such as LOG_LEVEL'])
  })

  test.each([
    ['NOT A canary\nA=1', [1]],
    ['A=1\r\n\r\n# canary\r\ncanary\r\nB=2', [4]],
    ['A="two\nlines"\n\n  B = 2 # canary\nexport C: 3\nD=\n', []],
    ["A='it\\'s\ncanary'\n  # canary\nB=a#canary\n", []],
  ])('no line is lost in silence: %j', async (text, lines) => {
    const { messages } = await parse({ 'env-file': 'x.env' }, { 'x.env': text })
    expect(messages).toEqual(
      lines.map((line) => expect.stringContaining(`x.env, line ${line} is neither NAME=value nor a comment`)),
    )
    expect(messages.join()).not.toContain('canary')
  })

  test.each([
    'TOKEN=canary',
    'A=1\ncanary\n',
    'A: canary',
    '-----BEGIN KEY-----\ncanary==\n',
    '{"A":"canary"}',
  ])('its content in place of its path is an error that does not quote it: %j', async (text) => {
    const { messages } = await parse({ 'env-file': text })
    expect(messages).toEqual(['must be the path of a file, not its contents'])
  })

  test('every value is a secret, the overridden ones of environment-variables included', async () => {
    const { secrets } = await parse({ 'env-file': 'a.env', 'environment-variables': 'A=new' }, files)
    expect(new Set(secrets)).toEqual(new Set(['1', 'two\nlines', '3', 'new']))
  })

  test('each file that cannot be read is an error', async () => {
    const { messages } = await parse({ 'env-file': 'x.env\na.env\ny.env' }, files)
    expect(messages).toEqual(['cannot be read: no such file: x.env', 'cannot be read: no such file: y.env'])
  })
})
