import { describe, expect, test } from '@jest/globals'
import { createInputIssues } from '../../../src/inputs/issues.ts'
import type { InputTexts } from '../../../src/inputs/read-inputs.ts'
import type { InputName } from '../../../src/lightsail/inputs/names.ts'
import { inputDefaults } from '../../../src/lightsail/inputs/names.ts'
import { parseVerification, verificationSecrets } from '../../../src/options/url-verification.ts'

function parsed(texts: InputTexts<InputName>) {
  const issues = createInputIssues()
  const verification = parseVerification({ texts, issues, defaults: inputDefaults })
  return { verification, inputs: issues.all.map(({ input }) => input), issues: issues.all }
}

describe('where to ask', () => {
  test.each([
    ['true', { kind: 'health-check' }],
    [' true ', { kind: 'health-check' }],
    ['/', { kind: 'path', text: '/' }],
    ['/healthz?deep=1', { kind: 'path', text: '/healthz?deep=1' }],
    ['https://shop.example.com', { kind: 'url', text: 'https://shop.example.com' }],
    ['http://localhost:8080/up?x=y', { kind: 'url', text: 'http://localhost:8080/up?x=y' }],
    ['HTTPS://Shop.example.com/', { kind: 'url', text: 'HTTPS://Shop.example.com/' }],
    ['http://10.0.0.5/', { kind: 'url', text: 'http://10.0.0.5/' }],
    ['https://shop.example.com/@me', { kind: 'url', text: 'https://shop.example.com/@me' }],
  ])('%j', (text, at) => {
    expect(parsed({ 'verify-url': text })).toEqual({
      verification: { at, statusCodes: '200-399', body: undefined, windowMs: 300_000 },
      inputs: [],
      issues: [],
    })
  })

  test.each([[undefined], ['false'], [' false ']])('nowhere: %j', (text) => {
    expect(parsed(text === undefined ? {} : { 'verify-url': text })).toEqual({
      verification: undefined,
      inputs: [],
      issues: [],
    })
  })

  test.each([
    'yes',
    'TRUE',
    'healthz',
    'shop.example.com',
    '/a b',
    'https://',
    'http:/x',
    'ftp://x.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/plain,good',
    'https:shop.example.com',
    'https:\\\\shop.example.com',
    'https://shop.example.com\\.evil.test/',
    'https://shop.example.com/a b',
    'localhost:8080',
  ])('%j is an error that says what is right', (text) => {
    const { verification, issues } = parsed({ 'verify-url': text })
    expect(verification).toBeUndefined()
    expect(issues[0]).toMatchObject({ input: 'verify-url', message: expect.stringContaining('/healthz') })
  })

  test.each(['https://', 'HTTP:/x', 'https:shop.example.com', 'https://shop.example.com:99999/'])(
    'the start of a URL is not called wrong where it is right: %s',
    (text) => {
      expect(parsed({ 'verify-url': text }).issues.map(({ message }) => message)).toEqual([
        'must be true, false, a path such as /healthz, or a URL such as https://shop.example.com/healthz',
      ])
    },
  )

  test.each([
    'https://user:hunter2@shop.example.com/',
    'https://hunter2@shop.example.com/',
    'https://user:hunter2@',
    'https://user:hun%20ter hunter2@shop.example.com/',
    'ftp://user:hunter2@shop.example.com/',
    'user:hunter2@shop.example.com/',
    'shop.example.com/?token=hunter2',
    'data:text/plain,hunter2',
    'https://shop.example.com:99999/?hunter2',
    'hunter2?',
  ])('an error never repeats a password or a query: %s', (text) => {
    const { inputs, issues } = parsed({ 'verify-url': text })
    expect(inputs).toEqual(['verify-url'])
    expect(JSON.stringify(issues)).not.toContain('hunter2')
  })

  test('a host without a scheme is told how to be written', () => {
    const { issues } = parsed({ 'verify-url': 'shop.example.com:8080/healthz' })
    expect(issues[0]?.message).toContain('write https:// before shop.example.com:8080')
  })

  test.each<[string, string[]]>([
    ['true', []],
    ['/healthz', []],
    ['/healthz?', []],
    ['/healthz?format=json', ['format=json']],
    ['/h?token=abcd#part', ['token=abcd', 'abcd']],
    ['https://shop.example.com/h?a=1&b=x%2Fy9zzzzz', ['a=1&b=x%2Fy9zzzzz', 'x/y9zzzzz']],
    ['//[x?tok=sesame', ['tok=sesame', 'sesame']],
  ])('its query is a secret, and so are its values but for short words: %s', (text, secrets) => {
    const { verification } = parsed({ 'verify-url': text })
    expect(verificationSecrets(verification).map(({ value }) => value)).toEqual(secrets)
  })
})

describe('status codes', () => {
  test.each(['200', '200-399', '200,301', '200-204, 301', ' 401 '])('%j', (text) => {
    const { verification, inputs } = parsed({ 'verify-url': 'true', 'verify-status-codes': text })
    expect(inputs).toEqual([])
    expect(verification?.statusCodes).toBe(text.trim())
  })

  test.each(['ok', '2xx', '20', '2000', '200-', '-399', '200,', ',200', '200;301', '200 301', '200-300-400'])(
    '%j is an error',
    (text) => {
      expect(parsed({ 'verify-url': 'true', 'verify-status-codes': text }).inputs).toEqual([
        'verify-status-codes',
      ])
    },
  )

  test.each([['399-200'], ['200,399-300'], ['000'], ['999']])('%j can never be met: an error', (text) => {
    expect(parsed({ 'verify-url': 'true', 'verify-status-codes': text }).inputs).toEqual([
      'verify-status-codes',
    ])
  })
})

describe('minutes', () => {
  test.each([
    ['5', 300_000],
    ['0.5', 30_000],
    ['30', 1_800_000],
  ])('%s', (text, windowMs) => {
    expect(parsed({ 'verify-url': 'true', 'verify-minutes': text }).verification?.windowMs).toBe(windowMs)
  })

  test.each(['0', '-1', 'abc', '1,5', '30.1', '1e1'])('%s is an error', (text) => {
    expect(parsed({ 'verify-url': 'true', 'verify-minutes': text }).inputs).toEqual(['verify-minutes'])
  })

  test('as many as the budget, and no more', () => {
    const within = { 'verify-url': 'true', 'wait-for-minutes': '2', 'verify-minutes': '2' }
    expect(parsed(within).inputs).toEqual([])
    expect(parsed({ ...within, 'verify-minutes': '2.1' }).inputs).toEqual(['verify-minutes'])
  })

  test('what nobody wrote does not contradict a small budget', () => {
    expect(parsed({ 'verify-url': 'true', 'wait-for-minutes': '2' }).inputs).toEqual([])
  })
})

test('the text of the body is taken as it is written', () => {
  expect(parsed({ 'verify-url': '/', 'verify-body': ' commit  9a ' }).verification?.body).toBe(' commit  9a ')
})

describe('what would have no effect is an error', () => {
  test.each<[InputTexts<InputName>, InputName]>([
    [{ 'verify-status-codes': '200' }, 'verify-status-codes'],
    [{ 'verify-minutes': '2' }, 'verify-minutes'],
    [{ 'verify-body': 'x' }, 'verify-body'],
    [{ 'rollback-on-failure': 'true' }, 'rollback-on-failure'],
    [{ 'verify-url': 'false', 'verify-body': 'x' }, 'verify-body'],
    [{ 'verify-url': 'true', 'wait-for-service-stability': 'false' }, 'verify-url'],
  ])('%j', (texts, input) => {
    expect(parsed(texts).inputs).toEqual([input])
  })

  test('a switch that is off has none anyway', () => {
    expect(parsed({ 'rollback-on-failure': 'false' }).inputs).toEqual([])
  })
})
