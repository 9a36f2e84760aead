import { lightsailWorld } from '../lightsail/world.ts'
import { tell } from './replay-report.ts'
import { share } from './worker.ts'

const worlds = { lightsail: lightsailWorld }

/** What `npm run simulate` starts: a process that runs its share of the seeds, or one that tells a single seed whole. */
const [task, target = '', ...texts] = process.argv.slice(2)
const [from = 1, to = from, step = 1] = texts.map(Number)
const world = new Map(Object.entries(worlds)).get(target)
if (world === undefined) {
  console.error(`--target must be one of ${Object.keys(worlds).join(', ')}, not "${target}"`)
  process.exit(2)
}
if (task === 'tell') process.exitCode = await tell(world, from)
else await share(world, { from, to, step })
