import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  type Service,
  type ServiceDeployment,
  type Task,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs'
import type { Account } from '../../../simulator/ecs/account.ts'
import { virtualClock } from '../../../simulator/wire/clock.ts'
import type { EcsOptions, Simulator } from '../../../simulator/wire/server.ts'
import { ecsOf, simulated } from './situations.ts'

/** The service `shop` of the scenarios, asked with the real SDK; time moves only when a test moves it. */
export interface Shop {
  readonly simulator: Simulator
  readonly account: Account
  readonly ecs: ECSClient
  advance(seconds: number): void
  /** UpdateService of shop. */
  deploy(members?: Partial<UpdateServiceCommandInput>): Promise<Service>
  service(): Promise<Service>
  /** The newest service deployment. */
  rollout(): Promise<ServiceDeployment>
  rollouts(): Promise<readonly ServiceDeployment[]>
  tasks(desiredStatus: 'RUNNING' | 'STOPPED'): Promise<readonly Task[]>
  /** What ECS tells in its events since the test began, oldest first, without `(service shop)`. */
  events(): Promise<readonly string[]>
}

export const named = { cluster: 'prod', service: 'shop' }

export async function shopIn(
  scenario: EcsOptions['scenario'],
  options: Omit<EcsOptions, 'scenario'> = {},
): Promise<Shop> {
  const clock = virtualClock()
  const began = clock.now()
  const simulator = await simulated({ scenario: scenario ?? 'shop-on-ecs', ...options }, { clock })
  const ecs = ecsOf(simulator)
  const service = async () => {
    const { services = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'prod', services: ['shop'], include: ['TAGS'] }),
    )
    return services[0] ?? {}
  }
  const rollouts = async () => {
    const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand(named))
    const serviceDeploymentArns = serviceDeployments.map((brief) => brief.serviceDeploymentArn ?? '')
    const found = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }))
    return found.serviceDeployments ?? []
  }
  return {
    simulator,
    account: simulator.ecs.account,
    ecs,
    advance: (seconds) => clock.advance(seconds * 1000),
    deploy: async (members = {}) => {
      const input = { ...named, taskDefinition: 'web:16', ...members }
      return (await ecs.send(new UpdateServiceCommand(input))).service ?? {}
    },
    service,
    rollouts,
    rollout: async () => (await rollouts())[0] ?? {},
    tasks: async (desiredStatus) => {
      const { taskArns: tasks = [] } = await ecs.send(
        new ListTasksCommand({ cluster: 'prod', serviceName: 'shop', desiredStatus }),
      )
      if (tasks.length === 0) return []
      return (await ecs.send(new DescribeTasksCommand({ cluster: 'prod', tasks }))).tasks ?? []
    },
    events: async () => {
      const { events = [] } = await service()
      return events
        .filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= began)
        .map(({ message = '' }) => message.replace('(service shop) ', ''))
        .reverse()
    },
  }
}

/** `web:19` */
export function revisionOf(arn: string | undefined): string {
  return (arn ?? '').slice((arn ?? '').lastIndexOf('/') + 1)
}

/** One entry of `deployments[]` in a line: `PRIMARY web:16 IN_PROGRESS 0+3`, running and pending tasks last. */
export function deploymentsOf({ deployments = [] }: Service): readonly string[] {
  return deployments.map(
    ({ status, taskDefinition, rolloutState, runningCount, pendingCount }) =>
      `${status} ${revisionOf(taskDefinition)} ${rolloutState} ${runningCount}+${pendingCount}`,
  )
}
