import type { Account } from '../../../../simulator/ecs/account.ts'
import { shopCreation } from '../../../../simulator/ecs/scenarios/shop.ts'
import type { Chance } from '../../machinery/prng.ts'
import { strategies } from '../strategies.ts'
import { taskDefinitionFile } from '../task-definitions.ts'

/** What the files say that the inputs may name. */
export interface Files {
  readonly strategy: string
  /** Members of the service definition beside those of every service. */
  readonly members: object
}

const names = Object.keys(strategies) as [string, ...string[]]

export function drawFiles(chance: Chance): Files {
  return {
    strategy: chance.percent(40) ? 'half at a time' : chance.one(names),
    members: {
      desiredCount: chance.whole(0, 4),
      ...(chance.percent(30) && { enableExecuteCommand: true }),
      ...(chance.percent(30) && { healthCheckGracePeriodSeconds: 30 }),
    },
  }
}

/** The text of a file by its path. */
export function readFile({ strategy, members }: Files, account: Account): (path: string) => string {
  return (path) =>
    path.endsWith('service-definition.json')
      ? JSON.stringify(serviceDefinition(account, strategy, members))
      : taskDefinitionFile(account)
}

function serviceDefinition(account: Account, strategy: string, members: object): object {
  const { taskDefinition: _, ...creation } = shopCreation(account, strategies[strategy] ?? {}, members) as {
    taskDefinition?: unknown
  }
  return creation
}
