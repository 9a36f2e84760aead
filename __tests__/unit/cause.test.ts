import { describe, expect, test } from '@jest/globals'
import { causeOf } from '../../src/lightsail/cause.ts'
import type { DeploymentSpec } from '../../src/lightsail/deployment.ts'
import { container, publicAt } from './shop.ts'

const atPort = (port: number, healthCheck = {}): DeploymentSpec => ({
  containers: {
    app: container({ ports: { [port]: 'HTTP' } }),
    db: container({ image: 'postgres:18', ports: { 5432: 'TCP' } }),
  },
  publicEndpoint: publicAt('app', port, healthCheck),
})
const found = (container: string) => (text: string) => ({ container, text, shown: `${container} "${text}"` })
const cause = (
  app: readonly string[],
  { platform = [], spec = atPort(8080) }: { platform?: readonly string[]; spec?: DeploymentSpec } = {},
) => causeOf({ spec, app: app.map(found('app')), platform: platform.map(found('app')), isOver: false })

describe('the app listens on another port', () => {
  /** What frameworks print at their start, with the port in place of PORT. */
  const startUps: Readonly<Record<string, readonly string[]>> = {
    Express: ['> shop@1.0.0 start', '> node server.js', 'Example app listening on port PORT'],
    'Express with an address': ['Server listening at http://localhost:PORT'],
    Fastify: [
      '{"level":30,"time":1795260645123,"pid":1,"hostname":"ip-172-26-1-2","msg":"Server listening at http://0.0.0.0:PORT"}',
    ],
    'Next.js 13': ['- ready started server on 0.0.0.0:PORT, url: http://localhost:PORT'],
    'Next.js 15': [
      '   ▲ Next.js 15.1.0',
      '   - Local:        http://localhost:PORT',
      '   - Network:      http://0.0.0.0:PORT',
      '',
      ' ✓ Starting...',
      ' ✓ Ready in 312ms',
    ],
    Nuxt: ['Listening on http://[::]:PORT'],
    Uvicorn: [
      'INFO:     Started server process [1]',
      'INFO:     Waiting for application startup.',
      'INFO:     Application startup complete.',
      'INFO:     Uvicorn running on http://0.0.0.0:PORT (Press CTRL+C to quit)',
    ],
    Gunicorn: [
      '[2026-11-21 12:30:45 +0000] [1] [INFO] Starting gunicorn 23.0.0',
      '[2026-11-21 12:30:45 +0000] [1] [INFO] Listening at: http://0.0.0.0:PORT (1)',
      '[2026-11-21 12:30:45 +0000] [1] [INFO] Using worker: sync',
      '[2026-11-21 12:30:45 +0000] [7] [INFO] Booting worker with pid: 7',
    ],
    Flask: [
      ' * Serving Flask app "shop"',
      ' * Running on all addresses (0.0.0.0)',
      ' * Running on http://127.0.0.1:PORT',
    ],
    'Rails with Puma': [
      '=> Booting Puma',
      '=> Rails 8.0.1 application starting in production',
      'Puma starting in single mode...',
      '* Puma version: 6.5.0 ("Sky\'s Version")',
      '*  Min threads: 3',
      '*          PID: 1',
      '* Listening on http://0.0.0.0:PORT',
      'Use Ctrl-C to stop',
    ],
    'Spring Boot 2': [
      "2026-11-21 12:30:45.123  INFO 1 --- [           main] o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat started on port(s): PORT (http) with context path ''",
      '2026-11-21 12:30:45.130  INFO 1 --- [           main] com.acme.Shop                            : Started Shop in 3.1 seconds (JVM running for 3.6)',
    ],
    'Spring Boot 3': [
      '2026-11-21T12:30:45.123Z  INFO 1 --- [shop] [           main] o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat initialized with port PORT (http)',
      "2026-11-21T12:30:45.123Z  INFO 1 --- [shop] [           main] o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat started on port PORT (http) with context path '/'",
    ],
    'Spring WebFlux': [
      '2026-11-21T12:30:45.123Z  INFO 1 --- [           main] o.s.b.web.embedded.netty.NettyWebServer  : Netty started on port PORT (http)',
    ],
    Go: ['2026/11/21 12:30:45 listening on :PORT'],
    'Go with slog': ['{"time":"2026-11-21T12:30:45.123Z","level":"INFO","msg":"server started","port":PORT}'],
    'Go with zap': ['{"level":"info","ts":1795260645.12,"msg":"listening","addr":":PORT"}'],
    Gin: ['[GIN-debug] Listening and serving HTTP on :PORT'],
    Echo: ['⇨ http server started on [::]:PORT'],
    Actix: [
      '[2026-11-21T12:30:45Z INFO  actix_server::server] starting service: "actix-web-service-0.0.0.0:PORT", workers: 2, listening on: 0.0.0.0:PORT',
    ],
    Deno: ['Listening on http://0.0.0.0:PORT/ (http://localhost:PORT/)'],
    Bun: ['Started development server: http://localhost:PORT'],
    '.NET': [
      'info: Microsoft.Hosting.Lifetime[14]',
      '      Now listening on: http://[::]:PORT',
      'info: Microsoft.Hosting.Lifetime[0]',
      '      Application started. Press Ctrl+C to shut down.',
    ],
    Phoenix: ['12:30:45.123 [info] Running ShopWeb.Endpoint with Bandit 1.6.0 at 0.0.0.0:PORT (http)'],
    Laravel: ['   INFO  Server running on [http://0.0.0.0:PORT].'],
    'Jetty behind a time': [
      '12:30:45 [main] INFO jetty - Started ServerConnector@1b2c{HTTP/1.1, (http/1.1)}{0.0.0.0:PORT}',
    ],
  }
  const rows = Object.entries(startUps)
  const at = (lines: readonly string[], port: number) =>
    lines.map((line) => line.replaceAll('PORT', String(port)))

  test.each(rows)('%s: another port is the cause', (_, lines) => {
    expect(cause(at(lines, 3000))).toMatchObject({
      reasonCode: 'wrong-port',
      reason: 'the app listens on port 3000, the public endpoint asks port 8080',
      fix: 'container-port: 3000, or make the app listen on 8080',
      lines: [expect.stringContaining('3000')],
    })
  })

  test.each(rows)('%s: the right port is no cause', (_, lines) => {
    expect(cause(at(lines, 8080))).toBeUndefined()
    expect(cause(at(lines, 80), { spec: atPort(80) })).toBeUndefined()
  })

  test('it is said of the right container only', () => {
    const app = [{ container: 'db', text: 'listening on port 5432', shown: 'db' }]
    expect(causeOf({ spec: atPort(8080), app, platform: [], isOver: true })).toBeUndefined()
  })

  test('several ports, one of them right', () => {
    expect(cause(['metrics listening on :9090', 'api listening on :8080'])).toBeUndefined()
  })

  test('a private service has no right port', () => {
    const { containers } = atPort(8080)
    expect(cause(['listening on :3000'], { spec: { containers } })).toBeUndefined()
  })

  test.each([
    'server started at 12:30:45',
    'Started at 2026-11-21 12:30:45',
    '12:30:45 ready',
    'ready at 12:30',
    '[2026-11-21 12:30:45 +0000] [1] [INFO] Worker running',
    'Nightly job started 2026-11-21T12:30:45.123Z',
    '{"level":"info","message":"server started","timestamp":"2026-11-21T12:30:45.123Z"}',
    '{"level":"info","msg":"worker started","pid":4321}',
    '{"level":30,"msg":"running migrations","duration":1234}',
    'running migrations on postgres://shop:secret@db.internal:5432/shop',
    'Redis client ready at redis://cache:6379',
    'redis ready: cache.internal:6379',
    'Kafka consumer running, brokers kafka-1:9092,kafka-2:9092',
    'bound to amqp://guest@mq:5672',
    'Debugger listening on ws://127.0.0.1:9229/0f2c936f-b1cd-4ac9-aab3-f63b0f33d55e',
    'Debugger listening on ws://0.0.0.0:9229/0f2c936f',
    'metrics server listening on :9090',
    '{"level":"info","logger":"admin","msg":"admin endpoint started","address":"localhost:2019"}',
    '/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf',
    '/docker-entrypoint.sh: Configuration complete; ready for start up',
    '2026/11/21 12:30:45 [notice] 1#1: start worker process 29',
    '172.26.1.2 - - [21/Nov/2026:12:30:45 +0000] "GET /ready HTTP/1.1" 200 15 "-" "curl/8.0"',
    '[Nest] 1  - 11/21/2026, 12:30:45 PM     LOG [NestApplication] Nest application successfully started +2ms',
    'INFO:     Started server process [1]',
    'Started Shop in 3.112 seconds (process running for 3.6)',
    'running on node v22.11.0',
    'Serving static files from /app/public',
    'no longer running: exit 1',
  ])('no listening port is seen in: %s', (line) => {
    expect(cause([line])).toBeUndefined()
  })

  test('a line about a database does not hide where the app listens', () => {
    expect(
      cause(['Redis client ready at redis://cache:6379', 'Server listening on port 3000']),
    ).toMatchObject({
      reason: expect.stringContaining('the app listens on port 3000'),
    })
  })
})

describe('the image is not for this platform', () => {
  test.each([
    'exec /usr/local/bin/docker-entrypoint.sh: exec format error',
    'exec /app/server: exec format error',
    'standard_init_linux.go:228: exec user process caused: exec format error',
  ])('%s', (line) => {
    expect(cause([line])).toMatchObject({ reasonCode: 'wrong-architecture', lines: [`app "${line}"`] })
  })
})

describe('no container ever ran', () => {
  const start = 'Started 1 new node'
  const platform = ['Creating your deployment', start, start, start, 'Canceled']
  const from = (image: string): DeploymentSpec => ({ containers: { app: container({ image }) } })

  test.each([
    ['ghcr.io/acme/shop:1', 'public'],
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1', 'ECR image puller role'],
  ])('%s', (image, fix) => {
    expect(cause([], { platform, spec: from(image) })).toMatchObject({
      reasonCode: 'image-not-pulled',
      reason: expect.stringContaining(image),
      fix: expect.stringContaining(fix),
    })
  })

  test.each<[string, string[], string[]]>([
    ['it said something', ['hello'], platform],
    ['it was not given up', [], [start, start, start]],
    ['it was started once', [], [start, 'Canceled']],
    ['there is no log', [], []],
  ])('but not if %s', (_, app, lines) => {
    expect(cause(app, { platform: lines })?.reasonCode).not.toBe('image-not-pulled')
  })
})

describe('out of memory', () => {
  test.each([
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'java.lang.OutOfMemoryError: Java heap space',
    'Exception in thread "main" java.lang.OutOfMemoryError: Metaspace',
    'fatal error: runtime: out of memory',
    'OOMKilled',
    'npm error process exited with code 137',
    'worker exit status 137',
  ])('%s', (line) => {
    expect(cause([line])).toMatchObject({ reasonCode: 'out-of-memory' })
  })

  test.each([
    'Picked up JAVA_TOOL_OPTIONS: -XX:+ExitOnOutOfMemoryError -XX:MaxDirectMemorySize=10M',
    'java -XX:+HeapDumpOnOutOfMemoryError -jar app.jar',
    'room 12 is ready',
    'memory limit 512 MB',
  ])('not: %s', (line) => {
    expect(cause([line])).toBeUndefined()
  })
})

describe('a variable is missing', () => {
  test.each([
    'Error: DATABASE_URL environment variable is not set',
    'Environment variable DATABASE_URL is required',
    'Missing required environment variable: DATABASE_URL',
    '❌ Missing environment variables:',
    'The following environment variables are missing: DATABASE_URL, TOKEN',
    'panic: required environment variable "DATABASE_URL" is not set',
    'env var TOKEN is missing',
    "KeyError: 'DATABASE_URL'",
    'config/database.rb:3:in `fetch\': key not found: "DATABASE_URL" (KeyError)',
  ])('%s', (line) => {
    expect(cause([line])).toMatchObject({ reasonCode: 'missing-variable', lines: [`app "${line}"`] })
  })

  test.each([
    "KeyError: 'user'",
    'environment variable LOG_LEVEL not set, using default "info"',
    'WARN: PORT environment variable is not set, defaulting to 8080',
    'Optional environment variable SENTRY_DSN is not set',
    'loaded 12 environment variables',
  ])('not: %s', (line) => {
    expect(cause([line])?.reasonCode).not.toBe('missing-variable')
  })
})

describe('the app crashed', () => {
  test.each([
    "Error: Cannot find module '/app/server.js'",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.js",
    'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string',
    "    TypeError: Cannot read properties of undefined (reading 'x')",
    'Uncaught ReferenceError: x is not defined',
    'Traceback (most recent call last):',
    "ModuleNotFoundError: No module named 'shop'",
    'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection refused',
    "KeyError: 'user'",
    'panic: runtime error: index out of range [3] with length 3',
    'Exception in thread "main" java.lang.IllegalStateException: x',
    'exit status 1',
    'npm error process exited with code 1',
    'fatal error: all goroutines are asleep - deadlock!',
    "thread 'main' panicked at src/main.rs:12:5:",
    'Unhandled exception. System.InvalidOperationException: no such service',
    "/app/shop.rb:1:in `require': cannot load such file -- sinatra (LoadError)",
  ])('%s', (line) => {
    expect(cause(['starting', line])).toMatchObject({ reasonCode: 'app-crashed', lines: [`app "${line}"`] })
  })

  test.each([
    '0 errors',
    'errors: none',
    'exited with code 0',
    'Error handler installed',
    'retrying after error',
    'at Error (x.js:1)',
  ])('not: %s', (line) => {
    expect(cause([line])).toBeUndefined()
  })

  test('at most three different lines are evidence', () => {
    const lines = ['Error: a', 'Error: a', 'Error: b', 'Error: a', 'Error: c', 'Error: d']
    expect(cause(lines)?.lines).toEqual(['app "Error: a"', 'app "Error: b"', 'app "Error: c"'])
  })
})

describe('the health check gets a bad answer', () => {
  const check = (status: number, path = '/') =>
    `172.26.1.2 - - [21/Nov/2026:12:30:45 +0000] "GET ${path} HTTP/1.1" ${status} 153 "-" "ELB-HealthChecker/2.0"`
  const strict = { spec: atPort(8080, { path: '/healthz', successCodes: '200-299, 301' }) }

  test.each([404, 401, 429, 500, 302, 300])('%d', (status) => {
    expect(cause([check(status, '/healthz')], strict)).toMatchObject({
      reasonCode: 'health-check-failed',
      reason: `the health check gets ${status} from /healthz, and only 200-299, 301 is healthy`,
    })
  })

  test.each([200, 204, 299, 301])('but %d is good', (status) => {
    expect(cause([check(status, '/healthz')], strict)).toBeUndefined()
  })

  test('the default takes everything below 500', () => {
    expect(cause([check(404)])).toBeUndefined()
    expect(cause([check(500)])).toMatchObject({ reasonCode: 'health-check-failed' })
  })

  test('an app that answers has not crashed, whatever it logs', () => {
    expect(cause(['Error: no cache', check(503)])).toMatchObject({ reasonCode: 'health-check-failed' })
  })

  test('what others ask is not the health check', () => {
    expect(cause([check(500).replace('ELB-HealthChecker/2.0', 'curl/8.0')])).toBeUndefined()
  })

  test('a bad answer during the start is no cause once the answers are good', () => {
    expect(cause([check(503), check(200), 'Error: cannot go on'])).toMatchObject({
      reasonCode: 'app-crashed',
    })
  })
})

describe('what is surest comes first', () => {
  const platform = ['Took too long']
  test.each<[string, string[], string]>([
    ['a wrong platform over a crash', ['Error: x', 'exec format error'], 'wrong-architecture'],
    ['memory over a crash', ['Error: x', 'out of memory'], 'out-of-memory'],
    [
      'a missing variable over a crash',
      ['Traceback (most recent call last):', "KeyError: 'TOKEN'"],
      'missing-variable',
    ],
    ['a crash over a port', ['listening on :3000', 'Error: x'], 'app-crashed'],
    ['a port over the time', ['listening on :3000'], 'wrong-port'],
    ['the time if there is nothing else', ['hello'], 'took-too-long'],
  ])('%s', (_, app, reasonCode) => {
    expect(cause(app, { platform })).toMatchObject({ reasonCode })
  })

  test('the time names what was asked, or that nothing was', () => {
    expect(cause([], { platform })?.reason).toContain('GET :8080/')
    const { containers } = atPort(8080)
    expect(cause([], { platform, spec: { containers } })?.reason).toBe(
      'its containers did not come up in time',
    )
  })

  test('nothing is found in nothing', () => {
    expect(cause([])).toBeUndefined()
    expect(cause(['hello', 'world'], { platform: ['Reached a steady state'] })).toBeUndefined()
  })
})
