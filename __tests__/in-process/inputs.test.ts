import { describe, expect, test } from '@jest/globals'
import { outputNames } from '../../src/lightsail/outputs.ts'
import { runAction } from './action.ts'

describe('wrong inputs', () => {
  test('every kind of bad input at once: all problems, no call, every output set', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: {
        'service-name': 'Shop_1',
        image: 'ghcr.io/Acme/shop:1',
        'container-name': '-app',
        'container-port': '1.5',
        ports: '8080=HTP\n99999=HTTP',
        command: '"npm start',
        'environment-variables': 'OK=1\nno equals sign',
        'environment-variables-strategy': 'replace',
        'env-file': 'missing.env',
        'deployment-file': 'missing.json',
        'public-port': '0',
        'health-check-path': 'healthz',
        'health-check-interval-seconds': '4',
        'health-check-timeout-seconds': '61',
        'health-check-healthy-threshold': 'two',
        'health-check-success-codes': '200-599',
        'create-service': 'yes',
        power: 'tiny',
        scale: '21',
        mode: 'destroy',
        region: 'Frankfurt!',
        'if-in-progress': 'queue',
        'wait-for-service-stability': '1',
        'wait-for-minutes': '0',
        'poll-interval-seconds': '-1',
        'max-retries': 'abc',
        'job-summary': 'no',
        'env-vars': 'A=1',
      },
    })
    expect(run.exitCode).toBe(1)
    expect(run.operations).toEqual([])
    expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
    expect(run.outputs).toMatchObject({ result: 'invalid-input', url: '', 'deployment-version': '' })
    const named = run.errors.map((error) => error.split(':')[0])
    expect(new Set(named)).toEqual(
      new Set([
        'service-name',
        'image',
        'container-name',
        'container-port',
        'ports',
        'command',
        'environment-variables',
        'environment-variables-strategy',
        'env-file',
        'deployment-file',
        'public-port',
        'health-check-path',
        'health-check-interval-seconds',
        'health-check-timeout-seconds',
        'health-check-healthy-threshold',
        'health-check-success-codes',
        'create-service',
        'power',
        'scale',
        'mode',
        'region',
        'if-in-progress',
        'wait-for-service-stability',
        'wait-for-minutes',
        'poll-interval-seconds',
        'max-retries',
        'job-summary',
        'env-vars',
      ]),
    )
  })

  test('a blank service name after interpolation is an error that names the input', async () => {
    const run = await runAction({ inputs: { 'service-name': '  ' } })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.errors).toEqual(['service-name: is required, but it is blank or missing'])
  })

  test.each(['undefined', 'null', 'None'])('no service is made that is called %s', async (name) => {
    const run = await runAction({ inputs: { 'service-name': name } })
    expect(run.errors).toEqual([
      `service-name: "${name}" is what expressions and programs produce for an empty value`,
    ])
  })

  test('a name in a file that has another fault is not called missing', async () => {
    const files = { 'service.yaml': 'serviceName: shop\npower: mega\n' }
    const run = await runAction({ files, inputs: { 'service-name': '', 'service-file': 'service.yaml' } })
    expect(run.errors).toEqual([expect.stringContaining('service-file: "power" must be one of nano, micro')])
  })

  test('each list of lines shows its own form, in one error', async () => {
    const inputs = { images: 'app', ports: '8080', tags: 'x', 'environment-variables': 'LEVEL' }
    const run = await runAction({ inputs })
    expect(run.errors).toEqual([
      'environment-variables: line 1 has no "="; write NAME=value, one per line',
      'images: line 1 has no "="; write container=image, such as app=ghcr.io/acme/shop:1.2.3, one per line',
      'ports: line 1 has no "="; write port=protocol, such as 8080=HTTP, one per line',
      'tags: line 1 has no "="; write key=value, such as team=shop, one per line',
    ])
  })

  test('an env-file that holds nothing does not clear all variables', async () => {
    const run = await runAction({
      scenario: 'update',
      files: { '.env': '# production\n\n' },
      inputs: { 'env-file': '.env', 'environment-variables-strategy': 'overwrite' },
    })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.operations).toEqual([])
  })

  test('image and images name two images for one container', async () => {
    const run = await runAction({
      scenario: 'update',
      inputs: { image: 'ghcr.io/acme/shop:1', images: 'app=ghcr.io/acme/shop:2' },
    })
    expect(run.outputs['result']).toBe('invalid-input')
  })

  test('lines of a value that was pasted as it is are not shown', async () => {
    const lines = ['A=1', 'postgres://shop:hunter2@db/shop?a=1', 'postgres://shop:hunter2@db/shop?a=2']
    const run = await runAction({ inputs: { 'environment-variables': lines.join('\n') } })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.log + run.summary + JSON.stringify(run.outputs)).not.toContain('hunter2')
  })

  test('an image whose tag expression gave nothing is an error, not the image without a tag', async () => {
    const run = await runAction({ inputs: { image: 'ghcr.io/acme/shop:' } })
    expect(run.errors[0]).toContain('the expression for its tag came out empty')
  })

  const numeric = {
    'container-port': ['0', 'abc', '-1', '1.5', '65536'],
    'public-port': ['0', 'abc', '-1', '1.5'],
    'health-check-interval-seconds': ['0', 'abc', '-1', '1.5', '301'],
    'health-check-timeout-seconds': ['0', 'abc', '-1', '1.5', '1'],
    'health-check-healthy-threshold': ['0', 'abc', '-1', '1.5'],
    'health-check-unhealthy-threshold': ['0', 'abc', '-1', '1.5'],
    scale: ['0', 'abc', '-1', '1.5', '21'],
    'wait-for-minutes': ['0', 'abc', '-1', '1e9', 'Infinity'],
    'poll-interval-seconds': ['0', 'abc', '-1'],
    'max-retries': ['abc', '-1', '1.5'],
  }
  test.each(Object.entries(numeric))(
    '%s: %j are errors that name it, never a default',
    async (input, texts) => {
      for (const text of texts) {
        const run = await runAction({ scenario: 'update', inputs: { [input]: text } })
        expect(run.errors).toEqual([expect.stringContaining(`${input}: must be a`)])
        expect(run.errors[0]).toContain(`not "${text}"`)
        expect(run.operations).toEqual([])
      }
    },
  )

  test.each([
    ['env-vars', 'environment-variables'],
    ['healthcheck-path', 'health-check-path'],
    ['service_name', 'service-name'],
    ['container-prot', 'container-port'],
  ])('the near miss %s is an error that suggests %s', async (written, meant) => {
    const run = await runAction({ scenario: 'update', inputs: { [written]: 'x' } })
    expect(run.errors).toEqual([`${written}: there is no input "${written}"; did you mean "${meant}"?`])
  })

  test.each([
    ['health-check-path', '/x', { 'public-endpoint': 'none' }],
    ['public-port', '80', { 'public-endpoint': 'none' }],
    ['environment-variables-strategy', 'overwrite', {}],
  ])('an input that would have no effect is an error: %s', async (input, text, inputs) => {
    const run = await runAction({ scenario: 'update', inputs: { [input]: text, ...inputs } })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.errors[0]).toContain('has no effect')
  })
})

const twoContainers = {
  containers: {
    proxy: { image: 'nginx:1.29', ports: { 80: 'HTTP' } },
    app: {
      image: 'ghcr.io/acme/shop:1',
      command: ['npm', 'start'],
      environment: { WORKERS: 4, DEBUG: false, VERSION: '1.10' },
      ports: { '8080': 'HTTP' },
    },
  },
  publicEndpoint: { containerName: 'proxy', containerPort: 80, healthCheck: { path: '/healthz' } },
}

const yaml = `
containers:
  proxy: { image: 'nginx:1.29', ports: { 80: HTTP } }
  app:
    image: ghcr.io/acme/shop:1
    command: [npm, start]
    environment:
      WORKERS: 4
      DEBUG: false
      VERSION: 1.10
    ports:
      8080: HTTP
publicEndpoint:
  containerName: proxy
  containerPort: 80
  healthCheck:
    path: /healthz
`

const sent = {
  containers: {
    proxy: { image: 'nginx:1.29', ports: { 80: 'HTTP' } },
    app: {
      image: 'ghcr.io/acme/shop:1',
      command: ['npm', 'start'],
      environment: { WORKERS: '4', DEBUG: 'false', VERSION: '1.10' },
      ports: { 8080: 'HTTP' },
    },
  },
  publicEndpoint: { containerName: 'proxy', containerPort: 80, healthCheck: { path: '/healthz' } },
}

describe('deployment-file', () => {
  const deployFile = (text: string, inputs = {}, scenario = 'update') =>
    runAction({
      scenario,
      files: { 'deployment.yml': text },
      inputs: { image: '', 'deployment-file': 'deployment.yml', ...inputs },
    })

  test.each([
    ['JSON', JSON.stringify(twoContainers)],
    ['YAML', yaml],
    ['a whole --cli-input-json', JSON.stringify({ serviceName: 'shop', ...twoContainers })],
    [
      'get-container-service-deployments prints it',
      JSON.stringify({
        deployments: [
          { version: 9, state: 'FAILED', containers: {}, createdAt: '2026-01-01' },
          { version: 8, state: 'ACTIVE', createdAt: '2026-01-01', ...twoContainers },
        ],
      }),
    ],
  ])('two containers from %s', async (_, text) => {
    const run = await deployFile(text)
    expect(run.outputs).toMatchObject({ result: 'success', image: 'nginx:1.29' })
    expect(run.calls[1]?.input).toMatchObject(sent)
  })

  test('a file makes the first deployment of a new service', async () => {
    const run = await deployFile(yaml, {}, 'first-deploy')
    expect(run.outputs).toMatchObject({ result: 'success', 'service-created': 'true' })
    expect(run.calls.find(({ operation }) => operation === 'CreateContainerService')?.input).toMatchObject({
      deployment: sent,
    })
  })

  test('the file is the whole deployment: a container that it does not name is removed, and the plan says so', async () => {
    const run = await deployFile(JSON.stringify({ containers: { web: { image: 'nginx' } } }))
    expect(run.log).toContain('- container app')
    expect(run.log).toContain('- public endpoint  app:8080')
    expect(run.outputs).toMatchObject({ result: 'success', url: '' })
  })

  test('single inputs and images override parts of the file', async () => {
    const run = await deployFile(yaml, {
      images: 'app=ghcr.io/acme/shop:2\nproxy=nginx:1.30',
      'container-name': 'app',
      'environment-variables': 'VERSION=2',
      'health-check-interval-seconds': '10',
    })
    expect(run.calls[1]?.input).toMatchObject({
      containers: {
        app: { image: 'ghcr.io/acme/shop:2', environment: { WORKERS: '4', VERSION: '2' } },
        proxy: { image: 'nginx:1.30' },
      },
      publicEndpoint: { containerName: 'proxy', healthCheck: { path: '/healthz', intervalSeconds: 10 } },
    })
  })

  test('every problem of the file at once, each on its line', async () => {
    const run = await deployFile(`containers:
  web_1:
    image: nginx
    comand: [npm]
  app:
    image: ghcr.io/Acme/shop
    ports: { 8080: HTTP }
publicEndpoint:
  containerName: app
  containerPort: 80
  healthCheck: { timeoutSeconds: 1 }
`)
    expect(run.operations).toEqual([])
    expect(run.log).toContain(
      '::error file=deployment.yml,line=4,col=5::deployment-file: unknown key "comand"; did you mean "command"?',
    )
    expect(run.log).toContain('::error file=deployment.yml,line=11,col=18::')
    for (const place of ['2,col=3', '6,col=5', '10,col=3'])
      expect(run.log).toContain(`::error file=deployment.yml,line=${place}::`)
    expect(run.errors).toHaveLength(5)
  })

  test.each([
    ['{"containers": {"app": {"image": "nginx"', 'this is neither|a character is missing|indent'],
    ['containers: {app: {image: nginx, image: redis}}', 'appears twice'],
    ['- app', 'must be a map'],
    ['containers: {}', 'at least one container'],
    ['{"app": "nginx"}', '"containers" is missing'],
    [
      `containers: {${Array.from({ length: 11 }, (_, n) => `c${n}: {image: nginx}`).join(', ')}}`,
      '11 containers',
    ],
  ])('%s is an error', async (text, message) => {
    const run = await deployFile(text)
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.errors.join('\n')).toMatch(new RegExp(message))
  })

  test('inputs that could mean several containers of the file are an error', async () => {
    const run = await deployFile(yaml, { image: 'nginx:2' })
    expect(run.outputs['result']).toBe('invalid-input')
    expect(run.errors[0]).toContain('set container-name')
  })
})
