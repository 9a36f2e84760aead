import { subscribe } from 'node:diagnostics_channel'

/**
 * Loaded into the process of a bundle before it starts, so that its time depends on what it does and not on how fast
 * the machine is: `Date.now()` stands still between requests and moves by a second with each. A budget of half a minute
 * is thirty requests, everywhere. Timers run as ever; SIGUSR2 lets those of fifteen seconds or more end at once, so
 * that nobody waits for a time-out.
 */

const LONG_MS = 15_000

let now = Date.now()
subscribe('http.client.request.start', () => {
  now += 1_000
})
Date.now = () => now

/**
 * What ends each long timer that runs.
 * @type {Map<unknown, () => void>}
 */
const running = new Map()

const { setTimeout: start, clearTimeout: stop } = globalThis

/** @type {(callback: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => NodeJS.Timeout} */
const startCounted = (callback, ms = 0, ...values) => {
  if (ms < LONG_MS) return start(callback, ms, ...values)
  const end = () => {
    running.delete(timer)
    stop(timer)
    callback(...values)
  }
  const timer = start(end, ms)
  running.set(timer, end)
  return timer
}

// @ts-expect-error What util.promisify finds at it comes with the assignment.
globalThis.setTimeout = Object.defineProperties(startCounted, Object.getOwnPropertyDescriptors(start))
globalThis.clearTimeout = (timer) => {
  running.delete(timer)
  stop(timer)
}

AbortSignal.timeout = (ms) => {
  const controller = new AbortController()
  const expire = () =>
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
  startCounted(expire, ms).unref()
  return controller.signal
}

process.on('SIGUSR2', () => {
  for (const end of [...running.values()]) end()
})
