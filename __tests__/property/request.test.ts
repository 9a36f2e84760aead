import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { variableNamePattern } from '../../src/inputs/key-value.ts'
import { validateImage } from '../../src/lightsail/images/image-reference.ts'
import { type InputName, inputDefaults, inputNames, modes } from '../../src/lightsail/inputs/names.ts'
import { parseRequest } from '../../src/lightsail/inputs/request.ts'
import type { ParsedRequest, Request } from '../../src/lightsail/inputs/request-types.ts'
import {
  healthCheckRanges,
  limits,
  powers,
  validateDomainName,
  validateHealthPath,
  validateName,
  validateSuccessCodes,
} from '../../src/lightsail/model/constraints.ts'
import { imagesOf, protocols } from '../../src/lightsail/model/deployment.ts'
import { applyPatch } from '../../src/lightsail/model/deployment-patch.ts'
import { validateTag } from '../../src/options/tags.ts'
import { anyText, imageNames, nastyText, resourceNames, variableNames } from './draw.ts'

type Texts = Partial<Record<InputName, string>>

function requestOf(texts: Texts, file: string | undefined): Promise<ParsedRequest> {
  return parseRequest(
    {
      AWS_REGION: 'eu-central-1',
      ...Object.fromEntries(
        Object.entries({ ...inputDefaults, ...texts }).map(([name, text]) => [
          `INPUT_${name.toUpperCase()}`,
          text,
        ]),
      ),
    },
    (path) => {
      if (file === undefined) throw new Error(`no such file: ${path}`)
      return file
    },
  )
}

function count(from: number, to: number) {
  return fc.integer({ min: from, max: to }).map(String)
}
const flag = fc.constantFrom('true', 'false')
const codes = fc.constantFrom('200', '200-299', '200, 301', '404-200', '99', '200-499,')
const minutes = fc.constantFrom('0.5', '1', '30', '0', '1e3', '00', '1441')

/** What people write into each input, most of it right. */
const usual: Readonly<Record<InputName, fc.Arbitrary<string>>> = {
  mode: fc.constantFrom(...modes, 'deploy', 'deploy', 'dry-run'),
  'service-name': resourceNames,
  region: fc.constantFrom('eu-central-1', 'us-east-1', 'mars'),
  'check-image': flag,
  'export-to': fc.constantFrom('.', 'nowhere', '/proc', '../x', '~/x', 'a\0b'),
  cluster: fc.constantFrom('prod', 'a b', 'arn:aws:ecs:eu-central-1:123456789012:cluster/prod'),
  image: imageNames,
  'container-name': resourceNames,
  'container-port': count(-1, 70_000),
  ports: fc.constantFrom('80=HTTP', '80=http\n90=TCP', '80=HTTP\n080=TCP', '0=HTTP', '80=SCTP', '80'),
  command: fc.constantFrom('npm start', '["a", "b"]', '"', '[]', "'a' b"),
  'environment-variables': fc.constantFrom(
    'A=1\nB=2',
    '{}',
    'A: 1',
    '{"A":1}',
    'A<<X\n1\nX',
    'A=1\nA=2',
    '1=2',
    '# A=1',
  ),
  'environment-variables-strategy': fc.constantFrom('merge', 'overwrite', 'replace'),
  'env-file': fc.constantFrom('.env', '.env\nb.env'),
  images: fc.tuple(resourceNames, imageNames).map(([name, image]) => `${name}=${image}`),
  'deployment-file': fc.constant('d.yml'),
  'public-endpoint': fc.oneof(resourceNames, fc.constant('none')),
  'public-port': count(1, 65_535),
  'health-check-path': fc.constantFrom('/', '/healthz?a=b', 'healthz', '/a b'),
  'health-check-interval-seconds': count(1, 400),
  'health-check-timeout-seconds': count(1, 70),
  'health-check-healthy-threshold': count(-1, 9),
  'health-check-unhealthy-threshold': count(-1, 9),
  'health-check-success-codes': codes,
  'create-service': flag,
  'service-file': fc.constant('s.yml'),
  power: fc.constantFrom(...powers, 'huge'),
  scale: count(-1, 22),
  tags: fc.constantFrom('a=b\nc=d', '{"a":"b"}', 'aws:a=b', 'a', '{"a":1}', `${'k'.repeat(129)}=v`),
  'public-domain-names': fc.constantFrom(
    'c=a.example,b.example',
    'c=',
    'c=*.a.example',
    'c=a.example,a.example',
    'c=a,b,c',
  ),
  'ecr-image-puller-role': flag,
  disabled: flag,
  'force-new-deployment': flag,
  'if-in-progress': fc.constantFrom('wait', 'fail'),
  'wait-for-service-stability': flag,
  'wait-for-minutes': minutes,
  'poll-interval-seconds': minutes,
  'max-retries': count(-1, 9),
  'verify-url': fc.constantFrom(
    'true',
    'false',
    '/healthz',
    'https://shop.example/x',
    'https://u:p@shop.example',
    'ftp://x',
  ),
  'verify-status-codes': codes,
  'verify-minutes': minutes,
  'verify-body': anyText,
  'rollback-on-failure': flag,
  'rollback-to': fc.constantFrom('last-good', '7', '0', '1e9'),
  'max-monthly-cost': minutes,
  preview: flag,
  'preview-label': anyText,
  'preview-limit': count(-1, 9),
  'preview-ttl': fc.constantFrom('7d', '12h', '30m', '0d', 'soon', '366d', '1.5h'),
  'allow-older-commit': flag,
  'allow-fork': flag,
  'track-commit': flag,
  push: fc.constantFrom('auto', 'true', 'false'),
  'image-label': fc.constantFrom('web', 'Web'),
  'keep-images': fc.constantFrom('0', '20', '500'),
  'comment-on-pr': flag,
  'github-deployment': flag,
  'github-deployment-environment': fc.constantFrom('production', 'x'.repeat(300)),
  'job-summary': flag,
  'github-token': fc.constant('ghs_0123456789'),
}

/** A few inputs written as usual, and now and then any text in one. */
const written: fc.Arbitrary<Texts> = fc
  .subarray([...inputNames], { maxLength: 6 })
  .chain((names) =>
    fc.record(
      Object.fromEntries(
        names.map((name) => [name, fc.oneof({ weight: 8, arbitrary: usual[name] }, nastyText)] as const),
      ),
    ),
  )

function isWithin(
  value: number | undefined,
  { from, to = Number.MAX_SAFE_INTEGER }: { from: number; to?: number },
) {
  return value === undefined || (Number.isInteger(value) && value >= from && value <= to)
}

/** Everything that a request promises to the code behind it. */
function expectLimits({ serviceName, region, deployment = {}, service, ...request }: Request): void {
  expect(validateName(serviceName, limits.serviceName)).toBeUndefined()
  expect(region).toMatch(/^[a-z0-9-]+$/)
  expect(modes).toContain(request.mode)

  const { file, image, images = {}, ports = {}, environment, healthCheck = {} } = deployment
  const allImages = [
    ...(image === undefined ? [] : [image]),
    ...Object.values(images),
    ...(file ? imagesOf(file) : []),
  ]
  expect(allImages.map(validateImage).filter(Boolean)).toEqual([])
  for (const name of [
    deployment.containerName,
    ...Object.keys(images),
    ...Object.keys(file?.containers ?? {}),
  ])
    expect(name && validateName(name, limits.containerName)).toBeUndefined()
  for (const port of [deployment.containerPort, deployment.publicPort, ...Object.keys(ports).map(Number)])
    expect(isWithin(port, { from: 1, to: limits.port })).toBe(true)
  for (const protocol of Object.values(ports)) expect(protocols).toContain(protocol)
  for (const [name, value] of Object.entries(environment?.values ?? {}))
    expect([variableNamePattern.test(name), typeof value]).toEqual([true, 'string'])
  expect(healthCheck.path === undefined ? undefined : validateHealthPath(healthCheck.path)).toBeUndefined()
  expect(healthCheck.successCodes && validateSuccessCodes(healthCheck.successCodes)).toBeUndefined()
  for (const key of ['intervalSeconds', 'timeoutSeconds', 'healthyThreshold', 'unhealthyThreshold'] as const)
    expect([key, isWithin(healthCheck[key], healthCheckRanges[key])]).toEqual([key, true])
  if (file) expect(applyPatch(deployment, undefined)).not.toHaveProperty('fault')

  expect([undefined, ...powers]).toContain(service.power)
  expect(isWithin(service.scale, { from: 1, to: limits.scale })).toBe(true)
  expect(validateTag(service.tags ?? {})).toBeUndefined()
  expect(validateDomainName(service.publicDomainNames ?? {})).toBeUndefined()

  const { options, verification, rollbackTo, maxMonthlyCost = 1 } = request
  const amounts = [options.budgetMs, options.pollMs ?? 1, verification?.windowMs ?? 1, maxMonthlyCost]
  for (const amount of amounts) expect(amount > 0 && Number.isFinite(amount)).toBe(true)
  expect(isWithin(options.maxRetries, { from: 0 })).toBe(true)
  expect(rollbackTo === 'last-good' || isWithin(rollbackTo, { from: 1 })).toBe(true)
  expect(verification?.statusCodes ?? '200').toMatch(/^\s*\d{3}(-\d{3})?\s*(,\s*\d{3}(-\d{3})?\s*)*$/)
}

describe('any inputs', () => {
  const files = fc.oneof(
    fc.constant(undefined),
    fc.constant('containers: { app: { image: nginx, ports: { 80: HTTP } } }'),
    fc.constant('{"serviceName":"shop","deployment":{"containers":{"app":{"image":"nginx"}}}}'),
    fc.constant('A=1\nB=2'),
    anyText,
  )

  test('give problems that name an input, or a request within all limits', async () => {
    let good = 0
    const kept = fc.constantFrom<Texts>(
      {},
      { 'service-name': 'shop' },
      { 'service-name': 'shop', image: 'nginx' },
    )
    await fc.assert(
      fc.asyncProperty(written, files, kept, async (texts, file, usualTexts) => {
        const { request, issues, secrets } = await requestOf({ ...usualTexts, ...texts }, file)
        expect(request === undefined).toBe(issues.length > 0)
        for (const { input, message } of issues) {
          expect(inputNames).toContain(input)
          expect(message.trim()).not.toBe('')
        }
        const values = Object.values(request?.deployment?.environment?.values ?? {})
        const known = new Set(secrets.map(({ value }) => value))
        expect(values.filter((value) => !known.has(value))).toEqual([])
        if (request) expectLimits(request)
        if (request) good++
      }),
    )
    expect(good).toBeGreaterThan(30)
  })

  test('give the same when blanks or Windows line ends surround them', async () => {
    const oneLine = written.map((texts) =>
      Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [name, text.split(/[\r\n]/)[0]?.trim() ?? '']),
      ),
    )
    const sameAnyway: readonly string[] = ['verify-body', 'environment-variables', 'tags']
    await fc.assert(
      fc.asyncProperty(oneLine, async (texts) => {
        const surrounded = Object.fromEntries(
          Object.entries(texts).map(([name, text]) => [
            name,
            sameAnyway.includes(name) ? text : `\n  ${text} \r\n`,
          ]),
        )
        const [plain, blank] = [await requestOf(texts, 'A=1'), await requestOf(surrounded, 'A=1')]
        expect(blank.request).toEqual(plain.request)
      }),
    )
  })
})

test('what is written into the inputs of a deployment comes back in the request', async () => {
  const port = fc.integer({ min: 1, max: 65_535 })
  const drawn = fc.record({
    serviceName: resourceNames,
    image: imageNames,
    containerName: resourceNames,
    containerPort: port,
    command: fc.array(anyText, { minLength: 1 }),
    environment: fc.dictionary(variableNames, anyText, { minKeys: 1 }),
    scale: fc.integer({ min: 1, max: 20 }),
    power: fc.constantFrom(...powers),
    path: fc.webPath().map((path) => `/${path}`),
    interval: fc.integer({ min: 5, max: 300 }),
    minutes: fc.integer({ min: 1, max: 999 }).map((tenths) => tenths / 10),
    body: fc.stringMatching(/^\S.{0,20}\S$/),
  })
  await fc.assert(
    fc.asyncProperty(drawn, async (wanted) => {
      const { request, issues } = await requestOf(
        {
          'service-name': wanted.serviceName,
          image: wanted.image,
          'container-name': wanted.containerName,
          'container-port': String(wanted.containerPort),
          command: JSON.stringify(wanted.command),
          'environment-variables': JSON.stringify(wanted.environment),
          scale: String(wanted.scale),
          power: wanted.power,
          'health-check-path': wanted.path,
          'health-check-interval-seconds': String(wanted.interval),
          'wait-for-minutes': String(wanted.minutes),
          'verify-url': 'true',
          'verify-body': wanted.body,
        },
        undefined,
      )
      expect(issues).toEqual([])
      expect(request).toMatchObject({
        serviceName: wanted.serviceName,
        deployment: {
          image: wanted.image,
          containerName: wanted.containerName,
          containerPort: wanted.containerPort,
          command: wanted.command,
          healthCheck: { path: wanted.path, intervalSeconds: wanted.interval },
        },
        service: { scale: wanted.scale, power: wanted.power },
        options: { budgetMs: wanted.minutes * 60_000 },
        verification: { body: wanted.body, at: { kind: 'health-check' } },
      })
      expect(request?.deployment?.environment).toEqual({ values: wanted.environment, strategy: 'merge' })
    }),
  )
})
