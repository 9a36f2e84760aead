import { describe, expect, test } from '@jest/globals'
import { findOutcome } from '../../simulator/lightsail/find-outcome.ts'
import { crashScript } from '../../simulator/lightsail/log-scripts.ts'
import type { Effect } from '../../simulator/wire/faults.ts'
import { runAction, writes } from './action.ts'
import { cancelledWhen } from './cancelled.ts'

const fourLines = { 'container-port': '8080', 'health-check-path': '/healthz' }

const lostAnswers: readonly (readonly [string, Effect])[] = [
  ['the connection is reset', { kind: 'drop', when: 'after-acceptance' }],
  ['HTTP 500', { kind: 'service-exception', accepted: true }],
  ['HTTP 502 with HTML', { kind: 'bad-gateway', accepted: true }],
  ['the answer is cut in the middle', { kind: 'truncate' }],
]

describe('a write that was accepted although its answer was lost', () => {
  test.each(lostAnswers)('an update is found again and not repeated: %s', async (_, effect) => {
    const operation = 'CreateContainerServiceDeployment'
    const run = await runAction({ scenario: 'update', faults: [{ operation, calls: 1, effect }] })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(run)).toEqual([operation])
    expect(run.log).toContain('checking whether CreateContainerServiceDeployment was accepted')
  })

  test.each(lostAnswers)('a creation is found again and not repeated: %s', async (_, effect) => {
    const operation = 'CreateContainerService'
    const run = await runAction({
      scenario: 'first-deploy',
      inputs: fourLines,
      faults: [{ operation, calls: 1, effect }],
    })
    expect(run.outputs).toMatchObject({
      result: 'success',
      'deployment-version': '1',
      'service-created': 'true',
    })
    expect(writes(run)).toEqual([operation])
  })

  test('an old failed version with the same content is not taken for ours', async () => {
    const run = await runAction({
      scenario: 'update',
      outcomes: ['crashes', 'succeeds'],
      faults: [
        {
          operation: 'GetContainerServices',
          calls: 1,
          effect: {
            kind: 'event',
            happens: (account) =>
              account.call(
                'CreateContainerServiceDeployment',
                {
                  serviceName: 'shop',
                  containers: { app: { image: 'ghcr.io/acme/shop:9a8b7c' } },
                },
                { at: account.now() - 3_600_000 },
              ),
          },
        },
        {
          operation: 'CreateContainerServiceDeployment',
          calls: 1,
          effect: { kind: 'drop', when: 'before-acceptance' },
        },
      ],
      inputs: { 'public-endpoint': 'none', ports: '', 'environment-variables': '{}' },
    })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '19' })
  })
})

describe('a write that was not accepted', () => {
  test.each([
    ['the connection is refused half way', { kind: 'drop', when: 'before-acceptance' }],
    ['HTTP 500', { kind: 'service-exception' }],
    ['HTTP 502 with HTML', { kind: 'bad-gateway' }],
  ] as const)('is looked for, then repeated: %s', async (_, effect) => {
    const operation = 'CreateContainerServiceDeployment'
    const run = await runAction({ scenario: 'update', faults: [{ operation, calls: 1, effect }] })
    expect(run.outputs).toMatchObject({ result: 'success', 'deployment-version': '18' })
    expect(writes(run)).toEqual([operation, operation])
  })

  test('with max-retries: 0 it is not repeated, and the end says that it may still take effect', async () => {
    const operation = 'CreateContainerServiceDeployment'
    const effect = { kind: 'drop', when: 'before-acceptance' } as const
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation, calls: 'every', effect }],
      inputs: { 'max-retries': '0' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'unknown', 'reason-code': 'response-lost' },
    })
    expect(run.errors[0]).toContain('no trace of it since; it may still take effect')
    expect(writes(run)).toEqual([operation])
  })

  test('a throttled one is repeated without looking', async () => {
    const operation = 'CreateContainerServiceDeployment'
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation, calls: 1, effect: { kind: 'throttle' } }],
    })
    expect(run.operations.slice(0, 3)).toEqual(['GetContainerServices', operation, operation])
    expect(run.outputs['result']).toBe('success')
  })
})

describe('reads that fail while waiting', () => {
  test.each([
    ['throttled', { kind: 'throttle' }],
    ['HTTP 500', { kind: 'service-exception' }],
    ['HTTP 502 with HTML', { kind: 'bad-gateway' }],
    ['connections dropped', { kind: 'drop', when: 'before-acceptance' }],
    ['answers cut in the middle', { kind: 'truncate' }],
  ] as const)('are asked again, and told in one line: %s', async (_, effect) => {
    const run = await runAction({
      scenario: 'update',
      faults: [{ operation: 'GetContainerServices', calls: [3, 4, 5, 6], effect }],
      inputs: { 'max-retries': '0' },
    })
    expect(run.outputs['result']).toBe('success')
    expect(run.log.match(/will keep trying until time runs out/g)).toHaveLength(1)
  })

  test('no answer until the budget ends: unknown, and never green', async () => {
    const run = await runAction({
      scenario: 'update',
      faults: [
        {
          operation: 'GetContainerServices',
          calls: ({ ordinal }) => ordinal > 1,
          effect: { kind: 'throttle' },
        },
      ],
      inputs: { 'max-retries': '0', 'wait-for-minutes': '0.2' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'unknown', 'reason-code': 'throttled' },
    })
    expect(run.outputs['reason']).toContain('may still succeed')
  })
})

describe('before anything is written', () => {
  test('nobody listens at the endpoint: nothing was changed, and the end says so', async () => {
    const run = await runAction({
      env: { AWS_ENDPOINT_URL_LIGHTSAIL: 'http://127.0.0.1:1' },
      inputs: { 'max-retries': '0' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'unknown', 'reason-code': 'no-answer' },
    })
    expect(run.errors[0]).toContain('nothing was changed')
  })

  test('no credentials at all: refused, with the step that is missing', async () => {
    const run = await runAction({
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: '/nowhere' },
    })
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { result: 'refused', 'reason-code': 'credentials-missing' },
    })
    expect(run.errors[0]).toContain('aws-actions/configure-aws-credentials')
  })
})

describe('the job is cancelled', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s while waiting: ends at once, outputs set, says what goes on',
    async (signal) => {
      const situation = {
        scenario: 'deployment-never-ends',
        secondsPerCall: 0,
        inputs: { 'poll-interval-seconds': '600' },
      }
      const run = await cancelledWhen(({ number }) => number === 4, situation, signal)
      expect(run).toMatchObject({
        exitCode: 1,
        outputs: { result: 'cancelled', 'reason-code': 'job-cancelled', 'deployment-version': '18' },
      })
      expect(run.outputs['reason']).toContain('the service carries on by itself')
    },
  )
})

describe('text of others', () => {
  const hostile = [
    '::error::fake',
    '  ::add-mask::shop',
    '##[error]fake',
    'before ##[add-mask]shop',
    '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u202Ereversed\r\n::error::second line',
    'x'.repeat(5000),
    '</pre><script>alert(1)</script> | **bold** @everyone',
    'Error: ::error::crash | <b>',
  ]

  test('a log line that looks like a workflow command, markup or a control sequence is shown and not obeyed', async () => {
    const run = await runAction({
      scenario: 'update',
      outcomes: [{ ...findOutcome('crashes'), story: crashScript(() => hostile) }],
    })
    expect(run.outputs['reason-code']).toBe('app-crashed')
    const commands = run.log.split('\n').filter((line) => /^\s*::|##\[/.test(line))
    // What runs holds a secret, which is masked.
    const ours =
      /^::(add-mask::(postgres:|correct-horse)|group::(Plan|Deploy|Log) |endgroup::$|error::version 18 of shop failed)/
    expect(commands.filter((line) => !ours.test(line))).toEqual([])
    expect(run.log).toContain('  ::error::fake')
    expect(run.log).not.toContain('\u001b')
    expect(run.log).not.toContain('\u202e')
    expect(run.log).not.toContain('x'.repeat(3000))
    expect(run.summary).not.toMatch(/<script>|<b>/)
  })
})
