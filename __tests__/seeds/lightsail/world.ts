import type { World } from '../machinery/world.ts'
import { told } from './generator.ts'
import { invariants } from './invariants/index.ts'
import { type LightsailRun, runSeed } from './run-seed.ts'

export const lightsailWorld: World<LightsailRun> = {
  run: runSeed,
  invariants,
  told: ({ situation }) => told(situation),
  notes: ({ done }) =>
    done.map(({ at, operation, deployment }) => ({
      at,
      text: `${operation}${deployment ? `, version ${deployment.version} (${deployment.outcome.name})` : ''}`,
    })),
}
