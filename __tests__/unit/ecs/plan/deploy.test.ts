import { describe, expect, test } from '@jest/globals'
import type { Service } from '../../../../src/ecs/model/service.ts'
import type { Observed } from '../../../../src/ecs/plan/steps.ts'
import { deployment, earlierId, revision } from '../rollout/rollouts.ts'
import {
  container,
  content,
  definition,
  digest,
  endOf,
  fixedImage,
  linesOf,
  observed,
  planOf,
  primary,
  read,
  shop,
  stepOf,
} from '../shop.ts'

const other = `ghcr.io/acme/shop@${digest.replaceAll('a', 'b')}`

function inProgress(more: Partial<Service> = {}) {
  return shop({ deployments: [primary({ rolloutState: 'IN_PROGRESS' })], ...more })
}

describe('an image alone is a whole update', () => {
  test('registered a new revision first, and then deployed', async () => {
    const first = await planOf({ image: other })
    expect(linesOf(first)).toEqual([
      '~ task definition web:18 → a new revision of web',
      `~ app image ${fixedImage} → ${other}`,
    ])
    expect(stepOf(first)).toMatchObject({
      kind: 'register',
      isLast: false,
      content: { family: 'web', containerDefinitions: [{ name: 'app', image: other }] },
    })
    const registered = definition(19, content({ containerDefinitions: [container({ image: other })] }))
    const second = await planOf({ image: other }, observed({ registered }))
    expect(linesOf(second)[0]).toBe('~ task definition web:18 → a new revision of web')
    expect(stepOf(second)).toMatchObject({
      kind: 'update',
      service: 'shop',
      cluster: 'prod',
      members: { taskDefinition: revision(19) },
      before: { taskDefinition: revision(18) },
      rollsOut: 'yes',
      taskDefinition: revision(19),
      known: [earlierId],
      replaces: undefined,
    })
    expect(second).not.toEqual(first)
  })

  test('nothing else is sent, whatever the service has', async () => {
    const service = shop(
      { desiredCount: 7 },
      {
        desiredCount: 7,
        volumeConfigurations: [{ name: 'data' }],
        deploymentConfiguration: { maximumPercent: 150 },
        enableECSManagedTags: true,
      },
    )
    const registered = definition(19, content({ containerDefinitions: [container({ image: other })] }))
    const plan = await planOf({ image: other }, observed({ service, registered }))
    expect(stepOf(plan)).toMatchObject({ members: { taskDefinition: revision(19) } })
    expect(Object.keys((stepOf(plan) as { members: object }).members)).toEqual(['taskDefinition'])
  })

  test('tags of the definition are carried over, but for those of AWS', async () => {
    const running = read(definition(18, content(), { tags: { team: 'shop', 'aws:x': 'y' } }))
    expect(stepOf(await planOf({ image: other }, observed({ running })))).toMatchObject({
      tags: { team: 'shop' },
    })
  })

  test('the image that runs, by its digest, is unchanged', async () => {
    expect(endOf(await planOf({ image: fixedImage }))).toBe(
      'unchanged no-changes: shop matches the inputs and runs web:18',
    )
  })

  test('one that is called as before, by a tag, is deployed again', async () => {
    const running = read(definition(18, content({ containerDefinitions: [container({ image: 'nginx:1' })] })))
    const plan = await planOf({ image: 'nginx:1' }, observed({ running }))
    expect(stepOf(plan)).toMatchObject({
      kind: 'update',
      members: { forceNewDeployment: true },
      rollsOut: 'yes',
    })
    expect(linesOf(plan)).toEqual([
      '~ deployment redeploy web:18: the tag nginx:1 may point to a new image, and ECS looks it up for each deployment',
    ])
  })

  test('environment values are in no line', async () => {
    const running = read(
      definition(
        18,
        content({
          containerDefinitions: [
            container({
              environment: [
                { name: 'A', value: 'canary-a' },
                { name: 'B', value: 'canary-b' },
              ],
              secrets: [{ name: 'S', valueFrom: 'arn:old' }],
            }),
          ],
        }),
      ),
    )
    const inputs = {
      'environment-variables': 'A=canary-c\nC=canary-d\nS=canary-e\nB=',
      secrets: 'T=arn:new',
      'docker-labels': 'x=canary-f',
    }
    const plan = await planOf(inputs, observed({ running }))
    expect(linesOf(plan)).toEqual([
      '~ task definition web:18 → a new revision of web',
      '+ app environment C, S',
      '~ app environment A',
      '~ app environment emptied: B',
      '+ app secret T arn:new',
      '- app secret S arn:old',
      '+ app labels x',
    ])
    const { step: _, ...shown } = plan as { step: unknown }
    expect(JSON.stringify(shown)).not.toContain('canary')
    expect(JSON.stringify(shown)).toContain('app: S moves from the secrets to the environment')
    expect(JSON.stringify(shown)).toContain('app: B has a value now and will be empty')
  })
})

describe('what else can be asked for', () => {
  test('a count alone starts no rollout, and a moving tag or a failed rollout does not make it one', async () => {
    const service = shop({ deployments: [primary({ rolloutState: 'FAILED' })] })
    const plan = await planOf({ 'desired-count': '5' }, observed({ service, running: { kind: 'missing' } }))
    expect(linesOf(plan)).toEqual(['~ desired count 3 → 5'])
    expect(stepOf(plan)).toMatchObject({
      members: { desiredCount: 5 },
      before: { desiredCount: 3 },
      rollsOut: 'no',
      desiredCount: 5,
    })
    expect(endOf(await planOf({ 'desired-count': '3' }))).toContain('unchanged no-changes')
  })

  test('settings alone', async () => {
    const inputs = { 'propagate-tags': 'SERVICE', 'enable-ecs-managed-tags': 'true' }
    const plan = await planOf(inputs)
    expect(stepOf(plan)).toMatchObject({
      members: { propagateTags: 'SERVICE', enableECSManagedTags: true },
      rollsOut: 'no',
    })
    const service = shop({}, { propagateTags: 'SERVICE', enableECSManagedTags: true })
    expect(endOf(await planOf(inputs, observed({ service })))).toContain('unchanged')
  })

  test('tags are written before all else', async () => {
    const service = shop({ tags: { team: 'shop', stage: 'old' } })
    const plan = await planOf(
      { tags: 'team=shop\nstage=prod\nnew=1', 'desired-count': '5' },
      observed({ service }),
    )
    expect(stepOf(plan)).toMatchObject({ kind: 'tag', tags: { stage: 'prod', new: '1' }, isLast: false })
    const only = await planOf({ tags: 'team=shop\nstage=prod' }, observed({ service }))
    expect(stepOf(only)).toMatchObject({ kind: 'tag', isLast: true })
    expect(endOf(await planOf({ tags: 'team=shop' }, observed({ service })))).toContain('unchanged')
  })

  test('force-new-deployment', async () => {
    const plan = await planOf({ 'force-new-deployment': 'true' })
    expect(stepOf(plan)).toMatchObject({ members: { forceNewDeployment: true }, rollsOut: 'yes' })
    expect(linesOf(plan)).toEqual(['~ deployment redeploy web:18: force-new-deployment'])
  })

  test('subnets go over those that are there, and the rest of the network stays', async () => {
    const awsvpc = { subnets: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1'], assignPublicIp: 'ENABLED' }
    const service = shop({}, { networkConfiguration: { awsvpcConfiguration: awsvpc } })
    const plan = await planOf({ subnets: 'subnet-a, subnet-c' }, observed({ service }))
    expect(stepOf(plan)).toMatchObject({
      members: {
        networkConfiguration: { awsvpcConfiguration: { ...awsvpc, subnets: ['subnet-a', 'subnet-c'] } },
      },
      rollsOut: 'yes',
    })
    expect(endOf(await planOf({ subnets: 'subnet-b,subnet-a' }, observed({ service })))).toContain(
      'unchanged',
    )
  })

  test('a circuit breaker keeps its other members, and the rest of the configuration', async () => {
    const deploymentConfiguration = {
      maximumPercent: 150,
      deploymentCircuitBreaker: { enable: false, rollback: false, resetOnHealthyTask: false },
    }
    const service = shop({}, { deploymentConfiguration })
    const plan = await planOf({ 'circuit-breaker': 'rollback' }, observed({ service }))
    expect(stepOf(plan)).toMatchObject({
      members: {
        deploymentConfiguration: {
          maximumPercent: 150,
          deploymentCircuitBreaker: { enable: true, rollback: true, resetOnHealthyTask: false },
        },
      },
      rollsOut: 'no',
    })
    expect(endOf(await planOf({ 'circuit-breaker': 'off' }, observed({ service })))).toContain('unchanged')
  })

  test('another capacity is a rollout that is forced', async () => {
    const inputs = { 'capacity-provider-strategy': '[{"capacityProvider": "FARGATE_SPOT", "weight": 1}]' }
    expect(stepOf(await planOf(inputs))).toMatchObject({
      rollsOut: 'yes',
      members: { forceNewDeployment: true },
    })
    const service = shop(
      {},
      { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }] },
    )
    expect(endOf(await planOf(inputs, observed({ service })))).toContain('unchanged')
  })

  test('a target group, for the only container and its only port', async () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0123456789abcdef'
    const running = read(
      definition(
        18,
        content({ containerDefinitions: [container({ portMappings: [{ containerPort: 80 }] })] }),
      ),
    )
    const plan = await planOf({ 'target-group-arn': arn }, observed({ running }))
    expect(stepOf(plan)).toMatchObject({
      members: { loadBalancers: [{ targetGroupArn: arn, containerName: 'app', containerPort: 80 }] },
      rollsOut: 'yes',
    })
    const two = content({ containerDefinitions: [container(), container({ name: 'web' })] })
    const unclear = await planOf(
      { 'target-group-arn': arn },
      observed({ running: read(definition(18, two)) }),
    )
    expect(endOf(unclear)).toContain('refused container-name-needed')
  })

  test('a revision by its ARN is not read, and one of a family is resolved', async () => {
    const plan = await planOf(
      { 'task-definition-arn': revision(7) },
      observed({ running: undefined } as never),
    )
    expect(stepOf(plan)).toMatchObject({ members: { taskDefinition: revision(7) } })
    const family = await planOf(
      { 'task-definition-family': 'web' },
      observed({ named: read(definition(21)) }),
    )
    expect(stepOf(family)).toMatchObject({ members: { taskDefinition: revision(21) } })
  })

  test('a file that holds what runs is not registered again, and one count in it is for a new service only', async () => {
    const files = {
      'task.json': JSON.stringify({
        ...content(),
        containerDefinitions: [{ ...container(), essential: true, cpu: 0 }],
      }),
      'service.json': JSON.stringify({
        serviceName: 'shop',
        desiredCount: 2,
        deploymentConfiguration: { maximumPercent: 200 },
      }),
    }
    const plan = await planOf(
      { 'task-definition': 'task.json', 'service-definition': 'service.json' },
      observed(),
      files,
    )
    expect(endOf(plan)).toContain('unchanged')
    expect(plan.kind === 'end' && plan.notices.join()).toContain(
      'desiredCount 2 in the service definition applies to a new service only',
    )
  })

  test('a list that is written as empty is cleared, and one that is absent stays', async () => {
    const balancers = [{ targetGroupArn: 'x', containerName: 'app', containerPort: 80 }]
    const service = shop({}, { loadBalancers: balancers, serviceRegistries: [{ registryArn: 'y' }] })
    const files = { 's.yml': 'serviceName: shop\nloadBalancers: []\n' }
    const plan = await planOf({ 'service-definition': 's.yml' }, observed({ service }), files)
    expect(stepOf(plan)).toMatchObject({
      members: { loadBalancers: [] },
      before: { loadBalancers: balancers },
    })
    expect(Object.keys((stepOf(plan) as { members: object }).members)).toEqual(['loadBalancers'])
  })
})

describe('members that only a service revision tells', () => {
  const files = { 's.yml': 'serviceName: shop\nmonitoring: {metricConfigurations: []}\n' }
  const inputs = { 'service-definition': 's.yml' }
  const monitoring = { metricConfigurations: [{}] }
  const denied = { kind: 'denied', action: 'ecs:DescribeServiceRevisions' } as const

  test('are compared with it', async () => {
    const seen = observed({ revisionMembers: read({ monitoring }) })
    expect(stepOf(await planOf(inputs, seen, files))).toMatchObject({
      members: { monitoring: { metricConfigurations: [] } },
      rollsOut: 'unknown',
    })
    expect(endOf(await planOf(inputs, observed({ revisionMembers: read({}) }), files))).toContain('unchanged')
  })

  test('are sent once where they cannot be read', async () => {
    const one = { 's.yml': 'serviceName: shop\ngatewayConnectors: [{portName: web}]\n' }
    const first = await planOf(inputs, observed({ revisionMembers: denied }), one)
    expect(stepOf(first)).toMatchObject({ members: { gatewayConnectors: [{ portName: 'web' }] } })
    expect(first.kind === 'apply' && first.notices.join()).toContain(
      'gatewayConnectors cannot be compared and will be sent as specified',
    )
    const again = observed({ revisionMembers: denied, sent: { gatewayConnectors: [{ portName: 'web' }] } })
    expect(endOf(await planOf(inputs, again, one))).toContain('unchanged')
  })
})

describe('never unchanged', () => {
  test.each<[string, Service, string]>([
    [
      'a PRIMARY that FAILED',
      shop({ deployments: [primary({ rolloutState: 'FAILED' })] }),
      'its last rollout failed',
    ],
    [
      'no task runs though some are wanted',
      shop({ runningCount: 0 }),
      'none of the 3 desired tasks is running',
    ],
  ])('%s', async (_, service, why) => {
    const plan = await planOf({ image: fixedImage }, observed({ service }))
    expect(stepOf(plan)).toMatchObject({ members: { forceNewDeployment: true } })
    expect(linesOf(plan)).toEqual([`~ deployment redeploy web:18: ${why}`])
  })

  test('with no task wanted none is missed', async () => {
    const service = shop({ runningCount: 0, desiredCount: 0 })
    expect(endOf(await planOf({ image: fixedImage }, observed({ service })))).toContain('unchanged')
  })

  test('registered a revision that was deregistered meanwhile anew', async () => {
    const running = read(definition(18, content(), { status: 'INACTIVE' }))
    expect(stepOf(await planOf({ image: fixedImage }, observed({ running })))).toMatchObject({
      kind: 'register',
    })
  })
})

describe('while a rollout is in progress', () => {
  test.each<[string, Record<string, string>, string]>([
    ['what is equal is waited for, by whomever', { image: fixedImage }, 'wait deployment-in-progress'],
    [
      'so it is where nothing may be replaced',
      { image: other, 'if-in-progress': 'fail' },
      'wait deployment-in-progress',
    ],
    ['and where ours is to wait', { image: other, 'if-in-progress': 'wait' }, 'wait deployment-in-progress'],
    ['by default ours replaces it', { image: other }, 'apply register'],
    ['also the same on request', { 'force-new-deployment': 'true' }, 'apply update'],
    ['a count does not disturb it', { 'desired-count': '5', 'if-in-progress': 'fail' }, 'apply update'],
    ['nor is anything waited for that nobody asked for', { 'desired-count': '3' }, 'unchanged no-changes'],
  ])('%s', async (_, inputs, end) => {
    expect(endOf(await planOf(inputs, observed({ service: inProgress() }))).slice(0, end.length)).toBe(end)
  })

  test('what is replaced is said, and known to the step', async () => {
    const registered = definition(19, content({ containerDefinitions: [container({ image: other })] }))
    const plan = await planOf({ image: other }, observed({ service: inProgress(), registered }))
    expect(stepOf(plan)).toMatchObject({ replaces: { id: earlierId } })
    expect(plan.kind === 'apply' && plan.notices.join()).toBe(
      `the rollout of web:18 to shop (${earlierId}) is in progress: this deployment replaces it`,
    )
  })

  test('a plan waits for nothing, and says what a deployment would do', async () => {
    const notices = async (inputs: Record<string, string>) => {
      const plan = await planOf({ ...inputs, mode: 'plan' }, observed({ service: inProgress() }))
      return plan.kind === 'wait' ? 'wait' : plan.notices.join()
    }
    expect(await notices({ image: other, 'if-in-progress': 'wait' })).toContain(
      'a deployment would wait for it',
    )
    expect(await notices({ image: other, 'if-in-progress': 'fail' })).toContain(
      'a deployment would be refused',
    )
    expect(await notices({ image: fixedImage })).toContain('a deployment would wait until it ends')
  })

  test('without a rollout state, more than one deployment or a pending task is a rollout', async () => {
    const silent = primary({ rolloutState: undefined })
    const two = shop({
      deployments: [silent, deployment('ecs-svc/1', revision(17), { rolloutState: undefined })],
    })
    expect(endOf(await planOf({ image: fixedImage }, observed({ service: two })))).toContain('wait')
    const one = shop({ deployments: [silent] })
    expect(endOf(await planOf({ image: fixedImage }, observed({ service: one })))).toContain('unchanged')
  })
})

describe('what is refused', () => {
  test.each<[string, Record<string, string>, Partial<Observed>, string]>([
    [
      'CodeDeploy',
      { image: other },
      { service: shop({ deploymentController: 'CODE_DEPLOY' }) },
      'refused deployment-controller: shop is deployed by CodeDeploy',
    ],
    [
      'task sets',
      { image: other },
      { service: shop({ deploymentController: 'EXTERNAL' }) },
      'refused deployment-controller',
    ],
    ['Express', { image: other }, { service: shop({ isExpress: true }) }, 'refused express-service'],
    [
      'an unknown status',
      { image: other },
      { service: shop({ status: 'PAUSED' }) },
      'refused unknown-status: shop is PAUSED',
    ],
    [
      'a service that goes is waited for',
      { image: other },
      { service: shop({ status: 'DRAINING' }) },
      'wait service-draining',
    ],
    [
      'another launch type',
      { 'launch-type': 'EC2' },
      { service: shop({}, { launchType: 'FARGATE' }) },
      'refused cannot-change: ECS cannot change this on the existing service shop: launch type FARGATE → EC2',
    ],
    [
      'a count of a daemon',
      { 'desired-count': '2' },
      { service: shop({}, { schedulingStrategy: 'DAEMON' }) },
      'refused cannot-change',
    ],
    [
      'an unknown container',
      { image: other, 'container-name': 'ap' },
      {},
      'refused unknown-container: container-name names "ap"',
    ],
    [
      'an image without a permission to read what it is for',
      { image: other },
      { running: { kind: 'denied', action: 'ecs:DescribeTaskDefinition' } },
      'refused access-denied: the inputs change a task definition that cannot be read: ecs:DescribeTaskDefinition is denied',
    ],
    [
      'a revision that does not exist',
      { 'task-definition-arn': 'web:99' },
      { named: { kind: 'missing' } },
      'refused version-not-usable: there is no task definition web:99',
    ],
    [
      'one that was deregistered',
      { 'task-definition-arn': 'web:9' },
      { named: read(definition(9, content(), { status: 'INACTIVE' })) },
      'refused version-not-usable: the task definition web:9 is INACTIVE',
    ],
    [
      'a family that cannot be resolved',
      { 'task-definition-family': 'web' },
      { named: { kind: 'denied', action: 'ecs:DescribeTaskDefinition' } },
      'refused access-denied',
    ],
  ])('%s', async (_, inputs, seen, end) => {
    expect(endOf(await planOf(inputs, observed(seen))).slice(0, end.length)).toBe(end)
  })

  test('two containers need a name', async () => {
    const two = content({ containerDefinitions: [container(), container({ name: 'web' })] })
    const seen = observed({ running: read(definition(18, two)) })
    expect(endOf(await planOf({ image: other }, seen))).toContain('refused container-name-needed')
    expect(endOf(await planOf({ image: other, 'container-name': 'app,web' }, seen))).toBe('apply register')
  })

  test('a file goes on without the permission, and says so', async () => {
    const files = { 'task.json': JSON.stringify(content()) }
    const seen = observed({ running: { kind: 'denied', action: 'ecs:DescribeTaskDefinition' } })
    const plan = await planOf({ 'task-definition': 'task.json' }, seen, files)
    expect(endOf(plan)).toBe('apply register')
    expect(plan.kind === 'apply' && plan.notices.join()).toContain('ecs:DescribeTaskDefinition is denied')
  })

  test('CodeDeploy may be left, where the file says so', async () => {
    const files = { 's.yml': 'serviceName: shop\ndeploymentController: {type: ECS}\n' }
    const service = shop(
      { deploymentController: 'CODE_DEPLOY' },
      { deploymentController: { type: 'CODE_DEPLOY' } },
    )
    const plan = await planOf({ 'service-definition': 's.yml' }, observed({ service }), files)
    expect(stepOf(plan)).toMatchObject({ members: { deploymentController: { type: 'ECS' } } })
  })
})
