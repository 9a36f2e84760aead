import type { Report } from '../report/report.ts'
import type { Runtime } from '../rollout/contract/run.ts'
import type { SavedRun } from '../rollout/contract/saved-run.ts'
import { retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { escapeTableCell } from '../text/sanitize.ts'
import type { InterruptedRun } from './provider.ts'

/** A cancelled job gets five minutes for all its post steps together. */
const LOOK_MS = 15_000
const RETRIES = 3

/**
 * Reports for a main step that was killed before it could: reads the state once and says how things stand. The job has failed
 * already, so this never fails the step and gives no verdict.
 */
export async function reportAfterKill(
  { subject }: SavedRun,
  runtime: Runtime,
  open: (runtime: Runtime) => Promise<InterruptedRun>,
): Promise<Report> {
  const signal = AbortSignal.any([runtime.signal, runtime.clock.alarm(LOOK_MS)])
  const { clock } = runtime
  const run = await open({ ...runtime, signal })
  const retries = { clock, signal, maxRetries: RETRIES, deadline: clock.now() + LOOK_MS }
  const look = () =>
    retry(run.look, transientErrors, {
      ...retries,
      progress: { transient: () => undefined },
    })
  try {
    return reportOf(subject, run.consoleUrl, await look())
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    const unknown = `the state of ${run.name} could not be read (${failure.message}); to see it, ${failure.fix}`
    return reportOf(subject, run.consoleUrl, unknown)
  } finally {
    run.close()
  }
}

function reportOf(subject: string, link: string, now: string): Report {
  const text = `the step was killed before it could report: ${now}`
  return {
    outputs: {},
    errors: [],
    warnings: [`${text}.\n  Console   ${link}`],
    closing: undefined,
    summary: [
      `### ⚠️ ${escapeTableCell(subject)}: killed before it could report`,
      `${escapeTableCell(now)}.`,
      `[Console](${link})`,
    ].join('\n\n'),
    exitCode: 0,
  }
}
