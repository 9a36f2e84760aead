import { ecsWorld } from '../ecs/world.ts'
import { lightsailWorld } from '../lightsail/world.ts'
import { tell } from './replay-report.ts'
import type { SeededRun } from './seeded-run.ts'
import { share } from './worker.ts'
import type { World } from './world.ts'

/** What `npm run simulate` starts: a process that runs its share of the seeds, or one that tells a single seed whole. */
const [task, target = '', ...texts] = process.argv.slice(2)
const [from = 1, to = from, step = 1] = texts.map(Number)

async function start<Run extends SeededRun>(world: World<Run>): Promise<void> {
  if (task === 'tell') process.exitCode = await tell(world, from)
  else await share(world, { from, to, step })
}

if (target === 'lightsail') await start(lightsailWorld)
else if (target === 'ecs') await start(ecsWorld)
else {
  console.error(`--target must be lightsail or ecs, not "${target}"`)
  process.exitCode = 2
}
