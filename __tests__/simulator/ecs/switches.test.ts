import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { deploymentsOf, named, shopIn } from './shop.ts'

describe('reads that lag', () => {
  test('service deployments are listed late', async () => {
    const shop = await shopIn('shop-on-ecs', { switches: { listLagSeconds: 30 } })
    await shop.deploy()
    expect(await shop.rollout()).toMatchObject({ status: 'SUCCESSFUL' })
    shop.advance(31)
    expect(await shop.rollout()).toMatchObject({ status: 'PENDING' })
  })

  test('services are shown as they were', async () => {
    const shop = await shopIn('shop-on-ecs', { switches: { readLagSeconds: 10 } })
    await shop.deploy()
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:19 COMPLETED 3+0'])
    shop.advance(10)
    expect(deploymentsOf(await shop.service())).toHaveLength(2)
  })

  test('a new service is MISSING for a while', async () => {
    const shop = await shopIn('lagging-creation')
    const request = {
      cluster: 'prod',
      serviceName: 'shop',
      taskDefinition: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
    }
    shop.account.call('CreateService', request)
    const describe = new DescribeServicesCommand({ cluster: 'prod', services: ['shop'] })
    expect((await shop.ecs.send(describe)).failures).toMatchObject([{ reason: 'MISSING' }])
    shop.advance(10)
    expect((await shop.ecs.send(describe)).failures).toEqual([])
  })

  test.each(['fresh', 'stale', 'absent'] as const)('currentServiceDeployment is %s', async (how) => {
    const shop = await shopIn('shop-on-ecs', { switches: { currentServiceDeployment: how } })
    const [before] = await shop.rollouts()
    const { currentServiceDeployment } = await shop.deploy()
    const [ours] = await shop.rollouts()
    expect(currentServiceDeployment).toBe(
      { fresh: ours?.serviceDeploymentArn, stale: before?.serviceDeploymentArn, absent: undefined }[how],
    )
  })

  test.each([
    ['new-primary', 2],
    ['before', 1],
  ] as const)('the reply to UpdateService shows %s', async (updateReply, count) => {
    const shop = await shopIn('shop-on-ecs', { switches: { updateReply } })
    expect((await shop.deploy()).deployments).toHaveLength(count)
    expect((await shop.service()).deployments).toHaveLength(2)
  })

  test('the failed entry may read IN_PROGRESS while the PRIMARY rolls back', async () => {
    const shop = await shopIn('circuit-breaker', { switches: { failedStateLagSeconds: 10 } })
    await shop.deploy()
    shop.advance(34)
    expect(deploymentsOf(await shop.service())).toEqual([
      'PRIMARY web:19 IN_PROGRESS 3+0',
      'DRAINING web:16 IN_PROGRESS 0+0',
    ])
  })
})

describe('what a reply does not hold', () => {
  test('rolloutState', async () => {
    const shop = await shopIn('classic-load-balancer')
    await shop.deploy()
    for (const one of (await shop.service()).deployments ?? []) {
      expect(one).not.toHaveProperty('rolloutState')
      expect(one).not.toHaveProperty('rolloutStateReason')
    }
  })

  test.each([
    ['same', true],
    ['different', false],
  ] as const)('digits of revision and deployment: %s', async (revisionDigits, areSame) => {
    const shop = await shopIn('shop-on-ecs', { switches: { revisionDigits } })
    const digits = (await shop.deploy()).deployments?.[0]?.id?.slice('ecs-svc/'.length) ?? ''
    expect((await shop.rollout()).targetServiceRevision?.arn?.endsWith(`/${digits}`)).toBe(areSame)
  })

  test.each([true, false])('monitoring of a revision can be read: %s', async (monitoringIsReadable) => {
    const shop = await shopIn('shop-on-ecs', { switches: { monitoringIsReadable } })
    const metricConfigurations = [{ metricNames: ['CPUUtilization'], resolutionSeconds: 20 }]
    await shop.deploy({ monitoring: { metricConfigurations } as never })
    const arn = (await shop.rollout()).targetServiceRevision?.arn ?? ''
    const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] })
    const [revision] = (await shop.ecs.send(command)).serviceRevisions ?? []
    expect(revision).toMatchObject({ taskDefinition: expect.stringContaining('web:16') })
    expect(revision?.monitoring).toEqual(monitoringIsReadable ? { metricConfigurations } : undefined)
  })
})

describe('what may be refused', () => {
  test.each([
    ['access-denied', 'AccessDeniedException'],
    ['unknown-operation', 'UnknownOperationException'],
  ] as const)('calls on service deployments: %s', async (serviceDeploymentCalls, name) => {
    const shop = await shopIn('shop-on-ecs', { switches: { serviceDeploymentCalls } })
    await shop.deploy()
    await expect(shop.ecs.send(new ListServiceDeploymentsCommand(named))).rejects.toMatchObject({ name })
    shop.advance(120)
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:16 COMPLETED 3+0'])
  })

  test.each([
    ['refused', false],
    ['accepted', true],
  ] as const)('an update during a rollback is %s', async (updateDuringRollback, isAccepted) => {
    const shop = await shopIn('circuit-breaker', { switches: { updateDuringRollback } })
    await shop.deploy()
    shop.advance(35)
    const second = shop.deploy({ taskDefinition: 'web:17' })
    if (isAccepted) expect(deploymentsOf(await second)[0]).toBe('PRIMARY web:17 IN_PROGRESS 0+0')
    else await expect(second).rejects.toMatchObject({ name: 'UpdateInProgressException' })
  })
})

describe('what an update means', () => {
  test.each([
    ['replaces', { enable: false, rollback: false }],
    ['merges', { enable: true, rollback: true }],
  ] as const)('deploymentConfiguration %s', async (deploymentConfigurationUpdate, breaker) => {
    const shop = await shopIn('shop-on-ecs', { switches: { deploymentConfigurationUpdate } })
    const { deploymentConfiguration } = await shop.deploy({
      deploymentConfiguration: { maximumPercent: 150 },
    })
    expect(deploymentConfiguration).toMatchObject({ maximumPercent: 150, deploymentCircuitBreaker: breaker })
  })

  test.each([
    ['left-out', 1],
    ['told', 2],
  ] as const)('an event that repeats itself is %s', async (repeatedEvents, count) => {
    const shop = await shopIn('no-capacity', { switches: { repeatedEvents } })
    await shop.deploy()
    shop.advance(100)
    const said = (await shop.events()).filter((text) => text.includes('Capacity is unavailable'))
    expect(said).toHaveLength(count)
  })

  test.each([
    [true, 3],
    [false, 0],
  ])('tasks that drain count as running: %s', async (drainingTasksCount, runningCount) => {
    const shop = await shopIn('shop-on-ecs', { switches: { drainingTasksCount } })
    await shop.deploy()
    shop.advance(50)
    expect((await shop.service()).deployments?.[1]).toMatchObject({ status: 'DRAINING', runningCount })
  })
})
