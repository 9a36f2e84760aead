import { describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { SDK_VERSION } from '../../../../../src/ecs/api/request-schemas.ts'
import { readServiceDefinitionFile } from '../../../../../src/ecs/inputs/files/service-definition-file.ts'

function read(text: string) {
  const file = readServiceDefinitionFile(text)
  return 'issues' in file
    ? file.issues.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : file
}

const printed = {
  serviceName: 'web',
  serviceArn: 'arn:aws:ecs:eu-central-1:123456789012:service/prod/web',
  clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/prod',
  status: 'ACTIVE',
  desiredCount: 3,
  runningCount: 3,
  pendingCount: 0,
  launchType: 'FARGATE',
  taskDefinition: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:3',
  deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
  loadBalancers: [],
  events: [{ id: 'x', message: 'y' }],
  deployments: [
    { status: 'ACTIVE', volumeConfigurations: [{ name: 'old', managedEBSVolume: { roleArn: 'x' } }] },
    { status: 'PRIMARY', volumeConfigurations: [{ name: 'data', managedEBSVolume: { roleArn: 'x' } }] },
  ],
  roleArn: 'arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
  createdAt: '2026-01-01T00:00:00Z',
  tags: [
    { key: 'aws:cloudformation:stack-name', value: 'x' },
    { key: 'lightsail-deploy:commit', value: 'x' },
    { key: 'team', value: 'shop' },
  ],
}

const shaped = {
  serviceName: 'web',
  cluster: printed.clusterArn,
  taskDefinition: printed.taskDefinition,
  desiredCount: 3,
  tags: { team: 'shop' },
  notices: [],
}

const members = {
  launchType: 'FARGATE',
  deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
  volumeConfigurations: [{ name: 'data', managedEBSVolume: { roleArn: 'x' } }],
}

describe('what is accepted', () => {
  test.each<[string, object]>([
    ['what describe-services prints', { services: [printed], failures: [] }],
    ['what create-service prints', { service: printed }],
    ['one service of it', printed],
  ])('%s', (_, file) => {
    for (const text of [JSON.stringify(file), stringify(file)]) {
      const service = read(text)
      expect(service).toMatchObject(shaped)
      expect(!Array.isArray(service) && service.members).toEqual(members)
    }
  })

  test('an empty list that ECS requires within a member stays', () => {
    const alarms = { alarmNames: [], enable: false, rollback: false }
    const file = {
      ...printed,
      deploymentConfiguration: { alarms, bakeTimeInMinutes: null },
      networkConfiguration: null,
    }
    const service = read(JSON.stringify({ services: [file] }))
    expect(!Array.isArray(service) && service.members).toEqual({
      ...members,
      deploymentConfiguration: { alarms },
    })
  })

  test("the count of a daemon is ECS's own", () => {
    const daemon = read(JSON.stringify({ ...printed, schedulingStrategy: 'DAEMON' }))
    expect(daemon).toMatchObject({ desiredCount: undefined, members: { schedulingStrategy: 'DAEMON' } })
  })

  test('a role of its own is kept, by its other name', () => {
    const file = { ...printed, roleArn: 'arn:aws:iam::123456789012:role/lb' }
    expect(read(JSON.stringify(file))).toMatchObject({ members: { role: file.roleArn } })
  })

  test('what is written by hand clears with an empty list, and nulls say nothing', () => {
    const service = read('serviceName: web\nloadBalancers: []\nnetworkConfiguration:\n')
    expect(!Array.isArray(service) && service.members).toEqual({ loadBalancers: [] })
  })

  test('what a skeleton leaves blank is not sent', () => {
    const service = read(
      JSON.stringify({
        serviceName: 'web',
        loadBalancers: [
          { targetGroupArn: 'arn', loadBalancerName: '', containerName: 'app', containerPort: 80 },
        ],
        serviceConnectConfiguration: {
          enabled: true,
          namespace: '',
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '' } },
        },
        tags: [{ key: '', value: '' }],
      }),
    )
    expect(!Array.isArray(service) && service.members).toEqual({
      loadBalancers: [{ targetGroupArn: 'arn', containerName: 'app', containerPort: 80 }],
      serviceConnectConfiguration: {
        enabled: true,
        logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '' } },
      },
    })
    expect(service).toMatchObject({ tags: undefined })
    expect(read('serviceName: web\ntags: [{key: a, value: ""}]\n')).toMatchObject({ tags: { a: '' } })
  })

  test('the skeleton of update-service, with what has no effect in a file', () => {
    const service = read('{"service":"web","cluster":"","clientToken":"t","forceNewDeployment":true}')
    expect(service).toMatchObject({ serviceName: 'web', cluster: undefined, members: {} })
    expect(!Array.isArray(service) && service.notices.join()).toMatch(/clientToken.*force-new-deployment/)
  })

  test('no name, where an input may give it', () => {
    expect(read('launchType: FARGATE\n')).toMatchObject({ serviceName: undefined })
  })

  test('a path of the request is found in the file, also by its other name', () => {
    const text = JSON.stringify({ services: [printed] }, null, 1)
    const service = readServiceDefinitionFile(text)
    if ('issues' in service) throw new Error()
    const lineOf = (key: string) => text.slice(0, text.lastIndexOf(key)).split('\n').length
    expect(service.position(['cluster'])?.line).toBe(lineOf('"clusterArn"'))
    expect(service.position(['volumeConfigurations', 0, 'name'])?.line).toBe(lineOf('"name": "data"'))
  })
})

describe('what is wrong is told with its place, all at once', () => {
  test.each<[string, string, string[]]>([
    [
      'keys, types and members',
      'serviceName: web\ndeploymentConfiguraton: {}\ndesiredCount: "3"\ndeploymentConfiguration:\n  deploymentCircuitBreaker: {enable: true}\n',
      [
        `2:1 unknown key "deploymentConfiguraton": this version of the action (AWS SDK ${SDK_VERSION}) does not know it; did you mean "deploymentConfiguration"?`,
        '3:1 "desiredCount" must be a number; write 3 without quotation marks',
        '5:3 "deploymentConfiguration.deploymentCircuitBreaker.rollback" is missing',
      ],
    ],
    [
      'members of members at the top',
      'serviceName: web\nsubnets: [subnet-1]\nmaximumPercent: 200\nrollback: true\n',
      [
        '2:1 unknown key "subnets": it belongs under "networkConfiguration.awsvpcConfiguration"',
        '3:1 unknown key "maximumPercent": it belongs under "deploymentConfiguration"',
        '4:1 unknown key "rollback": this version of the action',
      ],
    ],
    [
      'what excludes each other',
      'serviceName: we b\nschedulingStrategy: DAEMON\ndesiredCount: 2\nlaunchType: EC2\ncapacityProviderStrategy: [{capacityProvider: FARGATE}]\n',
      [
        '1:1 "serviceName": "we b" must be 1 to 255 letters, ',
        '3:1 "desiredCount": a DAEMON has no count',
        '4:1 "launchType": cannot be combined with "capacityPr',
      ],
    ],
    [
      'a placeholder',
      'serviceName: web\nrole: TODO\n',
      ['2:1 "role" contains a placeholder, which nothing expands or replac'],
    ],
    [
      'several services',
      '{"services":[{"serviceName":"a"},{"serviceName":"b"}]}',
      ['1:2 contains 2 services (a, b)'],
    ],
    ['none', '{"services":[],"failures":[{"reason":"MISSING"}]}', ['1:2 contains no service']],
    ['a task definition', '{"family":"web","containerDefinitions":[]}', ['1:17 describes a task definition']],
    ['a wrapped one', '{"taskDefinition":{"family":"web"}}', ['1:2 describes a task definition']],
  ])('%s', (_, text, expected) => {
    const issues = read(text)
    expect(
      Array.isArray(issues) && issues.map((issue, index) => issue.slice(0, expected[index]?.length)),
    ).toEqual(expected)
  })
})
