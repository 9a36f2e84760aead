import { describe, expect, test } from '@jest/globals'
import { raiseAlarm, stopByOthers } from '../../../simulator/ecs/other-actors.ts'
import { deploymentsOf, named, revisionOf, shopIn } from './shop.ts'

const exceeded = 'Service deployment rolled back because the circuit breaker threshold was exceeded.'

describe('the circuit breaker', () => {
  test('puts the last good revision back, under an id of its own', async () => {
    const shop = await shopIn('circuit-breaker')
    const good = (await shop.service()).deployments?.[0]
    const ours = (await shop.deploy()).deployments?.[0]
    shop.advance(32)
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_REQUESTED',
      statusReason: exceeded,
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    })
    expect((await shop.service()).deployments?.[0]).toMatchObject({
      id: ours?.id,
      rolloutState: 'FAILED',
      rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      failedTasks: 3,
    })

    shop.advance(2)
    const during = await shop.service()
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      rollback: { reason: exceeded },
    })
    expect(deploymentsOf(during)).toEqual(['PRIMARY web:19 IN_PROGRESS 3+0', 'DRAINING web:16 FAILED 0+0'])
    expect(during.deployments?.[0]?.rolloutStateReason).toBe(
      `ECS deployment circuit breaker: rolling back to deploymentId ${good?.id}.`,
    )
    expect([good?.id, ours?.id]).not.toContain(during.deployments?.[0]?.id)

    shop.advance(60)
    expect(await shop.rollout()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', statusReason: exceeded })
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:19 COMPLETED 3+0'])
    expect((await shop.events()).slice(-4)).toEqual([
      `(deployment ${ours?.id}) deployment failed: tasks failed to start.`,
      `rolling back to deployment ${good?.id}.`,
      `(deployment ${during.deployments?.[0]?.id}) deployment completed.`,
      'has reached a steady state.',
    ])
  })

  test('may put it back under its earlier id', async () => {
    const shop = await shopIn('circuit-breaker', { switches: { rollbackPrimary: 'earlier-id' } })
    const good = (await shop.service()).deployments?.[0]?.id
    await shop.deploy()
    shop.advance(60)
    expect((await shop.service()).deployments?.[0]?.id).toBe(good)
  })

  test('without rollback stops, and what ran before goes on', async () => {
    const shop = await shopIn('circuit-breaker-without-rollback')
    await shop.deploy()
    shop.advance(60)
    expect(await shop.rollout()).toMatchObject({
      status: 'STOPPED',
      deploymentCircuitBreaker: { status: 'TRIGGERED' },
    })
    expect(deploymentsOf(await shop.service())).toEqual([
      'PRIMARY web:16 FAILED 0+0',
      'ACTIVE web:19 COMPLETED 3+0',
    ])
  })

  test('has nothing to go back to on a first rollout', async () => {
    const shop = await shopIn('shop-on-ecs')
    shop.account.call('DeleteService', { ...named, force: true })
    shop.advance(60)
    shop.account.call('CreateService', creation(true), { outcome: 'crashes' })
    shop.advance(60)
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    })
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:19 FAILED 0+0'])
  })

  test.each([
    ['STOPPED', 'STOPPED'],
    ['for-ever', 'IN_PROGRESS'],
  ] as const)('without rollback on a first rollout: %s', async (firstFailureWithoutRollback, status) => {
    const shop = await shopIn('first-deployment', { switches: { firstFailureWithoutRollback } })
    shop.account.call('CreateService', creation(false), { outcome: 'crashes' })
    shop.advance(600)
    expect(await shop.rollout()).toMatchObject({ status, deploymentCircuitBreaker: { status: 'TRIGGERED' } })
  })

  test.each([
    [1, 3],
    [3, 3],
    [7, 4],
    [25, 13],
  ])('of %d tasks has the threshold %d', async (desiredCount, threshold) => {
    const shop = await shopIn('shop-on-ecs')
    await shop.deploy({ desiredCount })
    expect((await shop.rollout()).deploymentCircuitBreaker).toMatchObject({ threshold })
  })

  test('counts from 0 again once a task is healthy', async () => {
    const shop = await shopIn('flapping')
    await shop.deploy()
    shop.advance(33)
    expect((await shop.service()).deployments?.[0]).toMatchObject({ failedTasks: 2 })
    shop.advance(120)
    expect((await shop.service()).deployments?.[0]).toMatchObject({ failedTasks: 0 })
    expect(await shop.rollout()).toMatchObject({ status: 'SUCCESSFUL' })
  })

  test.each([true, false])('counts what could not be placed or pulled: %s', async (counts) => {
    const shop = await shopIn('missing-image', { switches: { breakerCountsPlacementFailures: counts } })
    await shop.deploy()
    shop.advance(900)
    expect((await shop.rollout()).status).toBe(counts ? 'ROLLBACK_SUCCESSFUL' : 'IN_PROGRESS')
  })
})

describe('without a circuit breaker', () => {
  test('ECS tries again for ever, ever more slowly, and says so', async () => {
    const shop = await shopIn('no-circuit-breaker')
    await shop.deploy()
    shop.advance(180)
    const said = (await shop.events()).filter((text) => text.startsWith('is unable to consistently'))
    expect(said).toEqual(['is unable to consistently start tasks successfully.'])
    shop.advance(3420)
    expect(await shop.rollout()).toMatchObject({
      status: 'IN_PROGRESS',
      deploymentCircuitBreaker: { status: 'DISABLED' },
    })
    const early = (await shop.service()).deployments?.[0]?.failedTasks ?? 0
    shop.advance(3600)
    const late = (await shop.service()).deployments?.[0]?.failedTasks ?? 0
    expect(early).toBeGreaterThan(6)
    expect(late - early).toBeLessThan(early)
    expect((await shop.service()).deployments?.[1]).toMatchObject({ status: 'ACTIVE', runningCount: 3 })
  })
})

describe('other ends', () => {
  test('an alarm', async () => {
    const shop = await shopIn('alarm')
    await shop.deploy()
    shop.advance(180)
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['shop-5xx'] },
    })
    expect((await shop.events()).some((text) => text.endsWith('deployment failed: alarm detected.'))).toBe(
      true,
    )
  })

  test('an alarm that nobody configured changes nothing', async () => {
    const shop = await shopIn('alarm', { outcomes: ['succeeds'] })
    await shop.deploy()
    raiseAlarm(shop.account, named, ['something-else'])
    shop.advance(180)
    expect(await shop.rollout()).toMatchObject({
      status: 'SUCCESSFUL',
      alarms: { status: 'MONITORING_COMPLETE' },
    })
  })

  test('somebody rolls it back', async () => {
    const shop = await shopIn('rolled-back-by-somebody')
    await shop.deploy()
    shop.advance(120)
    expect(await shop.rollout()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back by user.',
      deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE' },
    })
    expect(revisionOf((await shop.service()).taskDefinition)).toBe('web:19')
  })

  test('somebody stops it', async () => {
    const shop = await shopIn('stopped-by-somebody')
    await shop.deploy()
    shop.advance(120)
    expect(await shop.rollout()).toMatchObject({ status: 'STOPPED' })
  })

  test('a rollback that fails', async () => {
    const shop = await shopIn('rollback-fails')
    await shop.deploy()
    shop.advance(180)
    expect(await shop.rollout()).toMatchObject({ status: 'ROLLBACK_FAILED', rollback: { reason: exceeded } })
    expect((await shop.rollout()).statusReason).not.toContain('No rollback candidate')
  })

  test('one that comes in during a rollback and fails, too, leaves the same tasks running', async () => {
    const shop = await shopIn('circuit-breaker', { outcomes: ['crashes', 'crashes'] })
    const running = (await shop.tasks('RUNNING')).map(({ taskArn }) => taskArn)
    await shop.deploy()
    shop.advance(35)
    await shop.deploy({ taskDefinition: 'web:17' })
    shop.advance(120)
    expect((await shop.rollouts()).map(({ status }) => status).slice(0, 2)).toEqual([
      'ROLLBACK_SUCCESSFUL',
      'STOPPED',
    ])
    expect(deploymentsOf(await shop.service())).toEqual(['PRIMARY web:19 COMPLETED 3+0'])
    expect((await shop.tasks('RUNNING')).map(({ taskArn }) => taskArn)).toEqual(running)
  })

  test('nothing happens to one that is over', async () => {
    const shop = await shopIn('shop-on-ecs')
    const before = await shop.rollouts()
    stopByOthers(shop.account, named)
    expect(await shop.rollouts()).toEqual(before)
  })
})

/** A CreateService with the circuit breaker on. */
function creation(rollback: boolean): object {
  return {
    cluster: 'prod',
    serviceName: 'shop',
    taskDefinition: 'web',
    desiredCount: 3,
    launchType: 'FARGATE',
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback } },
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
  }
}
