import { expect, test } from '@jest/globals'
import { createEventReader } from '../../../../src/ecs/diagnosis/service-events.ts'

const begun = Date.parse('2026-01-15T12:00:00Z')
const event = (id: string, seconds: number, message: string) => ({
  id,
  createdAt: begun + seconds * 1_000,
  message,
})

test('each event is told once, oldest first, from our rollout on, without what all of them begin with', () => {
  const read = createEventReader({ createdAt: begun, service: 'shop' })
  const old = event('0', -60, '(service shop) has reached a steady state.')
  const started = event('1', 10, '(service shop) has started 2 tasks: (task a) (task b).')
  const draining = event(
    '2',
    50,
    '(service shop, taskSet ecs-svc/1) has begun draining connections on 1 tasks.',
  )
  expect(read([draining, started, old])).toEqual([
    'has started 2 tasks: (task a) (task b)',
    '(taskSet ecs-svc/1) has begun draining connections on 1 tasks',
  ])
  const failed = event(
    '3',
    70,
    '(service shop) (deployment ecs-svc/2) deployment failed: tasks failed to start.',
  )
  expect(read([failed, draining, started, old])).toEqual([
    '(deployment ecs-svc/2) deployment failed: tasks failed to start',
  ])
})
