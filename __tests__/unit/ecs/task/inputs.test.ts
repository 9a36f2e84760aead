import { describe, expect, test } from '@jest/globals'
import { fixedImage, issuesOf, parsed, requestOf } from '../shop.ts'

const image = { service: 'shop', image: fixedImage, 'run-task': 'true' }
const alone = { cluster: 'prod', 'run-task': 'true', 'task-definition-arn': 'web:19' }

describe('run-task', () => {
  test('alone says what AWS’s action does by itself', async () => {
    expect((await requestOf({ 'run-task': 'true' })).taskRun).toEqual({
      waits: false,
      startedBy: 'GitHub-Actions',
      launchType: 'FARGATE',
      assignPublicIp: 'DISABLED',
      overrides: [],
      tags: [],
    })
  })

  test('with everything that may be beside it', async () => {
    const { taskRun } = await requestOf({
      'run-task': 'true',
      'wait-for-task-stopped': 'true',
      'run-task-container-overrides': '- name: app\n  command: [npm, run, migrate]\n',
      'run-task-launch-type': 'EC2',
      'run-task-capacity-provider-strategy': '[{"capacityProvider": "FARGATE_SPOT"}]',
      'run-task-subnets': 'subnet-1,subnet-2',
      'run-task-security-groups': 'sg-1',
      'run-task-assign-public-IP': 'ENABLED',
      'run-task-started-by': 'migrations/shop',
      'run-task-tags': '[{"key": "job", "value": "migrate"}]',
      'run-task-managed-ebs-volume-name': 'data',
      'run-task-managed-ebs-volume': '{"roleArn": "arn:aws:iam::123456789012:role/ebs", "sizeInGiB": 30}',
    })
    expect(taskRun).toEqual({
      waits: true,
      startedBy: 'migrations/shop',
      launchType: 'EC2',
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }],
      subnets: ['subnet-1', 'subnet-2'],
      securityGroups: ['sg-1'],
      assignPublicIp: 'ENABLED',
      overrides: [{ name: 'app', command: ['npm', 'run', 'migrate'] }],
      tags: [{ key: 'job', value: 'migrate' }],
      volume: {
        name: 'data',
        managedEBSVolume: { roleArn: 'arn:aws:iam::123456789012:role/ebs', sizeInGiB: 30 },
      },
    })
  })

  test('needs no service, and runs a revision as it is', async () => {
    const { request, issues } = await parsed(alone)
    expect(issues).toEqual([])
    expect(request).toMatchObject({ mode: 'register', service: undefined, taskRun: { waits: false } })
  })

  test('variables of a task are secret', async () => {
    const { secrets } = await parsed({
      ...image,
      'run-task-container-overrides': '[{name: app, environment: [{name: DB_PASSWORD, value: canary}]}]',
    })
    expect(secrets).toContainEqual({ name: 'DB_PASSWORD', value: 'canary' })
  })

  test('half of a volume has no effect, and that is said', async () => {
    const { notices } = await requestOf({ 'run-task': 'true', 'run-task-managed-ebs-volume-name': 'data' })
    expect(notices).toEqual([
      'run-task-managed-ebs-volume-name has no effect without run-task-managed-ebs-volume',
    ])
  })

  test.each<[string, Record<string, string>, string[]]>([
    ['a word', { ...image, 'run-task': 'yes' }, ['run-task: must be true or false, not "yes"; write true']],
    [
      'what is no list',
      { ...image, 'run-task-container-overrides': '{"name": "app"}' },
      ['run-task-container-overrides: must be a list in JSON or YAML, the way run-task takes it'],
    ],
    [
      'a key that ECS does not have',
      { ...image, 'run-task-container-overrides': '[{"name": "app", "comand": ["ls"]}]' },
      ['run-task-container-overrides: line 1: unknown key "comand"'],
    ],
    [
      'an override of no container',
      { ...image, 'run-task-container-overrides': '[{"command": ["ls"]}]' },
      ['run-task-container-overrides: entry 1 needs the name of its container'],
    ],
    [
      'more than ECS takes',
      {
        ...image,
        'run-task-container-overrides': JSON.stringify([{ name: 'app', command: ['x'.repeat(9000)] }]),
      },
      ['run-task-container-overrides: has 90'],
    ],
    [
      'strange names',
      {
        ...image,
        'run-task-started-by': 'a b',
        'run-task-subnets': 'net-1',
        'run-task-tags': '[{"key": "aws:x", "value": "y"}]',
        'run-task-launch-type': 'fargate',
      },
      [
        'run-task-launch-type: must be one of FARGATE, EC2, EXTERNAL',
        'run-task-subnets: "net-1" must look like',
        'run-task-started-by: "a b" must have',
        'run-task-tags: the key "aws:x" starts with',
      ],
    ],
    [
      'no task definition and no service',
      { cluster: 'prod', 'run-task': 'true' },
      ['service: is required, but it is blank or missing'],
    ],
    [
      'another mode',
      { service: 'shop', mode: 'status', 'run-task': 'true' },
      ['run-task: has no effect with mode: status; remove it'],
    ],
    [
      'a rollback',
      { service: 'shop', mode: 'rollback', 'run-task': 'true' },
      ['run-task: has no effect with mode: rollback; remove it'],
    ],
  ])('%s', async (_, inputs, expected) => {
    const issues = await issuesOf(inputs)
    expect(issues.map((issue, index) => issue.slice(0, expected[index]?.length))).toEqual(expected)
  })
})
