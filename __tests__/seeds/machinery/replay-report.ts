import type { SeededRun } from './seeded-run.ts'
import { checkInvariants, type World } from './world.ts'

/** Prints one seed for a person: what was drawn, the log between the calls, the report, what is wrong. */
export async function tell<Run extends SeededRun>(world: World<Run>, seed: number): Promise<0 | 1> {
  const run = await world.run(seed)
  const { violations } = checkInvariants(world, run)
  const { report, outcome } = run
  console.log(`Seed ${seed}\n`)
  for (const line of world.told(run)) console.log(line)
  console.log('\nTime in seconds: what the log says (|), what was called (<)')
  for (const { at, text } of moments(world, run))
    console.log(`${((at - run.start) / 1000).toFixed(3).padStart(10)} ${text}`)
  console.log(`${((run.end - run.start) / 1000).toFixed(3).padStart(10)} end\n`)
  for (const { message } of report.errors) console.log(`Error: ${message}\n`)
  console.log(`Outputs: ${JSON.stringify(report.outputs, undefined, 2)}`)
  console.log(`\nResult: ${outcome.verdict.result}`)
  for (const violation of violations) console.log(`Violation: ${violation}`)
  if (violations.length === 0) console.log('No violations')
  return violations.length === 0 ? 0 : 1
}

function moments<Run extends SeededRun>(world: World<Run>, run: Run): { at: number; text: string }[] {
  const { log, calls, sent, cancelledAt } = run
  return [
    ...sent.map(({ sentAt, endedAt, operation, end }) => ({
      at: sentAt,
      text: `< ${operation}: ${end} after ${endedAt - sentAt} ms`,
    })),
    ...calls.map(({ at, operation, status, errorType = '', dropped = '' }) => ({
      at,
      text: `      AWS hears ${operation} and says ${status} ${errorType}${dropped}`,
    })),
    ...world.notes(run).map(({ at, text }) => ({ at, text: `      done: ${text}` })),
    ...log.map(({ at, text }) => ({ at, text: `| ${text}` })),
    ...(cancelledAt === undefined ? [] : [{ at: cancelledAt, text: '      the job is cancelled' }]),
  ].sort((a, b) => a.at - b.at)
}
