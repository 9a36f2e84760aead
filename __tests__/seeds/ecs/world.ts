import type { World } from '../machinery/world.ts'
import { told } from './drawn/generator.ts'
import { invariants } from './invariants/index.ts'
import { type EcsRun, runSeed } from './run-seed.ts'

export const ecsWorld: World<EcsRun> = {
  run: (seed) => runSeed(seed),
  invariants,
  told: ({ situation }) => told(situation),
  notes: ({ done }) =>
    done.map(({ at, operation, deployment, registered }) => ({
      at,
      text: [
        operation,
        ...(deployment ? [`ecs-svc/${deployment.digits} (${deployment.outcome.name})`] : []),
        ...(registered ? [`${registered.family}:${registered.revision}`] : []),
      ].join(', '),
    })),
}
