import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
  type RunTaskCommandOutput,
  StopTaskCommand,
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import type { Switches } from '../../../simulator/ecs/behaviour-options.ts'
import type { OutcomeName } from '../../../simulator/ecs/outcomes/index.ts'
import { type Shop, shopIn } from './shop.ts'
import { logsOf } from './situations.ts'

const whole: RunTaskCommandInput = {
  cluster: 'prod',
  taskDefinition: 'web:19',
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
}

async function shopWith(outcome: OutcomeName = 'succeeds', switches: Partial<Switches> = {}): Promise<Shop> {
  return await shopIn('shop-on-ecs', { outcomes: [outcome], switches })
}

async function run({ ecs }: Shop, members: Partial<RunTaskCommandInput> = {}): Promise<RunTaskCommandOutput> {
  return await ecs.send(new RunTaskCommand({ ...whole, ...members }))
}

function arnOf({ tasks = [] }: RunTaskCommandOutput): string {
  return tasks[0]?.taskArn ?? ''
}

async function described({ ecs }: Shop, arn: string) {
  const { tasks = [], failures = [] } = await ecs.send(
    new DescribeTasksCommand({ cluster: 'prod', tasks: [arn], include: ['TAGS'] }),
  )
  return tasks[0] ?? failures[0]
}

describe('a task of RunTask', () => {
  test('goes its way and ends with 0', async () => {
    const shop = await shopWith()
    const arn = arnOf(await run(shop, { startedBy: 'migrations', tags: [{ key: 'job', value: '1' }] }))
    const statuses = new Set<string | undefined>()
    for (let second = 0; second < 60; second += 1) {
      const task = await described(shop, arn)
      statuses.add(task && 'lastStatus' in task ? task.lastStatus : undefined)
      shop.advance(1)
    }
    expect([...statuses]).toEqual([
      'PROVISIONING',
      'PENDING',
      'ACTIVATING',
      'RUNNING',
      'DEPROVISIONING',
      'STOPPED',
    ])
    expect(await described(shop, arn)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      group: 'family:web',
      startedBy: 'migrations',
      tags: [{ key: 'job', value: '1' }],
      containers: [{ name: 'app', exitCode: 0 }],
    })
  })

  test.each<[OutcomeName, string, object]>([
    ['crashes', 'EssentialContainerExited', { exitCode: 1 }],
    ['exits-0', 'EssentialContainerExited', { exitCode: 0 }],
    ['out-of-memory', 'EssentialContainerExited', { exitCode: 137, reason: expect.stringMatching(/^OutOf/) }],
    ['missing', 'TaskFailedToStart', { reason: expect.stringMatching(/^CannotPullContainerError/) }],
    ['secret-denied', 'TaskFailedToStart', { reason: expect.stringMatching(/AccessDenied/) }],
    ['spot-interrupted', 'SpotInterruption', { exitCode: 143 }],
    ['elb-404', 'EssentialContainerExited', { exitCode: 0 }],
  ])('%s: %s', async (outcome, stopCode, container) => {
    const shop = await shopWith(outcome)
    const arn = arnOf(await run(shop))
    shop.advance(300)
    expect(await described(shop, arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode,
      containers: [container],
    })
  })

  test('is listed beside those of the service, by its family and by who started it', async () => {
    const shop = await shopWith()
    const arn = arnOf(await run(shop, { startedBy: 'migrations' }))
    const list = async (filter: object) =>
      (await shop.ecs.send(new ListTasksCommand({ cluster: 'prod', ...filter }))).taskArns
    expect(await list({ startedBy: 'migrations' })).toEqual([arn])
    expect(await list({ family: 'web' })).toHaveLength(4)
    expect(await list({ serviceName: 'shop' })).toHaveLength(3)
    shop.advance(60)
    expect(await list({ startedBy: 'migrations' })).toEqual([])
    expect(await list({ startedBy: 'migrations', desiredStatus: 'STOPPED' })).toEqual([arn])
    shop.advance(3600)
    expect(await described(shop, arn)).toMatchObject({ reason: 'MISSING' })
  })

  test('says what its overrides changed, and writes to its stream', async () => {
    const shop = await shopWith('crashes')
    const override = { name: 'app', command: ['npm', 'run', 'migrate'] }
    const arn = arnOf(await run(shop, { overrides: { containerOverrides: [override] } }))
    shop.advance(60)
    expect(await described(shop, arn)).toMatchObject({ overrides: { containerOverrides: [override] } })
    const logStreamName = `web/app/${arn.split('/').at(-1)}`
    const { events = [] } = await logsOf(shop.simulator).send(
      new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName, startFromHead: true }),
    )
    expect(events.map(({ message }) => message)).toContain('/app/server.js:14')
  })

  test('leaves the service alone', async () => {
    const shop = await shopWith('crashes')
    await run(shop)
    shop.advance(120)
    expect(await shop.service()).toMatchObject({ runningCount: 3, deployments: [{ failedTasks: 0 }] })
  })
})

describe('RunTask again', () => {
  const token = 'a'.repeat(64)

  test('with the same token returns the same task', async () => {
    const shop = await shopWith()
    const arn = arnOf(await run(shop, { clientToken: token }))
    shop.advance(90)
    const again = await run(shop, { clientToken: token })
    expect(again.tasks).toMatchObject([{ taskArn: arn, lastStatus: 'STOPPED' }])
    expect(shop.account.records.tasks).toHaveLength(1)
  })

  test('may also return none', async () => {
    const shop = await shopWith('succeeds', { repeatedRunTask: 'no-task' })
    await run(shop, { clientToken: token })
    expect((await run(shop, { clientToken: token })).tasks).toEqual([])
    expect(shop.account.records.tasks).toHaveLength(1)
  })

  test('with the token of another request is a conflict, and after a day a new task', async () => {
    const shop = await shopWith()
    await run(shop, { clientToken: token })
    await expect(run(shop, { clientToken: token, taskDefinition: 'web:18' })).rejects.toMatchObject({
      name: 'ConflictException',
    })
    shop.advance(24 * 3600)
    expect((await run(shop, { clientToken: token, taskDefinition: 'web:18' })).tasks).toHaveLength(1)
  })
})

describe('RunTask refuses', () => {
  test.each<[OutcomeName, object]>([
    ['no-capacity', { reason: expect.stringMatching(/^Capacity is unavailable at this time\./) }],
    [
      'instance-memory',
      { arn: expect.stringContaining(':container-instance/prod/'), reason: 'RESOURCE:MEMORY' },
    ],
    ['instance-resources', { reason: 'RESOURCE:CPU' }],
    ['quota-tasks', { reason: expect.stringMatching(/^You've reached the limit/) }],
  ])('to place a task, in failures: %s', async (outcome, failure) => {
    const shop = await shopWith(outcome)
    expect(await run(shop)).toMatchObject({ tasks: [], failures: [failure] })
  })

  test.each<[string, OutcomeName, Partial<RunTaskCommandInput>, string]>([
    ['a cluster without instances', 'no-instances', {}, 'No Container Instances were found in your cluster.'],
    ['no subnets', 'succeeds', { networkConfiguration: undefined }, 'Network Configuration must be provided'],
    [
      'an unknown container',
      'succeeds',
      { overrides: { containerOverrides: [{ name: 'web', command: ['ls'] }] } },
      'Override for container named web is not a container in the TaskDefinition.',
    ],
    ['an unknown revision', 'succeeds', { taskDefinition: 'web:99' }, 'TaskDefinition not found.'],
    ['a strange startedBy', 'succeeds', { startedBy: 'a b' }, 'startedBy contains invalid characters.'],
    ['long overrides', 'succeeds', longOverrides(), 'The overrides are too long.'],
    [
      'both kinds of capacity',
      'succeeds',
      { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] },
      'Specifying both a launch type and capacity provider strategy is not supported.',
    ],
  ])('%s', async (_, outcome, members, message) => {
    const shop = await shopWith(outcome)
    await expect(run(shop, members)).rejects.toThrow(message)
    expect(shop.account.records.tasks).toEqual([])
  })
})

function longOverrides(): Partial<RunTaskCommandInput> {
  return { overrides: { containerOverrides: [{ name: 'app', command: ['x'.repeat(8192)] }] } }
}

describe('StopTask', () => {
  test.each([143, 0, 137])('ends a running task, whose container exits with %i', async (code) => {
    const shop = await shopWith('succeeds-slowly', { stoppedByRequestExitCode: code })
    const task = arnOf(await run(shop))
    shop.advance(60)
    await shop.ecs.send(new StopTaskCommand({ cluster: 'prod', task, reason: 'not any more' }))
    shop.advance(10)
    expect(await described(shop, task)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'not any more',
      containers: [{ exitCode: code }],
    })
  })

  test('before its container ran there is no exit code', async () => {
    const shop = await shopWith()
    const task = arnOf(await run(shop))
    shop.advance(3)
    await shop.ecs.send(new StopTaskCommand({ cluster: 'prod', task }))
    shop.advance(10)
    const stopped = await described(shop, task)
    expect(stopped).toMatchObject({ lastStatus: 'STOPPED', stoppedReason: 'Task stopped by user' })
    expect(stopped).not.toHaveProperty('containers.0.exitCode')
  })

  test('changes nothing of a task that has ended, and does not know one that is forgotten', async () => {
    const shop = await shopWith()
    const task = arnOf(await run(shop))
    shop.advance(120)
    await shop.ecs.send(new StopTaskCommand({ cluster: 'prod', task }))
    expect(await described(shop, task)).toMatchObject({ stopCode: 'EssentialContainerExited' })
    shop.advance(3600)
    await expect(shop.ecs.send(new StopTaskCommand({ cluster: 'prod', task }))).rejects.toThrow(
      'The referenced task was not found.',
    )
  })

  test('a task works as long as the switch says', async () => {
    const shop = await shopWith('succeeds', { taskSeconds: 300 })
    const arn = arnOf(await run(shop))
    shop.advance(300)
    expect(await described(shop, arn)).toMatchObject({ lastStatus: 'RUNNING' })
    shop.advance(60)
    expect(await described(shop, arn)).toMatchObject({ lastStatus: 'STOPPED' })
  })
})
