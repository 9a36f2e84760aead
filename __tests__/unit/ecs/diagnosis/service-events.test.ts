import { describe, expect, test } from '@jest/globals'
import { createEventReader, explainingEvents } from '../../../../src/ecs/diagnosis/service-events.ts'

const begun = Date.parse('2026-01-15T12:00:00Z')
const rollout = { createdAt: begun, service: 'shop', id: 'ecs-svc/2' }
function event(id: string, seconds: number, message: string) {
  return {
    id,
    createdAt: begun + seconds * 1_000,
    message,
  }
}

const [one, two, old] = ['1f2e3d4c', '5b6a7988', '0a1b2c3d'].map(
  (start) => `${start}5e6f70819293a4b5c6d7e8f9`,
)
const group =
  '(target-group arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0d1c2b3a4f5e6d7c)'
const steady = event('0', -60, '(service shop) has reached a steady state.')
const started = event('1', 10, `(service shop) has started 2 tasks: (task ${one}) (task ${two}).`)

test('each event is told once, oldest first, from our rollout on, without what all of them begin with', () => {
  const read = createEventReader(rollout)
  const draining = event(
    '2',
    50,
    '(service shop, taskSet ecs-svc/1) has begun draining connections on 1 tasks.',
  )
  expect(read([draining, started, steady])).toEqual([
    'ECS: shop has started 2 tasks: task 1f2e3d4c, task 5b6a7988',
    'ECS: shop has begun draining connections on 1 tasks',
  ])
  const failed = event(
    '3',
    70,
    '(service shop) (deployment ecs-svc/2) deployment failed: tasks failed to start.',
  )
  expect(read([failed, draining, started, steady])).toEqual(['ECS: deployment failed: tasks failed to start'])
})

test('what happens to one task after the other is told once, and every start', () => {
  const stopped = (id: string, task: string | undefined) =>
    event(id, 60, `(service shop) has stopped 1 running tasks: (task ${task}).`)
  const again = event('4', 60, `(service shop) has started 1 tasks: (task ${old}).`)
  const oneMore = event('5', 60, `(service shop) has started 1 tasks: (task ${two}).`)
  const read = createEventReader(rollout)
  expect(read([oneMore, again, stopped('3', two), stopped('2', one)])).toEqual([
    'ECS: shop has stopped 1 running tasks: task 1f2e3d4c',
    'ECS: shop has started 1 tasks: task 0a1b2c3d',
    'ECS: shop has started 1 tasks: task 5b6a7988',
  ])
  expect(read([stopped('6', old), oneMore, again])).toEqual([])
})

test("another one's deployment is named, and a target group by its name", () => {
  const read = createEventReader(rollout)
  expect(
    read([
      event('2', 2, `(service shop) registered 1 targets in ${group}`),
      event('1', 1, '(service shop) (deployment ecs-svc/3) deployment completed.'),
    ]),
  ).toEqual([
    'ECS: (deployment ecs-svc/3) deployment completed',
    'ECS: shop registered 1 targets in the target group shop',
  ])
})

describe('events that say why', () => {
  const unhealthy = (id: string, seconds: number, task: string | undefined) =>
    event(
      id,
      seconds,
      `(service shop) (task ${task}) (port 8080) is unhealthy in ${group} due to (reason Health checks failed with these codes: [503]).`,
    )

  test('each kind once, at its last time', () => {
    const placed = event(
      '4',
      40,
      '(service shop) was unable to place a task. Reason: CannotPullContainerError: ref pull has been retried 1 time(s).',
    )
    expect(
      explainingEvents(rollout, [unhealthy('6', 70, two), unhealthy('5', 58, one), placed, started, steady]),
    ).toEqual([
      'ECS 0:40  "shop was unable to place a task. Reason: CannotPullContainerError: ref pull has been retried 1 time(s)"',
      'ECS 1:10  "task 5b6a7988 (port 8080) is unhealthy in the target group shop due to Health checks failed with these codes: [503]"',
    ])
  })

  test('of a task that ran before, or before the rollout, they explain nothing', () => {
    expect(explainingEvents(rollout, [unhealthy('7', 80, old), started])).toEqual([])
    expect(explainingEvents(rollout, [unhealthy('8', -60, one), started])).toEqual([])
  })

  test('how a rollout ended is not why', () => {
    const how = [
      '(service shop) (deployment ecs-svc/2) deployment failed: tasks failed to start.',
      '(service shop) rolling back to deployment ecs-svc/1.',
      '(service shop) has stopped 1 running tasks: (task 1f2e3d4c5e6f70819293a4b5c6d7e8f9).',
    ].map((message, index) => event(String(index), 60 + index, message))
    expect(explainingEvents(rollout, [...how, started, steady])).toEqual([])
  })
})
