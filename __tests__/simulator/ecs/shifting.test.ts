import { ContinueServiceDeploymentCommand, type ServiceDeployment } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { actOnPauseByOthers, expireHook } from '../../../simulator/ecs/other-actors.ts'
import { deploymentsOf, named, type Shop, shopIn } from './shop.ts'

/** Stage and production weight of the new revision, each time one of them changes. */
async function course(shop: Shop, seconds: number): Promise<readonly string[]> {
  const { serviceDeploymentArn = '' } = await shop.rollout()
  const request = { serviceDeploymentArns: [serviceDeploymentArn] }
  const seen: string[] = []
  for (let second = 0; second < seconds; second += 1) {
    const reply = shop.account.call('DescribeServiceDeployments', request)
    const [rollout = {}] = (reply as { serviceDeployments: readonly ServiceDeployment[] }).serviceDeployments
    const { status, lifecycleStage, targetServiceRevision } = rollout
    const weight = targetServiceRevision?.requestedProductionTrafficWeight
    const now = `${lifecycleStage ?? status} ${weight}`
    if (seen.at(-1) !== now) seen.push(now)
    shop.advance(1)
  }
  return seen
}

describe('traffic that shifts', () => {
  test('blue/green: all at once, and both run while it bakes', async () => {
    const shop = await shopIn('blue-green-bake')
    await shop.deploy()
    shop.advance(40)
    expect(await shop.service()).toMatchObject({ runningCount: 6 })
    expect(await course(shop, 400)).toEqual([
      'SCALE_UP 0',
      'TEST_TRAFFIC_SHIFT 0',
      'PRODUCTION_TRAFFIC_SHIFT 100',
      'POST_PRODUCTION_TRAFFIC_SHIFT 100',
      'BAKE_TIME 100',
      'CLEAN_UP 100',
      'SUCCESSFUL 100',
    ])
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:16 COMPLETED 3+0'])
  })

  test('linear: in equal steps, the last one without a bake of its own', async () => {
    const shop = await shopIn('linear')
    await shop.deploy()
    shop.advance(50)
    expect(await course(shop, 320)).toEqual([
      'PRODUCTION_TRAFFIC_SHIFT 25',
      'PRODUCTION_TRAFFIC_SHIFT 50',
      'PRODUCTION_TRAFFIC_SHIFT 75',
      'PRODUCTION_TRAFFIC_SHIFT 100',
      'POST_PRODUCTION_TRAFFIC_SHIFT 100',
      'BAKE_TIME 100',
      'CLEAN_UP 100',
      'SUCCESSFUL 100',
    ])
  })

  test('canary: an alarm at 5 percent sends all traffic back', async () => {
    const shop = await shopIn('canary-alarm')
    await shop.deploy()
    shop.advance(60)
    expect(await shop.rollout()).toMatchObject({
      targetServiceRevision: { requestedProductionTrafficWeight: 5 },
      sourceServiceRevisions: [{ requestedProductionTrafficWeight: 95 }],
    })
    shop.advance(50)
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      targetServiceRevision: { requestedProductionTrafficWeight: 0 },
      sourceServiceRevisions: [{ requestedProductionTrafficWeight: 100 }],
    })
    shop.advance(60)
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED' },
    })
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:19 COMPLETED 3+0'])
  })

  test('the circuit breaker works there, too', async () => {
    const shop = await shopIn('blue-green-breaker')
    await shop.deploy()
    shop.advance(120)
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'TRIGGERED' },
    })
  })
})

describe('lifecycle hooks', () => {
  test('a function that fails sends the rollout back', async () => {
    const shop = await shopIn('hook-fails')
    await shop.deploy()
    shop.advance(50)
    expect((await shop.rollout()).lifecycleHookDetails).toMatchObject([
      { targetType: 'AWS_LAMBDA', status: 'IN_PROGRESS' },
    ])
    shop.advance(100)
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason:
        'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. Lifecycle hook target arn:aws:lambda:eu-central-1:123456789012:function:smoke-test returned FAILED status.',
      lifecycleHookDetails: [{ status: 'FAILED' }],
    })
  })

  test('a pause waits until it is continued', async () => {
    const shop = await shopIn('paused')
    await shop.deploy()
    shop.advance(600)
    const { lifecycleHookDetails: [hook] = [], serviceDeploymentArn } = await shop.rollout()
    expect(hook).toMatchObject({ targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' })
    expect(hook?.expiresAt?.getTime()).toBeGreaterThan(shop.simulator.clock.now())
    await shop.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId: hook?.hookId }))
    shop.advance(600)
    expect(await shop.rollout()).toMatchObject({
      status: 'SUCCESSFUL',
      lifecycleHookDetails: [{ status: 'SUCCEEDED' }],
    })
  })

  test.each([
    ['paused-and-continued', 'SUCCESSFUL', 'SUCCEEDED'],
    ['pause-called-off', 'ROLLBACK_SUCCESSFUL', 'FAILED'],
    ['pause-expires', 'ROLLBACK_SUCCESSFUL', 'TIMED_OUT'],
  ])('%s ends %s', async (scenario, status, hookStatus) => {
    const shop = await shopIn(scenario)
    await shop.deploy()
    for (let minute = 0; minute < 15; minute += 1) {
      shop.advance(60)
      await shop.rollout()
    }
    expect(await shop.rollout()).toMatchObject({ status, lifecycleHookDetails: [{ status: hookStatus }] })
  })

  test('nobody can act on a pause that is over', async () => {
    const shop = await shopIn('shop-on-ecs')
    const before = await shop.service()
    actOnPauseByOthers(shop.account, named)
    expireHook(shop.account, named)
    expect(await shop.service()).toEqual(before)
  })

  test('a hook that is not paused cannot be continued', async () => {
    const shop = await shopIn('hook-fails')
    await shop.deploy()
    shop.advance(50)
    const { lifecycleHookDetails: [hook] = [], serviceDeploymentArn } = await shop.rollout()
    const command = new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId: hook?.hookId })
    await expect(shop.ecs.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})
