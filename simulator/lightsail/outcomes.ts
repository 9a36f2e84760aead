import {
  crashScript,
  healthScript,
  type LogScript,
  neverScript,
  pullScript,
  successScript,
} from './log-scripts.ts'

/** What becomes of a deployment: how it ends, how long each phase takes (seconds), and what its containers log. */
export interface Outcome {
  readonly name: string
  readonly sentence: string
  readonly kind: 'active' | 'failed' | 'never'
  readonly seconds: { readonly creating: number; readonly checking: number; readonly activating: number }
  readonly story: LogScript
  /** HTTP status of the default URL while this deployment serves; 200 unless given. */
  readonly answers?: number
}

// Success takes about three minutes, failure clearly longer (docs/lightsail-facts.md §2.5).
const success = { creating: 72, checking: 79, activating: 9 }
const unhealthy = { creating: 72, checking: 408, activating: 0 }
const givenUp = { creating: 72, checking: 268, activating: 0 }

function listening(port: number) {
  return [`Server listening on http://0.0.0.0:${port}`]
}

/** Every outcome that a deployment can be given, by name. */
export const outcomes = {
  succeeds: {
    sentence: 'becomes active after 2 min 40 s',
    kind: 'active',
    seconds: success,
    story: successScript({ steadyAt: 148 }),
  },
  'succeeds-slowly': {
    sentence: 'becomes active after 9 min',
    kind: 'active',
    seconds: { creating: 72, checking: 459, activating: 9 },
    story: successScript({ steadyAt: 528 }),
  },
  'succeeds-at-once': {
    sentence: 'becomes active after a second, faster than anyone polls',
    kind: 'active',
    seconds: { creating: 0, checking: 0, activating: 1 },
    story: successScript({ steadyAt: 1 }),
  },
  'succeeds-but-answers-500': {
    sentence: 'becomes active like any other, but its URL answers 500',
    kind: 'active',
    seconds: success,
    story: successScript({ steadyAt: 148 }),
    answers: 500,
  },
  'wrong-port': {
    sentence: 'fails: the app listens on a different port than the public endpoint uses',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: ({ port }) => listening(port === 3000 ? 8080 : 3000) }),
  },
  'health-404': {
    sentence: 'fails: the health-check path answers 404',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: ({ port }) => listening(port), status: 404 }),
  },
  'health-401': {
    sentence: 'fails: the health-check path answers 401',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: ({ port }) => listening(port), status: 401 }),
  },
  'health-403': {
    sentence: 'fails: the health-check path answers 403',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: ({ port }) => listening(port), status: 403 }),
  },
  'health-redirect': {
    sentence: 'fails: the health-check path answers with a redirect',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: ({ port }) => listening(port), status: 302 }),
  },
  'health-429': {
    sentence: "fails: the app's rate limiter answers the health check with 429",
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: ({ port }) => listening(port), status: 429 }),
  },
  'health-500': {
    sentence: 'fails: the health-check path answers 500',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({
      boot: ({ port }) => [...listening(port), 'Error: connect ECONNREFUSED 127.0.0.1:5432'],
      status: 500,
    }),
  },
  'health-503': {
    sentence: 'fails: the health-check path answers 503 because the app is not ready',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: ({ port }) => listening(port), status: 503 }),
  },
  'slow-start': {
    sentence: 'fails: the app starts to listen after the health check gave up',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({
      boot: () => ['Starting', 'Loading the search index (1 of 12)', 'Loading the search index (2 of 12)'],
      late: ({ port }) => ['Loading the search index (12 of 12)', ...listening(port)],
    }),
  },
  hangs: {
    sentence: 'fails: the app starts but never listens',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: () => ['Starting', 'Waiting for the database to accept connections'] }),
  },
  'localhost-only': {
    sentence: 'fails: the app listens on 127.0.0.1, which cannot be reached from outside its container',
    kind: 'failed',
    seconds: unhealthy,
    story: healthScript({ boot: ({ port }) => [`Server listening on http://127.0.0.1:${port}`] }),
  },
  crashes: {
    sentence: 'fails: the app throws on startup and exits with code 1',
    kind: 'failed',
    seconds: givenUp,
    story: crashScript(() => [
      '/app/server.js:14',
      'const routes = config.routes.map(toRoute)',
      '                             ^',
      "TypeError: Cannot read properties of undefined (reading 'map')",
      '    at Object.<anonymous> (/app/server.js:14:30)',
      '    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
      '    at node:internal/main/run_main_module:36:49',
      'Node.js v24.11.0',
      'npm error command failed: exit code 1',
    ]),
  },
  'missing-variable': {
    sentence: 'fails: the app exits because an environment variable is not set',
    kind: 'failed',
    seconds: givenUp,
    story: crashScript(() => [
      'Error: Missing required environment variable SESSION_KEY',
      '    at readConfig (/app/config.js:7:11)',
      '    at Object.<anonymous> (/app/server.js:3:16)',
      'Node.js v24.11.0',
    ]),
  },
  'out-of-memory': {
    sentence: 'fails: the app needs more memory than the power has',
    kind: 'failed',
    seconds: givenUp,
    story: crashScript(() => [
      '<--- Last few GCs --->',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      'Killed',
    ]),
  },
  arm64: {
    sentence: 'fails: the image was built for arm64',
    kind: 'failed',
    seconds: givenUp,
    story: crashScript(() => ['exec /usr/local/bin/docker-entrypoint.sh: exec format error']),
  },
  'cannot-pull': {
    sentence: 'fails: the image cannot be pulled, so the app never logs anything',
    kind: 'failed',
    seconds: givenUp,
    story: pullScript,
  },
  'no-reason': {
    sentence: 'fails: its log does not show why',
    kind: 'failed',
    seconds: givenUp,
    story: crashScript(() => ['Booting', 'Reading settings']),
  },
  'never-ends': {
    sentence: 'never leaves ACTIVATING',
    kind: 'never',
    seconds: { creating: 72, checking: Number.POSITIVE_INFINITY, activating: 0 },
    story: neverScript,
  },
} as const satisfies Record<string, Omit<Outcome, 'name'>>

export type OutcomeName = keyof typeof outcomes
