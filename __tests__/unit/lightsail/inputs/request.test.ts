import { describe, expect, test } from '@jest/globals'
import { inputDefaults } from '../../../../src/lightsail/inputs/names.ts'
import { parseRequest } from '../../../../src/lightsail/inputs/request.ts'
import type { ParsedRequest } from '../../../../src/lightsail/inputs/request-types.ts'

function requestOf(
  inputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<ParsedRequest> {
  const variables = Object.entries({ 'service-name': 'shop', ...inputs }).map(([name, text]) => [
    `INPUT_${name.toUpperCase()}`,
    text,
  ])
  return parseRequest({ AWS_REGION: 'eu-central-1', ...Object.fromEntries(variables) }, (path) => {
    const text = files[path]
    if (text === undefined) throw new Error('no such file')
    return text
  })
}

async function problemsOf(inputs: Readonly<Record<string, string>>, files = {}): Promise<string[]> {
  return (await requestOf(inputs, files)).issues.map(({ input, message }) => `${input}: ${message}`)
}

describe('a runner hands over every default of action.yml as if it were written', () => {
  test.each([
    ['deploy', { image: 'nginx' }],
    ['plan', { image: 'nginx' }],
    ['rollback', {}],
    ['delete', {}],
    ['status', {}],
  ])('mode: %s', async (mode, inputs) => {
    expect(await problemsOf({ ...inputDefaults, ...inputs, mode })).toEqual([])
  })

  test('a small budget, as every input that is not written has its default', async () => {
    expect(
      await problemsOf({ ...inputDefaults, image: 'nginx', 'verify-url': 'true', 'wait-for-minutes': '2' }),
    ).toEqual([])
  })
})

describe('what has no effect beside mode: rollback is an error', () => {
  test.each([
    ['image', 'nginx'],
    ['images', 'app=nginx'],
    ['container-port', '80'],
    ['ports', '80=HTTP'],
    ['command', 'x'],
    ['environment-variables', 'A=1'],
    ['power', 'micro'],
    ['scale', '2'],
    ['tags', 'a=b'],
    ['public-domain-names', 'cert=a.com'],
    ['ecr-image-puller-role', 'true'],
    ['disabled', 'false'],
    ['public-endpoint', 'none'],
    ['public-port', '80'],
    ['health-check-path', '/x'],
  ])('%s', async (input, text) => {
    expect(await problemsOf({ mode: 'rollback', [input]: text })).toEqual([
      expect.stringMatching(new RegExp(`^${input}: `)),
    ])
  })
})

describe('what to roll back to', () => {
  test.each<[string, number | string]>([
    ['12', 12],
    [' 12 ', 12],
    ['last-good', 'last-good'],
    ['999999999', 999_999_999],
  ])('%j', async (text, rollbackTo) => {
    const { request } = await requestOf({ mode: 'rollback', 'rollback-to': text })
    expect(request?.rollbackTo).toBe(rollbackTo)
  })

  test.each(['0', '00', '-1', '1.5', 'v12', 'latest', 'last good', '1e2', '9'.repeat(20)])(
    '%j is an error',
    async (text) => {
      expect(await problemsOf({ mode: 'rollback', 'rollback-to': text })).toEqual([
        expect.stringMatching(/^rollback-to: .*last-good/),
      ])
    },
  )
})

describe('a service file beside inputs', () => {
  const both = (inputs: Readonly<Record<string, string>>, text: string) =>
    requestOf({ 'service-file': 's.yml', ...inputs }, { 's.yml': text })

  test('the input wins over the file, with a notice', async () => {
    const { request } = await both({ scale: '1' }, 'scale: 2\npower: micro')
    expect(request?.service).toEqual({ scale: 1, power: 'micro' })
    expect(request?.notices).toEqual([expect.stringContaining('scale')])
  })

  test('the same in both is no contradiction, and no notice', async () => {
    const { request } = await both({ scale: '2', tags: 'a=b' }, 'scale: 2\ntags: [{ key: a, value: b }]')
    expect(request?.notices).toEqual([])
  })

  test.each([
    ['service-name', 'shop', 'serviceName: store\nscale: 2'],
    ['image', 'nginx:2', 'deployment: { containers: { app: { image: "nginx:1" } } }'],
    ['ecr-image-puller-role', 'true', 'privateRegistryAccess: { ecrImagePullerRole: { isActive: false } }'],
    ['public-domain-names', 'cert=a.com', 'publicDomainNames: { cert: [b.com] }'],
  ])('a contradiction is told by the name of the input: %s', async (input, text, file) => {
    const { request } = await both({ [input]: text }, file)
    expect(request?.notices).toEqual([expect.stringContaining(input)])
  })

  test('two files with a whole deployment each contradict each other: one notice or one error', async () => {
    const of = (image: string) => `{ containers: { app: { image: "${image}" } } }`
    const { request, issues } = await requestOf(
      { 'service-file': 's.yml', 'deployment-file': 'd.yml' },
      { 's.yml': `deployment: ${of('nginx:1')}`, 'd.yml': of('nginx:2') },
    )
    expect([...(request?.notices ?? []), ...issues]).toHaveLength(1)
  })

  test('its name is the service, unless the input says otherwise', async () => {
    const named = await parseRequest(
      { AWS_REGION: 'eu-central-1', 'INPUT_SERVICE-FILE': 's.yml' },
      () => 'serviceName: store\nscale: 2',
    )
    expect(named.request).toMatchObject({ serviceName: 'store', service: { scale: 2 } })
  })

  test('a bad name in it is an error', async () => {
    const { issues } = await parseRequest(
      { AWS_REGION: 'eu-central-1', 'INPUT_SERVICE-FILE': 's.yml' },
      () => 'serviceName: My_Shop\nscale: 2',
    )
    expect(issues).toHaveLength(1)
  })

  test('it cannot be read', async () => {
    expect(await problemsOf({ 'service-file': 'none.yml', image: 'nginx' })).toEqual([
      'service-file: cannot be read: no such file',
    ])
  })
})

describe('disabled', () => {
  test('true and something to deploy contradict each other', async () => {
    expect(await problemsOf({ disabled: 'true', image: 'nginx' })).toEqual([
      expect.stringMatching(/^disabled: /),
    ])
  })

  test('true alone, or false with an image, do not', async () => {
    expect(await problemsOf({ disabled: 'true' })).toEqual([])
    expect(await problemsOf({ disabled: 'false', image: 'nginx' })).toEqual([])
  })
})

test('verify-url beside settings alone would be passed over in silence, so it is an error', async () => {
  expect(await problemsOf({ scale: '2', 'verify-url': 'true' })).toEqual([
    expect.stringMatching(/^verify-url: /),
  ])
})

test('an empty map of tags says nothing about what to do', async () => {
  expect(await problemsOf({ tags: '{}' })).toEqual([expect.stringMatching(/^image: /)])
})

describe('force-new-deployment', () => {
  const forced = { 'force-new-deployment': 'true' }

  test.each([
    ['alone', {}],
    ['with a setting', { scale: '2' }],
    ['with verify-url', { 'verify-url': 'true' }],
    ['with an image', { image: 'nginx' }],
    ['in mode: plan', { mode: 'plan' }],
    ['while the service is enabled', { disabled: 'false' }],
  ])('%s', async (_, inputs) => {
    expect(await problemsOf({ ...inputDefaults, ...forced, ...inputs })).toEqual([])
  })

  test.each([
    ['mode', 'rollback', 'force-new-deployment: has no effect with mode: rollback; remove it'],
    ['mode', 'delete', 'force-new-deployment: has no effect with mode: delete; remove it'],
    ['mode', 'status', 'force-new-deployment: has no effect with mode: status; remove it'],
    [
      'disabled',
      'true',
      'disabled: true stops the service, so nothing can be deployed; remove one of the two',
    ],
  ])('conflicts: %s %s', async (input, text, issue) => {
    expect(await problemsOf({ ...forced, [input]: text })).toEqual([issue])
  })

  test.each(['skip', 'deploy'])('the input that it replaces is gone: %s', async (text) => {
    const { request } = await requestOf({ image: 'nginx', 'if-unchanged': text })
    expect(request?.forceNewDeployment ?? false).toBe(false)
  })
})

describe('track-commit: false', () => {
  test('beside allow-older-commit, which then has no effect: a notice', async () => {
    const both = { image: 'nginx', 'track-commit': 'false', 'allow-older-commit': 'true' }
    const { request } = await requestOf(both)
    expect(request?.notices).toEqual([expect.stringContaining('allow-older-commit has no effect')])
  })
})
