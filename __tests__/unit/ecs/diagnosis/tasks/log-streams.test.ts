import { expect, test } from '@jest/globals'
import { loggedContainers } from '../../../../../src/ecs/diagnosis/tasks/log-streams.ts'
import { container } from '../../shop.ts'

const group = { 'awslogs-group': '/ecs/web' }

test('containers that write to CloudWatch Logs are read there, in their own Region', () => {
  const { logged, unavailable } = loggedContainers(
    {
      containerDefinitions: [
        container({
          logConfiguration: { logDriver: 'awslogs', options: { ...group, 'awslogs-stream-prefix': 'web' } },
        }),
        container({
          name: 'worker',
          logConfiguration: {
            logDriver: 'awslogs',
            options: { ...group, 'awslogs-stream-prefix': 'w', 'awslogs-region': 'us-east-1' },
          },
        }),
      ],
    },
    'eu-central-1',
  )
  expect(logged).toEqual([
    { name: 'app', group: '/ecs/web', prefix: 'web', region: 'eu-central-1' },
    { name: 'worker', group: '/ecs/web', prefix: 'w', region: 'us-east-1' },
  ])
  expect(unavailable).toEqual([])
})

test.each([
  ['no log', {}, 'the output of app is not kept anywhere: it has no logConfiguration'],
  ['another driver', { logConfiguration: { logDriver: 'awsfirelens' } }, 'its log driver is awsfirelens'],
  ['no prefix', { logConfiguration: { logDriver: 'awslogs', options: group } }, 'no awslogs-stream-prefix'],
])('%s: that is said, once for each', (_, more, words) => {
  const { logged, unavailable } = loggedContainers(
    { containerDefinitions: [container(more)] },
    'eu-central-1',
  )
  expect(logged).toEqual([])
  expect(unavailable).toEqual([expect.stringContaining(words)])
})
