import { describe, expect, test } from '@jest/globals'
import type { AnalyzedDeployment } from '../../../../src/lightsail/diagnosis/analysis.ts'
import { atPort, causeIn, fixture, said, withWorker } from '../../../support/logs.ts'

function cause(lines: readonly string[], differing: Partial<AnalyzedDeployment> = {}) {
  return causeIn(
    lines.map((line) => said(line)),
    differing,
  )
}

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
    Streamlit: [
      '  You can now view your Streamlit app in your browser.',
      '  Local URL: http://localhost:PORT',
      '  Network URL: http://172.26.3.4:PORT',
      '  External URL: http://198.51.100.7:PORT',
    ],
    'Streamlit with an address': ['  URL: http://0.0.0.0:PORT'],
    Gradio: ['* Running on local URL:  http://0.0.0.0:PORT'],
    Quarkus: [
      '2026-11-21 12:30:45,123 INFO  [io.quarkus] (main) shop 1.0 on JVM started in 1.2s. Listening on: http://0.0.0.0:PORT',
    ],
    WEBrick: ['[2026-11-21 12:30:45] INFO  WEBrick::HTTPServer#start: pid=1 port=PORT'],
    Sinatra: ['== Sinatra (v4.0.0) has taken the stage on PORT for production with backup from Puma'],
    Fiber: [
      ' │               http://127.0.0.1:PORT               │',
      ' │       (bound on host 0.0.0.0 and port PORT)       │',
    ],
    Rocket: ['Rocket has launched from http://0.0.0.0:PORT'],
    PHP: ['[Sat Nov 21 12:30:45 2026] PHP 8.4.1 Development Server (http://0.0.0.0:PORT) started'],
    Remix: ['[remix-serve] http://localhost:PORT (http://172.26.1.2:PORT)'],
    Tomcat: ['21-Nov-2026 12:30:45.123 INFO [main] Starting ProtocolHandler ["http-nio-PORT"]'],
    serve: [' INFO  Accepting connections at http://localhost:PORT'],
    'http-server': ['Available on:', '  http://172.26.1.2:PORT'],
    Ktor: ['2026-11-21 12:30:45.123 [main] INFO  ktor.application - Responding at http://0.0.0.0:PORT'],
    Daphne: ['Listening on TCP address 0.0.0.0:PORT'],
    WildFly: ['WFLYUT0006: Undertow HTTP listener default listening on 0.0.0.0:PORT'],
    Waitress: ['INFO:waitress:Serving on http://0.0.0.0:PORT'],
    Vite: ['  ➜  Local:   http://localhost:PORT/', '  ➜  Network: http://172.26.1.2:PORT/'],
    'a sentence': ['Server is up on port PORT'],
    'a number alone': ['App listening on PORT'],
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
      reason: 'the app listens on port 3000, but the public endpoint points to port 8080',
      fix: expect.stringContaining('container-port: 3000, or make the app listen on 8080'),
      lines: [expect.stringContaining('3000')],
    })
  })

  test.each(rows)('%s: the right port is no cause', (_, lines) => {
    expect(cause(at(lines, 8080))).toBeUndefined()
    expect(cause(at(lines, 80), { spec: atPort(80) })).toBeUndefined()
  })

  test('it is said of the right container only', () => {
    expect(causeIn([said('listening on port 4000', 'worker')], { spec: withWorker })).toBeUndefined()
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
    'proxying to http://localhost:5000',
    'see http://docs.example.com:9000/help',
    'Fetching http://api.example.com:9000/data',
    'starting up: 3000 products in stock',
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
    'no longer running: exit 9',
    'Connected to the search running on port 9200',
    'Waiting for the queue to listen on localhost:5671',
    'gRPC server listening on :50051',
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

describe('the app listens, but not where it is asked', () => {
  test('several ports, none of them right: each is named', () => {
    expect(cause(['api listening on :3000', 'pages listening on :3001'])).toMatchObject({
      reason: 'the app listens on ports 3000 and 3001, but the public endpoint points to port 8080',
      fix: 'container-port: 3000 or 3001, or make the app listen on 8080',
      lines: ['app "api listening on :3000"', 'app "pages listening on :3001"'],
    })
  })

  test('of several containers the cause names the one', () => {
    expect(cause(['listening on :3000'], { spec: withWorker })).toMatchObject({
      reason: 'the container app listens on port 3000, but the public endpoint points to port 8080',
    })
  })

  test('another port on 127.0.0.1 needs two corrections', () => {
    expect(cause(['Uvicorn running on http://127.0.0.1:8000'])).toMatchObject({
      reasonCode: 'wrong-port',
      fix: 'container-port: 8000, or make the app listen on 8080, on 0.0.0.0',
    })
  })

  test('what the health check reaches listens, whatever it says', () => {
    const check = '172.26.1.2 - - "GET /healthz HTTP/1.1" 200 1 "-" "ELB-HealthChecker/2.0"'
    expect(cause(['listening on :3000', check])).toBeUndefined()
    expect(cause(['Uvicorn running on http://127.0.0.1:8080', check])).toBeUndefined()
  })

  test('while a first line is all there is, the right one may follow', () => {
    expect(cause(['pages listening on :3001'], { isOver: false })).toBeUndefined()
  })

  test.each([
    'Uvicorn running on http://127.0.0.1:8080',
    'Server listening at http://[::1]:8080',
    '[2026-11-21 12:30:45 +0000] [1] [INFO] Listening at: http://127.0.0.1:8080 (1)',
    'Starting development server at http://127.0.0.1:8080/',
    '   INFO  Server running on [http://127.0.0.1:8080].',
    '      Now listening on: http://localhost:8080',
    '2026/11/21 12:30:45 listening on 127.0.0.1:8080',
  ])('only its own container reaches: %s', (line) => {
    expect(cause([line])).toMatchObject({
      reasonCode: 'listens-on-localhost',
      fix: expect.stringContaining('0.0.0.0:8080'),
      lines: [`app "${line}"`],
    })
  })

  test.each([
    ['a link to click', ['Example app listening on http://localhost:8080']],
    ['both are listened at', ['Listening on http://127.0.0.1:8080', 'Listening on http://0.0.0.0:8080']],
    ['all addresses', [' * Running on all addresses (0.0.0.0)', ' * Running on http://127.0.0.1:8080']],
  ])('not: %s', (_, lines) => {
    expect(cause(lines)).toBeUndefined()
  })
})

describe('the health check is too impatient for the start', () => {
  const lines = fixture('slow-start')
  test.each([
    [{}, 'health-check-interval-seconds: 10 and health-check-unhealthy-threshold: 10, which allow 100 s'],
    [
      { intervalSeconds: 10, unhealthyThreshold: 4 },
      'health-check-interval-seconds: 10 and health-check-unhealthy-threshold: 10, which allow 100 s',
    ],
    [
      { intervalSeconds: 30, unhealthyThreshold: 2 },
      'health-check-interval-seconds: 30 and health-check-unhealthy-threshold: 4, which allow 120 s',
    ],
  ])('values that suffice for %j', (check, fix) => {
    expect(causeIn(lines, { spec: atPort(8080, check) })).toMatchObject({
      reasonCode: 'starts-too-slowly',
      fix: expect.stringContaining(fix),
      lines: ['app 1:49  "Server listening on http://0.0.0.0:8080"'],
    })
  })

  test('not if it was patient enough', () => {
    const patient = atPort(8080, { intervalSeconds: 30, unhealthyThreshold: 3 })
    expect(causeIn(lines, { spec: patient })?.reasonCode).toBe('start-timeout')
  })

  test('not if one of the starts was quick', () => {
    const quick = said('listening on :8080', 'app', { at: 191_000 })
    const at = lines.findIndex(({ at, isPlatform }) => isPlatform && at === 190_000)
    const mixed = [...lines.slice(0, at + 1), quick, ...lines.slice(at + 1)]
    expect(causeIn(mixed)?.reasonCode).toBe('start-timeout')
  })

  test('not while the deployment goes on', () => {
    expect(causeIn(lines.filter(({ text }) => !text.startsWith('Took')))).toBeUndefined()
  })
})
