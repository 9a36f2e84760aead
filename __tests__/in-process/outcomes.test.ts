import { describe, expect, test } from '@jest/globals'
import { isOutcomeName } from '../../simulator/lightsail/find-outcome.ts'
import { type OutcomeName, outcomes } from '../../simulator/lightsail/outcomes.ts'
import { runOnTime } from './helpers.ts'

/** The first five lines of the annotation of a failed deployment. */

const inputs = {
  'container-port': '8080',
  'health-check-path': '/healthz',
  'health-check-success-codes': '200-299',
  'poll-interval-seconds': '20',
}

type Told = readonly [code: string, cause: string, evidence: string, fix: string]

const toldOf: Readonly<Record<Exclude<OutcomeName, `succeeds${string}`>, Told>> = {
  'wrong-port': [
    'wrong-port',
    'the app listens on port 3000, but the public endpoint points to port 8080',
    'Server listening on http://0.0.0.0:3000',
    'container-port: 3000, or make the app listen on 8080',
  ],
  'health-404': health(404, 'the path does not exist', 'set health-check-path to a path that the app has'),
  'health-401': health(
    401,
    'it requires a login',
    'set health-check-path to a path that answers without a login',
  ),
  'health-403': health(
    403,
    'it is forbidden',
    'set health-check-path to a path that answers without a login',
  ),
  'health-redirect': health(
    302,
    'a redirect',
    'set health-check-path to the path that it redirects to, or health-check-success-codes: 200-299,302',
  ),
  'health-429': health(
    429,
    'a rate limiter',
    'exempt the health check from the rate limiter: /healthz, or ELB-HealthChecker from 172.26.0.0/16',
  ),
  'health-500': [
    'health-check-failed',
    'the health check gets 500 from /healthz (an error in the app), but only 200-299 counts as healthy',
    'Error: connect ECONNREFUSED 127.0.0.1:5432',
    'fix the error that the app logs',
  ],
  'health-503': health(503, 'it is not ready', 'find out why /healthz answers like this'),
  'slow-start': [
    'starts-too-slowly',
    'the app takes 131 s until it listens, but the health check gives up after 12 s',
    'Server listening on http://0.0.0.0:8080',
    'health-check-interval-seconds: 20 and health-check-unhealthy-threshold: 10, which allow 200 s',
  ],
  hangs: [
    'start-timeout',
    'it did not become healthy in time: no good answer to GET :8080/healthz',
    'Waiting for the database to accept connections',
    '(1) does the app listen on 0.0.0.0:8080? (container-port)',
  ],
  'localhost-only': [
    'listens-on-localhost',
    'the app listens on 127.0.0.1:8080 only, where the health check cannot reach it',
    'Server listening on http://127.0.0.1:8080',
    'make the app listen on 0.0.0.0:8080',
  ],
  crashes: [
    'app-crashed',
    'the app crashed every time it started',
    "TypeError: Cannot read properties of undefined (reading 'map')",
    'fix the error',
  ],
  'missing-variable': [
    'missing-variable',
    'the app needs the environment variable SESSION_KEY, which is not set',
    'Error: Missing required environment variable SESSION_KEY',
    'set SESSION_KEY in environment-variables',
  ],
  'out-of-memory': [
    'out-of-memory',
    'the app ran out of memory',
    'JavaScript heap out of memory',
    'power: micro (nano has 512 MB), or make the app use less memory',
  ],
  arm64: [
    'wrong-architecture',
    'the image is not built for linux/amd64, the only platform that Lightsail runs',
    'exec format error',
    'build ghcr.io/acme/shop:9a8b7c with docker build --platform linux/amd64',
  ],
  'cannot-pull': [
    'image-not-pulled',
    'no container ever ran: Lightsail probably cannot pull ghcr.io/acme/shop:9a8b7c',
    'Canceled',
    'check that the image and its tag exist and are public',
  ],
  'no-reason': [
    'deployment-failed',
    'its log does not show why',
    'Reading settings',
    '(1) does the app listen on 0.0.0.0:8080? (container-port)',
  ],
  'never-ends': [
    'wait-timeout',
    'still checking health: GET :8080/healthz',
    'Waiting for the database to accept connections',
    'raise wait-for-minutes',
  ],
}

function health(status: number, what: string, fix: string): Told {
  const cause = `the health check gets ${status} from /healthz (${what}), but only 200-299 counts as healthy`
  return ['health-check-failed', cause, `"GET /healthz HTTP/1.1" ${status}`, fix]
}

const named = Object.entries(toldOf).flatMap(([name, told]) => (isOutcomeName(name) ? [{ name, told }] : []))

describe('the first five lines tell what happened, what serves, the cause, the evidence and the fix', () => {
  test.each(named)('$name', async ({ name, told: [code, cause, evidence, fix] }) => {
    const { outputs, errors, summary } = await runOnTime({ scenario: 'update', outcomes: [name], inputs })
    const [first = '', ...rest] = errors[0]?.split('\n').slice(0, 5) ?? []
    expect(outputs).toMatchObject({
      result: outcomes[name].kind === 'never' ? 'timed-out' : 'failed-kept-previous',
      'reason-code': code,
    })
    expect(first).toMatch(/^version 18 of shop failed|^version 18 of shop did not finish within 30 min/)
    expect(first).toMatch(/version 17 (?:keeps serving|serves)/)
    expect(first).toContain(cause)
    expect(
      rest.find((line) => /^ {2}Evidence {2}(?:app \d:\d\d {2}"|3 nodes were started)/.test(line)),
    ).toBeDefined()
    expect(rest.join('\n')).toContain(evidence)
    expect(rest.find((line) => line.startsWith('  Fix       '))).toContain(fix)
    expect(rest.every((line) => line.length < 260)).toBe(true)
    expect(summary).toMatch(/\*\*What to do:\*\*/)
  })

  test('every outcome that is no success is told', () => {
    const red = Object.keys(outcomes).filter((name) => !name.startsWith('succeeds'))
    expect(named.map(({ name }) => name).sort()).toEqual(red.sort())
  })
})

describe('where there is more, or less, than one app with a port', () => {
  test('of two containers the cause names the one, though the log of the other is fine', async () => {
    const { outputs, errors } = await runOnTime({
      scenario: 'two-containers',
      inputs: { 'poll-interval-seconds': '20', image: '', images: 'app=ghcr.io/acme/shop:outcome-crashes' },
    })
    expect(outputs).toMatchObject({
      'reason-code': 'app-crashed',
      reason: expect.stringContaining(': the container app crashed'),
    })
    expect(errors[0]).toMatch(/^ {2}Evidence {2}app 0:49 {2}"TypeError/m)
  })

  test('a container that is silent beside one that speaks is the first to be looked at', async () => {
    const { outputs, errors } = await runOnTime({
      scenario: 'two-containers',
      inputs: {
        'poll-interval-seconds': '20',
        image: '',
        images: 'app=ghcr.io/acme/shop:outcome-cannot-pull',
      },
    })
    expect(outputs).toMatchObject({
      'reason-code': 'deployment-failed',
    })
    expect(errors[0]).toMatch(/^ {2}Fix {7}\(1\) does the image of app exist/m)
  })

  test('a first deploy from private ECR without the role', async () => {
    const { errors } = await runOnTime({
      scenario: 'first-deploy',
      inputs: {
        ...inputs,
        image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:outcome-cannot-pull',
      },
    })
    const [first, ...rest] = errors[0]?.split('\n').slice(0, 5) ?? []
    expect(first).toMatch(/^version 1 of shop failed, and nothing serves: no container ever ran/)
    expect(rest.join('\n')).toContain('Fix       set ecr-image-puller-role: true')
  })

  test('a private service is asked nothing about ports', async () => {
    const { outputs, errors } = await runOnTime({
      scenario: 'private-service',
      outcomes: ['no-reason'],
      inputs: { 'poll-interval-seconds': '20', 'service-name': 'jobs', image: 'ghcr.io/acme/jobs:2' },
    })
    expect(outputs).toMatchObject({
      'reason-code': 'deployment-failed',
    })
    expect(errors[0]).toMatch(
      /^ {2}Fix {7}\(1\) does the command keep running\?.*\n {12}\(2\) .+\n {2}(?:Logs|Console) /m,
    )
  })

  test('a log that may not be read: the same verdict, and which action to allow', async () => {
    const { outputs, errors, log, calls } = await runOnTime({ scenario: 'logs-denied', inputs })
    expect(outputs).toMatchObject({ result: 'failed-kept-previous', 'reason-code': 'deployment-failed' })
    expect(errors[0]?.split('\n')[0]).toBe(
      'version 18 of shop failed, version 17 keeps serving: the cause is unknown because its log could not be read.',
    )
    expect(errors[0]).toContain('Fix       (1) read the log in the console')
    expect(log).toMatch(
      /^::warning::the log of app cannot be read: access denied: .* allow lightsail:GetContainerLog/m,
    )
    expect(calls.filter(({ operation }) => operation === 'GetContainerLog')).toHaveLength(1)
  })
})
