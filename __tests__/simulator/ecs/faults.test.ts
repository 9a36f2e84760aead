import {
  DescribeServicesCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import type { EcsEffect } from '../../../simulator/wire/ecs.ts'
import { ECS, ecsOf, post, simulated } from './situations.ts'

const scenario = 'shop-on-ecs'
const shop = { cluster: 'prod', services: ['shop'] }
const update = new UpdateServiceCommand({ cluster: 'prod', service: 'shop', forceNewDeployment: true })

describe('errors in place of an answer, as the SDK reads them', () => {
  test.each<[EcsEffect, number, string, string]>([
    [{ kind: 'throttle' }, 400, 'ThrottlingException', 'Rate exceeded'],
    [{ kind: 'service-exception' }, 500, 'ServerException', 'Service Unavailable. Please try again later.'],
    [{ kind: 'not-found' }, 400, 'ServiceNotFoundException', 'Service not found.'],
    [
      { kind: 'expired-token' },
      400,
      'ExpiredTokenException',
      'The security token included in the request is expired',
    ],
    [
      { kind: 'error', type: 'PlatformUnknownException', message: 'Unknown.' },
      400,
      'PlatformUnknownException',
      'Unknown.',
    ],
  ])('%j', async (effect, status, name, message) => {
    const simulator = await simulated({
      scenario,
      faults: [{ operation: 'DescribeServices', calls: 1, effect }],
    })
    const ecs = ecsOf(simulator)
    const asked = ecs.send(new DescribeServicesCommand(shop))
    await expect(asked).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: status } })
    expect((await ecs.send(new DescribeServicesCommand(shop))).services).toHaveLength(1)
    expect(simulator.calls).toMatchObject([
      { service: 'ecs', operation: 'DescribeServices', status, errorType: name },
      { service: 'ecs', operation: 'DescribeServices', status: 200 },
    ])
  })

  test.each<[string, object, string]>([
    ['DescribeServices', shop, 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop'],
    ['UpdateService', { service: 'shop' }, 'arn:aws:ecs:eu-central-1:123456789012:service/default/shop'],
    ['DescribeClusters', { clusters: ['prod'] }, 'arn:aws:ecs:eu-central-1:123456789012:cluster/prod'],
    [
      'DescribeTasks',
      { cluster: 'prod', tasks: ['1f2e'] },
      'arn:aws:ecs:eu-central-1:123456789012:task/prod/1f2e',
    ],
    [
      'TagResource',
      { resourceArn: 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop', tags: [] },
      'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop',
    ],
    ['RegisterTaskDefinition', { family: 'web', containerDefinitions: [] }, '*'],
  ])('denied %s of %j names the action and %s', async (operation, body, resource) => {
    const simulator = await simulated({
      scenario,
      faults: [{ operation: '*', calls: 'every', effect: { kind: 'access-denied' } }],
    })
    expect((await post(simulator, `${ECS}${operation}`, body)).body).toEqual({
      __type: 'AccessDeniedException',
      message: `User: arn:aws:sts::123456789012:assumed-role/deploy/github is not authorized to perform: ecs:${operation} on resource: ${resource} because no identity-based policy allows the ecs:${operation} action`,
    })
  })

  test('HTML of something on the way, 500 and 502', async () => {
    const simulator = await simulated({
      scenario,
      faults: [
        { operation: 'ListTasks', calls: 1, effect: { kind: 'bad-gateway' } },
        { operation: 'ListTasks', calls: 2, effect: { kind: 'bad-gateway', status: 500 } },
      ],
    })
    const ecs = ecsOf(simulator)
    const list = () => ecs.send(new ListTasksCommand({ cluster: 'prod' }))
    await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 502 } })
    await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
    expect(simulator.calls.map(({ status }) => status)).toEqual([502, 500])
  })
})

describe('writes whose answer is lost', () => {
  test.each<[EcsEffect, boolean]>([
    [{ kind: 'drop', when: 'before-acceptance' }, false],
    [{ kind: 'drop', when: 'after-acceptance' }, true],
    [{ kind: 'service-exception' }, false],
    [{ kind: 'service-exception', accepted: true }, true],
    [{ kind: 'bad-gateway', accepted: true }, true],
    [{ kind: 'truncate' }, true],
  ])('%j: accepted %j', async (effect, isAccepted) => {
    const simulator = await simulated({
      scenario,
      faults: [{ operation: 'UpdateService', calls: 1, effect }],
    })
    const ecs = ecsOf(simulator)
    await expect(ecs.send(update)).rejects.toThrow()
    const { services = [] } = await ecs.send(new DescribeServicesCommand(shop))
    expect(services[0]?.deployments).toHaveLength(isAccepted ? 2 : 1)
  })
})

test('an answer can be late, and somebody else can be first', async () => {
  const simulator = await simulated({
    scenario,
    faults: [
      { operation: 'RegisterTaskDefinition', calls: 'every', effect: { kind: 'latency', milliseconds: 5 } },
      {
        operation: 'RegisterTaskDefinition',
        calls: 1,
        effect: {
          kind: 'event',
          happens: (account) =>
            account.call('RegisterTaskDefinition', {
              family: 'other',
              containerDefinitions: [{ name: 'app', image: 'nginx', memory: 128 }],
            }),
        },
      },
    ],
  })
  const { taskDefinition } = await ecsOf(simulator).send(
    new RegisterTaskDefinitionCommand({
      family: 'other',
      containerDefinitions: [{ name: 'app', image: 'nginx', memory: 128 }],
    }),
  )
  expect(taskDefinition?.revision).toBe(2)
  expect(simulator.calls).toHaveLength(1)
})

test('faults may come and go while it runs', async () => {
  const simulator = await simulated({ scenario })
  const ecs = ecsOf(simulator)
  simulator.ecs.faults.push({ operation: 'ListTasks', calls: 'every', effect: { kind: 'throttle' } })
  await expect(ecs.send(new ListTasksCommand({ cluster: 'prod' }))).rejects.toThrow('Rate exceeded')
  simulator.ecs.faults.splice(0)
  expect((await ecs.send(new ListTasksCommand({ cluster: 'prod' }))).taskArns).toHaveLength(3)
})
