import type { SimulatorOptions } from '../../../simulator/wire/server.ts'
import { ecs } from '../../../src/ecs/provider.ts'
import { type ActionRun, type Given, runAction, underTest } from '../action.ts'

/** The ECS action in this process: the service `shop` on `prod` gets another image, unless a situation says otherwise. */

const ofEcs = underTest(ecs, {
  cluster: 'prod',
  service: 'shop',
  image: 'ghcr.io/acme/shop:9a8b7c',
  'poll-interval-seconds': '5',
  'check-image': 'false',
})

type EcsSituation = Given & NonNullable<SimulatorOptions['ecs']> & { readonly secondsPerCall?: number }

/** One run, and what the simulator was called for. */
export async function runEcs({
  scenario = 'shop-on-ecs',
  switches,
  faults,
  outcomes,
  ...given
}: EcsSituation = {}): Promise<ActionRun> {
  const situation = {
    scenario,
    ...(switches && { switches }),
    ...(faults && { faults }),
    ...(outcomes && { outcomes }),
  }
  return await runAction({ secondsPerCall: 0, ...given, ecs: situation }, ofEcs)
}

/** `success · deployment-active`. */
export function ending({ outputs }: ActionRun): string {
  return `${outputs['result']} · ${outputs['reason-code']}`
}

/** The writes among the calls: what changed something. */
export function writes({ operations }: ActionRun): string[] {
  return operations.filter((operation) => !/^(?:Describe|List|Get)/.test(operation))
}
