import {
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  type GetLogEventsCommandOutput,
  paginateGetLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../../simulator/ecs/outcomes/index.ts'
import { shopIn } from './shop.ts'
import { LOGS, logsOf, post } from './situations.ts'

/** Runs, and says so many lines, ten a second from the first second on. */
function saying(lines: readonly string[]): Outcome {
  return {
    name: 'talkative',
    sentence: 'says much',
    task: () => ({ kind: 'runs', says: () => lines }),
  }
}

function numbered(count: number) {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}`)
}

/** A new task of shop that has said it all, and its stream. */
async function spoken(lines: readonly string[], switches = {}) {
  const shop = await shopIn('shop-on-ecs', { outcomes: [saying(lines)], switches })
  await shop.deploy()
  shop.advance(120)
  const [task] = (await shop.tasks('RUNNING')).filter(({ taskDefinitionArn }) =>
    taskDefinitionArn?.endsWith(':16'),
  )
  const id = task?.taskArn?.split('/').at(-1)
  const stream = { logGroupName: '/ecs/web', logStreamName: `web/app/${id}` }
  const logs = logsOf(shop.simulator)
  const get = (request: Partial<GetLogEventsCommandInput> = {}) =>
    logs.send(new GetLogEventsCommand({ ...stream, ...request }))
  return { shop, logs, stream, get, startedAt: task?.startedAt?.getTime() ?? 0 }
}

function messages({ events = [] }: GetLogEventsCommandOutput) {
  return events.map(({ message }) => message)
}

describe('pages of a stream', () => {
  test('begin at its end, ascending all the same, and go back by the backward token', async () => {
    const { get } = await spoken(numbered(5))
    const last = await get({ limit: 2 })
    expect(messages(last)).toEqual(['line 4', 'line 5'])
    const before = await get({ limit: 2, nextToken: last.nextBackwardToken })
    expect(messages(before)).toEqual(['line 2', 'line 3'])
    const first = await get({ limit: 2, nextToken: before.nextBackwardToken })
    expect(messages(first)).toEqual(['line 1'])
    const none = await get({ limit: 2, nextToken: first.nextBackwardToken })
    expect(messages(none)).toEqual([])
    expect(none.nextBackwardToken).toBe(first.nextBackwardToken)
  })

  test('begin at its head where that is asked for, and at the end the token stays the same', async () => {
    const { get } = await spoken(numbered(5))
    const first = await get({ limit: 3, startFromHead: true })
    expect(messages(first)).toEqual(['line 1', 'line 2', 'line 3'])
    const second = await get({ limit: 3, nextToken: first.nextForwardToken })
    expect(messages(second)).toEqual(['line 4', 'line 5'])
    const none = await get({ limit: 3, nextToken: second.nextForwardToken })
    expect(messages(none)).toEqual([])
    expect(none.nextForwardToken).toBe(second.nextForwardToken)
  })

  test('are walked through by the paginator of the SDK', async () => {
    const { logs, stream } = await spoken(numbered(7))
    const pages = paginateGetLogEvents(
      { client: logs, pageSize: 3, stopOnSameToken: true },
      { ...stream, startFromHead: true },
    )
    const all: (string | undefined)[] = []
    for await (const page of pages) all.push(...messages(page))
    expect(all).toEqual(numbered(7))
  })

  test('what is written later comes with the token that was the last', async () => {
    const shop = await shopIn('shop-on-ecs', { outcomes: [saying(numbered(200))] })
    await shop.deploy()
    shop.advance(30)
    const task = (await shop.tasks('RUNNING')).find(({ taskDefinitionArn }) =>
      taskDefinitionArn?.endsWith(':16'),
    )
    const stream = { logGroupName: '/ecs/web', logStreamName: `web/app/${task?.taskArn?.split('/').at(-1)}` }
    const logs = logsOf(shop.simulator)
    shop.advance(5)
    const first = await logs.send(new GetLogEventsCommand({ ...stream, startFromHead: true }))
    shop.advance(60)
    const later = await logs.send(new GetLogEventsCommand({ ...stream, nextToken: first.nextForwardToken }))
    expect([...messages(first), ...messages(later)]).toEqual(numbered(200))
    expect(messages(first).length).toBeGreaterThan(0)
    expect(messages(later).length).toBeGreaterThan(0)
  })

  test('hold at most one MiB', async () => {
    const { get } = await spoken(Array.from({ length: 10 }, () => 'x'.repeat(200_000)))
    expect((await get()).events).toHaveLength(5)
  })

  test('tell when a line was written and when it could be read', async () => {
    const { get, startedAt } = await spoken(['hello'], { logLagSeconds: 7 })
    expect((await get()).events).toEqual([
      { message: 'hello', timestamp: startedAt + 1000, ingestionTime: startedAt + 8000 },
    ])
  })

  test('from startTime on and before endTime', async () => {
    const { get, startedAt } = await spoken(numbered(5))
    const span = { startTime: startedAt + 1100, endTime: startedAt + 1300 }
    expect(messages(await get(span))).toEqual(['line 2', 'line 3'])
  })

  test('the group may be given as an ARN', async () => {
    const { logs, stream } = await spoken(['hello'])
    const page = await logs.send(
      new GetLogEventsCommand({
        logGroupIdentifier: 'arn:aws:logs:eu-central-1:123456789012:log-group:/ecs/web',
        logStreamName: stream.logStreamName,
      }),
    )
    expect(messages(page)).toEqual(['hello'])
  })
})

describe('what CloudWatch Logs refuses', () => {
  test.each<[string, Partial<GetLogEventsCommandInput>, string, string]>([
    [
      'a group that does not exist',
      { logGroupName: '/ecs/nobody' },
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
    [
      'a stream that does not exist',
      { logStreamName: 'web/app/0000' },
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ],
    [
      'a token of its own making',
      { nextToken: 'f/1' },
      'InvalidParameterException',
      'The specified nextToken is invalid.',
    ],
    [
      'more than 10,000 events',
      { limit: 10_001 },
      'InvalidParameterException',
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
    [
      'no events at all',
      { limit: 0 },
      'InvalidParameterException',
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  ])('%s', async (_, request, name, message) => {
    const { get } = await spoken(['hello'])
    await expect(get(request)).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: 400 } })
  })

  test.each([
    [
      { logGroupName: '/ecs/web' },
      'InvalidParameterException',
      "1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null",
    ],
    [
      { logStreamName: 'web/app/1', logGroupName: '/ecs/web', limit: 'all' },
      'SerializationException',
      'STRING_VALUE cannot be converted to Integer',
    ],
  ])('%j', async (request, type, message) => {
    const { simulator } = await shopIn('shop-on-ecs')
    expect((await post(simulator, `${LOGS}GetLogEvents`, request)).body).toEqual({ __type: type, message })
  })

  test('the group of tasks that could not start for want of it', async () => {
    const shop = await shopIn('first-deployment', { outcomes: ['log-group-missing'] })
    shop.account.call('CreateService', {
      cluster: 'prod',
      serviceName: 'jobs',
      taskDefinition: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    })
    await expect(
      logsOf(shop.simulator).send(
        new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName: 'web/app/1' }),
      ),
    ).rejects.toThrow('The specified log group does not exist.')
  })
})
