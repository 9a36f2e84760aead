import { describe, expect, test } from '@jest/globals'
import { deploymentsOf, revisionOf, shopIn } from './shop.ts'

/** A task's id, as it stands in events. */
function ids(text: string) {
  return text.replaceAll(/\(task [0-9a-f]{32}\)/g, '(task)')
}
function deployment(text: string) {
  return ids(text).replaceAll(/ecs-svc\/\d{19}/g, 'ecs-svc/N')
}

describe('a rolling update', () => {
  test('starts the new tasks, waits until they are healthy, stops the old ones and lets them drain', async () => {
    const shop = await shopIn('shop-on-ecs')
    const reply = await shop.deploy()
    expect(deploymentsOf(reply)).toEqual(['PRIMARY web:16 IN_PROGRESS 0+0', 'ACTIVE web:19 COMPLETED 3+0'])
    expect(await shop.rollout()).toMatchObject({ status: 'PENDING' })

    shop.advance(5)
    expect(await shop.rollout()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' })
    expect(deploymentsOf(await shop.service())).toEqual([
      'PRIMARY web:16 IN_PROGRESS 0+3',
      'ACTIVE web:19 COMPLETED 3+0',
    ])

    shop.advance(25)
    expect(await shop.rollout()).toMatchObject({
      targetServiceRevision: { requestedTaskCount: 3, runningTaskCount: 3, pendingTaskCount: 0 },
      sourceServiceRevisions: [{ runningTaskCount: 3 }],
    })

    shop.advance(20)
    expect(await shop.rollout()).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'CLEAN_UP' })
    expect(deploymentsOf(await shop.service())).toEqual([
      'PRIMARY web:16 IN_PROGRESS 3+0',
      'DRAINING web:19 COMPLETED 3+0',
    ])

    shop.advance(40)
    expect(await shop.rollout()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await shop.service()).toMatchObject({ runningCount: 3, pendingCount: 0, desiredCount: 3 })
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:16 COMPLETED 3+0'])
  })

  test('is told in events, in the words of ECS', async () => {
    const shop = await shopIn('shop-on-ecs')
    await shop.deploy()
    shop.advance(120)
    const events = (await shop.events()).map(deployment)
    const targets = shop.account.records.services[0]?.changes
    expect(targets).toHaveLength(4)
    expect(events).toEqual([
      'has started 3 tasks: (task) (task) (task).',
      expect.stringMatching(/^registered 3 targets in \(target-group arn:aws:elasticloadbalancing:/),
      'has stopped 3 running tasks: (task) (task) (task).',
      expect.stringMatching(/^deregistered 3 targets in \(target-group arn:/),
      '(service shop, taskSet ecs-svc/N) has begun draining connections on 3 tasks.',
      '(deployment ecs-svc/N) deployment completed.',
      'has reached a steady state.',
    ])
  })

  test('goes in batches where the percentages allow no more', async () => {
    const shop = await shopIn('shop-on-ecs', { switches: { drainingTasksCount: false } })
    await shop.deploy({
      desiredCount: 4,
      deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 },
    })
    const started = new Set<number | undefined>()
    for (let second = 0; second < 60; second += 1) {
      shop.advance(5)
      const { deployments = [] } = await shop.service()
      const serving = deployments.filter(({ status }) => status !== 'DRAINING')
      const pending = serving.reduce((sum, { pendingCount = 0 }) => sum + pendingCount, 0)
      const running = serving.reduce((sum, { runningCount = 0 }) => sum + runningCount, 0)
      expect(running + pending).toBeLessThanOrEqual(4)
      expect(running).toBeGreaterThanOrEqual(2)
      started.add(deployments[0]?.runningCount)
    }
    expect([...started]).toEqual([0, 2, 4])
    expect(await shop.rollout()).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test('takes an old task down first where there may be none of both', async () => {
    const shop = await shopIn('shop-on-ecs')
    await shop.deploy({
      desiredCount: 1,
      deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 },
    })
    shop.advance(10)
    expect(deploymentsOf(await shop.service())).toEqual([
      'PRIMARY web:16 IN_PROGRESS 0+1',
      'DRAINING web:19 COMPLETED 3+0',
    ])
  })

  test('is stuck, and says so once, where the percentages leave no room', async () => {
    const shop = await shopIn('cannot-move')
    await shop.deploy()
    shop.advance(600)
    expect(await shop.rollout()).toMatchObject({ status: 'IN_PROGRESS' })
    const stuck = (await shop.events()).filter((text) => text.includes('was unable to stop or start tasks'))
    expect(stuck).toEqual([
      'was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
    ])
  })

  test('ends at once with no task wanted', async () => {
    const shop = await shopIn('scaled-to-zero')
    await shop.deploy()
    shop.advance(10)
    expect(await shop.rollout()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await shop.service()).toMatchObject({ desiredCount: 0, runningCount: 0 })
  })

  test('may be SUCCESSFUL before the old tasks are gone', async () => {
    const shop = await shopIn('shop-on-ecs', { switches: { successBeforeDrain: true } })
    await shop.deploy()
    shop.advance(47)
    expect(await shop.rollout()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(deploymentsOf(await shop.service())).toEqual([
      'PRIMARY web:16 COMPLETED 3+0',
      'DRAINING web:19 COMPLETED 3+0',
    ])
  })

  test('of a DAEMON stops and starts one task per container instance', async () => {
    const shop = await shopIn('daemon-service')
    const { account } = shop
    account.call('UpdateService', { cluster: 'prod', service: 'agent', forceNewDeployment: true })
    shop.advance(30)
    const during = account.call('DescribeServices', { cluster: 'prod', services: ['agent'] })
    expect(during).toMatchObject({ services: [{ desiredCount: 2, deployments: [{}] }] })
    shop.advance(60)
    const after = account.call('ListServiceDeployments', { cluster: 'prod', service: 'agent' })
    expect(after).toMatchObject({ serviceDeployments: [{ status: 'SUCCESSFUL' }, { status: 'SUCCESSFUL' }] })
  })
})

describe('two rollouts', () => {
  test('the newer one replaces the older, a moment later', async () => {
    const shop = await shopIn('shop-on-ecs')
    await shop.deploy()
    shop.advance(30)
    await shop.deploy({ taskDefinition: 'web:17' })
    const [, first] = await shop.rollouts()
    expect(first).toMatchObject({ status: 'IN_PROGRESS' })
    shop.advance(0.3)
    const [second, stopped] = await shop.rollouts()
    expect(stopped).toMatchObject({
      status: 'STOPPED',
      statusReason: 'Replaced by a new service deployment.',
    })
    expect(second).toMatchObject({ status: 'PENDING' })
    shop.advance(120)
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:17 COMPLETED 3+0'])
  })

  test('by somebody else, twenty seconds later', async () => {
    const shop = await shopIn('two-runs-race')
    await shop.deploy()
    shop.advance(150)
    expect((await shop.rollouts()).map(({ status }) => status).slice(0, 2)).toEqual(['SUCCESSFUL', 'STOPPED'])
    expect(revisionOf((await shop.service()).taskDefinition)).toBe('web:17')
  })
})

describe('what starts no rollout', () => {
  test('a count: tasks are started or stopped, the deployment stays the same', async () => {
    const shop = await shopIn('shop-on-ecs')
    const before = await shop.service()
    await shop.deploy({ taskDefinition: undefined, desiredCount: 5 })
    expect((await shop.service()).deployments?.map(({ id }) => id)).toEqual([before.deployments?.[0]?.id])
    shop.advance(60)
    expect(await shop.service()).toMatchObject({ desiredCount: 5, runningCount: 5, pendingCount: 0 })
    await shop.deploy({ taskDefinition: undefined, desiredCount: 2 })
    shop.advance(60)
    expect(await shop.service()).toMatchObject({ desiredCount: 2, runningCount: 2 })
    const stopped = await shop.tasks('STOPPED')
    expect(stopped).toHaveLength(3)
    expect(stopped[0]).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: expect.stringMatching(/^Scaling activity initiated by \(deployment ecs-svc\/\d{19}\)$/),
    })
  })

  test('the same revision, unless a new deployment is forced', async () => {
    const shop = await shopIn('shop-on-ecs')
    const before = (await shop.rollouts()).length
    await shop.deploy({ taskDefinition: 'web:19' })
    expect(await shop.rollouts()).toHaveLength(before)
    await shop.deploy({ taskDefinition: 'web:19', forceNewDeployment: true })
    expect(await shop.rollouts()).toHaveLength(before + 1)
  })

  test('settings, which the next rollout uses', async () => {
    const shop = await shopIn('shop-on-ecs')
    const before = (await shop.rollouts()).length
    const service = await shop.deploy({
      taskDefinition: undefined,
      enableExecuteCommand: true,
      healthCheckGracePeriodSeconds: 90,
    })
    expect(service).toMatchObject({ enableExecuteCommand: true, healthCheckGracePeriodSeconds: 90 })
    expect(await shop.rollouts()).toHaveLength(before)
  })
})
