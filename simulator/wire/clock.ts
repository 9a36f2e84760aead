/**
 * The simulator's only source of time. `now()` is epoch milliseconds; `onRequest()` is called once for every
 * request that arrives, before it is answered.
 */
export interface SimulatorClock {
  now(): number
  onRequest(): void
}

export interface VirtualClock extends SimulatorClock {
  /** Moves time forward by that many milliseconds. */
  advance(milliseconds: number): void
}

/** 2026-01-15 09:00:00 UTC: default start of a virtual or stepped clock. */
export const defaultStart = Date.UTC(2026, 0, 15, 9)

/** A clock that stands still until `advance` is called. `start` is epoch milliseconds. */
export function virtualClock(start: number = defaultStart): VirtualClock {
  let time = start
  return {
    now: () => time,
    onRequest: () => {},
    advance: (milliseconds) => {
      time += milliseconds
    },
  }
}

/** Real time, `factor` times as fast. Starts at the real time unless `start` (epoch milliseconds) is given. */
export function scaledClock(factor: number, start: number = Date.now()): SimulatorClock {
  const origin = performance.now()
  return { now: () => Math.round(start + (performance.now() - origin) * factor), onRequest: () => {} }
}

/**
 * A clock that moves by `stepMs` with every request and stands still between them: however fast or slow the client's
 * process is, its n-th request always sees the same time.
 */
export function steppedClock(stepMs: number, start: number = defaultStart): SimulatorClock {
  let time = start
  return {
    now: () => time,
    onRequest: () => {
      time += stepMs
    },
  }
}

/** Waits that many real milliseconds; needed for real containers only. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
