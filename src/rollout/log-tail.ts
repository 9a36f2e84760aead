import type { Log } from '../runtime/log.ts'
import type { Diagnostics, DiagnosticsBatch, LogTail } from './contract/diagnostics.ts'
import type { RunSession } from './contract/run.ts'

/** Milliseconds between two polls of the diagnostics, unless the user set an interval: log lines lag anyway. */
const DIAGNOSTICS_POLL_MS = 10_000

/** Prints new events and log lines while waiting; call it after each poll. */
export function followDiagnostics(diagnostics: Diagnostics, run: RunSession): () => Promise<void> {
  const { clock, pollMs } = run
  const interval = pollMs ?? DIAGNOSTICS_POLL_MS
  let due = clock.now() + interval
  return async () => {
    if (clock.now() < due) return
    due = clock.now() + interval
    printBatch(await diagnostics.poll(), run)
  }
}

/** Prints what came in since the last poll. */
export function printBatch(
  { events, lines, unavailable }: DiagnosticsBatch,
  { log, progress }: Pick<RunSession, 'log' | 'progress'>,
): void {
  for (const event of events) progress.event(event)
  for (const line of lines) log.line(line)
  for (const gap of unavailable) progress.event(gap)
}

/** Prints the ends of container logs, in collapsed groups. */
export function printLogs(log: Log, logs: readonly LogTail[]): void {
  for (const { title, lines } of logs) {
    log.startGroup(title)
    for (const line of lines) log.line(line)
    log.endGroup()
  }
}
