import { describe, expect, test } from '@jest/globals'
import type { DeploymentSpec } from '../../../../src/lightsail/model/deployment.ts'
import { applyPatch } from '../../../../src/lightsail/model/deployment-patch.ts'
import type { DeploymentPatch } from '../../../../src/lightsail/model/patch.ts'
import { container, publicAt, web } from '../../../support/shop.ts'

const image = 'ghcr.io/acme/shop:2'
const privateApp: DeploymentSpec = { containers: { app: container() } }
const twoPorts: DeploymentSpec = {
  containers: { app: container({ ports: { 8080: 'HTTP', 9090: 'HTTP' } }) },
  publicEndpoint: publicAt('app', 8080),
}
const pair: DeploymentSpec = {
  containers: {
    app: container({ ports: { 8080: 'HTTP' }, environment: { A: '1', B: '2' }, command: ['run'] }),
    proxy: container({ image: 'nginx:1', ports: { 80: 'HTTP' } }),
  },
  publicEndpoint: publicAt('proxy', 80, { path: '/healthz', intervalSeconds: 30 }),
}

function desired(patch: DeploymentPatch, running?: DeploymentSpec) {
  const result = applyPatch(patch, running)
  return 'fault' in result ? result.fault.reasonCode : result.spec
}
function endpointOf(patch: DeploymentPatch, running?: DeploymentSpec) {
  const spec = desired(patch, running)
  if (typeof spec === 'string') return spec
  return spec.publicEndpoint
    ? `${spec.publicEndpoint.containerName}:${spec.publicEndpoint.containerPort}`
    : 'private'
}
function containersOf(patch: DeploymentPatch, running?: DeploymentSpec) {
  const spec = desired(patch, running)
  return typeof spec === 'string' ? spec : spec.containers
}

describe('which container the inputs mean', () => {
  test.each<[string, DeploymentPatch, DeploymentSpec | undefined, string[]]>([
    ['the first of a new service is app', { image }, undefined, ['app']],
    ['the first of a new service, by its name', { image, containerName: 'web' }, undefined, ['web']],
    ['the only one that runs', { image }, { containers: { web: container() } }, ['web']],
    ['the one that is named', { image, containerName: 'proxy' }, pair, ['app', 'proxy']],
    ['a new one beside the others', { image, containerName: 'cache' }, pair, ['app', 'proxy', 'cache']],
    ['several images make a new service', { images: { a: 'x', b: 'y' } }, undefined, ['a', 'b']],
  ])('%s', (_, patch, running, names) => {
    expect(Object.keys(containersOf(patch, running))).toEqual(names)
    const meant = patch.containerName ?? names[0] ?? ''
    if (patch.image) expect(containersOf(patch, running)).toMatchObject({ [meant]: { image } })
  })

  test.each<[string, DeploymentPatch, DeploymentSpec | undefined, string]>([
    ['several could be meant', { image }, pair, 'container-name-needed'],
    ['several could be meant by the command', { command: [] }, pair, 'container-name-needed'],
    [
      'several new ones could be meant',
      { images: { a: 'x', b: 'y' }, containerPort: 80 },
      undefined,
      'container-name-needed',
    ],
    ['a new container without an image', { containerName: 'cache', command: [] }, pair, 'image-needed'],
    ['a new container by its name only', { containerName: 'cache' }, pair, 'image-needed'],
    ['nothing at all', {}, undefined, 'image-needed'],
    ['images names one that does not run', { images: { ap: image } }, pair, 'unknown-container'],
    [
      'more than ten',
      { image, containerName: 'k' },
      { containers: Object.fromEntries([...'abcdefghij'].map((name) => [name, container()])) },
      'too-many-containers',
    ],
    [
      'an endpoint at a container that does not exist',
      { publicEndpoint: { containerName: 'web' } },
      pair,
      'unknown-container',
    ],
  ])('fault: %s', (_, patch, running, reasonCode) => {
    expect(desired(patch, running)).toBe(reasonCode)
  })

  test('a slip in a name is answered with the name that was meant', () => {
    const result = applyPatch({ images: { proxxy: image } }, pair)
    expect(result).toMatchObject({ fault: { message: expect.stringContaining('did you mean "proxy"?') } })
  })

  test('ten containers are allowed', () => {
    const containers = Object.fromEntries([...'abcdefghij'].map((name) => [name, container()]))
    expect(Object.keys(containersOf({ images: { a: image } }, { containers }))).toHaveLength(10)
  })

  test('image wins over images for the container that both name', () => {
    const patch = { image, containerName: 'app', images: { app: 'old', proxy: 'nginx:2' } }
    expect(containersOf(patch, pair)).toMatchObject({ app: { image }, proxy: { image: 'nginx:2' } })
  })

  test.each(['constructor', 'valueof', 'watch'])('a container may be called %s', (name) => {
    const whole = { [name]: container({ image }) }
    expect(containersOf({ image, containerName: name })).toEqual(whole)
    expect(containersOf({ images: { [name]: image } })).toEqual(whole)
    expect(desired({ images: { [name]: image } }, pair)).toBe('unknown-container')
  })
})

describe('the container', () => {
  const app = (patch: DeploymentPatch) => containersOf({ containerName: 'app', ...patch }, pair)
  test.each<[string, DeploymentPatch, object]>([
    [
      'merging keeps the other variables',
      { environment: { values: { B: '3', C: '4' }, strategy: 'merge' } },
      { environment: { A: '1', B: '3', C: '4' } },
    ],
    [
      'overwriting does not',
      { environment: { values: { C: '4' }, strategy: 'overwrite' } },
      { environment: { C: '4' } },
    ],
    [
      'overwriting with nothing clears',
      { environment: { values: {}, strategy: 'overwrite' } },
      { environment: {} },
    ],
    [
      'merging nothing changes nothing',
      { environment: { values: {}, strategy: 'merge' } },
      { environment: { A: '1', B: '2' } },
    ],
    [
      'an empty value is a value',
      { environment: { values: { A: '' }, strategy: 'merge' } },
      { environment: { A: '', B: '2' } },
    ],
    ['a command replaces the old one', { command: ['sh', '-c', 'x'] }, { command: ['sh', '-c', 'x'] }],
    ['an empty command goes back to that of the image', { command: [] }, { command: [] }],
    ['an image alone keeps the rest', { image }, { image, command: ['run'], ports: { 8080: 'HTTP' } }],
    ['ports replace all ports', { ports: { 9: 'UDP' } }, { ports: { 9: 'UDP' } }],
    [
      'container-port is added to ports',
      { ports: { 9: 'UDP' }, containerPort: 80 },
      { ports: { 9: 'UDP', 80: 'HTTP' } },
    ],
    [
      'container-port is added to what is open',
      { containerPort: 80 },
      { ports: { 80: 'HTTP', 8080: 'HTTP' } },
    ],
    [
      'container-port stays HTTPS where it is',
      { ports: { 443: 'HTTPS' }, containerPort: 443 },
      { ports: { 443: 'HTTPS' } },
    ],
  ])('%s', (_, patch, expected) => {
    expect(app(patch)).toMatchObject({ app: expected })
    expect(app(patch)).toMatchObject({ proxy: pair.containers['proxy'] })
  })

  test('names such as __proto__ are names of variables like others', () => {
    const values = Object.fromEntries([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    const spec = desired({ containerName: 'app', environment: { values, strategy: 'merge' } }, pair)
    const environment = typeof spec === 'string' ? {} : (spec.containers['app']?.environment ?? {})
    expect(Object.keys(environment)).toEqual(['A', 'B', '__proto__', 'constructor'])
  })

  test('what runs is not changed by wishing', () => {
    const before = JSON.stringify(pair)
    app({ image, containerPort: 1, environment: { values: { Z: '1' }, strategy: 'merge' } })
    expect(JSON.stringify(pair)).toBe(before)
  })
})

describe('the public endpoint', () => {
  test.each<[string, DeploymentPatch, DeploymentSpec | undefined, string]>([
    ['container-port of a new service', { image, containerPort: 80 }, undefined, 'app:80'],
    ['the only HTTP port of a new service', { image, ports: { 80: 'HTTP', 53: 'UDP' } }, undefined, 'app:80'],
    ['no HTTP port: private', { image, ports: { 53: 'UDP' } }, undefined, 'private'],
    ['no port: private', { image }, undefined, 'private'],
    ['none: private', { image, containerPort: 80, publicEndpoint: 'none' }, undefined, 'private'],
    ['it stays', { image }, web, 'app:8080'],
    ['none takes it away', { publicEndpoint: 'none' }, web, 'private'],
    ['a private service stays private', { image }, privateApp, 'private'],
    [
      'a private service stays private with an open port',
      { image, ports: { 80: 'HTTP' } },
      privateApp,
      'private',
    ],
    ['container-port opens a private service', { containerPort: 80 }, privateApp, 'app:80'],
    ['container-port moves it', { containerPort: 3000 }, web, 'app:3000'],
    [
      'container-port moves it to its container',
      { containerName: 'app', containerPort: 3000 },
      pair,
      'app:3000',
    ],
    [
      'unless public-endpoint says otherwise',
      { containerName: 'app', containerPort: 3000, publicEndpoint: { containerName: 'proxy' } },
      pair,
      'proxy:80',
    ],
    [
      'public-endpoint moves it to the only HTTP port there',
      { publicEndpoint: { containerName: 'app' } },
      pair,
      'app:8080',
    ],
    ['public-port moves it', { publicPort: 9090 }, twoPorts, 'app:9090'],
    ['public-port wins over container-port', { containerPort: 8080, publicPort: 9090 }, twoPorts, 'app:9090'],
    ['it keeps its port while that is open', { ports: { 8080: 'HTTPS', 81: 'HTTP' } }, web, 'app:8080'],
    ['it follows the only HTTP port that is left', { ports: { 81: 'HTTP' } }, web, 'app:81'],
    [
      'public-port of a private service with one HTTP container',
      { publicPort: 80 },
      { containers: { app: container({ ports: { 80: 'HTTP' } }) } },
      'app:80',
    ],
    ['a file without one is private', { file: { containers: web.containers } }, web, 'private'],
    ['a file replaces what runs', { file: web }, pair, 'app:8080'],
    [
      'the one container of several new ones that has a port',
      { images: { a: 'x' }, containerName: 'c', image, ports: { 80: 'HTTP' } },
      undefined,
      'c:80',
    ],
    ['a file and container-port', { file: web, containerPort: 90 }, pair, 'app:90'],
  ])('%s', (_, patch, running, endpoint) => {
    expect(endpointOf(patch, running)).toBe(endpoint)
  })

  test.each<[string, DeploymentPatch, DeploymentSpec | undefined, string]>([
    [
      'several HTTP ports, none chosen',
      { image, ports: { 80: 'HTTP', 81: 'HTTP' } },
      undefined,
      'public-port-needed',
    ],
    [
      'its port was closed and several are left',
      { ports: { 81: 'HTTP', 82: 'HTTP' } },
      web,
      'public-port-needed',
    ],
    ['its port was closed and none is left', { ports: { 53: 'UDP' } }, web, 'public-port-needed'],
    [
      'a container without a port',
      { publicEndpoint: { containerName: 'app' } },
      privateApp,
      'public-port-needed',
    ],
    ['public-port is not open', { publicPort: 81 }, web, 'port-not-open'],
    [
      'public-port is open as TCP',
      { ports: { 8080: 'HTTP', 81: 'TCP' }, publicPort: 81 },
      web,
      'port-not-open',
    ],
    ['public-port of a private service', { publicPort: 80 }, privateApp, 'no-public-endpoint'],
    ['a health check of a private service', { healthCheck: { path: '/' } }, privateApp, 'no-public-endpoint'],
    [
      'public-port could mean two containers',
      { publicPort: 80 },
      { containers: pair.containers },
      'public-endpoint-needed',
    ],
  ])('fault: %s', (_, patch, running, reasonCode) => {
    expect(endpointOf(patch, running)).toBe(reasonCode)
  })
})

describe('the health check', () => {
  const check = (patch: DeploymentPatch, running?: DeploymentSpec) => {
    const spec = desired(patch, running)
    return typeof spec === 'string' ? spec : spec.publicEndpoint?.healthCheck
  }
  const defaults = publicAt('app', 1).healthCheck

  test.each<[string, DeploymentPatch, DeploymentSpec | undefined, object]>([
    ["a new one has Lightsail's own defaults", { image, containerPort: 80 }, undefined, defaults],
    [
      'a new one with what is said',
      { image, containerPort: 80, healthCheck: { path: '/up' } },
      undefined,
      { ...defaults, path: '/up' },
    ],
    [
      'an old one keeps what is not said',
      { healthCheck: { timeoutSeconds: 9 } },
      pair,
      { ...defaults, path: '/healthz', intervalSeconds: 30, timeoutSeconds: 9 },
    ],
    [
      'it moves along with the endpoint',
      { publicEndpoint: { containerName: 'app' } },
      pair,
      { ...defaults, path: '/healthz', intervalSeconds: 30 },
    ],
    ["a file's own wins over the one that runs", { file: web }, pair, defaults],
  ])('%s', (_, patch, running, expected) => {
    expect(check(patch, running)).toEqual(expected)
  })
})
