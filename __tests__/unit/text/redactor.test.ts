import { describe, expect, test } from '@jest/globals'
import { createRedactor } from '../../../src/text/redactor.ts'
import { sanitizeLine } from '../../../src/text/sanitize.ts'

function keeping(values: readonly string[], shown: readonly string[] = []) {
  const secrets = createRedactor(shown)
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
    const secrets = createRedactor([])
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

describe('the forms in which secrets are written', () => {
  const value = 'S3cr&t-x/7'
  const each = (form: (character: string) => string) => [...value].map(form).join('')
  const code = (character: string) => character.charCodeAt(0)
  const hex = (character: string) => code(character).toString(16)
  const base64 = Buffer.from(`u:${value}`).toString('base64')

  test.each<[string, string]>([
    ['an escape of each letter, as in URLs', each((character) => `%${hex(character)}`)],
    ['percent signs that are escaped, too', encodeURIComponent(encodeURIComponent(value))],
    [
      'percent signs that are escaped twice',
      encodeURIComponent(encodeURIComponent(encodeURIComponent(value))),
    ],
    ['two hexadecimal digits each', each((character) => `\\x${hex(character)}`)],
    ['four hexadecimal digits each', each((character) => `\\u00${hex(character)}`)],
    ['signs alone', value.replaceAll(/\W/g, (sign) => `\\x${hex(sign)}`)],
    ['numbers in HTML', each((character) => `&#${code(character)};`)],
    ['hexadecimal numbers in HTML', each((character) => `&#x${hex(character).toUpperCase()};`)],
    ['HTML in HTML', value.replace('&', '&amp;amp;')],
    ['hexadecimal digits', Buffer.from(value).toString('hex')],
    ['capital hexadecimal digits', Buffer.from(value).toString('hex').toUpperCase()],
    ['base64', base64],
    ['base64 behind a slash', `https://h/x/${base64}`],
    ['base64 behind a letter', `k${base64}`],
    ['base64 behind an underscore', `k_${base64}`],
    ['base64 of a URL, without padding', Buffer.from(`??${value}>>`).toString('base64url')],
    ['what nobody sees', each((character) => `${character}\u200b\u00ad\ufeff\u2060\u200f`)],
    ['joiners', each((character) => `${character}\u200d`)],
    ['NUL', each((character) => `${character}\u0000`)],
    ['bells and backspaces', each((character) => `${character}\u0007\b`)],
    ['what turns the direction of text', each((character) => `${character}\u202e`)],
    ['a string that does not end', each((character) => `${character}\u001b]`)],
  ])('%s', (_, written) => {
    const cleaned = keeping([value]).clean(`a ${written} b`)
    expect(cleaned).toContain('***')
    expect(cleaned.replace('***', '')).toMatch(/^a (?:https:)? b$/)
  })

  test('an emoji stays whole where no secret is', () => {
    expect(keeping([value]).clean('👩‍👩‍👧 x')).toBe('👩‍👩‍👧 x')
  })
})

describe('what lies within a value', () => {
  const hidden = (value: string, text: string) => {
    const secrets = createRedactor([])
    secrets.addNamed([{ name: 'VALUE', value }])
    return secrets.clean(`[${text}]`)
  }

  test.each<[string, string, string]>([
    ['the password of a URL', 'postgres://u:hunter2@h/db', 'hunter2'],
    ['the user of a URL', 'postgres://shop-admin:hunter2@h/db', 'shop-admin'],
    ['the token of a URL', 'https://tok3n-x@h/', 'tok3n-x'],
    ['a password as it is meant', 'amqp://u:p%40ss%2F1@h', 'p@ss/1'],
    ['a password as it is written', 'amqp://u:p%40ss%2F1@h', 'p%40ss%2F1'],
    ['of several hosts', 'mongodb://u:hunter2@h1:1,h2:2/db', 'hunter2'],
    ['a query', 'https://h/?page=2&api_key=hunter2', 'hunter2'],
    ['a signature', 'https://h/?X-Amz-Signature=abc4711', 'abc4711'],
    ['a field', 'Server=h;Password=hunter2;', 'hunter2'],
    ['a field in quotation marks', "host=h password='hunter 2'", 'hunter 2'],
    ['a leaf of JSON', '{"a":[{"b":"leaf-7"}]}', 'leaf-7'],
    ['a short leaf that is called a secret', '{"password":"h2x4"}', 'h2x4'],
    ['a number that is called a secret', '{"pin":471147}', '471147'],
    ['a URL in JSON', '{"url":"redis://:hunter2@h"}', 'hunter2'],
    ['JSON in base64', Buffer.from('{"private_key":"leaf-7"}').toString('base64'), 'leaf-7'],
    ['a line of a leaf', '{"key":"first-1\\nsecond-2"}', 'second-2'],
  ])('%s', (_, value, secret) => {
    expect(hidden(value, secret)).toBe('[***]')
  })

  test.each<[string, string, string]>([
    ['the host', 'postgres://u:hunter2@db.internal/shop', 'db.internal'],
    ['a short leaf', '{"mode":"dark"}', 'dark'],
    ['a key', '{"connection":"leaf-7"}', 'connection'],
    ['another part of a query', 'https://h/?page=chapter-2', 'chapter-2'],
  ])('but not %s', (_, value, text) => {
    expect(hidden(value, text)).toBe(`[${text}]`)
  })
})

describe('words', () => {
  test.each([
    ['info', 'getaddrinfo ENOTFOUND db', 'getaddrinfo ENOTFOUND db'],
    ['info', 'level=info', 'level=***'],
    ['info', '{"level":"info"}\\ninfo', '{"level":"***"}\\n***'],
    ['production', 'reproductions of production', 'reproductions of ***'],
    ['1.2.3', 'v1.2.34 and 1.2.3', 'v1.2.34 and ***'],
    ['test', 'a latest_test', 'a latest_test'],
  ])('%s is hidden only where it stands alone: %s', (value, text, redacted) => {
    expect(keeping([value]).clean(text)).toBe(redacted)
  })

  test('the words of our own sentences are not hidden', () => {
    const text = 'version 18 is active'
    expect(keeping(['active', 'version']).clean(text)).toBe(text)
  })
})

describe('of a long text no more is read than is shown', () => {
  const units = ['\u001b]8;;', '\u001b[', '\\', '%', '&#', ' ', '\u200b', 'a', 'hunter']
  const known = () => keeping(['hunter2-x', 'a'.repeat(999)])

  test.each(units)('%j', (unit) => {
    const beginning = unit.repeat(30_000)
    const { clean, redact } = known()
    for (const cleaned of [clean, redact, sanitizeLine]) {
      const [one, other] = ['x', 'y'].map((end) => cleaned(beginning + end.repeat(1_000_000)))
      expect(one).toBe(other)
    }
    expect(clean(beginning).length).toBeLessThan(2_100)
    expect(sanitizeLine(beginning).length).toBeLessThan(2_100)
  })

  test('the half of a secret where reading ends is not shown', () => {
    const { clean } = keeping(['hunter2-hunter2-hunter2'])
    for (let before = 8_100; before < 8_300; before++) {
      const colours = '\u001b[1m'.repeat(before / 4)
      expect(
        clean(`${colours}${'x'.repeat(before % 4)}hunter2-hunter2-hunter2${'z'.repeat(9_000)}`),
      ).not.toContain('hunt')
    }
  })
})

describe('thousands of values', () => {
  const values = Array.from({ length: 5_000 }, (_, index) => `Value-${index}-of-many`)
  const { clean } = keeping(values)

  test.each([
    ['as it is', 'x Value-4711-of-many y'],
    ['in a URL that escapes letters', 'x %56alue-4711-o%66-many y'],
    ['in a URL within a URL', 'x Value%252D4711%252Dof%252dmany y'],
    ['as HTML', 'x &#86;alue&#45;4711-of-m&#x61;ny y'],
    ['as JSON twice', 'x \\\\u0056alue-4711-of-\\u006Dany y'],
    ['in base64', `x ${Buffer.from('Value-4711-of-many').toString('base64')} y`],
  ])('each is found %s', (_, text) => {
    expect(clean(text)).toBe('x *** y')
  })

  test('a text with escapes costs no pattern for each of them', () => {
    const text = `50% of C:\\temp & more ${'+'.repeat(2_000)}`
    expect(clean(text)).toBe(text)
  })
})
