import { tell } from './replay-report.ts'
import { share } from './worker.ts'

/** What `npm run simulate` starts: a process that runs its share of the seeds, or one that tells a single seed whole. */
const [task, ...texts] = process.argv.slice(2)
const [from = 1, to = from, step = 1] = texts.map(Number)
if (task === 'tell') process.exitCode = await tell(from)
else await share({ from, to, step })
