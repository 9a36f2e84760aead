/** Aborts when the runner cancels the job: it sends SIGINT, then SIGTERM 7.5 s later, and kills 2.5 s after that. */
export function cancellationSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort())
  return controller.signal
}
