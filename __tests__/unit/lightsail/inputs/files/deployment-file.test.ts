import { describe, expect, test } from '@jest/globals'
import { createInputIssues } from '../../../../../src/inputs/issues.ts'
import { readDeploymentFile } from '../../../../../src/lightsail/inputs/files/deployment-file.ts'
import { loadDeploymentFile } from '../../../../../src/lightsail/inputs/files/deployment-file-input.ts'

/** `line:column message` of each problem, or the content. */
function read(source: string) {
  const file = readDeploymentFile(source)
  return 'issues' in file
    ? file.issues.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : file.content
}

/** The same with what the shape alone cannot say. */
async function load(source: string) {
  const issues = createInputIssues()
  const loaded = await loadDeploymentFile({
    texts: { 'deployment-file': 'deploy.yml' },
    issues,
    readFile: () => source,
  })
  expect(issues.all.every(({ input, file }) => input === 'deployment-file' && file === 'deploy.yml')).toBe(
    true,
  )
  return { loaded, issues: issues.all.map(({ line, column, message }) => `${line}:${column} ${message}`) }
}

const app = { image: 'nginx:1', ports: { 80: 'HTTP' } }
const whole = { containers: { app }, publicEndpoint: { containerName: 'app', containerPort: 80 } }

describe('what is accepted', () => {
  test.each<[string, object, object]>([
    ['one container', { containers: { app } }, { containers: { app } }],
    ['with an endpoint', whole, whole],
    ['what --cli-input-json takes', { serviceName: 'shop', ...whole }, whole],
    ['a schema for the editor', { $schema: './x.json', ...whole }, whole],
    [
      'one deployment as it was printed, its read-only fields dropped',
      { version: 3, state: 'INACTIVE', createdAt: '2026-11-21T12:30:45+00:00', ...whole },
      whole,
    ],
    [
      'the only one of a printed list, whatever its state',
      { deployments: [{ version: 3, state: 'FAILED', createdAt: 1, ...whole }] },
      whole,
    ],
    [
      'the active one of a printed list',
      {
        deployments: [
          { version: 4, state: 'FAILED', containers: {} },
          { state: 'ACTIVE', ...whole },
        ],
      },
      whole,
    ],
  ])('%s', (_, file, content) => {
    expect(read(JSON.stringify(file))).toMatchObject(content)
    expect(read(JSON.stringify(file, null, 2))).toMatchObject(content)
  })

  test('YAML with comments, anchors and ports as numbers', async () => {
    const { loaded, issues } = await load(`
# the shop
containers:
  app:
    image: ghcr.io/acme/shop:1
    command: [npm, start]
    environment: &env
      VERSION: 1.10
      HEX: 0x10
      ANSWER: yes
      DEBUG: false
      WORKERS: 4
      EMPTY: ""
      BIG: 12345678901234567890
      WHEN: 2026-01-01
    ports:
      8080: HTTP
  worker:
    image: ghcr.io/acme/shop:1
    environment: *env
publicEndpoint:
  containerName: app
  containerPort: 8080
  healthCheck: { path: /healthz }
`)
    const environment = {
      VERSION: '1.10',
      HEX: '0x10',
      ANSWER: 'yes',
      DEBUG: 'false',
      WORKERS: '4',
      EMPTY: '',
      BIG: '12345678901234567890',
      WHEN: '2026-01-01',
    }
    expect(issues).toEqual([])
    expect(loaded?.spec).toEqual({
      containers: {
        app: {
          image: 'ghcr.io/acme/shop:1',
          command: ['npm', 'start'],
          environment,
          ports: { 8080: 'HTTP' },
        },
        worker: { image: 'ghcr.io/acme/shop:1', command: [], environment, ports: {} },
      },
      publicEndpoint: {
        containerName: 'app',
        containerPort: 8080,
        healthCheck: {
          path: '/healthz',
          intervalSeconds: 5,
          timeoutSeconds: 2,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
          successCodes: '200-499',
        },
      },
    })
  })

  test('the numbers of a JSON file are text as specified, too', async () => {
    const { loaded } = await load(
      '{"containers": {"app": {"image": "x", "environment": {"V": 1.10, "B": true}}}}',
    )
    expect(loaded?.spec.containers['app']?.environment).toEqual({ V: '1.10', B: 'true' })
  })

  test('a file without an endpoint is a private service, and its name is known', async () => {
    const { loaded } = await load('serviceName: jobs\ncontainers: { app: { image: nginx } }')
    expect(loaded).toMatchObject({ serviceName: 'jobs', spec: { containers: { app: {} } } })
    expect(loaded?.spec.publicEndpoint).toBeUndefined()
  })
})

describe('problems of the shape, at their place', () => {
  const inApp = (lines: string) => `containers:\n  app:\n    image: nginx\n    ${lines}\n`
  test.each<[string, string, string[]]>([
    ['an unknown key', inApp('comand: [npm]'), ['4:5 unknown key "comand"; did you mean "command"?']],
    ['an unknown key without a likeness', inApp('restart: always'), ['4:5 unknown key "restart"']],
    [
      'an unknown key of the file',
      'containers: {}\npublicEndpont: {}',
      [
        '1:1 "containers": at least one container is needed',
        '2:1 unknown key "publicEndpont"; did you mean "publicEndpoint"?',
      ],
    ],
    [
      'an unknown key of the endpoint',
      'containers: {}\npublicEndpoint:\n  containerName: a\n  containerPort: 1\n  healthcheck: {}',
      [
        '1:1 "containers": at least one container is needed',
        '5:3 unknown key "healthcheck"; did you mean "healthCheck"?',
      ],
    ],
    [
      'an unknown key of the check',
      'containers: {}\npublicEndpoint:\n  containerName: a\n  containerPort: 1\n  healthCheck:\n    timeout: 3',
      ['1:1 "containers": at least one container is needed', '6:5 unknown key "timeout"'],
    ],
    [
      'the shape of create-container-service',
      'serviceName: shop\npower: nano\ndeployment: { containers: {} }',
      [
        '2:1 is what create-container-service takes, but a deployment has no "power": name the file in the input service-file',
      ],
    ],
    ['no image', 'containers:\n  app: {}', ['2:3 "containers.app.image" is missing']],
    [
      'no port of the endpoint',
      'containers: {}\npublicEndpoint:\n  containerName: a',
      ['1:1 "containers": at least one container is needed', '2:1 "publicEndpoint.containerPort" is missing'],
    ],
    [
      'a protocol',
      inApp('ports: { 80: HTP }'),
      ['4:14 "containers.app.ports.80" must be one of HTTP, HTTPS, TCP, UDP'],
    ],
    [
      'a command that is text',
      inApp('command: npm start'),
      ['4:5 "containers.app.command" must be a list of words such as ["npm", "start"]'],
    ],
    [
      'a word that is a number',
      inApp('command: [sleep, 5]'),
      ['4:22 "containers.app.command.1" must be text; put it in quotation marks'],
    ],
    [
      'ports that are a list',
      inApp('ports: [80]'),
      ['4:5 "containers.app.ports" must be a map such as { 8080: HTTP }'],
    ],
    [
      'containers that are a list',
      'containers:\n  - image: nginx',
      ['1:1 "containers" must be a map by name, such as { app: { image: … } }, not a list'],
    ],
    ['a container that is text', 'containers:\n  app: nginx', ['2:3 "containers.app" must be a map']],
    [
      'an image that is a number',
      'containers:\n  app:\n    image: 1',
      ['3:5 "containers.app.image" must be text'],
    ],
    [
      'a port that is text',
      'containers: {}\npublicEndpoint: { containerName: a, containerPort: "80" }',
      [
        '1:1 "containers": at least one container is needed',
        '2:37 "publicEndpoint.containerPort" must be a number',
      ],
    ],
    [
      'a port that is no whole number',
      'containers: {}\npublicEndpoint: { containerName: a, containerPort: 80.5 }',
      [
        '1:1 "containers": at least one container is needed',
        '2:37 "publicEndpoint.containerPort" must be a whole number',
      ],
    ],
    [
      'a port that is too large',
      'containers: {}\npublicEndpoint: { containerName: a, containerPort: 65536 }',
      [
        '1:1 "containers": at least one container is needed',
        '2:37 "publicEndpoint.containerPort" must be 65535 or less',
      ],
    ],
    ['a list', '- app', ['1:1 must be a map with the key "containers"']],
    ['a text', 'app', ['1:1 must be a map with the key "containers"']],
    ['nothing', '', ['1:1 is empty']],
    ['contains only comments', '# later\n', ['1:1 contains only comments']],
    [
      'a printed list without an active one',
      'deployments: [{ state: FAILED }, { state: INACTIVE }]',
      ['1:1 contains 2 deployments, none of them ACTIVE; keep the one you want'],
    ],
    [
      'a printed list of none',
      '{"deployments": []}',
      ['1:2 contains 0 deployments, none of them ACTIVE; keep the one you want'],
    ],
  ])('%s', (_, source, issues) => {
    expect(read(source)).toEqual(issues)
  })

  test('the positions of a printed list are those of the file', () => {
    const source =
      'deployments:\n  - state: FAILED\n  - state: ACTIVE\n    containers:\n      app:\n        imge: x'
    expect(read(source)).toEqual([
      '5:7 "containers.app.image" is missing',
      '6:9 unknown key "imge"; did you mean "image"?',
    ])
  })

  test.each([
    ['intervalSeconds', [4, 301], [5, 300]],
    ['timeoutSeconds', [1, 61], [2, 60]],
    ['healthyThreshold', [0], [1]],
    ['unhealthyThreshold', [0], [1]],
  ])('the range of %s', (field, bad, good) => {
    const source = (value: number) =>
      JSON.stringify({
        containers: { app },
        publicEndpoint: { containerName: 'app', containerPort: 80, healthCheck: { [field]: value } },
      })
    for (const value of bad)
      expect(read(source(value))).toEqual([expect.stringContaining(`${field}" must be`)])
    for (const value of good) expect(read(source(value))).toMatchObject({ containers: {} })
  })
})

describe('values of the environment', () => {
  test.each([
    ['null', 'A: null'],
    ['~', 'A: ~'],
    ['nothing', 'A:'],
    ['a list', 'A: [canary]'],
    ['a map', 'A: { B: canary }'],
  ])('%s is an error that says how to write an empty one', (_, line) => {
    expect(read(`containers:\n  app:\n    image: nginx\n    environment:\n      ${line}`)).toEqual([
      '5:7 "containers.app.environment.A" must be text, a number or a boolean; an empty value is written ""',
    ])
  })

  test.each([
    'environment: canary',
    'environment: [A=canary]',
    'environment: [{ name: A, value: canary }]',
    'environment: { A: [canary], B: { C: canary }, D: canary }',
    'environment: { A: "canary }',
    'environment:\n      A: canary\n     B: canary',
    'environment:\n      A: canary\n      A: canary',
    'environment: { A: *canary }',
    'environment: { A: !canary canary, B: [] }',
    'environment: { A: canary }\n    unknown: canary',
    'environment: { A: canary }\n    command: canary',
    'environment: { A: canary }\n    ports: canary',
  ])('no problem quotes them: %j', async (lines) => {
    const { issues } = await load(`containers:\n  app:\n    image: nginx\n    ${lines}\n`)
    expect(issues.length).toBeGreaterThan(0)
    expect(issues.join('\n')).not.toContain('canary')
  })
})

describe("the shapes of AWS's own tools", () => {
  const printed = { version: 3, state: 'ACTIVE', createdAt: 1, ...whole }
  const service = { containerServiceName: 'shop', arn: 'x', power: 'nano', url: 'x', tags: [] }
  test.each<[string, unknown, object]>([
    ['the map of --containers alone', { app }, { containers: { app } }],
    [
      'with names that other tools use',
      { app, jobs: { image: 'x', command: null } },
      { containers: { app } },
    ],
    ['called services', { services: app, jobs: app, web: app }, { containers: { services: app } }],
    ['nulls, as consoles print them', { ...whole, publicEndpoint: null }, { containers: { app } }],
    [
      'get-container-services, of one service',
      { containerServices: [{ ...service, currentDeployment: printed, nextDeployment: null }] },
      { serviceName: 'shop', ...whole },
    ],
    [
      'create-container-service, whose first deployment is the next one',
      { containerService: { ...service, nextDeployment: printed, currentDeployment: {} } },
      whole,
    ],
    ['one service, picked by --query', { ...service, currentDeployment: printed }, whole],
    ['a list of deployments, picked by --query', [{ state: 'FAILED', containers: {} }, printed], whole],
    ['the deployment part of create-container-service', { serviceName: 'shop', deployment: whole }, whole],
  ])('%s', (_, file, content) => {
    const found = read(JSON.stringify(file))
    expect(found).toMatchObject(content)
    expect(found).not.toHaveProperty('publicEndpoint', null)
  })

  test.each<[string, unknown, string]>([
    ['several services', { containerServices: [service, service] }, '1:2 contains 2 services (shop, shop)'],
    [
      'a service without a deployment',
      { containerServices: [service] },
      '1:23 contains a service without a deployment',
    ],
    [
      'two deployments of a service',
      { containerService: { currentDeployment: whole, nextDeployment: whole } },
      'contains a current and a next deployment; keep one of them',
    ],
    [
      'the settings of a service',
      { serviceName: 'shop', scale: 2, deployment: whole },
      'name the file in the input service-file',
    ],
    [
      'the map of --public-endpoint',
      { containerName: 'app', containerPort: 80 },
      'what --public-endpoint takes',
    ],
    ['a container beside the containers', { ...whole, jobs: app }, '"jobs" looks like a container: move it'],
    ['the bare map beside an endpoint', { app, publicEndpoint: {} }, '"app" looks like a container: move it'],
    ['a list of containers', [{ name: 'app', image: 'x' }], 'is a list of containers: write a map by name'],
  ])('%s: an issue that says what to do', (_, file, issue) => {
    expect(read(JSON.stringify(file))).toEqual([expect.stringContaining(issue)])
  })

  test('an issue in what was printed is at its place', () => {
    const text =
      '{"containerServices": [{\n"containerServiceName": "Shop",\n"currentDeployment": {"containers": {\n"app": {"image": "A"}}}}]}'
    expect(read(text)).toEqual([
      expect.stringMatching(/^2:1 "serviceName": "Shop" may contain only/),
      expect.stringMatching(/^4:9 "containers.app.image": "A" must be in lower case/),
    ])
  })
})

describe('all issues of shape and of value in one go', () => {
  test('in the order of the file', () => {
    const text = `containers:
  my_app:
    image: Nginx
    command: npm start
    ports: { 99999: HTTP }
publicEndpoint:
  containerName: nobody
  containerPort: 80
  healthCheckPath: /x
`
    expect(read(text)).toEqual([
      expect.stringMatching(/^2:3 .*may contain only lower-case/),
      expect.stringMatching(/^3:5 .*must be in lower case/),
      expect.stringMatching(/^4:5 .*must be a list of words such as/),
      expect.stringMatching(/^5:14 .*a port is a number from 1 to 65535/),
      expect.stringMatching(/^7:3 .*there is no container "nobody"/),
      expect.stringMatching(/^9:3 unknown key "healthCheckPath"; it belongs to "healthCheck"/),
    ])
  })

  test.each([
    ['environment: [{ name: A, value: b }]', 'must be a map such as { LOG_LEVEL: info }, not a list'],
    ['ports: ["80:80"]', 'must be a map such as { 8080: HTTP }'],
    ['env: {}', 'did you mean "environment"?'],
    ['name: app', 'the name of a container is its key'],
    ['healthCheck: {}', 'belongs to "publicEndpoint"'],
    ['image: ghcr.io/acme/shop:$TAG', 'which nothing expands in a file'],
  ])('%s', (line, issue) => {
    const image = line.startsWith('image') ? '' : 'image: x, '
    expect(read(`containers: { app: { ${image}${line} } }`)).toEqual([expect.stringContaining(issue)])
  })
})

describe('values of an environment stay what is written', () => {
  test('through anchors, aliases and merge keys', async () => {
    const { loaded, issues } = await load(`
x-common: &common { VERSION: 1.10, ANSWER: yes, LEVEL: info }
containers:
  app:
    image: nginx
    environment: { <<: *common, LEVEL: debug, ID: 007, NULL: 1, on: "x" }
  jobs:
    image: nginx
    environment:
      <<: [*common, { LEVEL: no, EXTRA: 0x1F }]
`)
    expect(issues).toEqual([])
    expect(loaded?.spec.containers).toMatchObject({
      app: { environment: { VERSION: '1.10', ANSWER: 'yes', LEVEL: 'debug', ID: '007', NULL: '1', on: 'x' } },
      jobs: { environment: { VERSION: '1.10', ANSWER: 'yes', LEVEL: 'info', EXTRA: '0x1F' } },
    })
  })

  test('20,000 of them', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `      VARIABLE_${n}: ${n}.10`)
    const { loaded } = await load(`containers:\n  app:\n    image: x\n    environment:\n${lines.join('\n')}`)
    const { environment = {} } = loaded?.spec.containers['app'] ?? {}
    expect(Object.keys(environment)).toHaveLength(20_000)
    expect(environment['VARIABLE_19999']).toBe('19999.10')
  })

  test('names of the language are names', async () => {
    const { loaded } = await load(
      'containers: { constructor: { image: x, environment: { __proto__: a, constructor: b, toString: c } } }',
    )
    const environment = loaded?.spec.containers['constructor']?.environment ?? {}
    expect(Object.entries(environment)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ])
  })

  test.each(['containers: { __proto__: { image: x } }', 'containers: { app: { image: x, __proto__: {} } }'])(
    '__proto__ elsewhere is an issue: %s',
    (text) => {
      expect(read(text)).toEqual([expect.stringContaining('__proto__')])
    },
  )
})

describe("another tool's file is named", () => {
  test.each<[string, string, string]>([
    ['compose', 'services:\n  web: { image: nginx, ports: ["80:80"] }', '1:1 this is a Compose file'],
    ['compose with a version', 'version: "3"\nservices:\n  web: { build: . }', '2:1 this is a Compose file'],
    ['compose with a template in it', 'services:\n  web:\n    image: {{ x }}', '1:1 this is a Compose file'],
    ['ECS', '{"family": "x", "containerDefinitions": []}', '1:17 this is an ECS task definition'],
    ['ECS as it is printed', '{"taskDefinition": {}}', '1:2 this is an ECS task definition'],
    ['Kubernetes', 'apiVersion: v1\nkind: Pod', '1:1 this is a Kubernetes manifest'],
    [
      'several manifests',
      'apiVersion: v1\nkind: A\n---\napiVersion: v1\nkind: B',
      '1:1 this is a Kubernetes manifest',
    ],
    ['Docker', '# syntax=docker/dockerfile:1\nARG V=1\nFROM nginx:$V\nRUN x', '2:1 this is a Dockerfile'],
    [
      'CloudFormation',
      'Resources:\n  A: { Type: "AWS::Lightsail::Container" }',
      '1:1 this is a CloudFormation',
    ],
    [
      'a resource alone',
      'Type: AWS::Lightsail::Container\nProperties: {}',
      '1:1 this is a CloudFormation template',
    ],
    [
      'with tags',
      'Resources:\n  A:\n    Type: AWS::Lightsail::Container\n    X: !Ref Y',
      'a CloudFormation template',
    ],
    ["CloudFormation's spelling", 'Containers: [{ ContainerName: app }]', "in CloudFormation's spelling"],
    ['Terraform', 'resource "a" "b" {\n  c = 1\n}', '1:1 this is a Terraform file'],
    ['Fly', 'app = "x"\n\n[http_service]\n  internal_port = 80', 'this is a Fly.io fly.toml'],
    ['Render', 'services:\n  - type: web\n    name: x', '1:1 this is a Render blueprint'],
    ['App Engine', 'runtime: nodejs20', '1:1 this is an app.yaml'],
    ['npm', '{"name": "x", "scripts": {}}', 'this is a package.json'],
    ['a workflow', 'on: push\njobs:\n  a: { runs-on: x }', '2:1 this is a GitHub Actions workflow'],
    [
      'an env file',
      '# x\nA=canary\nexport B=canary',
      '2:1 this is a file of NAME=value lines; name it in the input env-file',
    ],
    ['Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1', 'set lfs: true'],
    ['a web page', '<!doctype html><p>Not found', 'this is a web page'],
  ])('%s', (_, text, issue) => {
    const found = read(text)
    expect(found).toEqual([expect.stringContaining(issue)])
    expect(String(found)).not.toContain('canary')
  })
})

describe('what the shape alone cannot say', () => {
  const endpoint = (rest: string) =>
    `containers:\n  app: { image: nginx, ports: { 80: HTTP, 53: UDP } }\npublicEndpoint:\n  ${rest}\n`
  test.each<[string, string, string]>([
    ['no container', 'containers: {}', '1:1 "containers": at least one container is needed'],
    [
      'a name',
      'containers:\n  my_app: { image: nginx }',
      '2:3 "containers.my_app": "my_app" may contain only',
    ],
    [
      'an image',
      'containers:\n  app: { image: "nginx:" }',
      '2:10 "containers.app.image": "nginx:" ends with ":"',
    ],
    ['a blank image', 'containers:\n  app: { image: "" }', '2:10 "containers.app.image": is blank'],
    [
      'a port that is none',
      'containers:\n  app: { image: x, ports: { http: HTTP } }',
      '2:29 "containers.app.ports.http": a port is a number from 1 to 65535',
    ],
    [
      'port 0',
      'containers:\n  app: { image: x, ports: { 0: HTTP } }',
      '2:29 "containers.app.ports.0": a port is a number',
    ],
    [
      'a port too large',
      'containers:\n  app: { image: x, ports: { 65536: HTTP } }',
      '2:29 "containers.app.ports.65536": a port is a number',
    ],
    [
      'the name of the service',
      'serviceName: Shop\ncontainers: { app: { image: x } }',
      '1:1 "serviceName": "Shop" may contain only',
    ],
    [
      'the container of the endpoint',
      endpoint('containerName: web\n  containerPort: 80'),
      '4:3 "publicEndpoint.containerName": there is no container "web" (there is app)',
    ],
    [
      'the port of the endpoint',
      endpoint('containerName: app\n  containerPort: 81'),
      '5:3 "publicEndpoint.containerPort": 81 is not an open HTTP or HTTPS port',
    ],
    [
      'the protocol of the endpoint',
      endpoint('containerName: app\n  containerPort: 53'),
      '5:3 "publicEndpoint.containerPort": 53 is not an open HTTP or HTTPS port',
    ],
    [
      'the path of the check',
      endpoint('containerName: app\n  containerPort: 80\n  healthCheck: { path: up }'),
      '6:18 "publicEndpoint.healthCheck.path": "up" must start with "/"',
    ],
    [
      'the codes of the check',
      endpoint('containerName: app\n  containerPort: 80\n  healthCheck: { successCodes: "500" }'),
      '6:18 "publicEndpoint.healthCheck.successCodes": "500" must be status codes',
    ],
  ])('%s', async (_, source, problem) => {
    const { issues } = await load(source)
    expect(issues).toEqual([expect.stringContaining(problem)])
  })

  test('a single success code needs no quotation marks', async () => {
    const source = endpoint('containerName: app\n  containerPort: 80\n  healthCheck: { successCodes: 200 }')
    const { issues, loaded } = await load(source)
    expect(issues).toEqual([])
    expect(loaded?.spec.publicEndpoint?.healthCheck.successCodes).toBe('200')
  })

  test('more than ten containers', async () => {
    const many = Array.from({ length: 11 }, (_, n) => `  c${n}: { image: nginx }`)
    expect((await load(`containers:\n${many.join('\n')}`)).issues).toEqual([
      '1:1 "containers": 11 containers; a deployment can have 10',
    ])
  })

  test('a file that cannot be read', async () => {
    const issues = createInputIssues()
    const readFile = () => {
      throw new Error('ENOENT: no such file')
    }
    const loaded = await loadDeploymentFile({ texts: { 'deployment-file': 'x.yml' }, issues, readFile })
    expect(loaded).toBeUndefined()
    expect(issues.all).toEqual([
      { input: 'deployment-file', message: 'cannot be read: ENOENT: no such file' },
    ])
  })

  test('no file, nothing to say', async () => {
    const issues = createInputIssues()
    expect(await loadDeploymentFile({ texts: {}, issues, readFile: () => '' })).toBeUndefined()
    expect(issues.all).toEqual([])
  })
})
