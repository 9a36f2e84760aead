/**
 * Aborts when the runner cancels the job: it sends SIGINT, then SIGTERM 7.5 s later, and kills 2.5 s after that. On Windows the
 * second one is Ctrl-Break, which Node calls SIGBREAK; unheard it would end the process at once.
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
 */
export function cancellationSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const)
    process.on(signal, () => controller.abort())
  return controller.signal
}
