import type { Account } from '../../../simulator/ecs/account.ts'
import type { DeploymentConfiguration } from '../../../simulator/ecs/api-types.ts'
import type { Switches } from '../../../simulator/ecs/behaviour-options.ts'
import { updateByOthers } from '../../../simulator/ecs/other-actors.ts'
import type { OutcomeName } from '../../../simulator/ecs/outcomes/index.ts'
import { scenarioNamed } from '../../../simulator/ecs/scenarios/index.ts'
import { arrangeShop, breaker, hour, shopService } from '../../../simulator/ecs/scenarios/shop.ts'
import { strategies } from './strategies.ts'
import { ourDefinition, ourImages, theirDefinition } from './task-definitions.ts'

/** What is there when the run begins. */
export interface Arrangement {
  readonly service: string
  readonly container: string
  readonly switches: Partial<Switches>
  arrange(account: Account): void
}

const minute = 60_000

/** Registers a revision and deploys it, so long ago. */
function deploy(account: Account, definition: object, ago: number, outcome: OutcomeName = 'succeeds'): void {
  const at = account.now() - ago
  account.call('RegisterTaskDefinition', definition, { at })
  updateByOthers(account, { ...shopService, at }, { taskDefinition: 'web' }, outcome)
}

/** Pauses and hooks are set up once `shop` runs: while it is arranged nobody continues them. */
function arrangeStrategy(account: Account, configuration: DeploymentConfiguration): void {
  const { lifecycleHooks, ...plain } = configuration
  arrangeShop(account, plain)
  if (lifecycleHooks === undefined) return
  const at = account.now() - hour
  account.call('UpdateService', { ...shopService, deploymentConfiguration: configuration }, { at })
}

const own: Readonly<Record<string, (account: Account) => void>> = {
  ...Object.fromEntries(
    Object.entries(strategies).map(([name, configuration]) => [
      name,
      (account: Account) => arrangeStrategy(account, configuration),
    ]),
  ),
  'no load balancer': (account) => arrangeShop(account, breaker, { loadBalancers: [] }),
  'what we ask for runs already': (account) => {
    arrangeShop(account)
    deploy(account, ourDefinition(account, ourImages.fixed), hour)
  },
  'our last attempt failed': (account) => {
    arrangeShop(account, strategies['breaker without rollback'])
    deploy(account, ourDefinition(account, ourImages.fixed), hour, 'crashes')
  },
  'our last attempt was rolled back': (account) => {
    arrangeShop(account)
    deploy(account, ourDefinition(account, ourImages.tagged), hour, 'crashes')
  },
  'another run of ours is in progress': (account) => {
    arrangeShop(account)
    deploy(account, ourDefinition(account, ourImages.fixed), 20_000)
  },
  'somebody rolls out': (account) => {
    arrangeShop(account)
    deploy(account, theirDefinition(account), 20_000)
  },
  'somebody rolls out in vain': (account) => {
    arrangeShop(account)
    deploy(account, theirDefinition(account), minute, 'crashes')
  },
  'somebody is rolled back': (account) => {
    arrangeShop(account, breaker)
    deploy(account, theirDefinition(account), 100_000, 'crashes')
  },
}

/** Scenarios of the simulator, the usual ones more often. */
const scripted = [
  'shop-on-ecs',
  'shop-on-ecs',
  'shop-on-ecs',
  'first-deployment',
  'first-deployment',
  'first-deployment',
  'empty-account',
  'draining',
  'deleted',
  'autoscaled',
  'scaled-to-zero',
  'daemon-service',
  'daemon-service',
  'codedeploy-service',
  'external-service',
  'express-service',
  'deregistered',
  'classic-load-balancer',
  'classic-load-balancer',
]

export const arrangementNames = [
  'no breaker',
  'no breaker',
  'blue/green',
  'a hook',
  'a hook',
  'breaker with alarms',
  'what we ask for runs already',
  'what we ask for runs already',
  'breaker without rollback',
  'breaker without rollback',
  'alarms without rollback',
  ...Object.keys(own),
  ...scripted,
] as const

/** There is no service, so that one is made. */
export function isFresh(name: string): boolean {
  return ['first-deployment', 'empty-account', 'draining', 'deleted'].includes(name)
}

export function arrangementNamed(name: string): Arrangement {
  const [service, container] = name === 'daemon-service' ? ['agent', 'agent'] : ['shop', 'app']
  const arrange = own[name]
  if (arrange) return { service, container, switches: {}, arrange }
  const scenario = scenarioNamed(name)
  return { service, container, switches: scenario.switches ?? {}, arrange: scenario.arrange }
}
