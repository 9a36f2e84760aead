import { type Clock, formatElapsed } from './clock.ts'
import type { Log } from './log.ts'

/** A phase of the run; times in milliseconds since the run's start. */
export interface Phase {
  readonly text: string
  readonly from: number
}

/** Prints changes, and once a minute that nothing has changed. */
export interface Progress {
  /** Milliseconds since the run's start. */
  elapsed(): number
  /** An event: always printed. */
  event(text: string): void
  /** The current phase: printed when it changes, or after a minute without output. */
  phase(phase: string): void
  /** A transient error: printed the first time, then at most once a minute; forgotten after a minute without one. */
  transient(text: string): void
  readonly phases: readonly Phase[]
}

const HEARTBEAT_MS = 60_000

/** Starts the progress of a run: its time counts from here. */
export function createProgress({ clock, log }: { clock: Clock; log: Log }): Progress {
  const start = clock.now()
  const phases: Phase[] = []
  let lastPrinted = 0
  let lastError = Number.NEGATIVE_INFINITY
  let hasShownSince = false

  const isSilent = () => elapsed() - lastPrinted >= HEARTBEAT_MS

  const elapsed = () => clock.now() - start
  const say = (text: string) => {
    lastPrinted = elapsed()
    log.line(`${formatElapsed(lastPrinted).padStart(7)}  ${text}`)
  }

  return {
    elapsed,
    event: say,
    phases,
    phase: (text) => {
      hasShownSince = true
      const current = phases.at(-1)
      if (current?.text !== text) {
        phases.push({ text, from: elapsed() })
        say(text)
      } else if (isSilent()) {
        say(`still ${text} (${Math.floor((elapsed() - current.from) / 60_000)} min so far)`)
      }
    },
    transient: (text) => {
      if (elapsed() - lastError >= HEARTBEAT_MS || (isSilent() && !hasShownSince)) say(text)
      lastError = elapsed()
      hasShownSince = false
    },
  }
}
