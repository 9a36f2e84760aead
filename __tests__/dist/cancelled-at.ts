import { type BundleRun, runBundle, type Situation } from './bundle.ts'

/** As GitHub does it: SIGINT, SIGTERM 7.5 s later, and the end of all processes 2.5 s after that. */
const TERM_MS = 7_500
const KILL_MS = 10_000

/**
 * A run whose job is cancelled with its n-th call, which is answered so many real milliseconds later. An exit code of
 * null means that it did not end within the runner's grace.
 */
export const cancelledAt = async (
  number: number,
  { latency = 1_000, ...situation }: Situation & { readonly latency?: number },
): Promise<BundleRun> => {
  let cancel: () => void = () => undefined
  let timers: NodeJS.Timeout[] = []
  const slow = {
    operation: '*',
    calls: number,
    effect: { kind: 'latency', milliseconds: latency },
  } as const
  try {
    return await runBundle({
      ...situation,
      faults: [...(situation.faults ?? []), slow],
      during: ({ kill }) => {
        cancel = () => {
          kill('SIGINT')
          timers = [setTimeout(kill, TERM_MS, 'SIGTERM'), setTimeout(kill, KILL_MS, 'SIGKILL')]
        }
      },
      onCall: (call) => {
        situation.onCall?.(call)
        if (call.number === number) cancel()
      },
    })
  } finally {
    for (const timer of timers) clearTimeout(timer)
  }
}
