import { describe, expect, test } from '@jest/globals'
import { keepSecrets } from '../../src/engine/secrets.ts'

const keeping = (values: readonly string[], shown: readonly string[] = []) => {
  const secrets = keepSecrets(shown)
  secrets.add(values)
  return secrets
}

describe('what is hidden', () => {
  test.each<[string, string[], string, string]>([
    ['a value', ['hunter2'], 'token=hunter2; again hunter2', 'token=***; again ***'],
    ['a value with characters of patterns', ['a.b*c$&'], 'x a.b*c$& y', 'x *** y'],
    ['a value with spaces around it', ['  hunter2 '], '[hunter2]', '[***]'],
    ['several values', ['alpha', 'beta'], 'alpha beta', '*** ***'],
    ['the longer of two that overlap', ['pass', 'password'], 'password pass', '*** ***'],
    ['the longer of two that overlap, whatever their order', ['password', 'pass'], 'password', '***'],
    ['several lines, line by line', ['first line\nsecond line'], 'a first line b', 'a *** b'],
    ['several lines of Windows', ['first line\r\nsecond line\r\n'], 'second line', '***'],
    ['several lines at once', ['first line\nsecond line'], 'x first line\nsecond line', 'x ***'],
    ['several lines as JSON', ['first line\nsecond line'], '"first line\\nsecond line"', '"***"'],
    ['quotation marks as JSON', ['say "hi"'], '{"v":"say \\"hi\\""}', '{"v":"***"}'],
    ['a backslash as JSON', ['a\\b\\c'], '"a\\\\b\\\\c"', '"***"'],
    ['a value as a part of a URL', ['p@ss word/1'], 'GET /?q=p%40ss%20word%2F1', 'GET /?q=***'],
    ['a value in a form', ['p@ss word/1'], 'q=p%40ss+word%2f1&b=2', 'q=***&b=2'],
    [
      'a value in JSON in JSON',
      ['say "hi"'],
      '"{\\"v\\":\\"say \\\\\\"hi\\\\\\"\\"}"',
      '"{\\"v\\":\\"***\\"}"',
    ],
    ['a value in HTML', ['<a&b>'], 'Error: &lt;a&amp;b&gt;', 'Error: ***'],
    [
      'a password in Basic authentication',
      ['hunter2'],
      'Authorization: Basic dTpodW50ZXIy',
      'Authorization: Basic ***',
    ],
    ['a value in other letters', ['pässwörd🚀'], 'x=pässwörd🚀', 'x=***'],
  ])('%s', (_, values, text, redacted) => {
    expect(keeping(values).redact(text)).toBe(redacted)
  })

  test('values that are added later', () => {
    const secrets = keepSecrets([])
    expect(secrets.redact('hunter2')).toBe('hunter2')
    secrets.add(['hunter2'])
    secrets.add(['hunter2-long'])
    expect(secrets.redact('hunter2-long hunter2')).toBe('*** ***')
    expect(secrets.all).toEqual(['hunter2-long', 'hunter2'])
  })
})

describe('what is not hidden, since hiding it would blank the log', () => {
  test.each(['', ' ', 'abc', '1', '8080', '65535', 'true', 'FALSE', 'null', 'None', '\n'])('%j', (value) => {
    expect(keeping([value]).all).toEqual([])
  })

  test('what the workflow shows anyway', () => {
    const secrets = keeping(
      ['shop', 'eu-central-1', '1f2e3d', 'shop-secret'],
      ['shop', 'eu-central-1', 'x:1f2e3d'],
    )
    expect(secrets.all).toEqual(['shop-secret'])
  })

  test.each(['123456', 'true1', 'hunt', '12a4'])('but %j is hidden', (value) => {
    expect(keeping([value]).all).toEqual([value])
  })
})

describe('foreign text is made printable and free of secrets', () => {
  /** As `main.ts` puts the two together. */
  const cleaned = (values: readonly string[], text: string) => keeping(values).clean(text)

  test.each<[string, string, string]>([
    ['with colours within it', 'hunter2', 'token \u001b[31mhun\u001b[1mter2\u001b[0m'],
    ['with colours and a tab within it', 'hunter2\thunter3', 'token hunter2\thunter\u001b[0m3'],
    ['with a tab in it', 'hunter2\thunter3', 'token hunter2\thunter3'],
    ['with a workflow command in it', 'hunter##[2', 'token hunter##[2'],
    [
      'across the place where a long line is cut',
      'hunter2-hunter2-hunter2',
      `${'x'.repeat(1990)}hunter2-hunter2-hunter2`,
    ],
    [
      'with colours, across that place',
      'hunter2-hunter2-hunter2',
      `${'x'.repeat(1990)}hun\u001b[1mter2-hunter2-hunter2${'x'.repeat(300)}`,
    ],
    ['longer than the longest line', `hunter-${'2'.repeat(3000)}`, `KEY=hunter-${'2'.repeat(3000)}`],
  ])('a value %s', (_, value, text) => {
    expect(cleaned([value], text)).not.toMatch(/hunter/)
    expect(cleaned([value], text)).toContain('***')
  })
})
