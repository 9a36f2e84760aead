import { describe, expect, test } from '@jest/globals'
import { inputDefaults, inputNames, inputTable } from '../../../../src/ecs/inputs/names.ts'
import { fixedImage, issuesOf, parsed, requestOf } from '../shop.ts'

const image = { service: 'shop', image: fixedImage }

const files = {
  'task.json': JSON.stringify({
    family: 'web',
    networkMode: 'awsvpc',
    containerDefinitions: [
      {
        name: 'app',
        image: 'nginx:1',
        portMappings: [{ containerPort: 80 }],
        environment: [{ name: 'DB', value: 'canary-file' }],
        logConfiguration: {
          logDriver: 'splunk',
          options: { 'splunk-token': 'canary-token', 'splunk-url': 'https://a' },
        },
      },
    ],
  }),
  'service.yml': [
    'serviceName: web',
    'cluster: stage',
    'desiredCount: 2',
    'tags: [{key: a, value: "1"}]',
    'loadBalancers:',
    '- targetGroupArn: x',
    '  containerName: ap',
    '  containerPort: 80',
  ].join('\n'),
}

describe('a runner hands over every default of action.yml as if it were written', () => {
  test.each([
    ['deploy', { image: 'nginx' }],
    ['plan', { image: 'nginx' }],
    ['register', { image: 'nginx' }],
    ['rollback', {}],
    ['delete', {}],
    ['status', {}],
  ])('mode: %s', async (mode, inputs) => {
    expect(await issuesOf({ ...inputDefaults, service: 'shop', ...inputs, mode })).toEqual([])
  })
})

describe('the request', () => {
  test('of an image alone', async () => {
    expect(await requestOf({ image: fixedImage })).toMatchObject({
      mode: 'deploy',
      region: 'eu-central-1',
      service: 'shop',
      cluster: 'prod',
      taskDefinition: { image: fixedImage },
      settings: {},
      createService: true,
      forceNewDeployment: false,
      ifInProgress: 'replace',
      onPause: 'wait',
      giveUpAfterFailedTasks: 'auto',
      rollbackTo: 'last-good',
      url: undefined,
      verification: undefined,
      options: {
        ifInProgress: 'wait',
        waitForStability: true,
        budgetMs: 1_800_000,
        pollMs: undefined,
        maxRetries: 3,
      },
      isBudgetWritten: false,
    })
  })

  test.each<[string, Record<string, string>, string, string]>([
    [
      'the service and its cluster by an ARN',
      { service: 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop' },
      'shop',
      'arn:aws:ecs:eu-central-1:123456789012:cluster/prod',
    ],
    [
      'an old ARN has no cluster in it',
      { service: 'arn:aws:ecs:eu-central-1:123456789012:service/shop', cluster: 'x' },
      'shop',
      'x',
    ],
    ["without a cluster it is ECS's default", { service: 'shop' }, 'shop', 'default'],
    [
      'a cluster by its ARN',
      { service: 'shop', cluster: 'arn:aws:ecs:eu-central-1:123456789012:cluster/prod' },
      'shop',
      'arn:aws:ecs:eu-central-1:123456789012:cluster/prod',
    ],
  ])('%s', async (_, inputs, service, cluster) => {
    expect((await parsed({ image: fixedImage, ...inputs })).request).toMatchObject({ service, cluster })
  })

  test('what a file says, under the inputs', async () => {
    const { request } = await parsed(
      { 'service-definition': 's.yml', service: 'shop', tags: 'b=2' },
      {
        's.yml':
          'serviceName: web\ncluster: stage\ndesiredCount: 2\ntags: [{key: a, value: "1"}, {key: b, value: "1"}]\nlaunchType: EC2\ntaskDefinition: web:3\n',
      },
    )
    expect(request).toMatchObject({
      service: 'shop',
      cluster: 'stage',
      taskDefinition: { named: 'web:3' },
      settings: { file: { launchType: 'EC2' }, firstCount: 2, tags: { a: '1', b: '2' } },
      notices: ['the service definition is for "web"; the input service wins: "shop"'],
    })
  })

  test('without a service, a definition is only registered', async () => {
    const { request } = await parsed(
      { 'task-definition': 'task.json', 'wait-for-service-stability': 'false' },
      files,
    )
    expect(request).toMatchObject({
      mode: 'register',
      service: undefined,
      options: { waitForStability: true },
    })
  })

  test("AWS's render action's inputs", async () => {
    const { request } = await parsed({
      service: 'shop',
      'task-definition-family': 'web',
      'task-definition-revision': '7',
      'container-name': 'app, web',
      image: fixedImage,
      'environment-variables': 'A=1\nB=x=y',
      secrets: 'S=arn:aws:ssm:eu-central-1:1:parameter/s',
      'env-files': 'arn:aws:s3:::bucket/a.env\narn:aws:s3:::bucket/b.env',
      'docker-labels': 'com.example.a=1',
      'log-configuration-log-driver': 'awslogs',
      'log-configuration-options': '{"awslogs-group": "/ecs/shop"}',
      command: 'npm run "start it"',
      'task-role-arn': 'shop-task',
      'execution-role-arn': 'arn:aws:iam::123456789012:role/path/exec',
    })
    expect(request?.taskDefinition).toEqual({
      named: 'web:7',
      containerNames: ['app', 'web'],
      image: fixedImage,
      environment: { strategy: 'merge', values: { A: '1', B: 'x=y' } },
      secrets: { S: 'arn:aws:ssm:eu-central-1:1:parameter/s' },
      environmentFiles: ['arn:aws:s3:::bucket/a.env', 'arn:aws:s3:::bucket/b.env'],
      dockerLabels: { 'com.example.a': '1' },
      logDriver: 'awslogs',
      logOptions: { 'awslogs-group': '/ecs/shop' },
      command: ['npm', 'run', 'start it'],
      taskRoleArn: 'shop-task',
      executionRoleArn: 'arn:aws:iam::123456789012:role/path/exec',
    })
  })

  test("inputs of AWS's deploy action that do nothing here are told", async () => {
    const request = await requestOf({
      image: fixedImage,
      'run-task': 'false',
      'run-task-subnets': 'subnet-1',
      'wait-for-task-stopped': 'true',
      'codedeploy-application': 'x',
    })
    expect(request.notices).toEqual([
      'codedeploy-application has no effect: a service that CodeDeploy deploys is refused',
      'wait-for-task-stopped, run-task-subnets have no effect without run-task: true',
    ])
  })

  test.each<[string, Record<string, string>, object]>([
    [
      'on-timeout and its kin',
      { 'on-timeout': 'rollback', 'on-cancel': 'rollback', 'on-pause': 'leave' },
      { options: { onTimeout: 'rollback', onCancel: 'rollback' }, onPause: 'leave' },
    ],
    [
      'if-in-progress: wait',
      { 'if-in-progress': 'wait' },
      { ifInProgress: 'wait', options: { ifInProgress: 'wait' } },
    ],
    [
      'if-in-progress: fail',
      { 'if-in-progress': 'fail' },
      { ifInProgress: 'fail', options: { ifInProgress: 'fail' } },
    ],
    [
      'a long delay never makes polls slower',
      { 'wait-max-delay-seconds': '120' },
      { options: { pollMs: undefined } },
    ],
    ['a short one makes them faster', { 'wait-max-delay-seconds': '2' }, { options: { pollMs: 2000 } }],
    ['give up', { 'give-up-after-failed-tasks': '7' }, { giveUpAfterFailedTasks: 7 }],
    ['never give up', { 'give-up-after-failed-tasks': 'off' }, { giveUpAfterFailedTasks: 'off' }],
    [
      'no limit for minutes',
      { 'wait-for-minutes': '600.5' },
      { options: { budgetMs: 36_030_000 }, isBudgetWritten: true },
    ],
    [
      'a URL',
      { url: 'https://shop.example.com/', 'verify-url': '/healthz' },
      { url: 'https://shop.example.com/', verification: { at: { kind: 'path', text: '/healthz' } } },
    ],
    [
      'a volume',
      {
        'service-managed-ebs-volume-name': 'data',
        'service-managed-ebs-volume': '{"sizeInGiB": 10, "roleArn": "arn:x"}',
      },
      { settings: { volume: { name: 'data', managedEBSVolume: { sizeInGiB: 10, roleArn: 'arn:x' } } } },
    ],
    [
      'a volume without its name says nothing',
      { 'service-managed-ebs-volume': '{"roleArn": "arn:x"}' },
      { settings: {} },
    ],
  ])('%s', async (_, inputs, expected) => {
    expect(await requestOf({ image: fixedImage, ...inputs })).toMatchObject(expected)
  })
})

describe('no value is shown', () => {
  test('every value of an environment, and options that say they are secret, are told as secrets', async () => {
    const { secrets } = await parsed(
      {
        service: 'shop',
        'task-definition': 'task.json',
        'environment-variables': 'A=canary-input',
        'log-configuration-options': 'splunk-token=canary-option',
        'github-token': 'canary-github',
      },
      files,
    )
    expect(secrets.map(({ value }) => value).toSorted()).toEqual([
      'canary-file',
      'canary-github',
      'canary-input',
      'canary-option',
      'canary-token',
    ])
  })
})

describe('everything that is wrong is told at once', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['an image without a service', { image: fixedImage }, ['service: is required']],
    [
      'a registration of an image for nothing',
      { mode: 'register', image: fixedImage },
      ['task-definition: is blank or missing'],
    ],
    [
      'names that are what a program prints for nothing',
      { service: 'undefined', cluster: 'null', image: fixedImage },
      ['service: "undefined" is what', 'cluster: "null" is what'],
    ],
    ['no service', { cluster: 'prod', 'desired-count': '2' }, ['service: is required']],
    [
      'nothing to do',
      { service: 'shop' },
      ['image: is blank or missing, and no other input says what to deploy'],
    ],
    ['nothing to register', { mode: 'register', service: 'shop' }, ['task-definition: is blank or missing']],
    [
      'a definition without a service, and a count',
      { 'task-definition-arn': 'web:1', image: fixedImage, 'desired-count': '2' },
      ['service: is required, but it is blank or missing; desired-count is about a service'],
    ],
    [
      'numbers and words',
      {
        ...image,
        'desired-count': 'abc',
        'circuit-breaker': 'on',
        'propagate-tags': 'service',
        'on-pause': 'x',
      },
      [
        'desired-count: must be a whole number of 0 or more, not "abc"',
        'circuit-breaker: must be one of rollback, enable, off',
        'propagate-tags: must be one of SERVICE, TASK_DEFINITION, NONE',
        'on-pause: must be one of wait, leave',
      ],
    ],
    [
      'what excludes each other',
      { ...image, 'launch-type': 'EC2', 'capacity-provider-strategy': '[{"capacityProvider":"FARGATE"}]' },
      ['launch-type: cannot be combined with capacity-provider-strategy'],
    ],
    [
      'a port for nothing',
      { ...image, 'container-port': '80' },
      ['container-port: has no effect without target-group-arn'],
    ],
    [
      'a definition in two ways',
      { service: 'shop', 'task-definition': 'task.json', 'task-definition-arn': 'web:1' },
      ['task-definition-arn: cannot be combined with task-definition'],
    ],
    [
      'a revision without its family',
      { ...image, 'task-definition-revision': '1' },
      ['task-definition-revision: has no effect without task-definition-family'],
    ],
    [
      'an ARN in place of a path',
      { service: 'shop', 'task-definition': 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1' },
      ['task-definition: must be the path of a file'],
    ],
    [
      'several containers for one target group',
      {
        ...image,
        'container-name': 'a,b',
        'target-group-arn': 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/a/b',
      },
      ['target-group-arn: is for one container'],
    ],
    [
      "another cluster than the ARN's",
      {
        image: fixedImage,
        service: 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop',
        cluster: 'stage',
      },
      ['cluster: "stage" is not the cluster in the service\'s ARN'],
    ],
    [
      "another Region than the ARN's",
      { image: fixedImage, service: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/shop' },
      ['service: is in eu-west-1'],
    ],
    [
      'a name that is none',
      { image: fixedImage, service: 'sh op' },
      ['service: "sh op" must be 1 to 255 letters'],
    ],
    [
      'one name for a secret and a variable',
      { ...image, secrets: 'A=x', 'environment-variables': 'A=1' },
      ['secrets: names A, which is also an environment variable'],
    ],
    [
      'secrets themselves, where only the place of one belongs',
      { ...image, secrets: 'A=hunter2!\nB=\nC=/prod/c' },
      ['secrets: "A" must be the ARN of a secret or a parameter', 'secrets: "B" is blank'],
    ],
    [
      'a file that may be all that is to be registered',
      { 'task-definition': 'gone.json' },
      ['task-definition: '],
    ],
    [
      'a URL that is to be verified and is not known',
      { ...image, 'verify-url': 'true' },
      ['verify-url: needs the input url'],
    ],
    [
      'a URL with a password',
      { ...image, url: 'https://a:b@c.example' },
      ['url: must not contain a user name or a password'],
    ],
    [
      'a list with a hole',
      { ...image, subnets: 'subnet-1,,subnet-2' },
      ['subnets: has an empty entry between commas'],
    ],
    [
      'a list as JSON',
      { ...image, subnets: '["subnet-1"]' },
      ['subnets: must be a list separated by commas'],
    ],
    [
      'parts of a request',
      { ...image, 'capacity-provider-strategy': '[{"capacityProvidr": "FARGATE", "weight": "1"}]' },
      [
        'capacity-provider-strategy: line 1: unknown key "capacityProvidr"',
        'capacity-provider-strategy: line 1: "0.weight" must be a number; write 1 without',
        'capacity-provider-strategy: line 1: "0.capacityProvider" is missing',
      ],
    ],
    [
      'a part that is no list',
      { ...image, 'capacity-provider-strategy': 'FARGATE' },
      ['capacity-provider-strategy: must be a list in JSON or YAML'],
    ],
    [
      'files of S3',
      { ...image, 'env-files': 'shop.env' },
      ['env-files: "shop.env" is not the ARN of an S3 object'],
    ],
    [
      'a rollback to nowhere',
      { service: 'shop', mode: 'rollback', 'rollback-to': 'web' },
      ['rollback-to: must be last-good, a revision such as 19 or web:19'],
    ],
    [
      'an image of a rollback',
      { ...image, mode: 'rollback' },
      ['image: has no effect with mode: rollback; remove it'],
    ],
    [
      'rollback-to of a deployment',
      { ...image, 'rollback-to': '7' },
      ['rollback-to: has no effect without mode: rollback'],
    ],
    [
      'what is in another Region',
      {
        service: 'shop',
        cluster: 'arn:aws:ecs:us-east-1:123456789012:cluster/prod',
        'task-definition-arn': 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:19',
        'target-group-arn': 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/b',
      },
      [
        `cluster: is in us-east-1, but this run's Region is eu-central-1`,
        `task-definition-arn: is in us-east-1, but this run's Region is eu-central-1`,
        `target-group-arn: is in us-east-1, but this run's Region is eu-central-1`,
      ],
    ],
    [
      'what a rollback cannot do, beside what holds for it anyway',
      {
        service: 'shop',
        mode: 'rollback',
        'check-image': 'false',
        'allow-older-commit': 'true',
        tags: 'a=b',
      },
      ['tags: has no effect with mode: rollback; remove it'],
    ],
    [
      'a count of a registration',
      { ...image, mode: 'register', 'desired-count': '1' },
      ['desired-count: has no effect with mode: register; remove it'],
    ],
  ])('%s', async (_, inputs, expected) => {
    const issues = await issuesOf(inputs, files)
    expect(issues.map((issue, index) => issue.slice(0, expected[index]?.length))).toEqual(expected)
  })

  test('what a service says of containers that its definition does not have is told in the file', async () => {
    const { issues } = await parsed(
      { 'task-definition': 'task.json', 'service-definition': 'service.yml' },
      files,
    )
    expect(issues).toEqual([
      {
        input: 'service-definition',
        file: 'service.yml',
        line: 7,
        column: 3,
        message:
          '"loadBalancers.0.containerName": there is no container "ap" in the task definition (there is app)',
      },
    ])
  })

  test('what a file names in another Region is told in the file, if it is meant', async () => {
    const text =
      'serviceName: web\ncluster: arn:aws:ecs:us-east-1:123456789012:cluster/a\ntaskDefinition: arn:aws:ecs:us-east-1:123456789012:task-definition/web:1\n'
    const inRegion = { 'service.yml': text }
    const inputs = { 'service-definition': 'service.yml' }
    expect((await parsed(inputs, inRegion)).issues).toMatchObject([
      { line: 2, message: `"cluster" is in us-east-1, but this run's Region is eu-central-1` },
      { line: 3, message: `"taskDefinition" is in us-east-1, but this run's Region is eu-central-1` },
    ])
    expect(
      (await parsed({ ...inputs, cluster: 'a', 'task-definition-arn': 'web:2' }, inRegion)).issues,
    ).toEqual([])
  })

  test.each<[string, Record<string, string>, string]>([
    [
      'a port that is not open',
      { 'container-port': '81' },
      'target-group-arn: 81 is not a port of the container "app" in the task definition (it has 80)',
    ],
    [
      'a container that is not there',
      { 'container-name': 'web' },
      'container-name: names "web", but the containers of the task definition are app',
    ],
    [
      'an image of a container that is not there',
      { images: 'ap=nginx:1' },
      'images: names "ap", but the containers of the task definition are app',
    ],
  ])('%s', async (_, inputs, expected) => {
    const issues = await issuesOf(
      {
        service: 'shop',
        'task-definition': 'task.json',
        'target-group-arn': 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/a/b',
        ...inputs,
      },
      files,
    )
    expect(issues.some((issue) => issue.startsWith(expected))).toBe(true)
  })

  test('a network is only for awsvpc', async () => {
    const bridge = {
      'task.json': JSON.stringify({ family: 'web', containerDefinitions: [{ name: 'a', image: 'a:1' }] }),
    }
    const inputs = { service: 'shop', 'task-definition': 'task.json', subnets: 'subnet-1' }
    expect(await issuesOf(inputs, bridge)).toEqual([
      expect.stringContaining('subnets: has no effect: only tasks with networkMode'),
    ])
    expect(await issuesOf(inputs, files)).toEqual([])
  })
})

describe('names that are not ours', () => {
  test.each<[string, string]>([
    ['scale', 'there is no input "scale" for ECS: use desired-count'],
    ['power', 'there is no input "power" for ECS: on ECS a task has its own'],
    ['service-name', 'there is no input "service-name" for ECS: use service'],
    ['deployment-file', 'there is no input "deployment-file" for ECS: use task-definition'],
    ['health-check-path', 'there is no input "health-check-path" for ECS: the health check belongs'],
    ['preview-ttl', 'there is no input "preview-ttl" for ECS: a preview would need'],
    ['cluster-name', 'there is no input "cluster-name"; did you mean "cluster"?'],
    ['taskdef', 'there is no input "taskdef"; did you mean "task-definition"?'],
    ['replicas', 'there is no input "replicas"; did you mean "desired-count"?'],
    ['dry-run', 'there is no input "dry-run"; did you mean "mode"?'],
    ['desired-cuont', 'there is no input "desired-cuont"; did you mean "desired-count"?'],
  ])('%s', async (name, expected) => {
    expect(
      (await issuesOf({ ...image, [name]: 'x' })).map((issue) =>
        issue.slice(name.length + 2, name.length + 2 + expected.length),
      ),
    ).toEqual([expected])
  })

  test('aliases lead to inputs that there are, and are none themselves', () => {
    expect(Object.values(inputTable.aliases).filter((name) => !inputTable.names.includes(name))).toEqual([])
    expect(
      Object.keys(inputTable.aliases).filter((alias) => (inputNames as readonly string[]).includes(alias)),
    ).toEqual([])
  })
})
