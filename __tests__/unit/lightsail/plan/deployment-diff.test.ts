import { describe, expect, test } from '@jest/globals'
import type { Container, DeploymentSpec, HealthCheck } from '../../../../src/lightsail/model/deployment.ts'
import { diffDeployment, formatPorts } from '../../../../src/lightsail/plan/deployment-diff.ts'
import { container, publicAt, web } from '../../../support/shop.ts'

function told(before: DeploymentSpec | undefined, after: DeploymentSpec): string[] {
  return diffDeployment(before, after).map(({ sign, subject, detail }) => `${sign} ${subject}: ${detail}`)
}
function alone(differing: Partial<Container>): DeploymentSpec {
  return {
    containers: { app: container(differing) },
  }
}

test.each<[string, DeploymentSpec]>([
  ['a private one', alone({ environment: { A: '1' }, command: ['x'] })],
  ['a public one', web],
])('nothing differs in %s', (_, spec) => {
  expect(told(spec, structuredClone(spec))).toEqual([])
})

test('the order of containers, variables, ports and settings is no difference', () => {
  const ports = { 80: 'HTTP', 53: 'UDP' }
  const a = { a: container({ environment: { A: '1', B: '2' }, ports }), b: container() }
  const b = { b: container(), a: container({ environment: { B: '2', A: '1' }, ports }) }
  const healthCheck: HealthCheck = {
    successCodes: '200-499',
    unhealthyThreshold: 2,
    healthyThreshold: 2,
    timeoutSeconds: 2,
    intervalSeconds: 5,
    path: '/',
  }
  expect(
    told(
      { containers: a, publicEndpoint: publicAt('a', 80) },
      { containers: b, publicEndpoint: { containerPort: 80, containerName: 'a', healthCheck } },
    ),
  ).toEqual([])
})

describe('one container', () => {
  test.each<[string, Partial<Container>, Partial<Container>, string[]]>([
    ['image', { image: 'a:1' }, { image: 'a:2' }, ['~ app image: a:1 → a:2']],
    ['command added', {}, { command: ['npm', 'run it'] }, ['+ app command: ["npm","run it"]']],
    ['command changed', { command: ['a'] }, { command: ['a', ''] }, ['~ app command: ["a"] → ["a",""]']],
    [
      'a value in the command changed',
      { command: ['serve', '--token=old'] },
      { command: ['serve', '--token=new'] },
      ['~ app command: ["serve","--token=…"] (value not shown)'],
    ],
    ['command removed', { command: ['a'] }, {}, ['- app command: ["a"]']],
    ['ports added', {}, { ports: { 80: 'HTTP' } }, ['+ app ports: 80=HTTP']],
    ['ports changed', { ports: { 80: 'HTTP' } }, { ports: { 80: 'TCP' } }, ['~ app ports: 80=HTTP → 80=TCP']],
    ['ports removed', { ports: { 80: 'HTTP' } }, {}, ['- app ports: 80=HTTP']],
    ['variables added', {}, { environment: { B: 'x', A: '' } }, ['+ app environment: A, B']],
    ['variable changed', { environment: { A: 'x' } }, { environment: { A: 'y' } }, ['~ app environment: A']],
    [
      'variable emptied',
      { environment: { A: 'x' } },
      { environment: { A: '' } },
      ['~ app environment: emptied: A'],
    ],
    [
      'variables emptied beside one that changes',
      { environment: { A: 'x', B: 'y', C: 'z' } },
      { environment: { C: ' ', A: '', B: 'z' } },
      ['~ app environment: B', '~ app environment: emptied: A, C'],
    ],
    [
      'variable that was empty',
      { environment: { A: '' } },
      { environment: { A: ' ' } },
      ['~ app environment: A'],
    ],
    ['variable removed', { environment: { A: 'x' } }, {}, ['- app environment: A']],
    [
      'variables of each kind',
      { environment: { A: '1', B: '2', C: '3' } },
      { environment: { B: '9', C: '3', D: '4' } },
      ['+ app environment: D', '~ app environment: B', '- app environment: A'],
    ],
    [
      'variable added that objects have',
      {},
      { environment: { constructor: 'x', toString: 'y' } },
      ['+ app environment: constructor, toString'],
    ],
    [
      'variable removed that objects have',
      { environment: { valueOf: 'x' } },
      {},
      ['- app environment: valueOf'],
    ],
  ])('%s', (_, before, after, changes) => {
    expect(told(alone(before), alone(after))).toEqual(changes)
  })
})

describe('containers', () => {
  const sidecar = container({
    image: 'redis:8',
    ports: { 6379: 'TCP' },
    environment: { A: '1' },
    command: ['r'],
  })
  const both = { containers: { app: container(), cache: sidecar } }
  test('added: all that it has', () => {
    const changes = [
      '+ cache image: redis:8',
      '+ cache command: ["r"]',
      '+ cache ports: 6379=TCP',
      '+ cache environment: A',
    ]
    expect(told(alone({}), both)).toEqual(changes)
    expect(told({ containers: { app: container() } }, both)).toEqual(changes)
  })
  test('removed: one line with its image', () => {
    expect(told(both, alone({}))).toEqual(['- container cache: redis:8'])
  })
  test('renamed: one comes, one goes', () => {
    expect(told({ containers: { app: container() } }, { containers: { web: container() } })).toEqual([
      '+ web image: ghcr.io/acme/shop:1',
      '- container app: ghcr.io/acme/shop:1',
    ])
  })
  test('called like something that every object has', () => {
    expect(told(alone({}), { containers: { app: container(), constructor: sidecar } })).toContain(
      '+ constructor image: redis:8',
    )
  })
})

describe('public endpoint and health check', () => {
  const at = (port: number, check: Partial<HealthCheck> = {}): DeploymentSpec => ({
    containers: { app: container() },
    publicEndpoint: publicAt('app', port, check),
  })
  test.each<[string, DeploymentSpec, DeploymentSpec, string[]]>([
    ['added', alone({}), at(80), ['+ public endpoint: app:80', '+ health check: /']],
    [
      'added with settings of its own',
      alone({}),
      at(80, { path: '/up', timeoutSeconds: 9, successCodes: '200' }),
      ['+ public endpoint: app:80', '+ health check: /up, timeout 9 s, success codes 200'],
    ],
    ['removed', at(80), alone({}), ['- public endpoint: app:80']],
    ['moved', at(80), at(81), ['~ public endpoint: app:80 → app:81']],
    ['another path', at(80), at(80, { path: '/up' }), ['~ health check: path / → /up']],
    [
      'everything else',
      at(80),
      at(80, {
        intervalSeconds: 6,
        timeoutSeconds: 3,
        healthyThreshold: 4,
        unhealthyThreshold: 5,
        successCodes: '200',
      }),
      [
        '~ health check: interval 5 s → 6 s, timeout 2 s → 3 s, healthy after 2 → 4, unhealthy after 2 → 5, success codes 200-499 → 200',
      ],
    ],
  ])('%s', (_, before, after, changes) => {
    expect(told(before, after)).toEqual(changes)
  })
})

describe('no value of an environment is ever in a change', () => {
  const values = (prefix: string) => ({
    A: `${prefix}-canary-a`,
    B: `${prefix}-canary-b`,
    [`C_${prefix}`]: 'canary',
  })
  const specs: Record<string, DeploymentSpec | undefined> = {
    nothing: undefined,
    'one container': alone({ environment: values('one') }),
    'another environment': alone({ environment: values('other') }),
    'no environment': alone({}),
    'another container': { containers: { web: container({ environment: values('web') }) } },
  }
  const rows = Object.keys(specs).flatMap((before) =>
    Object.keys(specs)
      .filter((after) => after !== 'nothing')
      .map((after) => [before, after] as const),
  )
  test.each(rows)('from %s to %s', (before, after) => {
    expect(JSON.stringify(diffDeployment(specs[before], specs[after] ?? web))).not.toContain('canary')
  })
})

test('ports are told in the order of their numbers', () => {
  expect(formatPorts({ 9000: 'TCP', 80: 'HTTP', 443: 'HTTPS' })).toBe('80=HTTP, 443=HTTPS, 9000=TCP')
  expect(formatPorts({})).toBe('')
})

test('very many variables: the first names, cut where they are long, and a count', () => {
  const names = Array.from({ length: 20_000 }, (_, n) => `V${String(n).padStart(120, '0')}`)
  const environment = Object.fromEntries(names.map((name) => [name, 'x']))
  const [line = ''] = told(alone({}), alone({ environment }))
  expect(line).toMatch(/^\+ app environment: V0+…, .* and 19950 more$/)
  expect(line.length).toBeLessThan(5000)
})
