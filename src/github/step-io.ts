import { type Clock, systemClock } from '../runtime/clock.ts'
import { cancellationSignal } from './cancellation.ts'
import { createRunner, type Runner } from './runner.ts'
import { getState, stateSaver } from './saved-state.ts'
import { isPostStep } from './step-file.ts'

/** The runner and the process of a step, as values. */
export interface StepIo {
  /** The variables of the process: inputs, credentials, what the runner tells. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly runner: Runner
  readonly clock: Clock
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal
  /** Whether it is the post step of a run, and not its main step. */
  readonly isPostStep: boolean
  /** Leaves a text for the post step; the last one of a name counts. Never an environment value. */
  saveState(name: string, text: string): void
  /** What the main step left, or ''. */
  getState(name: string): string
  /** Ends the process: nothing more is to be done. */
  exit(): void
}

/** Time for output that is still being written. Milliseconds. */
const LINGER_MS = 500

/** The step that this process is, as the runner started it. */
export function processIo(): StepIo {
  return {
    environment: process.env,
    runner: createRunner(),
    clock: systemClock,
    signal: cancellationSignal(),
    isPostStep: isPostStep(process.argv[1]),
    saveState: stateSaver(),
    getState,
    // A credential process or a DNS query may still be running: it is not waited for.
    exit: () => systemClock.alarm(LINGER_MS).addEventListener('abort', () => process.exit()),
  }
}
