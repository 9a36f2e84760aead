import { execFile, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { RunTaskCommand } from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { operationNames } from '../../../simulator/ecs/operations/index.ts'
import { named, type Shop, shopIn } from './shop.ts'

/** The real AWS CLI against the simulator: every operation of ECS, and the waiters that people use. */
const onShop = ['--cluster', 'prod', '--service', 'shop']
const container = JSON.stringify([{ name: 'app', image: 'nginx:1.29', memory: 128 }])
const network = JSON.stringify({ awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } })
const shopArn = 'arn:aws:ecs:eu-central-1:123456789012:service/prod/shop'

type Row = readonly [operation: string, scenario: string, args: readonly string[], answer: unknown]

/** `$DEPLOYMENT`, `$REVISION`, `$TASK` and `$HOOK` stand for what the newest rollout of shop has, `$JOB` for a task of no service. */
const commands: readonly Row[] = [
  [
    'CreateCluster',
    'empty-account',
    ['create-cluster', '--cluster-name', 'prod'],
    { cluster: { clusterName: 'prod', status: 'ACTIVE' } },
  ],
  ['DescribeClusters', 'shop-on-ecs', ['describe-clusters', '--clusters', 'prod'], { clusters: [{}] }],
  [
    'RegisterTaskDefinition',
    'first-deployment',
    ['register-task-definition', '--family', 'jobs', '--container-definitions', container],
    { taskDefinition: { family: 'jobs', revision: 1, status: 'ACTIVE' } },
  ],
  [
    'DescribeTaskDefinition',
    'shop-on-ecs',
    ['describe-task-definition', '--task-definition', 'web'],
    { taskDefinition: { revision: 19 } },
  ],
  [
    'ListTaskDefinitions',
    'shop-on-ecs',
    ['list-task-definitions', '--family-prefix', 'web', '--sort', 'DESC', '--max-items', '1'],
    { taskDefinitionArns: [expect.stringMatching(/web:19$/)] },
  ],
  [
    'DeregisterTaskDefinition',
    'shop-on-ecs',
    ['deregister-task-definition', '--task-definition', 'web:3'],
    { taskDefinition: { status: 'INACTIVE' } },
  ],
  [
    'CreateService',
    'first-deployment',
    [
      ...['create-service', '--cluster', 'prod', '--service-name', 'shop', '--task-definition', 'web'],
      ...['--desired-count', '2', '--launch-type', 'FARGATE', '--network-configuration', network],
    ],
    { service: { serviceArn: shopArn, status: 'ACTIVE', desiredCount: 2 } },
  ],
  [
    'UpdateService',
    'shop-on-ecs',
    ['update-service', ...onShop, '--task-definition', 'web:16'],
    { service: { deployments: [{ rolloutState: 'IN_PROGRESS' }, { rolloutState: 'COMPLETED' }] } },
  ],
  [
    'DescribeServices',
    'shop-on-ecs',
    ['describe-services', '--cluster', 'prod', '--services', 'shop', '--include', 'TAGS'],
    { services: [{ runningCount: 3, tags: [{ key: 'team', value: 'storefront' }] }], failures: [] },
  ],
  ['ListServices', 'shop-on-ecs', ['list-services', '--cluster', 'prod'], { serviceArns: [shopArn] }],
  [
    'DeleteService',
    'shop-on-ecs',
    ['delete-service', ...onShop, '--force'],
    { service: { status: 'DRAINING' } },
  ],
  [
    'ListServiceDeployments',
    'shop-on-ecs',
    ['list-service-deployments', ...onShop],
    { serviceDeployments: [{ status: 'SUCCESSFUL' }, { status: 'ROLLBACK_SUCCESSFUL' }, {}] },
  ],
  [
    'DescribeServiceDeployments',
    'circuit-breaker',
    ['describe-service-deployments', '--service-deployment-arns', '$DEPLOYMENT'],
    { serviceDeployments: [{ status: 'SUCCESSFUL', deploymentCircuitBreaker: { threshold: 3 } }] },
  ],
  [
    'DescribeServiceRevisions',
    'shop-on-ecs',
    ['describe-service-revisions', '--service-revision-arns', '$REVISION'],
    { serviceRevisions: [{ taskDefinition: expect.stringMatching(/web:19$/) }] },
  ],
  [
    'StopServiceDeployment',
    'rollout-in-progress',
    ['stop-service-deployment', '--service-deployment-arn', '$DEPLOYMENT', '--stop-type', 'ROLLBACK'],
    { serviceDeploymentArn: expect.stringMatching(/:service-deployment\/prod\/shop\//) },
  ],
  [
    'ListTasks',
    'shop-on-ecs',
    ['list-tasks', '--cluster', 'prod', '--service-name', 'shop'],
    { taskArns: [{}, {}, {}].map(() => expect.stringContaining(':task/prod/')) },
  ],
  [
    'DescribeTasks',
    'shop-on-ecs',
    ['describe-tasks', '--cluster', 'prod', '--tasks', '$TASK'],
    { tasks: [{ lastStatus: 'RUNNING', containers: [{ name: 'app' }] }] },
  ],
  [
    'RunTask',
    'shop-on-ecs',
    [
      ...['run-task', '--cluster', 'prod', '--task-definition', 'web', '--launch-type', 'FARGATE'],
      ...['--network-configuration', network, '--started-by', 'migrations'],
    ],
    { tasks: [{ lastStatus: 'PROVISIONING', startedBy: 'migrations', group: 'family:web' }], failures: [] },
  ],
  [
    'StopTask',
    'shop-on-ecs',
    ['stop-task', '--cluster', 'prod', '--task', '$JOB'],
    { task: { desiredStatus: 'STOPPED', stopCode: 'UserInitiated' } },
  ],
  [
    'TagResource',
    'shop-on-ecs',
    ['tag-resource', '--resource-arn', shopArn, '--tags', 'key=color,value=green'],
    undefined,
  ],
  [
    'UntagResource',
    'shop-on-ecs',
    ['untag-resource', '--resource-arn', shopArn, '--tag-keys', 'team'],
    undefined,
  ],
  [
    'ListTagsForResource',
    'shop-on-ecs',
    ['list-tags-for-resource', '--resource-arn', shopArn],
    { tags: [{ key: 'team', value: 'storefront' }] },
  ],
]

/** Too new for some CLIs: those that know it drive it, too. */
const continuing: Row = [
  'ContinueServiceDeployment',
  'paused',
  ['continue-service-deployment', '--service-deployment-arn', '$DEPLOYMENT', '--hook-id', '$HOOK'],
  { serviceDeploymentArn: expect.any(String) },
]

const run = promisify(execFile)

async function cli({ simulator }: Shop, args: readonly string[], service = 'ecs'): Promise<unknown> {
  const home = tmpdir()
  const { stdout } = await run('aws', [service, ...args, '--output', 'json'], {
    env: {
      ...process.env,
      ...simulator.env,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(home, 'no-such-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'no-such-credentials'),
      AWS_PAGER: '',
    },
  })
  return stdout.trim() === '' ? undefined : JSON.parse(stdout)
}

async function filledIn(shop: Shop, args: readonly string[]): Promise<readonly string[]> {
  if (!args.some((arg) => arg.startsWith('$'))) return args
  const { serviceDeploymentArn, targetServiceRevision, lifecycleHookDetails } = await shop.rollout()
  const [task] = await shop.tasks('RUNNING')
  const values: Readonly<Record<string, string | undefined>> = {
    $DEPLOYMENT: serviceDeploymentArn,
    $REVISION: targetServiceRevision?.arn,
    $TASK: task?.taskArn,
    $HOOK: lifecycleHookDetails?.[0]?.hookId,
    $JOB: args.includes('$JOB') ? await startedJob(shop) : undefined,
  }
  return args.map((arg) => values[arg] ?? arg)
}

async function startedJob({ ecs }: Shop): Promise<string | undefined> {
  const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } }
  const command = new RunTaskCommand({
    cluster: 'prod',
    taskDefinition: 'web',
    launchType: 'FARGATE',
    networkConfiguration,
  })
  return (await ecs.send(command)).tasks?.[0]?.taskArn
}

const help = spawnSync('aws', ['ecs', 'help'], {
  encoding: 'utf8',
  env: { ...process.env, PAGER: 'cat', AWS_PAGER: '' },
})
const isInstalled = help.status === 0 && help.stdout.includes('list-service-deployments')
const knowsContinuing = help.stdout?.includes('continue-service-deployment') ?? false

test('the table has every operation', () => {
  expect([...commands, continuing].map(([operation]) => operation).toSorted()).toEqual(
    [...operationNames].toSorted(),
  )
})

const describeCli = isInstalled ? describe : describe.skip
describeCli(isInstalled ? 'the AWS CLI' : 'the AWS CLI (none that is new enough is installed)', () => {
  test.each(knowsContinuing ? [...commands, continuing] : commands)(
    '%s in %s',
    async (_, scenario, args, answer) => {
      const shop = await shopIn(scenario)
      if (scenario === 'paused') {
        await shop.deploy()
        shop.advance(120)
      }
      const reply = await cli(shop, await filledIn(shop, args))
      if (answer === undefined) expect(reply).toBeUndefined()
      else expect(reply).toMatchObject(answer as object)
    },
  )

  test('logs get-log-events reads what a task says', async () => {
    const shop = await shopIn('shop-on-ecs')
    const [task] = await shop.tasks('RUNNING')
    const stream = `web/app/${task?.taskArn?.split('/').at(-1)}`
    const place = ['--log-group-name', '/ecs/web', '--log-stream-name', stream, '--start-from-head']
    expect(await cli(shop, ['get-log-events', ...place], 'logs')).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ message: 'Server listening on http://0.0.0.0:8080' }),
      ]),
    })
  })

  test('wait services-stable ends well although the rollout was rolled back', async () => {
    const shop = await shopIn('circuit-breaker')
    await shop.deploy()
    shop.advance(120)
    await cli(shop, ['wait', 'services-stable', '--cluster', 'prod', '--services', 'shop'])
    expect(await shop.rollout()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  })

  test('wait services-inactive ends once the service has drained', async () => {
    const shop = await shopIn('shop-on-ecs')
    shop.account.call('DeleteService', { ...named, force: true })
    shop.advance(120)
    await cli(shop, ['wait', 'services-inactive', '--cluster', 'prod', '--services', 'shop'])
  })
})
