import { describe, expect, test } from '@jest/globals'
import { inputDefaults } from '../../../../src/lightsail/inputs/names.ts'
import { parseRequest } from '../../../../src/lightsail/inputs/request.ts'

function parsed(texts: Readonly<Record<string, string>>) {
  return parseRequest(
    Object.fromEntries(
      Object.entries({
        ...inputDefaults,
        'service-name': 'shop',
        region: 'eu-central-1',
        image: 'ghcr.io/acme/shop:1',
        ...texts,
      }).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
    ),
    () => '',
  )
}
async function messagesOf(texts: Readonly<Record<string, string>>) {
  return (await parsed(texts)).issues.map(({ input, message }) => `${input}: ${message}`)
}

describe('a character that nobody sees is one issue that names it', () => {
  test.each([
    ['service-name', 'sh\u200bop', 'zero-width space (U+200B)'],
    ['region', 'eu-central\u00ad-1', 'soft hyphen (U+00AD)'],
    ['image', 'ghcr.io/acme/shop:1\u2060', 'invisible character (U+2060)'],
    ['container-port', '80\u200b80', 'zero-width space (U+200B)'],
    ['command', 'npm\u00a0start', 'no-break space (U+00A0)'],
    ['create-service', 'tr\u200bue', 'zero-width space (U+200B)'],
    ['ports', '8080=HT\u200bTP', 'zero-width space (U+200B)'],
    ['public-domain-names', 'cert=a.exa\u200bmple.com', 'zero-width space (U+200B)'],
  ])('%s', async (input, text, name) => {
    const found = await messagesOf({ [input]: text })
    expect(found).toEqual([expect.stringContaining(`${input}: contains a`)])
    expect(found[0]).toContain(name)
  })

  test.each([
    ['environment-variables', 'A\u200b=1', 'entry 1 has in its name a zero-width space'],
    ['environment-variables', 'A=canary\u200b', 'the value of A holds a zero-width space'],
  ])('%s: %j', async (input, text, message) => {
    const found = await messagesOf({ [input]: text })
    expect(found.join()).toContain(message)
    expect(found.join()).not.toContain('canary')
  })

  test('blanks around a text are no issue, and neither are words in other letters', async () => {
    expect(
      await messagesOf({
        'service-name': '\u00a0shop ',
        'container-port': '\ufeff8080',
        'verify-url': 'true',
        'verify-body': 'a\u200bb',
        'github-deployment': 'true',
        'github-deployment-environment': 'Préprod\u00a0A',
        'environment-variables': 'A=Prix\u00a0à payer',
        command: '["a\u200b"]',
      }),
    ).toEqual([])
  })
})

test('what is taken as specified is said', async () => {
  const { request } = await parsed({
    'container-port': '8080',
    'verify-url': `https://example.com/\${PATH}`,
    tags: 'team=shop stage=prod\nowner=me',
    command: '["npm", "start", "&&", "x"]',
    'environment-variables': 'A=$B',
    image: 'ghcr.io/acme/shop:sha-',
  })
  expect(request?.warnings).toEqual([
    expect.stringMatching(/^environment-variables: nothing expands or replaces a variable in A;/),
    expect.stringMatching(/^command: "&&" reaches the program/),
    expect.stringMatching(/^the tag of ghcr.io\/acme\/shop:sha- ends with "-"/),
    expect.stringMatching(/^verify-url: nothing expands or replaces a variable/),
  ])
  expect(request?.notices).toEqual(['tags: line 1 looks like several tags on one line; write one per line'])
})

test.each(['cert=,b.example.com', 'cert=a.example.com,', 'cert=a.example.com,,b.example.com'])(
  'a domain name that an expression left out is an issue, not a detached name: %s',
  async (text) => {
    expect(await messagesOf({ 'public-domain-names': text })).toEqual([
      'public-domain-names: has an empty entry between commas; an expression probably came out empty',
    ])
  },
)

test('lists and maps where lines are expected', async () => {
  expect(await messagesOf({ ports: '{"8080": "HTTP"}' })).toEqual([
    'ports: line 1 has no "="; write port=protocol, such as 8080=HTTP, one per line, and not JSON',
  ])
  expect(await messagesOf({ images: '- app=nginx' })).toEqual([
    expect.stringContaining('write the lines without the "- " of a YAML list'),
  ])
})

test('lines of Windows are lines', async () => {
  const { request } = await parsed({
    'environment-variables': 'A=1\r\nB=2\r\n',
    ports: '8080=HTTP\r\n9000=TCP\r\n',
    'container-port': '8080\r\n',
  })
  expect(request?.deployment).toMatchObject({
    environment: { values: { A: '1', B: '2' } },
    ports: { 8080: 'HTTP', 9000: 'TCP' },
    containerPort: 8080,
  })
})
