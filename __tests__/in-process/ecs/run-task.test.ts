import { describe, expect, test } from '@jest/globals'
import type { Switches } from '../../../simulator/ecs/behaviour-options.ts'
import type { OutcomeName } from '../../../simulator/ecs/outcomes/index.ts'
import type { EcsFault } from '../../../simulator/wire/ecs.ts'
import type { ActionRun } from '../action.ts'
import { ending, expectTold, runEcs, whole, writes } from './action.ts'

/** A migration: the task has to end well before the service gets the new image. */
const awaited = { 'run-task': 'true', 'wait-for-task-stopped': 'true' }
const overrides = JSON.stringify([
  {
    name: 'app',
    command: ['npm', 'run', 'migrate'],
    environment: [{ name: 'MIGRATION_TOKEN', value: 'correct-horse-battery-staple-three' }],
  },
])
/** The task is the whole job. */
const alone = {
  ...awaited,
  ...{ service: '', image: '', 'task-definition-arn': 'web:19', 'run-task-subnets': 'subnet-0a1b2c3d' },
}

/** What another job starts by the same name. */
const theirs = {
  ...{ cluster: 'prod', taskDefinition: 'web:20', startedBy: 'GitHub-Actions' },
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
}

function sent(run: ActionRun, operation = 'RunTask'): Readonly<Record<string, unknown>> | undefined {
  return run.calls.find((call) => call.operation === operation)?.input as
    | Readonly<Record<string, unknown>>
    | undefined
}

describe('a task before the deployment', () => {
  test('ends with 0, and then the service is deployed', async () => {
    const run = await runEcs({ inputs: awaited })
    expectTold(run, 'success · deployment-active')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask', 'UpdateService'])
    expect(run.outputs['run-task-arn']).toMatch(/^\["arn:aws:ecs:[^"]+:task\/prod\/[0-9a-f]{32}"\]$/)
    expect(sent(run)).toMatchObject({
      cluster: 'prod',
      count: 1,
      launchType: 'FARGATE',
      startedBy: 'GitHub-Actions',
      taskDefinition: expect.stringMatching(/web:20$/),
      networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'ENABLED' } },
    })
    const before = run.operations.slice(0, run.operations.indexOf('UpdateService'))
    expect(before.filter((operation) => operation === 'DescribeTasks').length).toBeGreaterThan(3)
    expect(run.log).toMatch(/the task \w{8} of web:20 ended with exit code 0/)
  })

  test.each<[OutcomeName, string, RegExp]>([
    ['crashes', 'the app exited with 1', /exit code 1/],
    ['out-of-memory', 'memory', /OutOfMemoryError/],
    ['missing', 'does not exist', /CannotPullContainerError/],
    ['secret-denied', 'ecsTaskExecutionRole', /ResourceInitializationError/],
    ['command-not-found', 'is not in the image', /executable file not found/],
    ['spot-interrupted', 'Spot', /Spot Task was interrupted/],
  ])('that ends as %s leaves the service as it is', async (outcome, cause, evidence) => {
    const run = await runEcs({ inputs: awaited, outcomes: [outcome] })
    expectTold(run, 'failed-kept-previous · task-failed')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask'])
    expect(run.outputs['reason']).toMatch(
      /^the task \w{8} of web:20 failed; shop was not touched, and web:19 keeps serving: /,
    )
    expect(run.outputs['reason']).toContain(cause)
    expect(run.errors[0]).toMatch(evidence)
    expect(run.outputs['serving-task-definition-arn']).toMatch(/web:19$/)
    expect(run.outputs['run-task-arn']).not.toBe('')
  })

  test('of a service that does not exist yet: nothing serves, and it is not created', async () => {
    const run = await runEcs({
      scenario: 'first-deployment',
      inputs: { ...awaited, ...whole },
      outcomes: ['crashes'],
    })
    expectTold(run, 'failed-nothing-serving · task-failed')
    expect(writes(run)).toEqual(['RunTask'])
  })

  test('of a new service, in the network that the service is to have', async () => {
    const run = await runEcs({ scenario: 'first-deployment', inputs: { ...awaited, ...whole } })
    expectTold(run, 'success · deployment-active')
    expect(writes(run)).toEqual(['RunTask', 'CreateService'])
    expect(sent(run)).toMatchObject({
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
    })
  })

  test('that is not waited for is started, and the service is deployed at once', async () => {
    const run = await runEcs({ inputs: { 'run-task': 'true' }, outcomes: ['crashes', 'succeeds'] })
    expectTold(run, 'success · deployment-active')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask', 'UpdateService'])
    expect(run.operations.slice(0, run.operations.indexOf('UpdateService'))).not.toContain('DescribeTasks')
    expect(run.outputs['run-task-arn']).not.toBe('')
  })

  test('is all there is to do where the service is as written', async () => {
    const run = await runEcs({ inputs: { ...awaited, image: '' } })
    expectTold(run, 'success · task-succeeded')
    expect(writes(run)).toEqual(['RunTask'])
    expect(run.outputs['reason']).toMatch(/ended with exit code 0; shop .* web:19$/)
  })

  test('runs before tags of the service are written, too', async () => {
    const run = await runEcs({ inputs: { ...awaited, tags: 'team=shop' } })
    expectTold(run, 'success · deployment-active')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask', 'TagResource', 'UpdateService'])
  })

  test('does not run for what would be refused', async () => {
    const run = await runEcs({ scenario: 'codedeploy-service', inputs: awaited })
    expectTold(run, 'refused · deployment-controller')
    expect(writes(run)).toEqual([])
  })

  test('has run although the deployment is refused then, and that is said', async () => {
    const denied = { kind: 'access-denied' } as const
    const run = await runEcs({
      inputs: awaited,
      faults: [{ operation: 'UpdateService', calls: 'every', effect: denied }],
    })
    expectTold(run, 'refused · access-denied')
    expect(run.outputs['reason']).toMatch(/the task \w{8} of web:20 ended with exit code 0/)
  })

  test.each(['no-capacity', 'instance-memory', 'no-instances', 'quota-tasks'] as const)(
    'that cannot be placed, %s, is told with a fix',
    async (outcome) => {
      const run = await runEcs({ inputs: awaited, outcomes: [outcome] })
      const code = { 'instance-memory': 'instance-resources', 'no-instances': 'no-instances' } as const
      expectTold(
        run,
        `refused · ${{ ...code, 'no-capacity': 'no-capacity', 'quota-tasks': 'quota-tasks' }[outcome]}`,
      )
      expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask'])
      expect(run.outputs['reason']).toContain('web:20')
    },
  )
})

describe('mode: plan', () => {
  test('shows the task, and of its environment only the names', async () => {
    const run = await runEcs({
      inputs: { ...awaited, mode: 'plan', 'run-task-container-overrides': overrides },
    })
    expectTold(run, 'planned · plan-only')
    expect(writes(run)).toEqual([])
    expect(run.log).toMatch(/\+ run-task +a new revision of web on FARGATE, before shop is touched/)
    expect(run.log).toMatch(/\+ run-task app command +\["npm","run","migrate"\]/)
    expect(run.log).toMatch(/\+ run-task app environment +MIGRATION_TOKEN/)
    expect(run.log.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('correct-horse-battery-staple-three')
  })

  test('of a service that is as written still shows the task', async () => {
    const run = await runEcs({ inputs: { ...awaited, image: '', mode: 'plan' } })
    expectTold(run, 'planned · plan-only')
    expect(run.outputs['changes-count']).toBe('2')
  })
})

describe('without a service the task is the whole job', () => {
  test('that ends with 0 is a success', async () => {
    const run = await runEcs({ inputs: { ...alone, 'run-task-container-overrides': overrides } })
    expectTold(run, 'success · task-succeeded')
    expect(writes(run)).toEqual(['RunTask'])
    expect(sent(run)).toMatchObject({
      overrides: { containerOverrides: [{ name: 'app', command: ['npm', 'run', 'migrate'] }] },
      networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'DISABLED' } },
    })
    expect(run.outputs['task-definition-arn']).toMatch(/web:19$/)
  })

  test('that fails is red', async () => {
    const run = await runEcs({ inputs: alone, outcomes: ['crashes'] })
    expectTold(run, 'failed-nothing-serving · task-failed')
    expect(run.outputs['reason']).toMatch(/^the task \w{8} of web:19 failed: /)
  })

  test('that is not waited for is only started', async () => {
    const run = await runEcs({
      inputs: { ...alone, 'wait-for-task-stopped': '' },
      outcomes: ['crashes'],
    })
    expectTold(run, 'started · not-waiting')
    expect(run.outputs['run-task-arn']).not.toBe('')
  })

  test('registers a task definition before', async () => {
    const definition = {
      family: 'jobs',
      containerDefinitions: [{ name: 'app', image: 'ghcr.io/acme/jobs:1', memory: 128 }],
    }
    const run = await runEcs({
      files: { 'task.json': JSON.stringify(definition) },
      inputs: {
        ...{ ...alone, 'task-definition-arn': '', 'task-definition': 'task.json' },
        ...{ 'run-task-subnets': '', 'run-task-launch-type': 'EC2' },
      },
    })
    expectTold(run, 'success · task-succeeded')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask'])
    expect(sent(run)).not.toHaveProperty('networkConfiguration')
  })

  test('with a flag that is neither true nor false is one error, not also a missing service', async () => {
    const run = await runEcs({ inputs: { ...alone, 'run-task': 'yes' } })
    expect(ending(run)).toBe('invalid-input · invalid-input')
    expect(run.errors).toEqual([expect.stringContaining('run-task: must be true or false, not "yes"')])
  })

  test('needs subnets where its network mode asks for them', async () => {
    const run = await runEcs({ inputs: { ...alone, 'run-task-subnets': '' } })
    expectTold(run, 'refused · network-missing')
    expect(writes(run)).toEqual([])
  })
})

describe('all of AWS’s inputs are sent as there', () => {
  test('with a strategy there is no launch type', async () => {
    const run = await runEcs({
      inputs: {
        ...awaited,
        'run-task-capacity-provider-strategy': '[{"capacityProvider": "FARGATE_SPOT", "weight": 1}]',
        'run-task-subnets': 'subnet-11111111,subnet-22222222',
        'run-task-security-groups': 'sg-33333333',
        'run-task-assign-public-IP': 'ENABLED',
        'run-task-started-by': 'migrations/shop',
        'run-task-tags': '[{"key": "job", "value": "migrate"}]',
        'enable-ecs-managed-tags': 'true',
      },
    })
    const request = sent(run)
    expect(request).toMatchObject({
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
      startedBy: 'migrations/shop',
      tags: [{ key: 'job', value: 'migrate' }],
      enableECSManagedTags: true,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-11111111', 'subnet-22222222'],
          securityGroups: ['sg-33333333'],
          assignPublicIp: 'ENABLED',
        },
      },
    })
    expect(request).not.toHaveProperty('launchType')
  })

  test('a container that is not there is refused before anything is written', async () => {
    const run = await runEcs({
      inputs: { ...awaited, 'run-task-container-overrides': '[{"name": "ap", "command": ["ls"]}]' },
    })
    expectTold(run, 'refused · unknown-container')
    expect(writes(run)).toEqual([])
  })

  test('the policy of its README is enough', async () => {
    const denied = { kind: 'access-denied' } as const
    const run = await runEcs({
      inputs: alone,
      faults: ['ListTasks', 'StopTask', 'DescribeServices'].map((operation) => ({
        operation: operation as 'ListTasks',
        calls: 'every',
        effect: denied,
      })),
    })
    expectTold(run, 'success · task-succeeded')
  })
})

describe('a lost answer to RunTask', () => {
  const lost = {
    operation: 'RunTask',
    calls: 1,
    effect: { kind: 'drop', when: 'after-acceptance' },
  } as const

  test.each<[string, Partial<Switches>]>([
    ['ECS answers with the task that is there', {}],
    ['ECS answers with nothing', { repeatedRunTask: 'no-task' }],
  ])('is asked for again with the same token: %s', async (_, switches) => {
    const run = await runEcs({ inputs: awaited, faults: [lost], switches })
    expectTold(run, 'success · deployment-active')
    const tokens = run.calls
      .filter(({ operation }) => operation === 'RunTask')
      .map(({ input }) => (input as { clientToken: string }).clientToken)
    expect(tokens.length).toBe(2)
    expect(new Set(tokens).size).toBe(1)
    expect(run.calls.filter(({ operation }) => operation === 'UpdateService')).toHaveLength(1)
  })

  test('is not guessed where two tasks could be ours', async () => {
    const run = await runEcs({
      inputs: awaited,
      switches: { repeatedRunTask: 'no-task' },
      faults: [
        lost,
        {
          operation: 'RunTask',
          calls: 2,
          effect: {
            kind: 'event',
            happens: (account) => void account.call('RunTask', theirs),
          },
        },
      ],
    })
    expectTold(run, 'unknown · response-lost')
    expect(writes(run)).not.toContain('UpdateService')
  })
})

describe('an answer to RunTask that shows no task', () => {
  const answered = (body: object, calls: number | 'every' = 1) =>
    ({ operation: 'RunTask', calls, effect: { kind: 'alter', alter: () => JSON.stringify(body) } }) as const
  const sentTasks = (run: ActionRun) => writes(run).filter((operation) => operation === 'RunTask')

  test.each<[string, object, Partial<Switches>]>([
    ['nothing at all', {}, {}],
    ['two empty lists', { tasks: [], failures: [] }, {}],
    ['nothing, and lists lag', {}, { readLagSeconds: 40 }],
  ])('%s: it was accepted, is found in the lists and followed to its end', async (_, body, switches) => {
    const run = await runEcs({ inputs: awaited, faults: [answered(body)], switches })
    expectTold(run, 'success · deployment-active')
    expect(sentTasks(run)).toHaveLength(1)
    expect(run.log).toMatch(/the task \w{8} of web:20 ended with exit code 0/)
  })

  test('one that is found late, and failed: the service is not touched', async () => {
    const run = await runEcs({
      ...{ inputs: awaited, outcomes: ['crashes'], faults: [answered({})] },
      switches: { readLagSeconds: 40 },
    })
    expectTold(run, 'failed-kept-previous · task-failed')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask'])
  })

  test('one that never shows: not known, not sent again, and no word of a refusal', async () => {
    const run = await runEcs({
      ...{ inputs: awaited, faults: [answered({})] },
      switches: { readLagSeconds: 100_000 },
    })
    expectTold(run, 'unknown · response-lost')
    expect(sentTasks(run)).toHaveLength(1)
    expect(run.outputs['reason']).toMatch(/^RunTask was accepted, but what it started was not found/)
    expect(run.errors[0]).toContain('look for the task in the console')
  })

  /** So many tasks of another revision run by the same name; ours is the newest. */
  const others = (count: number): EcsFault => ({
    operation: 'RunTask',
    calls: 1,
    effect: {
      kind: 'event',
      happens: (account) => {
        for (let left = count; left > 0; left -= 10)
          account.call('RunTask', { ...theirs, taskDefinition: 'web:17', count: 10 })
      },
    },
  })

  test('ours is beyond the first page of that name: it is found', async () => {
    const run = await runEcs({ inputs: awaited, faults: [others(110), answered({})] })
    expectTold(run, 'success · deployment-active')
    expect(sentTasks(run)).toHaveLength(1)
  })

  test('more of that name than are listed: it is not guessed which one is ours', async () => {
    const run = await runEcs({ inputs: awaited, faults: [others(2_010), answered({})] })
    expectTold(run, 'unknown · response-lost')
    expect(run.outputs['reason']).toContain('GitHub-Actions has started more than 2000 tasks')
    expect(run.errors[0]).toContain('set run-task-started-by')
  })

  test('two of that name: it is not guessed which one is ours', async () => {
    const run = await runEcs({
      inputs: awaited,
      faults: [
        answered({}),
        {
          operation: 'ListTasks',
          calls: 1,
          effect: { kind: 'event', happens: (account) => void account.call('RunTask', theirs) },
        },
      ],
    })
    expectTold(run, 'unknown · response-lost')
    expect(run.outputs['reason']).toContain('GitHub-Actions has started 2 tasks since')
    expect(run.errors[0]).toContain('set run-task-started-by')
  })
})

describe('what does not end', () => {
  const endless = { switches: { taskSeconds: 100_000 }, inputs: { ...awaited, 'wait-for-minutes': '2' } }

  test('is left alone after the time, and that is said', async () => {
    const run = await runEcs(endless)
    expectTold(run, 'timed-out · wait-timeout')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask'])
    expect(run.outputs['reason']).toMatch(
      /^the task \w{8} of web:20 did not finish within 2 min; still running the task; the task carries on by itself, and it may still end well; shop was not touched, and web:19 keeps serving$/,
    )
    expect(run.errors[0]).toContain('what is holding the task up')
    expect(run.log).not.toContain('the service carries on')
  })

  test('is left alone where it is the whole job, and no service is spoken of', async () => {
    const inputs = { ...alone, 'wait-for-minutes': '2' }
    const run = await runEcs({ switches: endless.switches, inputs })
    expectTold(run, 'timed-out · wait-timeout')
    expect(run.outputs['reason']).toContain('the task carries on by itself')
    expect(run.outputs['reason']).not.toMatch(/service|deployment/)
  })

  test.each([
    ['leave', 'the task carries on by itself'],
    ['rollback', 'timed out and was stopped'],
  ])('with on-timeout: %s the end of its log is shown', async (onTimeout, told) => {
    const run = await runEcs({
      ...endless,
      inputs: { ...endless.inputs, 'on-timeout': onTimeout, 'poll-interval-seconds': '' },
    })
    expectTold(run, 'timed-out · wait-timeout')
    expect(run.errors[0]).toContain(told)
    // What is stopped does not carry on by itself.
    expect(run.log.includes('the task carries on by itself')).toBe(onTimeout === 'leave')
    const tail = run.log.slice(run.log.lastIndexOf('::group::'))
    expect(tail).toMatch(/^::group::.*app/)
    expect(tail).toContain('Migrations are up to date.')
  })

  test('is told as a task where it cannot be looked at any more', async () => {
    const denied = { kind: 'access-denied' } as const
    const run = await runEcs({
      inputs: awaited,
      faults: [{ operation: 'DescribeTasks', calls: ({ ordinal }) => ordinal > 2, effect: denied }],
    })
    expectTold(run, 'unknown · access-denied')
    expect(run.outputs['reason']).toMatch(/^lost track of the task while .*; the task carries on by itself/)
  })

  test('is stopped with on-timeout: rollback', async () => {
    const run = await runEcs({ ...endless, inputs: { ...endless.inputs, 'on-timeout': 'rollback' } })
    expectTold(run, 'timed-out · wait-timeout')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask', 'StopTask'])
    expect(run.outputs['reason']).toMatch(/timed out and was stopped; shop was not touched/)
  })

  test.each([0, 143])('one that somebody stops is no success, although it exits with %i', async (code) => {
    const run = await runEcs({
      inputs: awaited,
      switches: { taskSeconds: 100_000, stoppedByRequestExitCode: code },
      faults: [
        {
          operation: 'DescribeTasks',
          calls: 8,
          effect: {
            kind: 'event',
            happens: (account) => {
              const task = account.records.tasks[0]?.id
              account.call('StopTask', { cluster: 'prod', task })
            },
          },
        },
      ],
    })
    expectTold(run, 'failed-kept-previous · task-failed')
    expect(run.outputs['reason']).toContain('Task stopped by user')
  })

  test('one that ECS never shows ends as not known', async () => {
    const run = await runEcs({
      inputs: awaited,
      switches: { readLagSeconds: 100_000 },
      scenario: 'shop-on-ecs',
    })
    expect(ending(run)).toBe('unknown · deployment-not-listed')
  })
})

describe('the log of the task', () => {
  /** The lines that were printed of containers. */
  const lines = (run: ActionRun) => run.log.split('\n').filter((line) => /migrations|server\.js/i.test(line))

  test('is followed while it runs, to its end, also if all goes well', async () => {
    const run = await runEcs({ inputs: { ...awaited, 'poll-interval-seconds': '' } })
    expectTold(run, 'success · deployment-active')
    expect(lines(run).filter((line) => line.includes('Migrations are up to date.'))).toHaveLength(1)
    const deployed = run.log.indexOf('web:20 accepted')
    expect(run.log.indexOf('Migrations are up to date.')).toBeLessThan(deployed)
  })

  test('ends the report of a task that failed, and its last words are the cause', async () => {
    const run = await runEcs({ inputs: awaited, outcomes: ['crashes'] })
    expectTold(run, 'failed-kept-previous · task-failed')
    expect(run.outputs['reason']).toContain("Cannot read properties of undefined (reading 'map')")
    expect(lines(run).length).toBeGreaterThan(0)
  })

  test('names a missing variable', async () => {
    const run = await runEcs({ inputs: awaited, outcomes: ['missing-variable'] })
    expect(run.outputs['reason']).toContain('SESSION_KEY')
  })

  test('that may not be read is told once, and changes nothing else', async () => {
    const run = await runEcs({
      inputs: awaited,
      outcomes: ['crashes'],
      faults: [{ operation: 'GetLogEvents', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expectTold(run, 'failed-kept-previous · task-failed')
    expect(run.log).toContain('logs:GetLogEvents')
  })

  test('of a task that nobody waits for is not read', async () => {
    const run = await runEcs({ inputs: { 'run-task': 'true' } })
    expect(run.operations.slice(0, run.operations.indexOf('UpdateService'))).not.toContain('GetLogEvents')
  })
})

describe('a job that is cancelled while the task runs', () => {
  /** With the n-th look at the task. */
  const cancelledAt = (look: number, situation: Parameters<typeof runEcs>[0] = {}) =>
    runEcs({
      switches: { taskSeconds: 100_000 },
      ...situation,
      inputs: { ...awaited, ...situation.inputs },
      during: ({ kill }, { calls }) => {
        const push = calls.push.bind(calls)
        let looks = 0
        calls.push = (...more) => {
          looks += more.filter(({ operation }) => operation === 'DescribeTasks').length
          if (looks >= look) kill('SIGINT')
          return push(...more)
        }
      },
    })

  test.each(['leave', 'rollback'])('stops the task, with on-cancel: %s', async (onCancel) => {
    const run = await cancelledAt(6, { inputs: { 'on-cancel': onCancel } })
    expect(ending(run)).toBe('cancelled · job-cancelled')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask', 'StopTask'])
    expect(sent(run, 'StopTask')).toMatchObject({
      cluster: 'prod',
      task: expect.stringContaining(':task/prod/'),
    })
    expect(run.outputs['reason']).toMatch(/is being stopped; shop was not touched, and web:19 keeps serving$/)
  })

  test('before it is known whether it was started: that is said of the task', async () => {
    const run = await runEcs({
      inputs: awaited,
      faults: [{ operation: 'RunTask', calls: 'every', effect: { kind: 'drop', when: 'before-acceptance' } }],
      during: ({ kill }, { calls }) => {
        const push = calls.push.bind(calls)
        calls.push = (...more) => {
          if (more.some(({ operation }) => operation === 'RunTask')) kill('SIGINT')
          return push(...more)
        }
      },
    })
    expect(ending(run)).toBe('cancelled · job-cancelled')
    expect(run.outputs['reason']).toContain(
      'the task carries on by itself, and may still run if it was started',
    )
    expect(run.outputs['reason']).toContain('shop was not touched, and web:19 keeps serving')
  })

  test('says so if it could not be stopped', async () => {
    const denied = { kind: 'access-denied' } as const
    const run = await cancelledAt(1, {
      faults: [{ operation: 'StopTask', calls: 'every', effect: denied }],
    })
    expect(ending(run)).toBe('cancelled · job-cancelled')
    expect(run.outputs['reason']).toContain('ecs:StopTask')
  })
})
