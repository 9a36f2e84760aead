import { describe, expect, test } from '@jest/globals'
import { deployment, post, simulated } from './situations.ts'

const newShop = { serviceName: 'shop', power: 'nano', scale: 1 }
function deployTo(changes: object) {
  return { serviceName: 'shop', ...deployment(), ...changes }
}
function container(changes: object) {
  return deployTo({ containers: { app: { image: 'nginx', ports: { '8080': 'HTTP' }, ...changes } } })
}
function healthCheck(check: object) {
  return deployTo({ publicEndpoint: { containerName: 'app', containerPort: 8080, healthCheck: check } })
}
const digest = `sha256:${'a'.repeat(64)}`

describe('texts that the real service is known to give, to the letter', () => {
  test.each([
    [
      'a second deployment while one is activating',
      'deployment-in-progress',
      'CreateContainerServiceDeployment',
      deployTo({}),
      'Sorry, deployment 18 is in progress for service "shop". Please wait for it to complete before trying again.',
    ],
    [
      'a container name with an underscore',
      'update',
      'CreateContainerServiceDeployment',
      deployTo({ containers: { backend_api: { image: 'nginx' } } }),
      'Container name "backend_api" does not match pattern: ^(?:[a-z0-9]{1,2}|[a-z0-9][a-z0-9-]+[a-z0-9])$',
    ],
    [
      '.LATEST in capitals',
      'registry',
      'CreateContainerServiceDeployment',
      container({ image: ':shop.app.LATEST' }),
      'Container "app" has invalid image ":shop.app.LATEST". Example of valid image: ":shop.app.123".',
    ],
    [
      'a public port that is not open',
      'update',
      'CreateContainerServiceDeployment',
      deployTo({ publicEndpoint: { containerName: 'app', containerPort: 3000 } }),
      'Invalid port specified. You must specify a port that is in the list of ports of the specified container.',
    ],
    [
      'a registry login without any service',
      'empty-account',
      'CreateContainerServiceRegistryLogin',
      {},
      'You must create a container service before retrieving container registry login credentials',
    ],
    [
      'a service too many',
      'quota-zero',
      'CreateContainerService',
      newShop,
      "Sorry, you've either reached or will exceed your maximum limit of Lightsail Container Services.",
    ],
    [
      'an image too many',
      'registry-full',
      'RegisterContainerImage',
      { serviceName: 'shop', label: 'app', digest },
      'Maximum number of container service images has been reached',
    ],
  ])('%s', async (_, scenario, operation, input, message) => {
    const simulator = await simulated({ scenario })
    const { status, body, headers } = await post(simulator, operation, input)
    expect({ status, body }).toEqual({ status: 400, body: { __type: 'InvalidInputException', message } })
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(headers.get('x-amzn-requestid')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
})

describe('texts of which a part is known', () => {
  test.each([
    [
      'deploying to an UPDATING service',
      'updating-service',
      'CreateContainerServiceDeployment',
      deployTo({}),
      'Please try again in a few minutes',
    ],
    [
      'updating an UPDATING service',
      'updating-service',
      'UpdateContainerService',
      { serviceName: 'shop', scale: 3 },
      'Please try again in a few minutes',
    ],
    [
      'updating a DEPLOYING service',
      'deployment-in-progress',
      'UpdateContainerService',
      { serviceName: 'shop', scale: 3 },
      'Please try again in a few minutes',
    ],
    [
      'updating a DELETING service',
      'deleting-service',
      'UpdateContainerService',
      { serviceName: 'shop', scale: 3 },
      'Please try again in a few minutes',
    ],
    [
      'deleting an UPDATING service',
      'updating-service',
      'DeleteContainerService',
      { serviceName: 'shop' },
      'Please try again in a few minutes',
    ],
    [
      'deleting a DEPLOYING service',
      'deployment-in-progress',
      'DeleteContainerService',
      { serviceName: 'shop' },
      'Please wait for it to complete before trying again',
    ],
    [
      'creating a service whose name is being deleted',
      'deleting-service',
      'CreateContainerService',
      newShop,
      'Please try again in a few minutes',
    ],
    [
      'an unknown certificate',
      'update',
      'UpdateContainerService',
      { serviceName: 'shop', publicDomainNames: { nope: ['a.com'] } },
      'do not exist',
    ],
  ])('%s', async (_, scenario, operation, input, part) => {
    const simulator = await simulated({ scenario })
    const { status, body } = await post(simulator, operation, input)
    expect(status).toBe(400)
    expect(body).toEqual({ __type: 'InvalidInputException', message: expect.stringContaining(part) })
  })
})

describe('requests that break a constraint', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, { image: 'nginx' }]))
  test.each([
    ['a service name with capitals', 'CreateContainerService', { ...newShop, serviceName: 'Blog' }],
    ['a service name that ends in a hyphen', 'CreateContainerService', { ...newShop, serviceName: 'blog-' }],
    [
      'a service name of 64 characters',
      'CreateContainerService',
      { ...newShop, serviceName: 'a'.repeat(64) },
    ],
    ['an empty service name', 'CreateContainerService', { ...newShop, serviceName: '' }],
    ['a name that is taken', 'CreateContainerService', newShop],
    ['no power', 'CreateContainerService', { serviceName: 'blog', scale: 1 }],
    ['an unknown power', 'CreateContainerService', { ...newShop, serviceName: 'blog', power: 'huge' }],
    ['scale 0', 'CreateContainerService', { ...newShop, serviceName: 'blog', scale: 0 }],
    ['scale 21', 'UpdateContainerService', { serviceName: 'shop', scale: 21 }],
    ['scale 1.5', 'UpdateContainerService', { serviceName: 'shop', scale: 1.5 }],
    ['no containers', 'CreateContainerServiceDeployment', { serviceName: 'shop' }],
    [
      'an empty map of containers',
      'CreateContainerServiceDeployment',
      { serviceName: 'shop', containers: {} },
    ],
    ['eleven containers', 'CreateContainerServiceDeployment', { serviceName: 'shop', containers: many(11) }],
    [
      'a container without an image',
      'CreateContainerServiceDeployment',
      { serviceName: 'shop', containers: { app: {} } },
    ],
    ['a port that is no number', 'CreateContainerServiceDeployment', container({ ports: { http: 'HTTP' } })],
    ['port 65536', 'CreateContainerServiceDeployment', container({ ports: { '65536': 'HTTP' } })],
    ['an unknown protocol', 'CreateContainerServiceDeployment', container({ ports: { '8080': 'GRPC' } })],
    [
      'a public port open as TCP',
      'CreateContainerServiceDeployment',
      container({ ports: { '8080': 'TCP' } }),
    ],
    [
      'an endpoint container that does not exist',
      'CreateContainerServiceDeployment',
      deployTo({ publicEndpoint: { containerName: 'web', containerPort: 80 } }),
    ],
    [
      'an endpoint without a port',
      'CreateContainerServiceDeployment',
      deployTo({ publicEndpoint: { containerName: 'app' } }),
    ],
    ['an interval of 4 s', 'CreateContainerServiceDeployment', healthCheck({ intervalSeconds: 4 })],
    ['an interval of 301 s', 'CreateContainerServiceDeployment', healthCheck({ intervalSeconds: 301 })],
    ['a timeout of 1 s', 'CreateContainerServiceDeployment', healthCheck({ timeoutSeconds: 1 })],
    ['a timeout of 61 s', 'CreateContainerServiceDeployment', healthCheck({ timeoutSeconds: 61 })],
    ['a path without a slash', 'CreateContainerServiceDeployment', healthCheck({ path: 'healthz' })],
    ['success code 500', 'CreateContainerServiceDeployment', healthCheck({ successCodes: '200,500' })],
    ['a range upside down', 'CreateContainerServiceDeployment', healthCheck({ successCodes: '299-200' })],
    ['words for success codes', 'CreateContainerServiceDeployment', healthCheck({ successCodes: 'ok' })],
    [
      'an endpoint container called constructor',
      'CreateContainerServiceDeployment',
      deployTo({ publicEndpoint: { containerName: 'constructor', containerPort: 80 } }),
    ],
    [
      'a stored image of another service',
      'CreateContainerServiceDeployment',
      container({ image: ':blog.app.1' }),
    ],
    [
      'a stored image that does not exist',
      'CreateContainerServiceDeployment',
      container({ image: ':shop.app.99' }),
    ],
    [
      'a digest that is none',
      'RegisterContainerImage',
      { serviceName: 'shop', label: 'app', digest: 'latest' },
    ],
    ['a label with an underscore', 'RegisterContainerImage', { serviceName: 'shop', label: 'a_b', digest }],
    [
      'a metric that does not exist',
      'GetContainerServiceMetricData',
      {
        serviceName: 'shop',
        metricName: 'DiskUtilization',
        startTime: 1,
        endTime: 2,
        period: 300,
        statistics: ['Sum'],
      },
    ],
    [
      'a period of 59 s',
      'GetContainerServiceMetricData',
      {
        serviceName: 'shop',
        metricName: 'CPUUtilization',
        startTime: 1,
        endTime: 2,
        period: 59,
        statistics: ['Sum'],
      },
    ],
    ['a reserved tag key', 'TagResource', { resourceName: 'shop', tags: [{ key: 'aws:x', value: 'y' }] }],
    ['a tag value with a comma', 'TagResource', { resourceName: 'shop', tags: [{ key: 'x', value: 'a,b' }] }],
    ['an ARN that is none', 'TagResource', { resourceName: 'shop', resourceArn: 'shop', tags: [] }],
    [
      '51 tags',
      'TagResource',
      { resourceName: 'shop', tags: Array.from({ length: 51 }, (_, n) => ({ key: `k${n}` })) },
    ],
    ['a wildcard domain', 'CreateCertificate', { certificateName: 'c', domainName: '*.example.com' }],
    [
      'ten alternative names',
      'CreateCertificate',
      {
        certificateName: 'c',
        domainName: 'a.com',
        subjectAlternativeNames: Array.from({ length: 10 }, (_, n) => `a${n}.com`),
      },
    ],
    [
      'a page token from nowhere',
      'GetContainerLog',
      { serviceName: 'shop', containerName: 'app', pageToken: 'nope' },
    ],
    [
      'a log that ends before it starts',
      'GetContainerLog',
      { serviceName: 'shop', containerName: 'app', startTime: 2, endTime: 1 },
    ],
  ])('%s', async (_, operation, input) => {
    const simulator = await simulated({ scenario: 'update' })
    const { status, body } = await post(simulator, operation, input)
    expect(status).toBe(400)
    expect(body).toEqual({
      __type: 'InvalidInputException',
      message: expect.stringMatching(/^(Sorry, .*\.|(Service|Label|Container) .*)$/),
    })
  })

  test.each([
    [
      'at the edges',
      healthCheck({ intervalSeconds: 300, timeoutSeconds: 60, successCodes: '200, 202,300-499' }),
    ],
    ['with ten containers', { serviceName: 'shop', containers: many(10) }],
    ['with two hyphens in a name', { serviceName: 'shop', containers: { 'a--b': { image: 'nginx' } } }],
    ['with null where a member is absent', container({ command: null, environment: null })],
  ])('a deployment %s is accepted', async (_, input) => {
    const simulator = await simulated({ scenario: 'update' })
    expect((await post(simulator, 'CreateContainerServiceDeployment', input)).status).toBe(200)
  })
})

describe('what does not exist is NotFoundException with status 400', () => {
  test.each([
    ['GetContainerServices', { serviceName: 'nope' }],
    ['UpdateContainerService', { serviceName: 'nope' }],
    ['DeleteContainerService', { serviceName: 'nope' }],
    ['CreateContainerServiceDeployment', { ...deployment(), serviceName: 'nope' }],
    ['GetContainerServiceDeployments', { serviceName: 'nope' }],
    ['GetContainerLog', { serviceName: 'nope', containerName: 'app' }],
    ['GetContainerImages', { serviceName: 'nope' }],
    ['RegisterContainerImage', { serviceName: 'nope', label: 'app', digest }],
    ['DeleteContainerImage', { serviceName: 'shop', image: ':shop.app.1' }],
    [
      'GetContainerServiceMetricData',
      {
        serviceName: 'nope',
        metricName: 'CPUUtilization',
        startTime: 1,
        endTime: 2,
        period: 300,
        statistics: ['Sum'],
      },
    ],
    ['TagResource', { resourceName: 'nope', tags: [] }],
    ['UntagResource', { resourceName: 'nope', tagKeys: [] }],
    ['GetCertificates', { certificateName: 'nope' }],
    ['DeleteCertificate', { certificateName: 'nope' }],
  ])('%s', async (operation, input) => {
    const simulator = await simulated({ scenario: 'update' })
    const { status, body } = await post(simulator, operation, input)
    expect(status).toBe(400)
    expect(body).toEqual({
      __type: 'NotFoundException',
      message: expect.stringMatching(/^Sorry, .*"nope"|":shop\.app\.1"/),
    })
  })
})

describe('requests that are no requests', () => {
  test.each([
    ['an unknown operation', 'GetInstances', {}, 'UnknownOperationException'],
    ['another service', 'ECS_20141113.ListServices', {}, 'UnknownOperationException'],
    ['a body that is not JSON', 'GetContainerServices', '{"serviceName":', 'SerializationException'],
    ['a list for a body', 'GetContainerServices', [], 'SerializationException'],
    ['a number for a name', 'GetContainerServices', { serviceName: 7 }, 'SerializationException'],
    [
      'a string for a scale',
      'UpdateContainerService',
      { serviceName: 'shop', scale: '2' },
      'SerializationException',
    ],
  ])('%s', async (_, operation, input, type) => {
    const simulator = await simulated({ scenario: 'update' })
    const { status, body } = await post(simulator, operation, input)
    expect([status, body['__type']]).toEqual([400, type])
  })
})

describe('certificates on a service', () => {
  test.each([
    ['a certificate that is not issued', { 'example-org': ['example.org'] }, 'is not issued'],
    [
      'a domain that the certificate lacks',
      { 'example-com': ['other.example.com'] },
      'is not in the certificate',
    ],
    ['five domains', { 'example-com': ['a', 'b', 'c', 'd', 'e'] }, 'at most 4'],
  ])('%s is refused', async (_, publicDomainNames, part) => {
    const simulator = await simulated({ scenario: 'certificates' })
    const { body } = await post(simulator, 'UpdateContainerService', {
      serviceName: 'shop',
      publicDomainNames,
    })
    expect(body).toEqual({ __type: 'InvalidInputException', message: expect.stringContaining(part) })
  })

  test('a domain of another service is refused', async () => {
    const simulator = await simulated({ scenario: 'certificates' })
    const { body } = await post(simulator, 'CreateContainerService', {
      serviceName: 'blog',
      power: 'nano',
      scale: 1,
      publicDomainNames: { 'example-com': ['shop.example.com'] },
    })
    expect(body['message']).toBe('Sorry, the domain "shop.example.com" is used by another container service.')
  })

  test('a certificate in use cannot be deleted, one that is not can', async () => {
    const simulator = await simulated({ scenario: 'certificates' })
    expect((await post(simulator, 'DeleteCertificate', { certificateName: 'example-com' })).status).toBe(400)
    expect((await post(simulator, 'DeleteCertificate', { certificateName: 'example-org' })).status).toBe(200)
  })

  test('the eleventh certificate and one with a taken name are refused', async () => {
    const simulator = await simulated()
    const create = (name: string) =>
      post(simulator, 'CreateCertificate', { certificateName: name, domainName: 'example.com' })
    for (let turn = 1; turn <= 10; turn += 1) expect((await create(`c${turn}`)).status).toBe(200)
    expect((await create('c1')).body['message']).toContain('already exists')
    expect((await create('c11')).body['message']).toContain('maximum limit')
  })
})
