import { describe, expect, test } from '@jest/globals'
import { isOutcomeName } from '../../simulator/lightsail/find-outcome.ts'
import { filterOf } from '../../simulator/lightsail/logs.ts'
import { outcomes } from '../../simulator/lightsail/outcomes.ts'
import { accountIn, deploy, refusal } from './situations.ts'

type Account = ReturnType<typeof accountIn>['account']

/** All lines of a container since the start of the test, across pages. */
function lines(
  account: Account,
  { container = 'app', service = 'shop', since = 0, filter = '' } = {},
): string[] {
  const found: string[] = []
  let pageToken: string | undefined
  do {
    const page = account.call('GetContainerLog', {
      serviceName: service,
      containerName: container,
      startTime: since,
      filterPattern: filter,
      pageToken,
    })
    found.push(...page.logEvents.map(({ message }) => message))
    pageToken = page.nextPageToken
  } while (pageToken !== undefined)
  return found
}

function logOfOutcome(image: string, { scenario = 'ready-service', container = 'app' } = {}): string[] {
  const { account, advance } = accountIn(scenario)
  deploy(account, image)
  advance(3600)
  return lines(account, { container })
}

describe('the log of a deployment that', () => {
  test('succeeds', () => {
    expect(logOfOutcome('a').filter((line) => !line.includes('ELB'))).toEqual([
      '[deployment:1] Creating your deployment',
      '[deployment:1] Started 1 new node',
      'Server listening on http://0.0.0.0:8080',
      '[deployment:1] Reached a steady state',
      '[deployment:1] Finalizing your deployment',
    ])
  })

  test('listens on the wrong port', () => {
    const node = ['[deployment:1] Started 1 new node', 'Server listening on http://0.0.0.0:3000']
    expect(logOfOutcome('a:outcome-wrong-port')).toEqual([
      '[deployment:1] Creating your deployment',
      ...node,
      ...node,
      ...node,
      '[deployment:1] Took too long',
    ])
  })

  test('cannot be pulled: three starts, Canceled, not a word of the app', () => {
    expect(logOfOutcome('a:outcome-cannot-pull')).toEqual([
      '[deployment:1] Creating your deployment',
      '[deployment:1] Started 1 new node',
      '[deployment:1] Started 1 new node',
      '[deployment:1] Started 1 new node',
      'Canceled',
    ])
  })

  test.each([
    ['arm64', 'exec /usr/local/bin/docker-entrypoint.sh: exec format error'],
    ['crashes', "TypeError: Cannot read properties of undefined (reading 'map')"],
    ['missing-variable', 'Error: Missing required environment variable SESSION_KEY'],
    ['out-of-memory', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
    ['slow-start', 'Loading the search index (2 of 12)'],
    ['slow-start', 'Server listening on http://0.0.0.0:8080'],
    ['hangs', 'Waiting for the database to accept connections'],
    ['localhost-only', 'Server listening on http://127.0.0.1:8080'],
    ['no-reason', 'Reading settings'],
    ['never-ends', 'Waiting for the database to accept connections'],
  ])('%s', (outcome, line) => {
    const log = logOfOutcome(`a:outcome-${outcome}`)
    expect(log).toContain(line)
    expect(log.some((one) => one.includes('Reached a steady state'))).toBe(false)
  })

  test.each([200, 302, 401, 403, 404, 429, 500, 503])('answers its health checks with %d', (status) => {
    const outcome = status === 302 ? 'health-redirect' : `health-${status}`
    const log = logOfOutcome(status === 200 ? 'a' : `a:outcome-${outcome}`)
    const checks = log.filter((line) => line.includes('ELB-HealthChecker/2.0'))
    expect(checks.length).toBeGreaterThan(60)
    for (const line of checks)
      expect(line).toMatch(
        new RegExp(
          `^172\\.26\\.\\d+\\.\\d+ - - \\[15/Jan/2026:09:\\d\\d:\\d\\d \\+0000\\] "GET / HTTP/1\\.1" ${status} 0 "-" "ELB-HealthChecker/2\\.0"$`,
        ),
      )
    expect(new Set(checks.map((line) => line.split(' ')[0])).size).toBe(6)
  })
})

test.each(Object.keys(outcomes).filter(isOutcomeName))(
  'no line of %s is written after the deployment settled and served',
  (name) => {
    const { account, advance } = accountIn('ready-service')
    deploy(account, `a:outcome-${name}`)
    advance(7200)
    const before = lines(account)
    advance(7200)
    expect(lines(account)).toEqual(before)
  },
)

test('nothing can be read right after the deployment, then line by line, late', () => {
  const { account, advance } = accountIn('ready-service')
  deploy(account)
  const counts = [0, 90, 91, 134, 135, 138].map((second, index, seconds) => {
    advance(second - (seconds[index - 1] ?? 0))
    return lines(account, { filter: '-ELB' }).length
  })
  expect(counts).toEqual([0, 0, 1, 1, 2, 3])
})

test('without a start time the lines of earlier deployments are in the way', () => {
  const { account, clock, advance } = accountIn('update', {}, ['wrong-port'])
  const createdAt = Math.floor(clock.now() / 1000)
  deploy(account)
  advance(900)
  expect(lines(account)[0]).toBe('[deployment:16] Creating your deployment')
  expect(lines(account, { since: createdAt })[0]).toBe('[deployment:18] Creating your deployment')
})

test('lines are kept four days', () => {
  const { account, advance } = accountIn('ready-service')
  deploy(account)
  advance(4 * 86400)
  expect(lines(account, { filter: '-ELB' }).length).toBe(5)
  advance(200)
  expect(lines(account)).not.toContain('[deployment:1] Creating your deployment')
})

test('each container has its own log, and only the culprit is in trouble', () => {
  const { account, advance } = accountIn('two-containers')
  account.call('CreateContainerServiceDeployment', {
    serviceName: 'shop',
    containers: {
      proxy: { image: 'nginx', ports: { '80': 'HTTP' } },
      app: { image: 'a:outcome-crashes' },
    },
    publicEndpoint: { containerName: 'proxy', containerPort: 80 },
  })
  advance(900)
  const since = account.now() / 1000 - 900
  expect(lines(account, { container: 'proxy', since, filter: 'TypeError' })).toEqual([])
  expect(lines(account, { container: 'proxy', since, filter: 'listening' })).toHaveLength(3)
  expect(lines(account, { container: 'app', since, filter: 'TypeError' })).toHaveLength(3)
  expect(lines(account, { container: 'app', since, filter: 'ELB' })).toEqual([])
  for (const container of ['proxy', 'app'])
    expect(lines(account, { container, since }).at(-1)).toBe('Canceled')
})

test('a private service has no health checks in its log', () => {
  const { account, advance } = accountIn('private-service')
  account.call('CreateContainerServiceDeployment', {
    serviceName: 'jobs',
    containers: { worker: { image: 'b' } },
  })
  advance(900)
  expect(lines(account, { service: 'jobs', container: 'worker', filter: 'ELB' })).toEqual([])
})

test('the log of a container that was renamed can still be read', () => {
  const { account, advance } = accountIn('update')
  account.call('CreateContainerServiceDeployment', {
    serviceName: 'shop',
    containers: { web: { image: 'b' } },
  })
  advance(900)
  expect(lines(account, { container: 'app' }).length).toBeGreaterThan(0)
  expect(lines(account, { container: 'web' })[0]).toBe('[deployment:18] Creating your deployment')
})

test('a service of three nodes starts three, and a change of scale starts them anew', () => {
  const { account, advance } = accountIn('ready-service')
  account.call('UpdateContainerService', { serviceName: 'shop', scale: 3 })
  advance(120)
  deploy(account)
  advance(600)
  expect(lines(account, { filter: 'Started' })).toHaveLength(3)
  account.call('UpdateContainerService', { serviceName: 'shop', scale: 2 })
  advance(600)
  expect(lines(account, { filter: 'Started' })).toEqual(Array(5).fill('[deployment:1] Started 1 new node'))
})

describe('pages', () => {
  test('are full but the last, in order, without gaps', () => {
    const { account, advance } = accountIn('ready-service', { logPageSize: 7 })
    deploy(account)
    advance(900)
    const first = account.call('GetContainerLog', { serviceName: 'shop', containerName: 'app' })
    expect(first.logEvents).toHaveLength(7)
    const whole = accountIn('ready-service', { logPageSize: 10_000 })
    deploy(whole.account)
    whole.advance(900)
    expect(lines(account)).toEqual(lines(whole.account))
  })

  test('a token is refused with other arguments', () => {
    const { account, advance } = accountIn('ready-service', { logPageSize: 7 })
    deploy(account)
    advance(900)
    const { nextPageToken: pageToken } = account.call('GetContainerLog', {
      serviceName: 'shop',
      containerName: 'app',
    })
    expect(
      refusal(() =>
        account.call('GetContainerLog', {
          serviceName: 'shop',
          containerName: 'app',
          filterPattern: 'x',
          pageToken,
        }),
      )[0],
    ).toBe('InvalidInputException')
  })

  test('a time range cuts both ends, inclusive', () => {
    const { account, clock, advance } = accountIn('ready-service')
    const start = clock.now() / 1000
    deploy(account)
    advance(900)
    const { logEvents } = account.call('GetContainerLog', {
      serviceName: 'shop',
      containerName: 'app',
      startTime: start + 45,
      endTime: start + 48,
    })
    expect(logEvents.map(({ createdAt }) => createdAt - start)).toEqual([45, 48])
  })
})

test.each([
  ['', 'anything', true],
  ['ERROR', 'an ERROR', true],
  ['ERROR', 'an error', false],
  ['-ERROR', 'an ERROR', false],
  ['-ERROR', 'fine', true],
  ['ERROR Exception', 'ERROR: Exception', true],
  ['ERROR Exception', 'ERROR', false],
  ['?ERROR ?Exception', 'an Exception', true],
  ['?ERROR ?Exception', 'fine', false],
  ['"two words"', 'has two words', true],
  ['"two words"', 'words, two', false],
])('the filter %j on %j: %j', (pattern, message, expected) => {
  expect(filterOf(pattern)(message)).toBe(expected)
})
