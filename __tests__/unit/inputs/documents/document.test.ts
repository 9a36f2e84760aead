import { describe, expect, test } from '@jest/globals'
import { type Path, readDocument } from '../../../../src/inputs/documents/document.ts'

const everything = { keepsText: () => true }
const nothing = { keepsText: () => false }

function readAs(text: string, options = nothing) {
  const read = readDocument(text, options)
  return 'issues' in read ? read.issues : read.document.value
}
function at(text: string, path: Path) {
  const read = readDocument(text, nothing)
  if ('issues' in read) return read.issues
  const place = read.document.position(path)
  return place && `${place.line}:${place.column}`
}

const yaml = `# a file
containers:
  app:
    image: nginx
    ports: { 8080: HTTP }
    command: [npm, start]
  "the proxy":
    command:
      - nginx
      - -g
`
const json = JSON.stringify({ containers: { app: { image: 'nginx', ports: { 8080: 'HTTP' } } } }, null, '\t')

describe('the way back from a value to its place', () => {
  test.each<[Path, string]>([
    [['containers'], '2:1'],
    [['containers', 'app'], '3:3'],
    [['containers', 'app', 'image'], '4:5'],
    [['containers', 'app', 'ports', '8080'], '5:14'],
    [['containers', 'app', 'ports', 8080], '5:14'],
    [['containers', 'app', 'command', 1], '6:20'],
    [['containers', 'the proxy'], '7:3'],
    [['containers', 'the proxy', 'command', 1], '10:9'],
    [['containers', 'app', 'nowhere'], '3:3'],
    [['containers', 'app', 'ports', 'nowhere', 'deeper'], '5:5'],
    [['containers', 'app', 'command', 9], '6:5'],
    [[], '2:1'],
  ])('%j', (path, place) => {
    expect(at(yaml, path)).toBe(place)
  })

  test('in JSON with tabs', () => {
    expect(at(json, ['containers', 'app', 'ports', 8080])).toBe('6:5')
  })

  test('with the lines of Windows', () => {
    expect(at(yaml.replaceAll('\n', '\r\n'), ['containers', 'app', 'image'])).toBe('4:5')
  })

  test('in an empty text there is none', () => {
    expect(at('', ['containers'])).toBeUndefined()
  })
})

describe('what is read', () => {
  test.each<[string, unknown]>([
    [json, { containers: { app: { image: 'nginx', ports: { 8080: 'HTTP' } } } }],
    [`\ufeff${json}`, { containers: { app: { image: 'nginx', ports: { 8080: 'HTTP' } } } }],
    ['{"a":1,"b":[true,null,"x"],"c":-1.5e3}', { a: 1, b: [true, null, 'x'], c: -1500 }],
    ['{"a": "\\ud83d\\ude80 \\/ \\n \\u00e9"}', { a: '🚀 / \n é' }],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['a: |\n  x\n  y\n', { a: 'x\ny\n' }],
    ['', null],
    ['# only a note', null],
    ['just text', 'just text'],
    ['- a\n- b', ['a', 'b']],
    ['yes: no', { yes: 'no' }],
    ['8080: HTTP', { 8080: 'HTTP' }],
  ])('%j', (text, value) => {
    expect(readAs(text)).toEqual(value)
  })
})

describe('text stays as it is written where it is asked for', () => {
  test.each([
    '1.10',
    '1.0',
    '010',
    '0x10',
    '0o17',
    '1e3',
    '1E3',
    '+1',
    '-0',
    '.5',
    '1_000',
    '12345678901234567890',
    'yes',
    'no',
    'on',
    'off',
    'true',
    'True',
    'FALSE',
    '.inf',
    '.nan',
    '2026-01-01',
    '12:30:45',
    '1.2.3',
    'nullish',
  ])('%s', (text) => {
    expect(readAs(`a: ${text}`, everything)).toEqual({ a: text })
    expect(readAs(`{"a": ${text}}`, everything)).toEqual({ a: text })
  })

  test.each(['"1.10"', "'1.10'"])('in quotes too: %s', (text) => {
    expect(readAs(`a: ${text}`, everything)).toEqual({ a: '1.10' })
  })

  test.each(['~', 'null', 'Null', 'NULL', ''])(
    '%j is nothing, not text: the reader has to decide',
    (text) => {
      expect(readAs(`a: ${text}`, everything)).toEqual({ a: null })
    },
  )

  test('behind an anchor too', () => {
    expect(readAs('a: &v 1.10\nb: *v', everything)).toEqual({ a: '1.10', b: '1.10' })
  })

  test('only where it is asked for, and the path tells where', () => {
    const paths: string[] = []
    const keepsText = (path: Path) => {
      paths.push(path.join('.'))
      return path.at(-2) === 'env'
    }
    const read = readDocument('a: {env: {X: 1.10, Y: text}, n: 1.10}\nl: [{env: {Z: 2.0}}]', { keepsText })
    expect('document' in read && read.document.value).toEqual({
      a: { env: { X: '1.10', Y: 'text' }, n: 1.1 },
      l: [{ env: { Z: '2.0' } }],
    })
    expect(paths).toEqual(['a.env.X', 'a.env.Y', 'a.n', 'l.0.env.Z'])
  })
})

describe('a text that cannot be read', () => {
  test.each<[string, string, number]>([
    ['a quote without its end', 'a: "canary\nb: 1\n', 3],
    ['a bracket without its end', 'a: [canary, canary\n', 2],
    ['a key twice', 'a: canary\nb: 1\na: canary', 3],
    ['a key twice in JSON', '{"a": "canary",\n "a": "canary"}', 2],
    ['a tab as indentation', 'a:\n\tb: canary', 2],
    ['indentation that is off', 'a:\n    b: canary\n  c: canary', 3],
    ['two documents', 'a: canary\n---\nb: canary', 2],
    ['an alias of nothing', 'a: *canary', 1],
    ['text behind JSON', '{"a": 1} canary', 1],
  ])('%s: the problem names a line, and quotes nothing', (_, text, line) => {
    const read = readDocument(text, nothing)
    const issues = 'issues' in read ? read.issues : []
    expect(issues.length).toBeGreaterThan(0)
    expect(JSON.stringify(issues)).not.toContain('canary')
    expect(issues[0]?.line ?? 1).toBe(line)
  })

  test('an alias that multiplies itself is refused', () => {
    const bomb = Array.from(
      { length: 9 },
      (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`,
    )
    expect(readAs(`a0: &a0 x\n${bomb.join('\n')}`)).toEqual([
      { message: 'the aliases here expand to more than 100000 values', line: 6, column: 35 },
    ])
  })
})

describe('what would change a value in silence, or never end', () => {
  test.each<[string, string, string]>([
    ['a comment in JSON', '{"a": 80 // http\n}', '1:10 JSON has no comments'],
    ['a comment on a line of its own', '{\n  // the port\n  "a": 80\n}', '2:3 JSON has no comments'],
    ['a long comment', '{"a": 1, /* b */\n"b": 2}', '1:10 JSON has no comments'],
    ['a comment before it all', '// x\n{"a": 1}', '1:1 JSON has no comments'],
    ['a text of JSON over two lines', '{"a": "x\ny"}', '1:7 this text does not end on its line'],
    ['a tag', 'a: !Ref B', '1:4 a tag such as !Ref'],
    ['a template', 'a: {{ .Values.x }}', '1:4 this looks like a template'],
    ['a block of a template', '{% if x %}\na: 1\n{% endif %}', '1:1 this looks like a template'],
    ['a number that looks octal', 'a: 0644', '1:4 some parsers read a number with a leading 0'],
    ['a key twice, once as a number', '80: a\n"80": b', '2:1 this key appears twice'],
    ['an alias of what it is in', 'a: &a [*a]', '1:8 this alias refers to something that contains it'],
    ['a merge of no map', 'a: &a 1\nb: { <<: *a }', '2:10 "<<" can only merge a map'],
    ['levels beyond measure', '['.repeat(5000), '1:101 more than 100 levels'],
    ['levels of maps beyond measure', '{"a":'.repeat(50_000), 'more than 100 levels'],
    ['two documents', 'a: 1\n---\nb: 2', 'only one document is allowed'],
  ])('%s', (_, text, issue) => {
    const read = readDocument(text, nothing)
    const told = 'issues' in read ? read.issues.map((at) => `${at.line}:${at.column} ${at.message}`) : []
    expect(told).toEqual([expect.stringContaining(issue)])
  })

  test.each<[string, unknown]>([
    ['{"a": [1, 2,],}', { a: [1, 2] }],
    ['{"url": "http://x//y", "b": "/* no */"}', { url: 'http://x//y', b: '/* no */' }],
    ['{url: http://x//y}', { url: 'http://x//y' }],
    ['a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }', { a: { x: 1, y: 2 }, b: { y: 3, x: 1 } }],
    ['a: "{{ kept }}"', { a: '{{ kept }}' }],
    ['a: "<<"\n"<<": 1', { a: '<<', '<<': 1 }],
    ['NULL: 1\n1.10: 2', { NULL: 1, '1.10': 2 }],
  ])('%s is read as it is meant', (text, value) => {
    expect(readAs(text)).toEqual(value)
  })

  test('what a merge brings in is at the place where it is written', () => {
    expect(at('x: &x\n  a: 1\nb:\n  <<: *x\n  c: 2', ['b', 'a'])).toBe('2:3')
  })
})
