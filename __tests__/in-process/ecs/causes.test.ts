import { describe, expect, test } from '@jest/globals'
import type { OutcomeName } from '../../../simulator/ecs/outcomes/index.ts'
import type { EcsFault } from '../../../simulator/wire/ecs.ts'
import type { ActionRun } from '../action.ts'
import { expectTold, runEcs } from './action.ts'

/** A failed rollout ends with its cause, and the first lines of its annotation tell it. */

function denied(...operations: readonly EcsFault['operation'][]): EcsFault[] {
  return operations.map((operation) => ({ operation, calls: 'every', effect: { kind: 'access-denied' } }))
}

/** What somebody reads who looks no further. */
function firstLines({ errors }: ActionRun): string {
  return (errors[0] ?? '').split('\n').slice(0, 5).join('\n')
}

describe.each<[OutcomeName, string, string, string]>([
  [
    'crashes',
    'app-crashed',
    'the app exited with 1: "TypeError: Cannot read properties',
    'app 0:27  "TypeError: ',
  ],
  [
    'missing',
    'image-not-found',
    'the image ghcr.io/acme/shop:9a8b7c does not exist',
    'push it before this step',
  ],
  [
    'denied',
    'image-denied',
    'ECS is not allowed to pull the image ghcr.io/acme/shop:9a8b7c',
    'repositoryCredentials',
  ],
  [
    'secret-denied',
    'secret-denied',
    'is not allowed to read the secret shop/session-key-a1b2c3',
    'secretsmanager:GetSecretValue',
  ],
  ['out-of-memory', 'out-of-memory', 'the app exceeded its memory limit: 512 MiB', 'exit code 137'],
  ['elb-404', 'health-check-failed', "the load balancer's health check gets 404", 'the path does not exist'],
  ['elb-timeout', 'health-check-no-answer', 'nothing answers', 'healthCheckGracePeriodSeconds'],
  [
    'wrong-port',
    'wrong-port',
    'the app listens on port 3000, but the load balancer points to port 8080',
    'container port 3000',
  ],
  ['localhost-only', 'listens-on-localhost', 'the app listens on 127.0.0.1:8080 only', '0.0.0.0:8080'],
  ['wrong-architecture', 'wrong-architecture', 'is not built for linux/amd64', '--platform linux/amd64'],
  ['exec-format-error', 'wrong-architecture', 'is not built for linux/amd64', 'exec format error'],
  [
    'missing-variable',
    'missing-variable',
    'needs the environment variable SESSION_KEY, which is not set',
    'set SESSION_KEY in environment-variables or',
  ],
  ['log-group-missing', 'log-group-missing', 'the log group /ecs/web does not exist', 'logs:CreateLogGroup'],
  [
    'container-unhealthy',
    'container-health-check-failed',
    'the health check of the app fails',
    'startPeriod',
  ],
])('%s', (outcome, code, sentence, detail) => {
  test(`is told as ${code}, as soon as it is known`, async () => {
    const run = await runEcs({ outcomes: [outcome] })
    expectTold(run, `rolled-back · ${code}`)
    expect(run.outputs['reason']).toContain(`web:20 of shop was rolled back, web:19 serves: `)
    expect(run.outputs['reason']).toContain(sentence)
    expect(firstLines(run)).toContain(sentence)
    expect(firstLines(run)).toContain(detail)
    expect(firstLines(run)).toMatch(/\(3 of 3 tasks\)/)
    expect(run.summary).toContain(`\`rolled-back\` · \`${code}\``)
  })
})

describe('what no task tells', () => {
  test.each([
    ['no-capacity', 'AWS currently has no capacity'],
    ['no-instances', 'no instance of the cluster can run the task'],
    ['instance-resources', 'the instances of the cluster lack CPU'],
    ['quota-tasks', "the account's quota for Fargate is used up (tasks)"],
  ] as const)('%s comes from the events', async (outcome, sentence) => {
    const run = await runEcs({
      scenario: 'no-circuit-breaker',
      outcomes: [outcome],
      inputs: { 'wait-for-minutes': '10' },
    })
    expectTold(run, `timed-out · ${outcome}`)
    expect(run.outputs['reason']).toContain(`so far: ${sentence}`)
    expect(firstLines(run)).toContain('ECS 0:')
  })

  test('old tasks that only drain are what a run waits for', async () => {
    const run = await runEcs({ inputs: { 'wait-for-minutes': '2' }, switches: { drainSeconds: 900 } })
    expectTold(run, 'timed-out · slow-drain')
    expect(firstLines(run)).toContain('deregistration_delay')
  })
})

describe('while the run waits', () => {
  test('a way to fail is told once, with the number of tasks', async () => {
    const run = await runEcs({
      scenario: 'no-circuit-breaker',
      inputs: { 'give-up-after-failed-tasks': '12' },
    })
    expect(run.log.match(/ stopped: the app exited with 1/g)).toHaveLength(1)
    expect(run.log).toMatch(/ 3 of 3 tasks stopped: the app exited with 1: "TypeError/)
    expect(run.log.indexOf('tasks stopped:')).toBeLessThan(run.log.indexOf('12 tasks of web:20'))
    expect(firstLines(run)).toMatch(/\(1[2-5] of 1[2-5] tasks\)/)
  })

  test('tasks that fail before all run are told, and are no cause of a success', async () => {
    const run = await runEcs({ scenario: 'flapping' })
    expectTold(run, 'success · deployment-active')
    expect(run.log).toMatch(/stopped: the app exited with 1/)
    expect(run.outputs['reason']).not.toContain('exited')
  })

  test('ECS forgets what it showed: the cause is known by then', async () => {
    const run = await runEcs({ scenario: 'no-circuit-breaker', switches: { stoppedTaskSeconds: 30 } })
    expectTold(run, 'timed-out · app-crashed')
  })
})

describe('a code that is surer than any cause keeps its place', () => {
  test.each([
    ['rolled-back-by-somebody', 'rolled-back · stopped-by-somebody'],
    ['two-runs-race', 'superseded · newer-version'],
  ])('%s: %s', async (scenario, end) => {
    const run = await runEcs({
      scenario,
      outcomes: ['flaps'],
      switches: { pullSeconds: 1, provisioningSeconds: 1 },
    })
    expectTold(run, end)
    expect(run.outputs['reason']).toMatch(/; in addition, the app exited with 1: "Error: connect/)
    expect(run.errors[0]).toMatch(/Fix {7}.*\n {12}have the app wait and retry/)
  })
})

describe('a missing permission costs one line, never the verdict', () => {
  test.each([
    ['ListTasks', 'app-crashed'],
    ['DescribeTasks', 'circuit-breaker'],
    ['GetLogEvents', 'app-crashed'],
  ] as const)('%s', async (operation, code) => {
    const run = await runEcs({ scenario: 'circuit-breaker', faults: denied(operation) })
    expectTold(run, `rolled-back · ${code}`)
    const warnings = run.log.split('\n').filter((line) => line.startsWith('::warning::'))
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(operation)
    expect(run.operations.filter((name) => name === operation)).toHaveLength(1)
  })

  test('a good run says nothing of those that it did not need', async () => {
    const run = await runEcs({ faults: denied('ListTasks', 'DescribeTasks') })
    expectTold(run, 'success · deployment-active')
    expect(run.log).not.toMatch(/ListTasks|DescribeTasks/)
  })
})

test('percentages that leave no room: the log says so as soon as ECS does, long before the end', async () => {
  const run = await runEcs({ scenario: 'cannot-move', inputs: { 'wait-for-minutes': '3' } })
  expectTold(run, 'timed-out · rollout-cannot-move')
  const lines = run.log.split('\n')
  const told = lines.findIndex((line) => line.includes('Update the minimumHealthyPercent or maximumPercent'))
  expect(lines[told]).toMatch(/^ +0:\d\d {2}ECS: shop was unable to stop or start tasks/)
})
