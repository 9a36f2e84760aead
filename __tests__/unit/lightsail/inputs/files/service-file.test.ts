import { describe, expect, test } from '@jest/globals'
import { createInputIssues } from '../../../../../src/inputs/issues.ts'
import { readServiceFile } from '../../../../../src/lightsail/inputs/files/service-file.ts'
import type { ServicePatch } from '../../../../../src/lightsail/model/settings.ts'

function read(text: string) {
  const issues = createInputIssues()
  const file = readServiceFile({ path: 'service.yml', text }, { issues })
  return { file, issues: issues.all }
}

describe('what it says about the service', () => {
  test.each<[string, ServicePatch]>([
    ['{}', {}],
    ['serviceName: shop', {}],
    ['power: micro\nscale: 20', { power: 'micro', scale: 20 }],
    ['tags: []', { tags: {} }],
    ['tags: [{ key: a, value: "1" }, { key: b }]', { tags: { a: '1', b: '' } }],
    [
      'publicDomainNames: { cert: [a.com, b.com], gone: [] }',
      { publicDomainNames: { cert: ['a.com', 'b.com'], gone: [] } },
    ],
    ['privateRegistryAccess: { ecrImagePullerRole: { isActive: false } }', { ecrRole: false }],
    ['{"power": "nano", "scale": 1}', { power: 'nano', scale: 1 }],
  ])('%s', (text, patch) => {
    expect(read(text)).toEqual({
      file: {
        path: 'service.yml',
        serviceName: text.startsWith('serviceName') ? 'shop' : undefined,
        patch,
        deployment: undefined,
      },
      issues: [],
    })
  })

  test('what it does not mention is absent, so that it stays as it is', () => {
    expect(Object.keys(read('scale: 2').file?.patch ?? {})).toEqual(['scale'])
  })

  test('a deployment with its defaults, environment as text', () => {
    const { file, issues } = read(`deployment:
  containers:
    app: { image: nginx, ports: { 80: HTTP }, environment: { V: 1.10, ON: yes, N: 007 } }
  publicEndpoint: { containerName: app, containerPort: 80 }`)
    expect(issues).toEqual([])
    expect(file?.deployment).toMatchObject({
      containers: {
        app: {
          image: 'nginx',
          command: [],
          environment: { V: '1.10', ON: 'yes', N: '007' },
          ports: { 80: 'HTTP' },
        },
      },
      publicEndpoint: { containerName: 'app', healthCheck: { path: '/' } },
    })
  })
})

describe('what get-container-services prints', () => {
  const service = {
    ...{
      containerServiceName: 'shop',
      arn: 'x',
      createdAt: 1,
      location: {},
      resourceType: 'ContainerService',
    },
    ...{ power: 'nano', powerId: 'nano-1', state: 'RUNNING', scale: 1, isDisabled: false, url: 'x' },
    tags: [{ key: 'team', value: 'shop' }, { key: 'lightsail-deploy:commit', value: '1' }, { key: 'aws:x' }],
    publicDomainNames: { cert: ['a.com'] },
    privateRegistryAccess: { ecrImagePullerRole: { isActive: true, principalArn: 'arn' } },
    currentDeployment: { version: 1, state: 'ACTIVE', containers: { app: { image: 'nginx' } } },
    nextDeployment: null,
  }
  test('is read without what only AWS sets', () => {
    const { file, issues } = read(JSON.stringify({ containerServices: [service] }))
    expect(issues).toEqual([])
    expect(file).toMatchObject({
      serviceName: 'shop',
      patch: {
        power: 'nano',
        scale: 1,
        tags: { team: 'shop' },
        publicDomainNames: { cert: ['a.com'] },
        ecrRole: true,
      },
      deployment: { containers: { app: { image: 'nginx' } } },
    })
  })

  test.each<[object, string]>([
    [{ ...service, isDisabled: true }, 'belongs to the input disabled'],
    [{ ...service, scale: 99 }, '"scale" must be 20 or less'],
    [{ ...service, nextDeployment: service.currentDeployment }, 'a current and a next deployment'],
  ])('is told what is wrong: %#', (file, issue) => {
    expect(read(JSON.stringify({ containerService: file })).issues).toEqual([
      expect.objectContaining({ message: expect.stringContaining(issue) }),
    ])
  })
})

test.each([
  ['{ containers: { app: { image: x } } }', 'put it under "deployment"'],
  ['{ app: { image: x } }', 'put it under "deployment"'],
  ['services: { web: { image: x } }', 'this is a Compose file'],
])('a file of another kind: %s', (text, issue) => {
  expect(read(text).issues).toEqual([expect.objectContaining({ message: expect.stringContaining(issue) })])
})

test('issues of shape and of value, of the settings and of the deployment', () => {
  const text =
    'power: tiny\ntags: [{ key: "aws:x" }]\ndeployment:\n  containers:\n    app: { image: X, command: y }'
  expect(read(text).issues.map(({ line }) => line)).toEqual([1, 2, 5, 5])
})

describe('what is wrong is told with its line', () => {
  test.each<[string, number, string]>([
    ['scale: 1\npower: tiny', 2, 'power'],
    ['power: nano\nscale: 21', 2, 'scale'],
    ['scale: 0', 1, 'scale'],
    ['scale: 1.5', 1, 'scale'],
    ['scale: "2"', 1, 'scale'],
    ['scale: 1\n\ntags: { team: shop }', 3, 'tags'],
    ['tags:\n  - { key: aws:x, value: y }', 1, 'aws:'],
    [`tags: [${Array.from({ length: 51 }, (_, n) => `{ key: k${n} }`).join(', ')}]`, 1, '51 tags'],
    ['tags: [{ value: x }]', 1, 'key'],
    ['scale: 1\npublicDomainNames: { cert: ["*.a.com"] }', 2, 'wildcards'],
    ['publicDomainNames: { cert: [a.com, b.com, c.com, d.com, e.com] }', 1, '5 domain names'],
    ['publicDomainNames: { cert: a.com }', 1, 'publicDomainNames'],
    ['scale: 1\nisDisabled: true', 2, 'unknown key "isDisabled"'],
    ['privateRegistryAccess: { ecrImagePullerRole: { isActive: "yes" } }', 1, 'isActive'],
    ['deployment:\n  containers:\n    app: { imagee: nginx }', 3, 'image'],
    ['scale: 1\nscale: 2', 2, 'appears twice'],
    ['- scale: 1', 1, ''],
    ['scale: [', 1, ''],
  ])('%j', (text, line, told) => {
    const { issues } = read(text)
    expect(issues[0]).toMatchObject({
      input: 'service-file',
      file: 'service.yml',
      line,
      message: expect.stringContaining(told),
    })
  })

  test.each([[''], ['# nothing yet'], ['null'], ['text']])('no map at all: %j', (text) => {
    expect(read(text).issues).toHaveLength(1)
  })

  test('all problems at once', () => {
    expect(read('power: tiny\nscale: 21\nnonsense: 1').issues).toHaveLength(3)
  })

  test('without the values of an environment', () => {
    const texts = [
      'deployment: { containers: { app: { image: nginx, environment: { A: [canary-1] } } } }',
      'deployment: { containers: { app: { image: nginx, environment: canary-2 } } }',
      'deployment: { containers: { app: { image: nginx, environment: { A: "canary-3 } } } }',
    ]
    for (const text of texts) {
      const { issues } = read(text)
      expect(issues).not.toEqual([])
      expect(JSON.stringify(issues)).not.toContain('canary')
    }
  })

  test('a name that is written twice among the tags', () => {
    expect(read('tags: [{ key: a, value: "1" }, { key: a, value: "2" }]').issues).toHaveLength(1)
  })
})
