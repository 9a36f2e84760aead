import { always, type Lines, listening, type Outcome, type OutcomeTable } from './outcome.ts'

function exits(
  exitCode: number,
  says: Lines,
  { containerReason, afterSeconds = 6 }: { containerReason?: string; afterSeconds?: number } = {},
): Outcome['task'] {
  const reason = containerReason === undefined ? {} : { containerReason }
  return always({ kind: 'exits', afterSeconds, exitCode, says, ...reason })
}

function unhealthy(answer: string, says: Lines): Outcome['task'] {
  return always({ kind: 'unhealthy', by: 'load-balancer', answer, says })
}

function codes(status: number) {
  return `Health checks failed with these codes: [${status}]`
}
const noAnswer = 'Request timed out'

/** Failures of the application after its container started. Outcomes that Lightsail has as well share its names. */
export const appFailures = {
  crashes: {
    sentence: 'fails: the app throws on startup and exits with code 1',
    task: exits(1, () => [
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
  'exits-0': {
    sentence: 'fails: the container exits instead of running on',
    task: exits(0, () => ['Migrations are up to date.']),
  },
  'missing-variable': {
    sentence: 'fails: the app exits because an environment variable is not set',
    task: exits(1, () => [
      'Error: Missing required environment variable SESSION_KEY',
      '    at readConfig (/app/config.js:7:11)',
      '    at Object.<anonymous> (/app/server.js:3:16)',
      'Node.js v24.11.0',
    ]),
  },
  'out-of-memory': {
    sentence: "fails: the app needs more memory than its container's limit",
    task: exits(137, () => ['Starting', 'Loading the search index (1 of 12)'], {
      containerReason: 'OutOfMemoryError: Container killed due to memory usage',
      afterSeconds: 12,
    }),
  },
  'exec-format-error': {
    sentence: 'fails: the program in the image is for a different CPU',
    task: exits(255, () => ['exec /usr/local/bin/docker-entrypoint.sh: exec format error'], {
      afterSeconds: 2,
    }),
  },
  'not-executable': {
    sentence: 'fails: the command is not executable',
    task: exits(126, () => ['/bin/sh: 1: ./start.sh: Permission denied'], { afterSeconds: 2 }),
  },
  segfault: {
    sentence: 'fails: the app crashes in native code',
    task: exits(139, () => ['Starting'], { afterSeconds: 4 }),
  },
  'no-reason': {
    sentence: 'fails: its log does not show why',
    task: exits(1, () => ['Booting', 'Reading settings']),
  },
  'rollback-fails': {
    sentence: 'fails: the app crashes, and the rollback fails as well',
    task: exits(1, () => ['Error: the schema of the database is newer than this version']),
    failsToRollBack: true,
  },
  'spot-interrupted': {
    sentence: 'is stuck: Spot reclaims every task',
    task: always({
      kind: 'exits',
      afterSeconds: 15,
      exitCode: 143,
      reason: 'Your Spot Task was interrupted.',
      stopCode: 'SpotInterruption',
      says: listening,
    }),
  },
  'container-unhealthy': {
    sentence: "fails: the container's own health check fails",
    task: always({ kind: 'unhealthy', by: 'container', says: listening }),
  },
  'elb-404': {
    sentence: "fails: the load balancer's health check gets 404",
    task: unhealthy(codes(404), listening),
  },
  'elb-503': {
    sentence: "fails: the load balancer's health check gets 503",
    task: unhealthy(codes(503), listening),
  },
  'elb-timeout': {
    sentence: "fails: nothing answers the load balancer's health check",
    task: unhealthy(noAnswer, () => ['Starting', 'Waiting for the database to accept connections']),
  },
  'wrong-port': {
    sentence: 'fails: the app listens on a different port than the load balancer uses',
    task: unhealthy(noAnswer, ({ port }) => [
      `Server listening on http://0.0.0.0:${port === 3000 ? 8080 : 3000}`,
    ]),
  },
  'localhost-only': {
    sentence: 'fails: the app listens on 127.0.0.1, which cannot be reached from outside its task',
    task: unhealthy(noAnswer, ({ port }) => [`Server listening on http://127.0.0.1:${port}`]),
  },
} as const satisfies OutcomeTable
