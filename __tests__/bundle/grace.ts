import { readFileSync } from 'node:fs'
import type { BundleProcess } from './bundle.ts'

/** As GitHub does it after SIGINT: SIGTERM 7.5 s later, and the end of all processes 2.5 s after that. */
const TERM_MS = 7_500
const KILL_MS = 10_000

/**
 * Kills a process as a runner does after a cancellation. While it, or the simulator in this process, waits for a busy processor,
 * the time stands still where the system tells that (Linux).
 */
export function startGrace({ pid, kill }: BundleProcess): () => void {
  const waited = () => waitedMs('self') + waitedMs(pid ?? 'self')
  const start = performance.now() - waited()
  let isTold = false
  const timer = setInterval(() => {
    const passed = performance.now() - waited() - start
    if (passed >= TERM_MS && !isTold) {
      isTold = true
      kill('SIGTERM')
    }
    if (passed >= KILL_MS) {
      clearInterval(timer)
      kill('SIGKILL')
    }
  }, 50)
  return () => clearInterval(timer)
}

/** Milliseconds for which its main thread was ready but did not run; 0 where the system does not tell. */
function waitedMs(pid: number | 'self'): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
