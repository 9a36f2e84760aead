import { type BundleProcess, type BundleRun, runBundle, type Situation } from './bundle.ts'
import { startGrace } from './grace.ts'

/**
 * A run whose job is cancelled with its n-th call, which is answered so many real milliseconds later. An exit code of
 * null means that it did not end within the runner's grace.
 */
export async function cancelledAt(
  number: number,
  { latency = 1_000, ...situation }: Situation & { readonly latency?: number },
): Promise<BundleRun> {
  let child: BundleProcess | undefined
  let stop: () => void = () => undefined
  const slow = {
    operation: '*',
    calls: number,
    effect: { kind: 'latency', milliseconds: latency },
  } as const
  try {
    return await runBundle({
      ...situation,
      faults: [...(situation.faults ?? []), slow],
      during: (process) => {
        child = process
      },
      onCall: (call) => {
        situation.onCall?.(call)
        if (call.number !== number || !child) return
        child.kill('SIGINT')
        stop = startGrace(child)
      },
    })
  } finally {
    stop()
  }
}
