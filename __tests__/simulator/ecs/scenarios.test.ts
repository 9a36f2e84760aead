import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { scenarioNamed, scenarios } from '../../../simulator/ecs/scenarios/index.ts'
import { named, revisionOf, type Shop, shopIn } from './shop.ts'
import { logsOf } from './situations.ts'

/** What the client does in a scenario, and the state of the rollout and the service twenty minutes later. */
const courses: Readonly<Record<string, readonly [act: 'create' | 'deploy' | 'watch', end: string]>> = {
  'first-deployment': ['create', 'SUCCESSFUL · web:19 · 3 of 3'],
  'shop-on-ecs': ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'does-not-verify': ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'circuit-breaker': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'failing-migration': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'circuit-breaker-without-rollback': ['deploy', 'STOPPED · web:16 · 3 of 3'],
  'failing-first-deployment': ['create', 'ROLLBACK_FAILED · web:19 · 0 of 3'],
  'rollback-fails': ['deploy', 'ROLLBACK_FAILED · web:19 · 3 of 3'],
  'no-circuit-breaker': ['deploy', 'IN_PROGRESS · web:16 · 3 of 3'],
  flapping: ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'never-ends': ['deploy', 'IN_PROGRESS · web:16 · 3 of 3'],
  'missing-image': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'failing-health-check': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'no-capacity': ['deploy', 'IN_PROGRESS · web:16 · 3 of 3'],
  'cannot-move': ['deploy', 'IN_PROGRESS · web:16 · 3 of 3'],
  alarm: ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'alarm-without-rollback': ['deploy', 'STOPPED · web:16 · 3 of 3'],
  'rolled-back-by-somebody': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'stopped-by-somebody': ['deploy', 'STOPPED · web:16 · 3 of 3'],
  'two-runs-race': ['deploy', 'STOPPED · web:17 · 3 of 3'],
  superseded: ['deploy', 'SUCCESSFUL · web:17 · 3 of 3'],
  'later-one-fails': ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'rollout-in-progress': ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'blue-green-bake': ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'blue-green-breaker': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  linear: ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'canary-alarm': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'hook-fails': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  paused: ['deploy', 'IN_PROGRESS · web:16 · 6 of 3'],
  'paused-and-continued': ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'pause-called-off': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'pause-expires': ['deploy', 'ROLLBACK_SUCCESSFUL · web:19 · 3 of 3'],
  'first-blue-green': ['create', 'SUCCESSFUL · web:19 · 3 of 3'],
  'empty-account': ['watch', 'no cluster'],
  draining: ['watch', 'INACTIVE'],
  deleted: ['watch', 'INACTIVE'],
  'deleted-while-waiting': ['deploy', 'INACTIVE'],
  autoscaled: ['deploy', 'SUCCESSFUL · web:16 · 5 of 5'],
  'scaled-to-zero': ['deploy', 'SUCCESSFUL · web:16 · 0 of 0'],
  deregistered: ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
  'daemon-service': ['watch', 'no shop'],
  'codedeploy-service': ['watch', 'no rollout · web:17 · 3 of 3'],
  'external-service': ['watch', 'no rollout · web:17 · 3 of 3'],
  'express-service': ['watch', 'SUCCESSFUL · web:19 · 3 of 3'],
  'classic-load-balancer': ['deploy', 'SUCCESSFUL · web:16 · 3 of 3'],
}

const creation = {
  cluster: 'prod',
  serviceName: 'shop',
  taskDefinition: 'web',
  desiredCount: 3,
  launchType: 'FARGATE',
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
} satisfies CreateServiceCommandInput

/** The state of the client's own rollout, what the PRIMARY runs, and its running and desired tasks. */
async function standing(shop: Shop, own: string | undefined): Promise<string> {
  const { failures, services } = await shop.ecs.send(
    new DescribeServicesCommand({ cluster: 'prod', services: ['shop'] }),
  )
  if (failures?.length !== 0) return 'no shop'
  const { status, runningCount, desiredCount, taskDefinition } = services?.[0] ?? {}
  if (status !== 'ACTIVE') return `${status}`
  const rollouts = await shop.rollouts()
  const ours = own === undefined ? rollouts[0] : rollouts.find((one) => one.serviceDeploymentArn === own)
  return `${ours?.status ?? 'no rollout'} · ${revisionOf(taskDefinition)} · ${runningCount} of ${desiredCount}`
}

describe('each scenario takes its course', () => {
  test.each(Object.entries(courses))('%s', async (scenario, [act, end]) => {
    const shop = await shopIn(scenario)
    if (scenario === 'empty-account') {
      await expect(shop.service()).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
      return
    }
    if (act === 'create') await shop.ecs.send(new CreateServiceCommand(creation))
    if (act === 'deploy') await shop.deploy()
    const own = act === 'watch' ? undefined : (await shop.rollout()).serviceDeploymentArn
    for (let poll = 0; poll < 5; poll += 1) {
      shop.advance(240)
      await standing(shop, own)
    }
    expect(await standing(shop, own)).toBe(end)
  })
})

describe('what goes wrong between client and service', () => {
  const faulty = [
    'throttled',
    'lost-answer',
    'lost-creation',
    'credentials-end',
    'logs-denied',
    'old-policy',
    'old-partition',
    'lagging-lists',
    'lagging-creation',
    'role-not-ready',
    'target-group-without-listener',
    'pass-role-denied',
  ]

  test('each scenario is looked at', () => {
    expect(scenarios.map(({ name }) => name).toSorted()).toEqual(
      [...Object.keys(courses), ...faulty].toSorted(),
    )
    expect(() => scenarioNamed('no-such')).toThrow(RangeError)
  })

  test('throttled', async () => {
    const shop = await shopIn('throttled')
    await shop.service()
    await shop.service()
    await expect(shop.service()).rejects.toMatchObject({ name: 'ThrottlingException' })
  })

  test('lost-answer: the update is there all the same', async () => {
    const shop = await shopIn('lost-answer')
    await expect(shop.deploy()).rejects.toThrow()
    expect(revisionOf((await shop.service()).taskDefinition)).toBe('web:16')
  })

  test('lost-creation: the service is there all the same', async () => {
    const shop = await shopIn('lost-creation')
    const create = new CreateServiceCommand({ ...creation, clientToken: 'ours' })
    await expect(shop.ecs.send(create)).rejects.toThrow()
    expect((await shop.ecs.send(create)).service).toMatchObject({ status: 'ACTIVE' })
    expect(await shop.rollouts()).toHaveLength(1)
  })

  test('credentials-end', async () => {
    const shop = await shopIn('credentials-end')
    for (let call = 1; call < 8; call += 1) await shop.service()
    await expect(shop.service()).rejects.toMatchObject({ name: 'ExpiredTokenException' })
  })

  test('logs-denied', async () => {
    const shop = await shopIn('logs-denied')
    const read = new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName: 'web/app/abc' })
    await expect(logsOf(shop.simulator).send(read)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })

  test('old-policy: only what the stock policy allows', async () => {
    const shop = await shopIn('old-policy')
    await shop.deploy()
    for (const command of [
      new ListServiceDeploymentsCommand(named),
      new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }),
    ])
      await expect(shop.ecs.send(command as never)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await expect(shop.tasks('STOPPED')).rejects.toThrow(/not authorized to perform: ecs:ListTasks/)
  })

  test('old-partition', async () => {
    const shop = await shopIn('old-partition')
    await expect(shop.rollout()).rejects.toMatchObject({ name: 'UnknownOperationException' })
  })

  test('lagging-lists', async () => {
    const shop = await shopIn('lagging-lists')
    const before = await shop.rollout()
    const { currentServiceDeployment } = await shop.deploy()
    expect(currentServiceDeployment).toBe(before.serviceDeploymentArn)
    expect(await shop.rollout()).toEqual(before)
  })

  test('lagging-creation', async () => {
    const shop = await shopIn('lagging-creation')
    await shop.ecs.send(new CreateServiceCommand(creation))
    expect(await standing(shop, undefined)).toBe('no shop')
    shop.advance(120)
    expect(await standing(shop, undefined)).toBe('SUCCESSFUL · web:19 · 3 of 3')
  })

  test('role-not-ready: the third attempt is accepted', async () => {
    const { ecs } = await shopIn('role-not-ready')
    for (const _ of [1, 2])
      await expect(ecs.send(new CreateServiceCommand(creation))).rejects.toThrow(
        /^ECS was unable to assume the role 'arn:aws:iam::/,
      )
    await ecs.send(new CreateServiceCommand(creation))
  })

  test('target-group-without-listener', async () => {
    const { ecs } = await shopIn('target-group-without-listener')
    await expect(ecs.send(new CreateServiceCommand(creation))).rejects.toThrow(
      /^The target group with targetGroupArn arn:\S+ does not have an associated load balancer\.$/,
    )
  })

  test('pass-role-denied', async () => {
    const { ecs } = await shopIn('pass-role-denied')
    const register = new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [] })
    await expect(ecs.send(register)).rejects.toThrow(/iam:PassRole on resource: arn:aws:iam::/)
  })
})
