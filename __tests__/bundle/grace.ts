import { readFileSync } from 'node:fs'
import type { BundleProcess } from './bundle.ts'

/** As GitHub does it after SIGINT: SIGTERM 7.5 s later, and the end of all processes 2.5 s after that. */
const TERM_MS = 7_500
const KILL_MS = 10_000

/**
 * Ends a process that was told to end, as a runner does. While it, or the simulator in our own process, waits for a
 * processor that others keep busy, the time stands still, where the system tells that (Linux).
 */
export const startGrace = ({ pid, kill }: BundleProcess): (() => void) => {
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

/** Milliseconds that its main thread was ready to run and did not; 0 where nobody tells. */
const waitedMs = (pid: number | 'self'): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
