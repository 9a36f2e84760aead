import { describe, expect, test } from '@jest/globals'
import type { AnalyzedDeployment } from '../../../../src/lightsail/diagnosis/analysis.ts'
import { atPort, causeIn, said, withWorker } from '../../../support/logs.ts'
import { container, service } from '../../../support/shop.ts'

function cause(lines: readonly string[], differing: Partial<AnalyzedDeployment> = {}) {
  return causeIn(
    lines.map((line) => said(line)),
    differing,
  )
}
const start = '[deployment:18] Started 1 new node'

describe('out of memory', () => {
  test.each([
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'java.lang.OutOfMemoryError: Java heap space',
    'Exception in thread "main" java.lang.OutOfMemoryError: Metaspace',
    'Terminating due to java.lang.OutOfMemoryError: Java heap space',
    'fatal error: runtime: out of memory',
    'MemoryError',
    'Out of memory.',
    "/app/shop.rb:4:in 'load': failed to allocate memory (NoMemoryError)",
    'memory allocation of 805306368 bytes failed',
  ])('%s', (line) => {
    expect(cause([line])).toMatchObject({ reasonCode: 'out-of-memory', reason: 'the app ran out of memory' })
  })

  test.each([
    'Killed',
    '/entrypoint.sh: line 3:     7 Killed                  node server.js',
    'OOMKilled',
    'npm error process exited with code 137',
    'worker exit status 137',
    'npm error signal SIGKILL',
    '[ERROR] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?',
  ])('most likely: %s', (line) => {
    expect(cause([line])).toMatchObject({
      reasonCode: 'out-of-memory',
      reason: 'the app was killed, most likely because it ran out of memory',
    })
  })

  test.each([
    'Picked up JAVA_TOOL_OPTIONS: -XX:+ExitOnOutOfMemoryError -XX:MaxDirectMemorySize=10M',
    'java -XX:+HeapDumpOnOutOfMemoryError -jar app.jar',
    'room 12 is ready',
    'OOM score adjusted',
    'Killed 3 stale sessions: none',
    'workers that run out of memory are started again',
    'memory limit 512 MB',
  ])('not: %s', (line) => {
    expect(cause([line, 'listening on :8080'])).toBeUndefined()
  })

  test.each([
    ['nano', 'power: micro (nano has 512 MB), or make the app use less memory'],
    ['medium', 'power: large (it runs on medium), or make the app use less memory'],
    ['xlarge', 'make the app use less memory: it runs on xlarge'],
    ['gigantic', 'make the app use less memory: it runs on gigantic'],
  ])('on %s', (power, fix) => {
    expect(cause(['Killed'], { service: service({ power }) })?.fix).toBe(fix)
  })
})

describe('a variable is missing', () => {
  test.each([
    ['Error: DATABASE_URL environment variable is not set', 'DATABASE_URL'],
    ['Environment variable DATABASE_URL is required', 'DATABASE_URL'],
    ['Missing required environment variable: DATABASE_URL', 'DATABASE_URL'],
    ['The following environment variables are missing: DATABASE_URL, TOKEN', 'DATABASE_URL, TOKEN'],
    ['panic: required environment variable "DATABASE_URL" is not set', 'DATABASE_URL'],
    ['env var TOKEN is missing', 'TOKEN'],
    ['error: Environment variable not found: DATABASE_URL.', 'DATABASE_URL'],
    ['required key DATABASE_URL missing value', 'DATABASE_URL'],
    [
      'django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable',
      'DATABASE_URL',
    ],
    [`Could not resolve placeholder 'DATABASE_URL' in value "\${DATABASE_URL}"`, 'DATABASE_URL'],
    ['config/database.rb:3:in `fetch\': key not found: "DATABASE_URL" (KeyError)', 'DATABASE_URL'],
  ])('%s', (line, names) => {
    expect(cause([line])).toMatchObject({
      reasonCode: 'missing-variable',
      reason: `the app needs the environment variable ${names}, which is not set`,
      fix: `set ${names} in environment-variables`,
      lines: [`app "${line}"`],
    })
  })

  test('without a name the log has it', () => {
    expect(cause(['❌ Invalid environment variables:', '  { TOKEN: [ "Required" ] }'])).toMatchObject({
      reason: 'the app needs an environment variable, which is not set',
      fix: 'set the variable that the log names in environment-variables',
    })
  })

  test('of several containers it is said which', () => {
    expect(causeIn([said('env var TOKEN is missing', 'worker')], { spec: withWorker })).toMatchObject({
      reason: 'the container worker needs the environment variable TOKEN, which is not set',
      fix: 'set TOKEN in environment-variables with container-name: worker',
    })
  })

  const spec = (environment: Record<string, string>) => ({
    ...atPort(8080),
    containers: { app: container({ environment }) },
  })
  test('a value is never taken for a name', () => {
    const told = cause(['Invalid environment variables: TOKEN=ABCDEF AB12CD34'], {
      spec: spec({ TOKEN: 'ABCDEF', OTHER: 'AB12CD34' }),
    })
    expect(told?.reason).toBe('the app needs an environment variable, which is not set')
    expect(told?.fix).not.toMatch(/ABCDEF|AB12CD34/)
  })

  test('what is set is not missing; what is empty is', () => {
    const line = 'Error: environment variable TOKEN is required'
    expect(cause([line], { spec: spec({ TOKEN: 'set-as-it-should' }) })?.reasonCode).toBe('app-crashed')
    expect(cause([line], { spec: spec({ TOKEN: '' }) })?.reasonCode).toBe('missing-variable')
  })

  test.each([
    "KeyError: 'user'",
    "KeyError: 'DATABASE_URL'",
    'environment variable LOG_LEVEL not set, using default "info"',
    'WARN: PORT environment variable is not set, defaulting to 8080',
    'Optional environment variable SENTRY_DSN is not set',
    'loaded 12 environment variables',
  ])('not: %s', (line) => {
    expect(cause([line])?.reasonCode).not.toBe('missing-variable')
  })

  test('an app that came up without does not need it', () => {
    expect(cause(['SENTRY_DSN environment variable is not set', 'listening on :8080'])).toBeUndefined()
  })
})

describe('the app crashed', () => {
  test.each([
    "Error: Cannot find module '/app/server.js'",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.js",
    'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string',
    "    TypeError: Cannot read properties of undefined (reading 'x')",
    'Uncaught ReferenceError: x is not defined',
    "ModuleNotFoundError: No module named 'shop'",
    'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection refused',
    "KeyError: 'user'",
    'panic: runtime error: index out of range [3] with length 3',
    'Exception in thread "main" java.lang.IllegalStateException: x',
    'exit status 1',
    'npm error process exited with code 1',
    'fatal error: all goroutines are asleep - deadlock!',
    'Unhandled exception. System.InvalidOperationException: no such service',
    "/app/shop.rb:1:in `require': cannot load such file -- sinatra (LoadError)",
  ])('%s', (line) => {
    expect(cause(['starting', line])).toMatchObject({
      reasonCode: 'app-crashed',
      reason: 'the app crashed',
      lines: [`app "${line}"`],
    })
  })

  test.each([
    '0 errors',
    'errors: none',
    'exited with code 0',
    'Error handler installed',
    'retrying after error',
    'at Error (x.js:1)',
    'Running on Node.js v24.11.0 in production',
    'http: panic serving 172.26.1.2:4000: nil',
  ])('not: %s', (line) => {
    expect(cause([line])).toBeUndefined()
  })

  test('an error in the middle of a log is not what ended it', () => {
    const more = Array.from({ length: 13 }, (_, n) => `job ${n} done`)
    expect(cause(['Error: no cache', ...more])).toBeUndefined()
  })

  test('an app that came up is only ended by words that mean it', () => {
    expect(cause(['listening on :8080', 'Error: no cache'])).toBeUndefined()
    expect(cause(['listening on :8080', 'Error: no cache', 'Node.js v24.11.0'])).toMatchObject({
      reasonCode: 'app-crashed',
      lines: ['app "Error: no cache"'],
    })
  })

  test('while it goes on, an error may not be its end', () => {
    expect(cause([start, 'Error: x'], { isOver: false })).toBeUndefined()
    expect(cause([start, 'Error: x', start], { isOver: false })?.reasonCode).toBe('app-crashed')
  })

  test('it is said if it happened too many times', () => {
    expect(cause([start, 'Error: x', start, 'Error: x', 'Canceled'])).toMatchObject({
      reason: 'the app crashed every time it started',
      lines: ['app "Error: x"'],
    })
  })

  test('the end of a container beside the public one is named', () => {
    const lines = [said('listening on :8080'), said('Error: no queue', 'worker')]
    expect(causeIn(lines, { spec: withWorker })?.reason).toBe('the container worker crashed')
  })

  test.each([
    ['Error: listen EADDRINUSE: address already in use :::8080', 'its own port'],
    ['Error: getaddrinfo ENOTFOUND db', 'localhost'],
    ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'wait and retry'],
    ["Error: Cannot find module 'express'", 'Dockerfile'],
    ["FileNotFoundError: [Errno 2] No such file or directory: '/data'", 'the file is in the image'],
    ['Error: listen EACCES: permission denied 0.0.0.0:80', 'below 1024'],
    [
      "[ALERT]    (1) : config : [/etc/haproxy.cfg:12] : 'server app/one' : could not resolve address 'flask'.",
      'localhost',
    ],
    ['nginx: [emerg] host not found in upstream "api" in /etc/nginx/nginx.conf:8', 'localhost'],
    ['(13)Permission denied: AH00072: make_sock: could not bind to address 0.0.0.0:80', 'below 1024'],
    [
      '[ALERT]    (1) : Binding [/etc/haproxy.cfg:4] for frontend web: cannot bind socket (Permission denied) for [0.0.0.0:80]',
      'below 1024',
    ],
    ['/docker-entrypoint.sh: exec: line 11: NODE_ENV=dev: not found', 'environment-variables'],
    ['exec: "PORT=3000 node": executable file not found in $PATH', 'environment-variables'],
    ['/usr/local/bin/entrypoint: exec: line 9: gunicron: not found', 'check command'],
    ['sh: line 1: next: command not found', 'check command'],
    ["env: 'node': No such file or directory", 'LF line endings'],
    ['exec /app/start.sh: no such file or directory', 'LF line endings'],
    ['[FATAL tini (7)] exec /app/run failed: No such file or directory', 'the file is in the image'],
    ['Error: something else', 'docker run --platform linux/amd64'],
  ])('%s has a fix of its own', (line, fix) => {
    expect(cause([line])?.fix).toContain(fix)
  })

  test('a long line is cut, so that the fix stays in sight', () => {
    expect(cause([`Error: ${'x'.repeat(1000)}`])?.lines[0]?.length).toBeLessThan(220)
  })

  test('twenty thousand lines are judged in no time worth telling', () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `Error: job ${n} failed`)
    expect(cause(lines)?.lines).toEqual(['app "Error: job 19999 failed"'])
  })
})
