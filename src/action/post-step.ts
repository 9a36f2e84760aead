import type { Report } from '../report/report.ts'
import type { Runtime } from '../rollout/contract/run.ts'
import type { SavedRun } from '../rollout/write-progress.ts'
import { retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { escapeTableCell } from '../text/sanitize.ts'

/** A cancelled job gets five minutes for all its post steps together. */
const LOOK_MS = 15_000
const RETRIES = 3

/** Where a run is looked up that was ended before it could report. */
export interface InterruptedRun {
  /** How it stands now with what the main step wrote, as a sentence. Throws only `ServiceError`. */
  look(): Promise<string>
  /** The console's page of what the run was about. */
  readonly consoleUrl: string
  close(): void
}

/**
 * Finishes what a main step could not that was killed before it could report: looks once, and says how things stand.
 * The job is red already, and this look is no verdict: it never fails the step.
 */
export const reportAfterKill = async (
  trace: SavedRun,
  runtime: Runtime,
  open: (trace: SavedRun, runtime: Runtime) => InterruptedRun,
): Promise<Report> => {
  const signal = AbortSignal.any([runtime.signal, runtime.clock.alarm(LOOK_MS)])
  const { clock } = runtime
  const run = open(trace, { ...runtime, signal })
  const retries = { clock, signal, maxRetries: RETRIES, deadline: clock.now() + LOOK_MS }
  const look = () =>
    retry(run.look, transientErrors, {
      ...retries,
      progress: { transient: () => undefined },
    })
  try {
    return reportOf(trace, run.consoleUrl, await look())
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    const unknown = `how ${trace.serviceName} stands could not be looked up (${failure.message}); to see it, ${failure.fix}`
    return reportOf(trace, run.consoleUrl, unknown)
  } finally {
    run.close()
  }
}

const reportOf = ({ serviceName: name, region }: SavedRun, link: string, now: string): Report => {
  const text = `the step was ended before it could report: ${now}`
  return {
    outputs: {},
    errors: [],
    warnings: [`${text}.\n  Console   ${link}`],
    closing: undefined,
    summary: [
      `### ${escapeTableCell(`${name} in ${region}`)}: ended before it could report`,
      `${escapeTableCell(now)}.`,
      `[Console](${link})`,
    ].join('\n\n'),
    exitCode: 0,
  }
}
