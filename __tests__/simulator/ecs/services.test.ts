import {
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DeleteServiceCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { deploymentsOf, named, shopIn } from './shop.ts'

const creation = {
  cluster: 'prod',
  serviceName: 'shop',
  taskDefinition: 'web:19',
  desiredCount: 2,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
} satisfies CreateServiceCommandInput

describe('CreateService', () => {
  test('deploys at once, with what ECS fills in', async () => {
    const { ecs, advance, service, rollout } = await shopIn('first-deployment')
    const { service: created } = await ecs.send(new CreateServiceCommand(creation))
    expect(created).toMatchObject({
      status: 'ACTIVE',
      serviceArn: 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop',
      deploymentConfiguration: {
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        deploymentCircuitBreaker: { enable: false, rollback: false },
      },
      deployments: [{ id: expect.stringMatching(/^ecs-svc\/\d{19}$/), status: 'PRIMARY' }],
    })
    expect(created).not.toHaveProperty('deploymentController')
    expect(created).not.toHaveProperty('taskSets')
    const digits = created?.deployments?.[0]?.id?.slice('ecs-svc/'.length)
    expect((await rollout()).targetServiceRevision?.arn).toBe(
      `arn:aws:ecs:eu-central-1:123456789012:service-revision/prod/shop/${digits}`,
    )
    expect((await rollout()).serviceDeploymentArn).toMatch(/:service-deployment\/prod\/shop\/[\w-]{21}$/)
    advance(120)
    expect(await service()).toMatchObject({ runningCount: 2 })
    expect(await rollout()).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('with the same token and request again makes nothing new', async () => {
    const { ecs, rollouts } = await shopIn('first-deployment')
    const clientToken = 'a-token-of-ours'
    const first = await ecs.send(new CreateServiceCommand({ ...creation, clientToken }))
    const second = await ecs.send(new CreateServiceCommand({ ...creation, clientToken }))
    expect(second.service?.deployments?.[0]?.id).toBe(first.service?.deployments?.[0]?.id)
    expect(await rollouts()).toHaveLength(1)
    const other = new CreateServiceCommand({ ...creation, clientToken, desiredCount: 3 })
    await expect(ecs.send(other)).rejects.toThrow('Creation of service was not idempotent.')
  })

  test.each([
    ['refused', false],
    ['accepted', true],
  ] as const)('of the same without a token: %s', async (identicalCreate, isAccepted) => {
    const { ecs } = await shopIn('first-deployment', { switches: { identicalCreate } })
    await ecs.send(new CreateServiceCommand(creation))
    const again = ecs.send(new CreateServiceCommand(creation))
    if (isAccepted) await expect(again).resolves.toBeDefined()
    else await expect(again).rejects.toThrow('Creation of service was not idempotent.')
  })

  test('waits until the one of that name has drained', async () => {
    const { ecs, advance, service } = await shopIn('draining')
    await expect(ecs.send(new CreateServiceCommand(creation))).rejects.toThrow(
      'Unable to Start a service that is still Draining.',
    )
    advance(60)
    await ecs.send(new CreateServiceCommand(creation))
    expect(await service()).toMatchObject({ status: 'ACTIVE' })
  })

  test.each<[string, Partial<CreateServiceCommandInput>, string]>([
    ['ClientException', { taskDefinition: 'web:20' }, 'TaskDefinition not found.'],
    ['ClusterNotFoundException', { cluster: 'staging' }, 'Cluster not found.'],
    [
      'InvalidParameterException',
      { networkConfiguration: undefined },
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [
      'InvalidParameterException',
      { schedulingStrategy: 'DAEMON' },
      'The daemon scheduling strategy does not support a desired count for services. Remove a desired count value and try again',
    ],
    [
      'InvalidParameterException',
      { capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    ],
    [
      'InvalidParameterException',
      { loadBalancers: [{ targetGroupArn: 'arn:x', containerName: 'web', containerPort: 80 }] },
      'The container web does not exist in the task definition.',
    ],
    [
      'InvalidParameterException',
      { loadBalancers: [{ targetGroupArn: 'arn:x', containerName: 'app', containerPort: 80 }] },
      'The container app did not have a container port 80 defined.',
    ],
    ['InvalidParameterException', { launchType: 'EC2' }, 'Task definition does not support launch_type EC2.'],
  ])('%s: %j', async (name, members, message) => {
    const { ecs } = await shopIn('first-deployment')
    const command = new CreateServiceCommand({ ...creation, ...members })
    await expect(ecs.send(command)).rejects.toMatchObject({ name, message })
  })
})

describe('DeleteService', () => {
  test('wants the count at 0, or force', async () => {
    const { ecs } = await shopIn('shop-on-ecs')
    await expect(ecs.send(new DeleteServiceCommand(named))).rejects.toThrow(
      'The service cannot be stopped while it is scaled above 0.',
    )
  })

  test('drains, is INACTIVE and in the end MISSING', async () => {
    const { ecs, advance, service } = await shopIn('shop-on-ecs')
    const { service: deleted } = await ecs.send(new DeleteServiceCommand({ ...named, force: true }))
    expect(deleted).toMatchObject({ status: 'DRAINING', desiredCount: 0, runningCount: 3 })
    advance(60)
    expect(await service()).toMatchObject({ status: 'INACTIVE', runningCount: 0, deployments: [] })
    advance(4000)
    const { failures, services } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'prod', services: ['shop'] }),
    )
    expect(services).toEqual([])
    expect(failures).toEqual([
      { arn: 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop', reason: 'MISSING' },
    ])
  })

  test('ends a rollout', async () => {
    const { deploy, advance, rollout } = await shopIn('deleted-while-waiting')
    await deploy()
    advance(60)
    expect(await rollout()).toMatchObject({ status: 'STOPPED' })
  })

  test('leaves a service that cannot be updated', async () => {
    const { deploy } = await shopIn('deleted')
    await expect(deploy()).rejects.toMatchObject({ name: 'ServiceNotActiveException' })
  })
})

describe('UpdateService', () => {
  test('of a service that never was', async () => {
    const { deploy } = await shopIn('first-deployment')
    await expect(deploy()).rejects.toMatchObject({ name: 'ServiceNotFoundException' })
  })

  test('changes capacity providers only by force', async () => {
    const { deploy, advance, service } = await shopIn('shop-on-ecs')
    const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }]
    await expect(deploy({ capacityProviderStrategy })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(
        /^When switching from launch type .* you must force a new deployment\.$/,
      ),
    })
    await deploy({ capacityProviderStrategy, forceNewDeployment: true })
    advance(600)
    expect(await service()).toMatchObject({ capacityProviderStrategy })
  })

  test('to a revision that was deregistered', async () => {
    const { deploy } = await shopIn('deregistered')
    await expect(deploy({ taskDefinition: 'web:17' })).rejects.toMatchObject({
      name: 'ClientException',
      message: 'TaskDefinition is inactive',
    })
  })

  test('clears a list that is given empty, and keeps one that is not given', async () => {
    const { deploy, service } = await shopIn('shop-on-ecs')
    await deploy()
    expect((await service()).loadBalancers).toHaveLength(1)
    await deploy({ loadBalancers: [] })
    expect((await service()).loadBalancers).toEqual([])
  })

  test.each([
    ['codedeploy-service', 'CODE_DEPLOY', ' Use AWS CodeDeploy to trigger a new deployment.'],
    ['external-service', 'EXTERNAL', ''],
  ])('of %s cannot deploy', async (scenario, controller, advice) => {
    const { deploy, service } = await shopIn(scenario)
    expect(await service()).toMatchObject({
      deploymentController: { type: controller },
      deployments: [],
      taskSets: [{ status: 'PRIMARY', runningCount: 3, stabilityStatus: 'STEADY_STATE' }],
    })
    await expect(deploy()).rejects.toThrow(
      `Unable to update task definition on services with a ${controller} deployment controller.${advice}`,
    )
    await deploy({ taskDefinition: undefined, desiredCount: 4 })
    expect(await service()).toMatchObject({ desiredCount: 4 })
  })

  test('an Express service says what it is', async () => {
    const { service } = await shopIn('express-service')
    expect(await service()).toMatchObject({ resourceManagementType: 'ECS', runningCount: 3 })
  })
})

describe('StopServiceDeployment', () => {
  test('works without a circuit breaker, and not once it is over', async () => {
    const { ecs, deploy, advance, rollout, service } = await shopIn('no-circuit-breaker', {
      outcomes: ['never-ends'],
    })
    await deploy()
    advance(60)
    const { serviceDeploymentArn } = await rollout()
    const stop = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' })
    expect(await ecs.send(stop)).toMatchObject({ serviceDeploymentArn })
    expect(await rollout()).toMatchObject({ status: 'STOP_REQUESTED' })
    advance(60)
    expect(await rollout()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
    expect(deploymentsOf(await service())).toEqual(['PRIMARY web:19 COMPLETED 3+0'])
    await expect(ecs.send(stop)).rejects.toMatchObject({ name: 'ConflictException' })
  })

  test('of one that never was', async () => {
    const { ecs } = await shopIn('shop-on-ecs')
    const stop = new StopServiceDeploymentCommand({
      serviceDeploymentArn: 'arn:aws:ecs:eu-central-1:123456789012:service-deployment/prod/shop/abc',
    })
    await expect(ecs.send(stop)).rejects.toMatchObject({ name: 'ServiceDeploymentNotFoundException' })
  })
})

describe('ListServiceDeployments', () => {
  test('newest first, by status and time, page by page', async () => {
    const { ecs, rollouts } = await shopIn('shop-on-ecs')
    const list = async (members: object) => {
      const reply = await ecs.send(new ListServiceDeploymentsCommand({ ...named, ...members }))
      return { ...reply, statuses: reply.serviceDeployments?.map(({ status }) => status) }
    }
    expect((await list({})).statuses).toEqual(['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL', 'SUCCESSFUL'])
    expect((await list({ status: ['ROLLBACK_SUCCESSFUL'] })).statuses).toEqual(['ROLLBACK_SUCCESSFUL'])
    const [newest] = await rollouts()
    const { statuses } = await list({ createdAt: { after: newest?.createdAt } })
    expect(statuses).toEqual(['SUCCESSFUL'])
    const page = await list({ maxResults: 2 })
    expect(page.statuses).toHaveLength(2)
    expect((await list({ maxResults: 2, nextToken: page.nextToken })).statuses).toEqual(['SUCCESSFUL'])
  })
})
