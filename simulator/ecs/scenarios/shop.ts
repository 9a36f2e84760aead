import type { EcsTimedEvent } from '../../wire/ecs.ts'
import type { Account } from '../account.ts'
import type { DeploymentConfiguration } from '../api-types.ts'
import { serviceRecord } from '../other-actors.ts'
import type { OutcomeName } from '../outcomes/index.ts'
import type { DeploymentRecord, ServiceRecord } from '../records.ts'

/** The service that most scenarios are about: `shop` in the cluster `prod`, three Fargate tasks behind a target group. */

export const hour = 3600 * 1000
export const day = 24 * hour

export const shopService = { cluster: 'prod', service: 'shop' } as const

export const smokeTest = 'arn:aws:lambda:eu-central-1:123456789012:function:smoke-test'

/** Default of Terraform and the console: the circuit breaker with rollback. */
export const breaker: DeploymentConfiguration = {
  deploymentCircuitBreaker: { enable: true, rollback: true },
}

export const alarms: DeploymentConfiguration = {
  alarms: { alarmNames: ['shop-5xx', 'shop-latency'], enable: true, rollback: true },
}

/** One container `app` that listens on 8080, as a RegisterTaskDefinition. */
export function webTaskDefinition(image: string, account: Account): object {
  const { id, partition, region } = account.records
  return {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: `arn:${partition}:iam::${id}:role/ecsTaskExecutionRole`,
    containerDefinitions: [
      {
        name: 'app',
        image,
        essential: true,
        portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
        environment: [
          { name: 'NODE_ENV', value: 'production' },
          { name: 'LOG_LEVEL', value: 'info' },
          {
            name: 'DATABASE_URL',
            value: 'postgres://shop:correct-horse-battery-staple@db.internal:5432/shop',
          },
        ],
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': '/ecs/web',
            'awslogs-region': region,
            'awslogs-stream-prefix': 'web',
          },
        },
      },
    ],
  }
}

export function targetGroup({ records }: Account, name = 'shop'): string {
  return `arn:${records.partition}:elasticloadbalancing:${records.region}:${records.id}:targetgroup/${name}/0d1c2b3a4f5e6d7c`
}

/** A CreateService of `shop`; two target groups where the strategy shifts traffic. */
export function shopCreation(
  account: Account,
  deploymentConfiguration: DeploymentConfiguration,
  members: object = {},
): object {
  const isShifting = (deploymentConfiguration.strategy ?? 'ROLLING') !== 'ROLLING'
  const rule = `arn:aws:elasticloadbalancing:${account.records.region}:${account.records.id}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`
  const role = `arn:aws:iam::${account.records.id}:role/ecsInfrastructureRole`
  return {
    cluster: 'prod',
    serviceName: 'shop',
    taskDefinition: 'web',
    desiredCount: 3,
    launchType: 'FARGATE',
    deploymentConfiguration,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ['subnet-0a1b2c3d', 'subnet-4e5f6a7b'],
        securityGroups: ['sg-0f1e2d3c'],
        assignPublicIp: 'ENABLED',
      },
    },
    loadBalancers: [
      {
        targetGroupArn: targetGroup(account),
        containerName: 'app',
        containerPort: 8080,
        ...(isShifting && {
          advancedConfiguration: {
            alternateTargetGroupArn: targetGroup(account, 'shop-2'),
            productionListenerRule: rule,
            roleArn: role,
          },
        }),
      },
    ],
    tags: [{ key: 'team', value: 'storefront' }],
    ...members,
  }
}

const images = ['9b81d0', '77c2ae', '0d4f13', '5ac98e', 'e2160b', '31b7fd']

/** The cluster `prod` and 19 revisions of `web`; the newest runs ghcr.io/acme/shop:1f2e3d. */
export function arrangeCluster(account: Account): void {
  const at = account.now()
  account.call('CreateCluster', { clusterName: 'prod' }, { at: at - 90 * day })
  for (let revision = 1; revision <= 19; revision += 1) {
    const tag = revision === 19 ? '1f2e3d' : images[revision % images.length]
    const request = webTaskDefinition(`ghcr.io/acme/shop:${tag}`, account)
    account.call('RegisterTaskDefinition', request, { at: at - (20 - revision) * 2 * day })
  }
}

/** `shop` runs web:19 since five hours; web:18 crashed at the time and was rolled back where the breaker says so. */
export function arrangeShop(
  account: Account,
  deploymentConfiguration: DeploymentConfiguration = breaker,
  members: object = {},
): void {
  arrangeCluster(account)
  const at = account.now()
  const creation = { ...shopCreation(account, deploymentConfiguration, members), taskDefinition: 'web:17' }
  account.call('CreateService', creation, { at: at - 6 * day, outcome: 'succeeds' })
  const isGuarded = deploymentConfiguration.deploymentCircuitBreaker?.rollback === true
  const deploy = (revision: number, age: number, outcome: OutcomeName) =>
    account.call(
      'UpdateService',
      { ...shopService, taskDefinition: `web:${revision}` },
      { at: at - age, outcome },
    )
  deploy(18, 4 * day, isGuarded ? 'crashes' : 'succeeds')
  deploy(19, 5 * hour, 'succeeds')
}

/** How many rollouts `shop` has had when it is arranged. */
const arranged = 3

/** Events at these seconds after the next rollout of `shop` began, or the one after that. */
export function afterRollout(
  seconds: number,
  happens: (account: Account, at: number) => void,
  turn = 1,
): EcsTimedEvent {
  return {
    dueAt: (account) => {
      const rollout = deploymentsOf(serviceRecord(account, shopService))[arranged + turn - 1]
      return rollout && rollout.createdAt + seconds * 1000
    },
    happens,
  }
}

function deploymentsOf(record: ServiceRecord | undefined): readonly DeploymentRecord[] {
  return (record?.changes ?? []).flatMap((change) =>
    change.kind === 'update' && change.deployment !== undefined ? [change.deployment] : [],
  )
}
