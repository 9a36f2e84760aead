import {
  CreateClusterCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { ECS, ecsOf, post, simulated } from './situations.ts'

function arnOf(family: string, revision: number) {
  return `arn:aws:ecs:eu-central-1:123456789012:task-definition/${family}:${revision}`
}

function web(changes: Partial<RegisterTaskDefinitionCommandInput> = {}): RegisterTaskDefinitionCommandInput {
  return {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'app', image: 'ghcr.io/acme/web:1', portMappings: [{ containerPort: 8080 }] },
    ],
    ...changes,
  }
}

async function registered(...requests: RegisterTaskDefinitionCommandInput[]) {
  const ecs = ecsOf(await simulated())
  for (const request of requests) await ecs.send(new RegisterTaskDefinitionCommand(request))
  return ecs
}

describe('RegisterTaskDefinition', () => {
  test('fills in what ECS fills in, and counts revisions by family', async () => {
    const ecs = await registered(web({ family: 'other' }), web())
    const { taskDefinition, tags } = await ecs.send(
      new RegisterTaskDefinitionCommand(
        web({
          cpu: '.5 vCPU',
          memory: '1 GB',
          containerDefinitions: [
            {
              name: 'app',
              image: 'ghcr.io/acme/web:2',
              portMappings: [{ containerPort: 8080 }],
              healthCheck: { command: ['CMD-SHELL', 'curl -f localhost:8080'] },
            },
          ],
        }),
      ),
    )
    expect(tags).toBeUndefined()
    expect(taskDefinition).toEqual({
      taskDefinitionArn: arnOf('web', 2),
      family: 'web',
      revision: 2,
      status: 'ACTIVE',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      compatibilities: ['EC2', 'FARGATE'],
      cpu: '512',
      memory: '1024',
      volumes: [],
      placementConstraints: [],
      requiresAttributes: [
        { name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' },
        { name: 'ecs.capability.task-eni' },
      ],
      registeredAt: new Date('2026-01-15T09:00:00Z'),
      registeredBy: 'arn:aws:sts::123456789012:assumed-role/deploy/github',
      containerDefinitions: [
        {
          name: 'app',
          image: 'ghcr.io/acme/web:2',
          cpu: 0,
          essential: true,
          portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
          environment: [],
          mountPoints: [],
          volumesFrom: [],
          systemControls: [],
          healthCheck: {
            command: ['CMD-SHELL', 'curl -f localhost:8080'],
            interval: 30,
            timeout: 5,
            retries: 3,
          },
        },
      ],
    })
  })

  test('on EC2 a port of the host is chosen when the task starts, and memory may stand at the container', async () => {
    const ecs = await registered()
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'web',
        containerDefinitions: [
          {
            name: 'app',
            image: 'nginx',
            memoryReservation: 128,
            portMappings: [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081, protocol: 'udp' }],
          },
        ],
      }),
    )
    expect(taskDefinition?.compatibilities).toEqual(['EXTERNAL', 'EC2'])
    expect(taskDefinition?.containerDefinitions?.[0]?.portMappings).toEqual([
      { containerPort: 80, hostPort: 0, protocol: 'tcp' },
      { containerPort: 81, hostPort: 8081, protocol: 'udp' },
    ])
  })

  const container = { name: 'app', image: 'nginx' }
  const awslogs = (options: Record<string, string>) => [
    { ...container, logConfiguration: { logDriver: 'awslogs' as const, options } },
  ]
  const logsWhere = { 'awslogs-group': '/ecs/web', 'awslogs-region': 'eu-central-1' }

  test.each<[string, Partial<RegisterTaskDefinitionCommandInput>, string]>([
    ['no family', { family: '' }, 'Family can not be blank.'],
    ['a family with a slash', { family: 'acme/web' }, 'Family contains invalid characters.'],
    ['no container', { containerDefinitions: [] }, 'Container list cannot be empty.'],
    [
      'a container without a name',
      { containerDefinitions: [{ image: 'nginx' }] },
      'Container.name should not be null or empty.',
    ],
    [
      'a container without an image',
      { containerDefinitions: [{ name: 'app' }] },
      'Container.image should not be null or empty.',
    ],
    [
      'no memory anywhere',
      { memory: undefined, requiresCompatibilities: undefined, containerDefinitions: [container] },
      "Invalid setting for container 'app'. At least one of 'memory' or 'memoryReservation' must be specified.",
    ],
    [
      'a mapping without a port',
      { containerDefinitions: [{ ...container, portMappings: [{ hostPort: 80 }] }] },
      "Invalid 'containerPort' setting for container 'app'.",
    ],
    [
      'another port of the host with awsvpc',
      { containerDefinitions: [{ ...container, portMappings: [{ containerPort: 80, hostPort: 8080 }] }] },
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    ],
    [
      'awslogs without a group',
      { containerDefinitions: awslogs({ 'awslogs-region': 'eu-central-1' }) },
      'Log driver awslogs requires options: awslogs-group',
    ],
    [
      'awslogs on Fargate without an execution role',
      { containerDefinitions: awslogs(logsWhere) },
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    ],
    ['Fargate with a bridge', { networkMode: 'bridge' }, 'Fargate only supports network mode ‘awsvpc’.'],
    ['Fargate without cpu', { cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
    [
      'Fargate without memory',
      { memory: undefined, containerDefinitions: [{ ...container, memory: 512 }] },
      "Fargate requires that 'memory' be defined at the task level.",
    ],
    [
      'a size that Fargate does not have',
      { cpu: '256', memory: '4096' },
      'No Fargate configuration exists for given values: 256 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.',
    ],
    [
      'a size between two of Fargate',
      { cpu: '256', memory: '1536' },
      'No Fargate configuration exists for given values: 256 CPU, 1536 memory. See the Amazon ECS documentation for the valid values.',
    ],
  ])('%s is refused in the words of ECS', async (_, changes, message) => {
    const ecs = await registered()
    await expect(ecs.send(new RegisterTaskDefinitionCommand(web(changes)))).rejects.toMatchObject({
      name: 'ClientException',
      message,
      $metadata: { httpStatusCode: 400 },
    })
    expect((await ecs.send(new ListTaskDefinitionsCommand({}))).taskDefinitionArns).toEqual([])
  })
})

describe('DescribeTaskDefinition', () => {
  test('a family alone is its newest revision that is ACTIVE', async () => {
    const ecs = await registered(web(), web(), web())
    const newest = async () =>
      (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))).taskDefinition?.revision
    expect(await newest()).toBe(3)
    await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:3' }))
    expect(await newest()).toBe(2)
  })

  test('a revision by its number or ARN, also when it was deregistered', async () => {
    const ecs = await registered(web(), web())
    const { taskDefinition } = await ecs.send(
      new DeregisterTaskDefinitionCommand({ taskDefinition: arnOf('web', 1) }),
    )
    expect(taskDefinition).toMatchObject({ revision: 1, status: 'INACTIVE' })
    for (const name of ['web:1', arnOf('web', 1)]) {
      const { taskDefinition: found } = await ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: name }),
      )
      expect(found).toMatchObject({
        revision: 1,
        status: 'INACTIVE',
        deregisteredAt: new Date('2026-01-15T09:00:00Z'),
      })
    }
  })

  test('tags come only where they are asked for', async () => {
    const tags = [{ key: 'team', value: 'web' }]
    const ecs = await registered(web({ tags }))
    const asked = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'web', include: ['TAGS'] }),
    )
    const unasked = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))
    expect([asked.tags, unasked.tags]).toEqual([tags, []])
  })

  test.each(['shop', 'web:7', 'a:b:c', arnOf('web', 7)])('%s does not exist', async (taskDefinition) => {
    const ecs = await registered(web())
    await expect(ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).rejects.toMatchObject({
      name: 'ClientException',
      message: 'Unable to describe task definition.',
    })
  })
})

describe('DeregisterTaskDefinition', () => {
  test('wants a revision', async () => {
    const ecs = await registered(web())
    await expect(
      ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web' })),
    ).rejects.toMatchObject({ name: 'ClientException' })
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))
    expect(taskDefinition?.status).toBe('ACTIVE')
  })

  test('no number is used twice', async () => {
    const ecs = await registered(web())
    await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:1' }))
    const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(web()))
    expect(taskDefinition?.revision).toBe(2)
  })
})

describe('ListTaskDefinitions', () => {
  test('ACTIVE ones of a family, in order, page by page', async () => {
    const ecs = await registered(web(), web(), web(), web({ family: 'web-worker' }))
    await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:2' }))
    const list = async (request: object) => await ecs.send(new ListTaskDefinitionsCommand(request))

    expect((await list({ familyPrefix: 'web' })).taskDefinitionArns).toEqual([
      arnOf('web', 1),
      arnOf('web', 3),
    ])
    expect((await list({ familyPrefix: 'web', sort: 'DESC' })).taskDefinitionArns?.[0]).toBe(arnOf('web', 3))
    expect((await list({ status: 'INACTIVE' })).taskDefinitionArns).toEqual([arnOf('web', 2)])

    const first = await list({ maxResults: 2 })
    const second = await list({ maxResults: 2, nextToken: first.nextToken })
    expect(second.nextToken).toBeUndefined()
    expect([...(first.taskDefinitionArns ?? []), ...(second.taskDefinitionArns ?? [])]).toEqual([
      arnOf('web', 1),
      arnOf('web', 3),
      arnOf('web-worker', 1),
    ])
  })
})

describe('what is on the wire is checked against the model of the SDK', () => {
  const container = { name: 'app', image: 'nginx', memory: 128 }
  const request = (changes: object) => ({ family: 'web', containerDefinitions: [container], ...changes })
  const inContainer = (changes: object) => request({ containerDefinitions: [{ ...container, ...changes }] })

  test.each<[string, unknown, string]>([
    ['a text for a number', inContainer({ cpu: '256' }), 'STRING_VALUE cannot be converted to Integer'],
    ['a number for a text', request({ cpu: 256 }), 'NUMBER_VALUE cannot be converted to String'],
    ['a flag for a text', inContainer({ image: true }), 'TRUE_VALUE cannot be converted to String'],
    ['a text for a flag', inContainer({ essential: 'yes' }), 'STRING_VALUE cannot be converted to Boolean'],
    ['a text for a list', inContainer({ command: 'npm start' }), 'Expected list or null'],
    ['a text for a structure', inContainer({ healthCheck: 'curl' }), 'Expected null'],
    [
      'a list for a structure',
      [request({})],
      'Unrecognized collection type class com.amazonaws.madison.frontend.RegisterTaskDefinitionRequest',
    ],
    [
      'a structure for a text',
      request({ family: {} }),
      'Start of structure or map found where not expected.',
    ],
    ['a list for a text', request({ family: ['web'] }), 'Start of list found where not expected'],
    ['a text for a map', inContainer({ dockerLabels: 'a=b' }), 'Expected map or null'],
    [
      'a number in a map',
      inContainer({ dockerLabels: { a: 1 } }),
      'NUMBER_VALUE cannot be converted to String',
    ],
  ])('%s', async (_, body, message) => {
    const simulator = await simulated()
    const answer = await post(simulator, `${ECS}RegisterTaskDefinition`, body)
    expect([answer.status, answer.body]).toEqual([400, { __type: 'SerializationException', message }])
    expect(simulator.ecs.account.records.taskDefinitions).toEqual([])
  })

  test.each<[string, object, object]>([
    [
      'RegisterTaskDefinition',
      { family: 'web' },
      { __type: 'ClientException', message: 'Container list cannot be empty.' },
    ],
    [
      'RegisterTaskDefinition',
      inContainer({ secrets: [{ name: 'KEY' }] }),
      {
        __type: 'InvalidParameterException',
        message: 'ContainerDefinitions.1.member.secrets.1.member.valueFrom can not be blank.',
      },
    ],
    ['DescribeServices', {}, { __type: 'InvalidParameterException', message: 'Services cannot be empty.' }],
    ['DescribeTasks', {}, { __type: 'InvalidParameterException', message: 'Tasks cannot be empty.' }],
    [
      'UpdateService',
      { service: 'web', deploymentConfiguration: { deploymentCircuitBreaker: { enable: true } } },
      {
        __type: 'InvalidParameterException',
        message: 'DeploymentConfiguration.deploymentCircuitBreaker.rollback can not be blank.',
      },
    ],
  ])('%s with %j lacks something', async (operation, body, answer) => {
    expect((await post(await simulated(), `${ECS}${operation}`, body)).body).toEqual(answer)
  })

  test('members that it does not know are ignored, and so is null', async () => {
    const simulator = await simulated()
    const { status } = await post(simulator, `${ECS}RegisterTaskDefinition`, {
      ...inContainer({ imag: 'x', command: null, dockerLabels: { team: 'web', none: null } }),
      compatibilities: 'anything',
    })
    expect(status).toBe(200)
    const [record] = simulator.ecs.account.records.taskDefinitions
    expect(record?.content).not.toHaveProperty('compatibilities')
    expect(record?.content.containerDefinitions[0]).not.toHaveProperty('imag')
    expect(record?.content.containerDefinitions[0]).not.toHaveProperty('command')
    expect(record?.content.containerDefinitions[0]).toMatchObject({ dockerLabels: { team: 'web' } })
  })
})

test('a cluster that is there is answered with as it is', async () => {
  const ecs = ecsOf(await simulated())
  const tags = [{ key: 'team', value: 'web' }]
  await ecs.send(new CreateClusterCommand({ clusterName: 'prod', tags }))
  const { cluster } = await ecs.send(new CreateClusterCommand({ clusterName: 'prod' }))
  expect(cluster).toMatchObject({ clusterName: 'prod', status: 'ACTIVE', tags })
})
