import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Task } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { type OutcomeName, outcomes } from '../../../simulator/ecs/outcomes/index.ts'
import { type Shop, shopIn } from './shop.ts'
import { logsOf } from './situations.ts'

function idOf({ taskArn = '' }: Task) {
  return taskArn.slice(taskArn.lastIndexOf('/') + 1)
}

/** A stopped task of a rollout with that outcome, and the events, ten minutes after it began. */
async function failed(outcome: OutcomeName): Promise<{ shop: Shop; task: Task | undefined; events: string }> {
  const shop = await shopIn('shop-on-ecs', { outcomes: [outcome] })
  const ours = (await shop.deploy()).deployments?.[0]?.id
  shop.advance(600)
  const task = (await shop.tasks('STOPPED')).find(({ startedBy }) => startedBy === ours)
  return { shop, task, events: (await shop.events()).join('\n') }
}

describe('the life of a task', () => {
  test('from PROVISIONING to RUNNING', async () => {
    const shop = await shopIn('shop-on-ecs')
    const ours = (await shop.deploy()).deployments?.[0]?.id
    const statuses = new Set<string | undefined>()
    for (let second = 0; second < 30; second += 1) {
      shop.advance(1)
      for (const task of await shop.tasks('RUNNING'))
        if (task.startedBy === ours) statuses.add(task.lastStatus)
    }
    expect([...statuses]).toEqual(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING'])
  })

  test('an old one drains, stops, and is forgotten after an hour', async () => {
    const shop = await shopIn('shop-on-ecs')
    await shop.deploy()
    shop.advance(50)
    expect((await shop.tasks('STOPPED')).map(({ lastStatus }) => lastStatus)).toEqual(
      Array(3).fill('DEACTIVATING'),
    )
    shop.advance(60)
    const [stopped] = await shop.tasks('STOPPED')
    expect(stopped).toMatchObject({
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'ServiceSchedulerInitiated',
      group: 'service:shop',
      launchType: 'FARGATE',
      containers: [{ name: 'app', lastStatus: 'STOPPED', exitCode: 0 }],
    })
    shop.advance(3600)
    expect(await shop.tasks('STOPPED')).toEqual([])
  })
})

describe('what a task comes to', () => {
  test.each<[OutcomeName, string, RegExp]>([
    ['missing', 'TaskFailedToStart', /^CannotPullContainerError: .* failed to resolve ref .*: not found$/],
    ['denied', 'TaskFailedToStart', /^CannotPullContainerError: .*pull access denied.*insufficient_scope/],
    ['unreachable', 'TaskFailedToStart', /connection issue between the task and Amazon ECR/],
    ['rate-limit', 'TaskFailedToStart', /toomanyrequests: You have reached your pull rate limit/],
    ['wrong-architecture', 'TaskFailedToStart', /descriptor matching platform 'linux\/amd64'$/],
    [
      'secret-denied',
      'TaskFailedToStart',
      /^ResourceInitializationError: unable to pull secrets .* AccessDenied/,
    ],
    ['log-group-missing', 'TaskFailedToStart', /The specified log group does not exist/],
    [
      'command-not-found',
      'TaskFailedToStart',
      /^CannotStartContainerError: .*executable file not found in \$PATH/,
    ],
    ['crashes', 'EssentialContainerExited', /^Essential container in task exited$/],
    ['elb-404', 'ServiceSchedulerInitiated', /^Task failed ELB health checks in \(target-group arn:aws:/],
    ['container-unhealthy', 'ServiceSchedulerInitiated', /^Task failed container health checks$/],
    ['spot-interrupted', 'SpotInterruption', /^Your Spot Task was interrupted\.$/],
  ])('%s: %s', async (outcome, stopCode, reason) => {
    const { task } = await failed(outcome)
    expect(task).toMatchObject({ stopCode, stoppedReason: expect.stringMatching(reason) })
  })

  test.each<[OutcomeName, number, string | undefined]>([
    ['crashes', 1, undefined],
    ['exits-0', 0, undefined],
    ['out-of-memory', 137, 'OutOfMemoryError: Container killed due to memory usage'],
    ['not-executable', 126, undefined],
    ['segfault', 139, undefined],
    ['exec-format-error', 255, undefined],
  ])('%s: exit code %d', async (outcome, exitCode, reason) => {
    const { task } = await failed(outcome)
    expect(task?.containers?.[0]).toMatchObject({ exitCode })
    expect(task?.containers?.[0]?.reason).toBe(reason)
  })

  test.each<[OutcomeName, RegExp]>([
    [
      'elb-404',
      /^\(task \w{32}\) \(port 8080\) is unhealthy in \(target-group arn:\S+\) due to \(reason Health checks failed with these codes: \[404\]\)\.$/m,
    ],
    ['elb-timeout', /due to \(reason Request timed out\)\.$/m],
    ['container-unhealthy', /^\(task \w{32}\) failed container health checks\.$/m],
    ['missing', /^was unable to place a task\. Reason: CannotPullContainerError: pull image manifest/m],
    ['no-capacity', /^was unable to place a task\. Reason: Capacity is unavailable at this time\./m],
    [
      'no-instances',
      /^was unable to place a task because no container instance met all of its requirements\. Reason: No Container Instances/m,
    ],
    ['quota-tasks', /limit on the number of tasks you can run concurrently/m],
  ])('%s is told in an event', async (outcome, text) => {
    expect((await failed(outcome)).events).toMatch(text)
  })

  test('an unhealthy one is replaced at once', async () => {
    const shop = await shopIn('no-circuit-breaker', { outcomes: ['elb-404'] })
    await shop.deploy()
    shop.advance(90)
    expect((await shop.events()).join('\n')).toMatch(
      /has started 3 tasks: .*\. Amazon ECS replaced 3 tasks due to an unhealthy status\.$/m,
    )
  })

  test('each outcome can be asked for by the tag of an image', async () => {
    const shop = await shopIn('shop-on-ecs')
    const { account } = shop
    const described = account.call('DescribeTaskDefinition', { taskDefinition: 'web:19' })
    const { taskDefinition } = described as { taskDefinition: { containerDefinitions: object[] } }
    for (const outcome of Object.keys(outcomes)) {
      const image = `ghcr.io/acme/shop:outcome-${outcome}`
      const containerDefinitions = taskDefinition.containerDefinitions.map((one) => ({ ...one, image }))
      account.call('RegisterTaskDefinition', { ...taskDefinition, containerDefinitions })
      account.call('UpdateService', { cluster: 'prod', service: 'shop', taskDefinition: 'web' })
      const last = account.records.services[0]?.changes.at(-1)
      expect(last?.kind === 'update' && last.deployment?.outcome.name).toBe(outcome)
    }
  })
})

describe('what a container writes', () => {
  const streamOf = (task: Task | undefined) => `web/app/${task ? idOf(task) : ''}`

  test('is in the stream prefix/container/task', async () => {
    const { shop, task } = await failed('missing-variable')
    const logs = logsOf(shop.simulator)
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName: streamOf(task) }),
    )
    expect(events.map(({ message }) => message)).toContain(
      'Error: Missing required environment variable SESSION_KEY',
    )
    expect(events[0]?.timestamp).toBeGreaterThan(task?.startedAt?.getTime() ?? Number.POSITIVE_INFINITY)
  })

  test('stays when the task is forgotten', async () => {
    const { shop, task } = await failed('crashes')
    shop.advance(7200)
    const logs = logsOf(shop.simulator)
    const command = new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName: streamOf(task) })
    expect((await logs.send(command)).events).not.toEqual([])
  })

  test('has no stream while nothing has started', async () => {
    const { shop, task } = await failed('missing')
    const command = new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName: streamOf(task) })
    await expect(logsOf(shop.simulator).send(command)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    })
  })
})
