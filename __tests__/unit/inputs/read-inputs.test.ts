import { describe, expect, test } from '@jest/globals'
import { createInputIssues, type InputIssues } from '../../../src/inputs/issues.ts'
import { readInputs } from '../../../src/inputs/read-inputs.ts'
import { parseBoolean, parseEnum, parseInteger, parsePositiveNumber } from '../../../src/inputs/scalars.ts'
import { closestName } from '../../../src/inputs/suggestion.ts'
import { inputAliases, inputNames } from '../../../src/lightsail/inputs/names.ts'

/** The value of one parsing, or its one message. */
function parsed<Value>(
  parse: (scalar: { input: string; text: string | undefined; issues: InputIssues }) => Value,
  text: string | undefined,
): Value | string {
  const issues = createInputIssues()
  const value = parse({ input: 'scale', text, issues })
  const [issue, ...others] = issues.all
  expect(others).toEqual([])
  if (!issue) return value
  expect([value, issue.input]).toEqual([undefined, 'scale'])
  return issue.message
}

function oneToTwenty(text: string | undefined) {
  return parsed((scalar) => parseInteger({ ...scalar, from: 1, to: 20 }), text)
}

function minutes(text: string | undefined) {
  return parsed((scalar) => parsePositiveNumber({ ...scalar, unit: 'minutes' }), text)
}

function onOff(text: string | undefined) {
  return parsed(parseBoolean, text)
}

describe('whole numbers', () => {
  const zeroOrMore = (text: string) => parsed((scalar) => parseInteger({ ...scalar, from: 0 }), text)

  test.each([
    ['1', 1],
    ['20', 20],
    [' 7 ', 7],
    ['007', 7],
  ])('%j is %d', (text, value) => {
    expect(oneToTwenty(text)).toBe(value)
  })

  test.each([
    '0',
    '21',
    '-1',
    '+1',
    '1.5',
    '1.0',
    '1e1',
    'abc',
    '0x10',
    '1_0',
    '1,0',
    '٣',
    'Infinity',
    'NaN',
    'true',
    '1 2',
    '9'.repeat(400),
  ])('%j is an error that names its range, never a default', (text) => {
    expect(oneToTwenty(text)).toContain(`must be a whole number from 1 to 20, not "${text}"`)
  })

  test('0 is 0', () => {
    expect(zeroOrMore('0')).toBe(0)
    expect(zeroOrMore('-0')).toBe('must be a whole number of 0 or more, not "-0"')
  })

  test('a number that cannot be held exactly is an error', () => {
    expect(zeroOrMore(String(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER)
    expect(zeroOrMore('9007199254740993')).toContain('must be a whole number')
  })

  test('absent stays absent', () => {
    expect(oneToTwenty(undefined)).toBeUndefined()
  })
})

describe('amounts', () => {
  test.each([
    ['30', 30],
    ['0.5', 0.5],
    [' 1.25 ', 1.25],
  ])('%j is %d', (text, value) => {
    expect(minutes(text)).toBe(value)
  })
  test.each([
    '0',
    '0.0',
    '-1',
    '.5',
    '5.',
    '1e3',
    '1,5',
    'abc',
    '30m',
    'Infinity',
    '9'.repeat(400),
    `0.${'0'.repeat(400)}1`,
  ])('%j is an error', (text) => {
    expect(minutes(text)).toContain(`must be a number of minutes greater than 0, not "${text}"`)
  })
  test('absent stays absent', () => {
    expect(minutes(undefined)).toBeUndefined()
  })
})

describe('odd spellings say what is right', () => {
  test.each([
    ['+1', 'write 1'],
    ['8.0', 'write 8'],
    ['8/tcp', 'write 8'],
    ['"8"', 'write 8'],
  ])('number %j: %s', (text, form) => {
    expect(oneToTwenty(text)).toContain(form)
  })
  test.each(['٣', '８', '1e1', '0x1F', '1_0', '99/tcp'])('no number can be told from %j', (text) => {
    expect(oneToTwenty(text)).toBe(`must be a whole number from 1 to 20, not "${text}"`)
  })
  test.each(['30m', '30 min', '1,5', '1h', '$10', '10 USD'])('amount %j: the number alone', (text) => {
    expect(minutes(text)).toContain('write the number alone, in minutes')
  })
  test.each([
    ['True', 'write true'],
    ['yes', 'write true'],
    ['1', 'write true'],
    ['"true"', 'write true'],
    ['OFF', 'write false'],
    ['no', 'write false'],
  ])('switch %j: %s', (text, form) => {
    expect(onOff(text)).toContain(form)
  })
})

describe('switches', () => {
  test.each([
    ['true', true],
    ['false', false],
    [' true ', true],
    [undefined, undefined],
  ])('%j is %s', (text, value) => {
    expect(onOff(text)).toBe(value)
  })
  test.each(['True', 'FALSE', 'yes', 'no', 'on', 'off', '1', '0', 'null', 'enabled'])(
    '%j is an error',
    (text) => {
      expect(onOff(text)).toContain(`must be true or false, not "${text}"`)
    },
  )
})

describe('choices', () => {
  const chosen = (text: string | undefined) =>
    parsed((scalar) => parseEnum({ ...scalar, choices: ['nano', 'micro', 'small'] }), text)
  test.each([
    ['nano', 'nano'],
    [' small ', 'small'],
    [undefined, undefined],
    ['Nano', 'must be one of nano, micro, small, not "Nano"; did you mean "nano"?'],
    ['smal', 'must be one of nano, micro, small, not "smal"; did you mean "small"?'],
    ['huge', 'must be one of nano, micro, small, not "huge"'],
    ['constructor', 'must be one of nano, micro, small, not "constructor"'],
  ])('%j: %s', (text, value) => {
    expect(chosen(text)).toBe(value)
  })
  test('a single choice', () => {
    expect(parsed((scalar) => parseEnum({ ...scalar, choices: ['deploy'] }), 'plan')).toBe(
      'must be deploy, not "plan"',
    )
  })
})

describe('the inputs of a run', () => {
  const read = (given: Readonly<Record<string, string | undefined>>) => {
    const issues = createInputIssues()
    const environment = Object.fromEntries(
      Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
    )
    const texts = readInputs(environment, { names: inputNames, aliases: inputAliases, issues })
    return { texts, messages: issues.all.map(({ message }) => message) }
  }

  test('untouched but for the blank lines around them', () => {
    const { texts, messages } = read({
      'service-name': ' shop ',
      command: '\n  \n  sh -c "a\n\nb"  \r\n\n',
      'environment-variables': 'A= x \n',
    })
    expect(messages).toEqual([])
    expect(texts).toEqual({
      'service-name': ' shop ',
      command: '  sh -c "a\n\nb"  ',
      'environment-variables': 'A= x ',
    })
  })

  test.each(['', ' ', '\n', ' \r\n\t '])('%j counts as absent', (text) => {
    expect(read({ image: text, scale: undefined })).toEqual({ texts: {}, messages: [] })
  })

  test('other variables are none of our business', () => {
    const issues = createInputIssues()
    const environment = { 'SERVICE-NAME': 'x', INPUT: 'y', GITHUB_INPUT_IMAGE: 'z', input_image: 'q' }
    expect(readInputs(environment, { names: inputNames, aliases: inputAliases, issues })).toEqual({})
    expect(issues.all).toEqual([])
  })

  test.each([
    ['env-vars', 'environment-variables'],
    ['env_vars', 'environment-variables'],
    ['ENV', 'environment-variables'],
    ['healthcheck-path', 'health-check-path'],
    ['service_name', 'service-name'],
    ['serviceName', 'service-name'],
    ['servicename', 'service-name'],
    ['aws-region', 'region'],
    ['port', 'container-port'],
    ['containerport', 'container-port'],
    ['container-prot', 'container-port'],
    ['imge', 'image'],
    ['wait-for-minute', 'wait-for-minutes'],
    ['deployement-file', 'deployment-file'],
  ])('the near miss %s is an error that suggests %s', (written, meant) => {
    expect(read({ [written]: 'x' }).messages).toEqual([
      `there is no input "${written.toLowerCase()}"; did you mean "${meant}"?`,
    ])
  })

  test.each(['color', 'x', '', 'who-to-greet', 'npm-token-of-mine', 'constructor', '__proto__', 'to_string'])(
    'the foreign name %j is left alone',
    (name) => {
      expect(read({ [name]: 'x' })).toEqual({ texts: {}, messages: [] })
    },
  )

  test('every alias means an input that exists, and none is an input itself', () => {
    const names: readonly string[] = inputNames
    for (const [alias, name] of Object.entries(inputAliases)) {
      expect(names).toContain(name)
      expect(names).not.toContain(alias)
    }
  })
})

describe('what was probably meant', () => {
  test.each([
    ['image', ['image'], 'image'],
    ['HealthCheck_Path', ['health-check-path'], 'health-check-path'],
    ['powr', ['power', 'scale'], 'power'],
    ['app', ['api', 'web'], undefined],
    ['x', [], undefined],
    ['completely-else', ['image'], undefined],
  ])('%j among %j: %j', (name, known, meant) => {
    expect(closestName(name, known)).toBe(meant)
  })
})
