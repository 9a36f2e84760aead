import { describe, expect, test } from '@jest/globals'
import type { AnalyzedDeployment } from '../../../../src/lightsail/diagnosis/analysis.ts'
import { fallbackCause } from '../../../../src/lightsail/diagnosis/diagnose.ts'
import { atPort, causeIn, findings, fixture, fixtureNames, said, withWorker } from '../../../support/logs.ts'
import { container, service } from '../../../support/shop.ts'

function cause(lines: readonly string[], differing: Partial<AnalyzedDeployment> = {}) {
  return causeIn(
    lines.map((line) => said(line)),
    differing,
  )
}

describe('a log from its first line to its last: the cause, the evidence, the fix', () => {
  /** Fixture → reason code, what the evidence begins with, a part of the fix. */
  const expected: Readonly<Record<string, readonly [code: string, evidence: string, fix: string]>> = {
    arm64: [
      'wrong-architecture',
      'app 0:49  "exec /usr/local',
      '--platform linux/amd64; if it is, the script',
    ],
    'arm64-binary': ['wrong-architecture', 'app 0:49  "exec /app/server', '--platform linux/amd64'],
    'cannot-pull': ['image-not-pulled', '3 nodes were started, and no container', 'exist and are public'],
    'crash-dotnet': ['app-crashed', 'app 0:49  "Unhandled exception. System.Inv', 'docker run'],
    'crash-go': ['app-crashed', 'app 0:49  "panic: runtime error: invalid', 'docker run'],
    'crash-java': ['app-crashed', 'app 0:49  "Caused by: java.io.FileNot', 'the file is in the image'],
    'crash-node': ['app-crashed', 'app 0:49  "TypeError: Cannot read', 'docker run'],
    'crash-node-module': ['app-crashed', 'app 0:49  "Error: Cannot find module', 'Dockerfile'],
    'crash-command-missing': [
      'app-crashed',
      'app 0:49  "/bin/sh: 1: gunicorn: not',
      'check command, and that the program is',
    ],
    'crash-command-variable': [
      'app-crashed',
      'app 0:49  "/docker-entrypoint.sh: exec',
      'set variables in environment-variables',
    ],
    'crash-nginx-port': ['app-crashed', 'app 0:49  "2026/11/21 12:30:45 [emerg] 1#1: bind', 'a higher port'],
    'crash-nginx-upstream': [
      'app-crashed',
      'app 0:49  "2026/11/21 12:30:45 [emerg] 1#1: host not',
      'at localhost',
    ],
    'crash-php': ['app-crashed', 'app 0:49  "PHP Fatal error:  Uncaught', 'docker run'],
    'crash-port-in-use': ['app-crashed', 'app 0:49  "Error: listen EADDRINUSE', 'its own port'],
    'crash-python': ['app-crashed', 'app 0:49  "ModuleNotFoundError', 'Dockerfile'],
    'crash-python-host': ['app-crashed', 'app 0:49  "psycopg.OperationalError', 'at localhost'],
    'crash-ruby': ['app-crashed', 'app 0:49  "/usr/local/bundle', 'Dockerfile'],
    'crash-rust': ['app-crashed', "app 0:49  \"thread 'main' panicked", 'docker run'],
    'crash-spring': ['app-crashed', 'app 0:49  "APPLICATION FAILED', 'docker run'],
    'health-host-django': [
      'health-check-failed',
      'app 0:48  "Invalid HTTP_HOST header: \'172.26',
      'ALLOWED_HOSTS',
    ],
    'health-host-rails': [
      'health-check-failed',
      'app 0:48  "[ActionDispatch::HostAuth',
      "request.path == '/healthz'",
    ],
    'health-302': ['health-check-failed', 'app 5:55  "172.26.15.45', 'success-codes: 200-299,302'],
    'health-401': ['health-check-failed', 'app 5:55  "172.26.15.45', 'without a login'],
    'health-403': ['health-check-failed', 'app 5:55  "172.26.15.45', 'without a login'],
    'health-404': ['health-check-failed', 'app 5:55  "172.26.15.45', 'a path that the app has'],
    'health-404-uvicorn': ['health-check-failed', 'app 5:50  "INFO:     172.26', 'a path that the app has'],
    'health-429': ['health-check-failed', 'app 5:55  "172.26.15.45', 'exempt the health check'],
    'health-499-nginx': ['health-check-failed', 'app 5:50  "172.26.15.45', 'timeout-seconds: 10'],
    'health-500': ['health-check-failed', 'app 3:19  "[error] GET /healthz', 'fix the error'],
    'health-502-nginx': [
      'health-check-failed',
      'app 3:20  "2026/11/21',
      'have the proxy connect to localhost',
    ],
    'health-503': ['health-check-failed', 'app 5:55  "172.26.15.45', 'find out why /healthz'],
    'localhost-dotnet': ['listens-on-localhost', 'app 0:48  "      Now listening', '0.0.0.0:8080'],
    'localhost-uvicorn': ['listens-on-localhost', 'app 0:48  "INFO:     Uvicorn', '0.0.0.0:8080'],
    'memory-gunicorn': ['out-of-memory', 'app 0:49  "[2026-11-21 12:30:45 +0000] [1] [ERR', 'power: micro'],
    'memory-java': ['out-of-memory', 'app 0:49  "Exception in thread', 'power: micro'],
    'memory-killed': ['out-of-memory', 'app 0:49  "/entrypoint.sh: line 3', 'power: micro'],
    'memory-node': ['out-of-memory', 'app 0:49  "FATAL ERROR', 'power: micro (nano has 512 MB)'],
    'missing-variable': ['missing-variable', 'app 0:49  "Error: Missing required', 'set SESSION_KEY in'],
    'missing-variable-postgres': [
      'missing-variable',
      'app 0:49  "       You must',
      'set POSTGRES_PASSWORD in',
    ],
    'missing-variable-python': ['missing-variable', 'app 0:49  "KeyError: \'SESSION', 'set SESSION_KEY in'],
    'slow-start': ['starts-too-slowly', 'app 1:49  "Server listening', 'unhealthy-threshold: 10'],
    'start-timeout': ['start-timeout', 'app 5:38  "Starting"', '(3) does it start within 12 s?'],
    'wrong-port': ['wrong-port', 'app 0:48  "Server listening', 'container-port: 3000'],
    'wrong-port-streamlit': ['wrong-port', 'app 0:48  "  Local URL: http', 'container-port: 8501'],
    'wrong-port-spring': ['wrong-port', 'app 0:48  "2026-11-21T12:30:47', 'container-port: 9000'],
  }
  const unknown = fixtureNames.filter((name) => !(name in expected))

  test.each(Object.entries(expected))('%s', (name, [reasonCode, first, fix]) => {
    const told = causeIn(fixture(name))
    expect(told).toMatchObject({ reasonCode, fix: expect.stringContaining(fix) })
    expect(told?.lines[0]).toContain(first)
    expect(told?.lines.length).toBeLessThanOrEqual(3)
  })

  test.each(unknown)('%s has no cause that is sure', (name) => {
    expect([undefined, 'start-timeout']).toContain(causeIn(fixture(name))?.reasonCode)
  })

  test('there are logs that look like a cause and are not', () => {
    expect(unknown.filter((name) => name.startsWith('not-')).length).toBeGreaterThan(8)
  })

  test('Rust and Spring Boot explain themselves on another line', () => {
    expect(causeIn(fixture('crash-rust'))?.lines[1]).toContain('ParseIntError')
    expect(causeIn(fixture('crash-spring'))?.lines[1]).toContain('Failed to configure a DataSource')
  })

  test('a trace tells where in the app it was', () => {
    expect(causeIn(fixture('crash-node'))?.lines[1]).toContain('/app/server.js:14')
    expect(causeIn(fixture('crash-python'))?.lines[1]).toContain('/app/shop/app.py')
    expect(causeIn(fixture('crash-go'))?.lines[1]).toContain('/app/main.go:27')
  })
})

describe('the image is not for this platform', () => {
  test.each([
    'exec /usr/local/bin/docker-entrypoint.sh: exec format error',
    'exec /app/server: exec format error',
    'standard_init_linux.go:228: exec user process caused: exec format error',
    'exec container process `/app/server`: Exec format error',
    '/bin/sh: 1: ./server: Exec format error',
    'bash: ./server: cannot execute binary file: Exec format error',
  ])('%s', (line) => {
    expect(cause([line])).toMatchObject({ reasonCode: 'wrong-architecture', lines: [`app "${line}"`] })
  })

  test('of several images the one is named', () => {
    const line = said('exec /app/server: exec format error', 'worker')
    expect(causeIn([line], { spec: withWorker })).toMatchObject({
      reason: expect.stringContaining('the image of the container worker is not built for linux/amd64'),
      fix: 'build ghcr.io/acme/worker:1 with docker build --platform linux/amd64',
    })
  })
})

describe('no container ever ran', () => {
  const lines = fixture('cannot-pull')
  const ecr = (region: string) => `123456789012.dkr.ecr.${region}.amazonaws.com/shop:1`
  const from = (
    image: string,
    ecrRole = { isActive: false, principalArn: '' },
  ): Partial<AnalyzedDeployment> => ({
    spec: { containers: { app: container({ image }) } },
    service: service({ ecrRole }),
  })
  const active = { isActive: true, principalArn: 'arn:aws:iam::1:role/pull' }

  test.each<[string, Partial<AnalyzedDeployment>, string]>([
    ['a public registry', from('ghcr.io/acme/shop:1'), 'exist and are public'],
    ['ECR, the role is off', from(ecr('eu-central-1')), 'ecr-image-puller-role: true'],
    ['ECR of another Region', from(ecr('us-east-1'), active), 'to ECR in eu-central-1'],
    [
      'ECR, the role is on',
      from(ecr('eu-central-1'), active),
      '"Principal":{"AWS":"arn:aws:iam::1:role/pull"}',
    ],
    ['a stored image', from(':shop.app.7'), 'push the image again'],
  ])('%s', (_, differing, fix) => {
    expect(causeIn(lines, differing)).toMatchObject({
      reasonCode: 'image-not-pulled',
      fix: expect.stringContaining(fix),
      lines: [
        '3 nodes were started, and no container wrote anything before the deployment was cancelled',
        'app 5:36  "Canceled"',
      ],
    })
  })

  test('two containers tell of the same starts', () => {
    const both = (starts: number) =>
      ['app', 'worker'].flatMap((name) => fixture('cannot-pull', name).slice(4 - starts))
    expect(causeIn(both(3), { spec: withWorker })?.reason).toContain(
      'cannot pull ghcr.io/acme/shop:1, ghcr.io/acme/worker:1',
    )
    expect(causeIn(both(2), { spec: withWorker })).toBeUndefined()
  })

  test.each<[string, Partial<AnalyzedDeployment> & { more?: string }]>([
    ['it said something', { more: 'hello' }],
    ['two nodes were started at once', { service: service({ scale: 2 }) }],
    ['a log could not be read', { unavailable: ['denied'] }],
    ['it was not given up', { lines: lines.filter(({ text }) => text !== 'Canceled') }],
  ])('but not if %s', (_, { more, ...differing }) => {
    const all = more === undefined ? lines : [...lines, said(more)]
    expect(causeIn(all, differing)?.reasonCode).not.toBe('image-not-pulled')
  })
})

describe('what is surest comes first', () => {
  test.each<[string, string[], string]>([
    ['a wrong platform over a crash', ['Error: x', 'exec /a: exec format error'], 'wrong-architecture'],
    ['memory over a crash', ['Error: x', 'Killed'], 'out-of-memory'],
    ['a missing variable over a crash', ['Error: x', 'env var TOKEN is missing'], 'missing-variable'],
    ['a crash over a port', ['listening on :3000', 'panic: x'], 'app-crashed'],
    ['a port over the time', ['listening on :3000'], 'wrong-port'],
    ['the time if there is nothing else', ['hello'], 'start-timeout'],
  ])('%s', (_, lines, reasonCode) => {
    expect(cause([...lines, 'Took too long'])).toMatchObject({ reasonCode })
  })

  test('the time names what was asked, or that nothing was', () => {
    expect(cause(['Took too long'])?.reason).toContain('GET :8080/healthz')
    const { containers } = atPort(8080)
    expect(cause(['Took too long'], { spec: { containers } })?.reason).toBe(
      'its containers did not start in time',
    )
  })

  test('nothing is found in nothing', () => {
    expect(cause([])).toBeUndefined()
    expect(cause(['hello', 'world', 'Reached a steady state'])).toBeUndefined()
  })
})

describe('unknown is an honest answer', () => {
  const failed = {
    result: 'failed-kept-previous',
    reasonCode: 'deployment-failed',
    reason: '',
    fix: 'x',
  } as const
  const { containers } = atPort(8080)
  test.each<[string, string[], Partial<AnalyzedDeployment>, string, string[]]>([
    [
      'there is no log',
      [],
      {},
      'no log yet',
      ['it can lag by minutes', 'can the image be pulled?', 'does the app listen'],
    ],
    [
      'nothing was said',
      ['Canceled'],
      {},
      'logged nothing',
      ['can the image', 'does the app listen', 'does GET /healthz'],
    ],
    [
      'something was said',
      ['hello'],
      {},
      'does not show why',
      ['does the app listen', 'does GET', 'does it start within 12 s'],
    ],
    [
      'it listens',
      ['listening on :8080'],
      {},
      'does not show why',
      ['does GET', 'does the app listen', 'does it run elsewhere'],
    ],
    [
      'a private service',
      ['hello'],
      { spec: { containers } },
      'does not show why',
      ['does the command keep', 'elsewhere', 'nano has 512 MB'],
    ],
    [
      'one of two is silent',
      ['hello'],
      { spec: withWorker },
      'does not show why',
      ['does the image of worker', 'does the app listen', 'does GET'],
    ],
    [
      'the log is denied',
      [],
      { unavailable: ['denied'] },
      'could not be read',
      ['read the log in the console', 'does the app listen', 'does GET'],
    ],
  ])('%s', (_, lines, differing, reason, checks) => {
    const told = fallbackCause(
      findings(
        lines.map((line) => said(line)),
        differing,
      ),
      failed,
    )
    expect(told).toMatchObject({ reasonCode: 'deployment-failed', reason: expect.stringContaining(reason) })
    expect(told?.fix.split('\n')).toEqual(
      checks.map((check, index) =>
        expect.stringMatching(new RegExp(`^\\(${index + 1}\\) .*${check.replaceAll('?', '\\?')}`)),
      ),
    )
  })

  test('the last two lines of the last run are shown', () => {
    const told = fallbackCause(findings(fixture('nothing-known')), failed)
    expect(told?.lines).toEqual(['app 3:39  "Booting"', 'app 3:39  "Reading settings"'])
  })

  test('an error that the app went on after is shown, and not taken for the cause', () => {
    const retries = Array.from({ length: 20 }, (_, n) => said(`retry ${n}`))
    const lines = [said('Error: no route to database'), ...retries]
    expect(causeIn(lines)).toBeUndefined()
    expect(fallbackCause(findings(lines), failed)?.lines).toEqual([
      'app "Error: no route to database"',
      'app "retry 19"',
    ])
  })

  test('a deployment whose time ended keeps its own reason, with what was said last', () => {
    const timedOut = { ...failed, result: 'timed-out', reasonCode: 'wait-timeout' } as const
    expect(fallbackCause(findings([said('hello')]), timedOut)).toEqual({
      reasonCode: 'wait-timeout',
      reason: '',
      fix: 'x',
      lines: ['app "hello"'],
    })
    expect(fallbackCause(findings([]), timedOut)).toBeUndefined()
  })

  test('a URL that did not verify has its own evidence', () => {
    expect(
      fallbackCause(findings([said('hello')]), {
        ...failed,
        result: 'not-verified',
        reasonCode: 'not-verified',
      }),
    ).toBeUndefined()
  })
})

test.each([
  ['2026/11/21 12:30:45 listen tcp :80: bind: permission denied', 'a higher port'],
  ['listen tcp4 0.0.0.0:80: bind: address already in use', 'its own port'],
])('a port that could not be taken is not listened at: %s', (line, fix) => {
  const found = cause([line, line, line])
  expect(found?.reasonCode).toBe('app-crashed')
  expect(found?.fix).toContain(fix)
})
