/** The only source of time and of randomness (spread of retries). Tests pass a virtual one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms`, or at once when `signal` is aborted: callers check the signal afterwards. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Aborts after `ms` with a `TimeoutError`; does not keep the process alive. */
  alarm(ms: number): AbortSignal
  /** From 0 (included) to 1 (not included). */
  random(): number
}

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done)
    }),
  alarm: (ms) => {
    // Not AbortSignal.timeout: Node.js 20 collects one that only an AbortSignal.any listens to.
    const controller = new AbortController()
    const ring = () => controller.abort(new DOMException('time ran out', 'TimeoutError'))
    setTimeout(ring, ms).unref()
    return controller.signal
  },
  random: Math.random,
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** `65_000` → `1:05`, `3_665_000` → `1:01:05`. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${twoDigits(m)}:${twoDigits(s)}` : `${m}:${twoDigits(s)}`
}

/** `160_000` → `2 min 40 s`, `900` → `0.9 s`. */
export function formatDuration(ms: number): string {
  if (ms < 9_950) return `${Number((ms / 1000).toFixed(1))} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const rest = seconds % 60
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
}

/** `2026-01-15 09:00 UTC`, of milliseconds since the epoch. */
export function formatMinute(at: number): string {
  return new Date(at).toISOString().replace(/T(..:..).*/, ' $1 UTC')
}
