import { describe, expect, test } from '@jest/globals'
import type { TaskDefinitionContent } from '../../../../src/ecs/model/task-definition.ts'
import type { Observed } from '../../../../src/ecs/plan/steps.ts'
import { container, content, definition, endOf, linesOf, planOf, read, stepOf } from '../shop.ts'

const fargate = content({
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [container({ portMappings: [{ containerPort: 8080 }] })],
})
const nothing: Observed = { at: 7, service: undefined }
function file(of: TaskDefinitionContent) {
  return { 'task.json': JSON.stringify(of) }
}

function plan(
  inputs: Record<string, string>,
  {
    of = fargate,
    seen = nothing,
    service,
  }: { of?: TaskDefinitionContent; seen?: Observed; service?: object } = {},
) {
  return planOf(
    { 'task-definition': 'task.json', ...(service && { 'service-definition': 's.json' }), ...inputs },
    seen,
    {
      ...file(of),
      's.json': JSON.stringify(service ?? {}),
    },
  )
}

describe('a service that does not exist', () => {
  test('is made of a task definition and subnets, the rest by default', async () => {
    const inputs = { subnets: 'subnet-1', 'launch-type': 'FARGATE' }
    const first = await plan(inputs)
    expect(stepOf(first)).toMatchObject({ kind: 'register', isLast: false })
    expect(linesOf(first)).toEqual([
      '+ service shop 1 task of web',
      '+ task definition a new revision of web',
      expect.stringContaining('+ app image'),
      '+ app ports 8080',
      '+ task cpu 256',
      '+ task memory 512',
      '+ launch type FARGATE',
      '+ network configuration subnets subnet-1',
      '+ deployment configuration deployment circuit breaker enable true, rollback true',
    ])
    const second = await plan(inputs, { seen: { ...nothing, registered: definition(1, fargate) } })
    expect(stepOf(second)).toEqual({
      kind: 'create',
      service: 'shop',
      cluster: 'prod',
      taskDefinition: definition(1, fargate).arn,
      observedAt: 7,
      members: {
        cluster: 'prod',
        serviceName: 'shop',
        taskDefinition: definition(1, fargate).arn,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        desiredCount: 1,
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      },
    })
  })

  test('a file is sent as it is written, under its inputs', async () => {
    const service = {
      serviceName: 'other',
      desiredCount: 2,
      launchType: 'EC2',
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: false, rollback: false },
        maximumPercent: 150,
      },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    }
    const inputs = {
      'capacity-provider-strategy': '- capacityProvider: FARGATE_SPOT',
      tags: 'b=3',
      'target-group-arn':
        'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0123456789abcdef',
    }
    const seen = { ...nothing, registered: definition(1, fargate) }
    expect(stepOf(await plan(inputs, { service, seen }))).toMatchObject({
      members: {
        serviceName: 'shop',
        desiredCount: 2,
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }],
        deploymentConfiguration: service.deploymentConfiguration,
        loadBalancers: [
          { targetGroupArn: inputs['target-group-arn'], containerName: 'app', containerPort: 8080 },
        ],
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '3' },
        ],
      },
    })
    expect(JSON.stringify(stepOf(await plan(inputs, { service, seen })))).not.toContain('launchType')
    const counted = await plan({ ...inputs, 'desired-count': '0' }, { service, seen })
    expect(stepOf(counted)).toMatchObject({ members: { desiredCount: 0 } })
  })

  test('a daemon has no count', async () => {
    const of = content()
    const seen = { ...nothing, registered: definition(1, of) }
    const step = stepOf(await plan({}, { of, seen, service: { schedulingStrategy: 'DAEMON' } }))
    expect(step).toMatchObject({ kind: 'create', members: { schedulingStrategy: 'DAEMON' } })
    expect(JSON.stringify(step)).not.toContain('desiredCount')
  })

  test('the time of a written strategy is said, unless minutes are written', async () => {
    const service = {
      deploymentConfiguration: {
        strategy: 'CANARY',
        bakeTimeInMinutes: 5,
        canaryConfiguration: { canaryBakeTimeInMinutes: 20 },
      },
    }
    const notices = async (inputs: Record<string, string>) => {
      const made = await plan({ subnets: 'subnet-1', ...inputs }, { service })
      return made.kind === 'apply' ? made.notices.join() : made.kind
    }
    expect(await notices({})).toContain('takes 25 min: this run waits up to 55 min')
    expect(await notices({ 'wait-for-minutes': '31' })).not.toContain('by itself')
  })

  test('without a launch type it is said who decides', async () => {
    const made = await plan({ subnets: 'subnet-1' })
    expect(made.kind === 'apply' && made.notices.join()).toContain('set launch-type: FARGATE')
  })

  test.each<[string, Record<string, string>, Parameters<typeof plan>[1], string]>([
    [
      'may not be made',
      { 'create-service': 'false' },
      {},
      'refused service-missing: there is no service shop in the cluster prod in eu-central-1, and create-service is false',
    ],
    [
      'needs a network in awsvpc',
      {},
      {},
      'refused network-missing: there is no service shop in the cluster prod in eu-central-1, and a new one cannot be created: the task definition has networkMode awsvpc',
    ],
    [
      'needs the volumes that are configured at launch',
      { subnets: 'subnet-1' },
      { of: { ...fargate, volumes: [{ name: 'data', configuredAtLaunch: true }] } },
      `refused unknown-volume: there is no service shop in the cluster prod in eu-central-1, and a new one cannot be created: the task definition's volume "data"`,
    ],
    [
      'is not made for CodeDeploy',
      { subnets: 'subnet-1' },
      { service: { deploymentController: { type: 'CODE_DEPLOY' } } },
      'refused deployment-controller',
    ],
  ])('%s', async (_, inputs, more, end) => {
    expect(endOf(await plan(inputs, more)).slice(0, end.length)).toBe(end)
  })

  test('an image alone cannot make one', async () => {
    expect(endOf(await planOf({ image: 'nginx:1' }, nothing))).toBe(
      'refused service-missing: there is no service shop in the cluster prod in eu-central-1, and a new one needs a task definition',
    )
  })

  test('one of a revision that exists is checked against it', async () => {
    const inputs = { 'task-definition-arn': 'web:3' }
    expect(endOf(await planOf(inputs, { ...nothing, named: read(definition(3, fargate)) }))).toContain(
      'refused network-missing',
    )
    const made = await planOf(
      { ...inputs, subnets: 'subnet-1' },
      { ...nothing, named: read(definition(3, fargate)) },
    )
    expect(stepOf(made)).toMatchObject({ kind: 'create', taskDefinition: definition(3).arn })
  })
})
